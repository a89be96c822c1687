"""The stretch in another language: what is shown and spoken follows the visit, and what is kept does not."""

import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from psoas.app.home.next_step import next_step
from psoas.app.stretch.accepted import CLIP_FILES
from psoas.app.stretch.clip import ClipPanel
from psoas.app.stretch.cues import coach_words, position_words, turn_words
from psoas.app.stretch.drop import drop_words
from psoas.app.stretch.screening import answer_words
from psoas.app.stretch.speech import Speech
from psoas.app.stretch.stage import stage_words
from psoas.app.stretch.uploads import Refused, Work
from psoas.exercises.registry import COACHED
from psoas.findings import load_safety
from psoas.plan import make_plan
from psoas.plan.records import Screening
from psoas.words import Language, same_language, speaking
from tests.words.catalogues import TRANSLATED

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def values_of(words: object) -> list[str]:
    """The names in braces of all sentences of a table, in their order."""
    if isinstance(words, dict):
        return [name for one in words.values() for name in values_of(one)]
    return [name for _, name, _, _ in string.Formatter().parse(str(words)) if name]


def leaves(words: object) -> Iterator[str]:
    if isinstance(words, dict):
        for one in words.values():
            yield from leaves(one)
    else:
        yield str(words)


@pytest.mark.parametrize("speaks", TRANSLATED)
def test_the_scripts_get_every_sentence_with_its_values(speaks: Any) -> None:
    english = [stage_words(), drop_words(many=False), drop_words(many=True)]
    with speaking(speaks):
        own = [stage_words(), drop_words(many=False), drop_words(many=True)]
    for ours, theirs in zip(english, own, strict=True):
        assert sorted(values_of(ours)) == sorted(values_of(theirs))
        assert len(list(leaves(ours))) == len(list(leaves(theirs)))
    assert own != english


@pytest.mark.parametrize("speaks", TRANSLATED)
def test_each_leg_has_a_sentence_of_its_own(speaks: Any) -> None:
    with speaking(speaks):
        for exercise in COACHED:
            right, left = (position_words(exercise, side) for side in ("right", "left"))
            assert right != left
            assert right not in (coach_words(exercise).how, "")
            assert turn_words(exercise, "left").count(left) == 1
            assert "{" not in right + left


def test_a_count_is_no_ordinal_number_in_german() -> None:
    speech = Speech(COACHED[0])
    with speaking("de"):
        speech.counted(2, 3, 10, None, 0.0)
    assert speech.spoken() == "3!"


@pytest.mark.parametrize("speaks", TRANSLATED)
def test_answers_on_health_are_kept_in_english_and_shown_in_any_language(speaks: Language) -> None:
    answered = Screening(NOW, ("pregnancy", "clot"))
    english = [notice.flags for notice in load_safety().notices]
    with speaking(speaks):
        notices = load_safety().notices
        assert [notice.flags for notice in notices] == english
        assert all(set(notice.means) <= set(notice.flags) for notice in notices)
        assert all(one.items != one.flags for one in notices)
        shown = {flag: item for one in notices for flag, item in zip(one.flags, one.items, strict=True)}
        plan = make_plan([], answered, NOW.date())
        assert plan.stopped
        for said in (answer_words(answered), next_step(plan, [], NOW).says):
            assert all(shown[flag] in said for flag in answered.flags)
        assert all(shown[flag] in one.why for flag, one in zip(plan.flags, plan.advice, strict=True))


def test_a_flag_of_an_older_program_is_shown_as_it_is_kept() -> None:
    with speaking("de"):
        assert "a sign of old" in answer_words(Screening(NOW, ("a sign of old",)))


def test_what_a_file_is_refused_with_is_in_the_language_of_the_visit() -> None:
    english = CLIP_FILES.otherwise()
    with speaking("fr"), ThreadPoolExecutor(1) as pool:
        said = pool.submit(same_language(lambda: Refused(415, CLIP_FILES.otherwise()))).result()
    assert said.sentence != english
    assert ".bvh" in said.sentence or ".jpg" in said.sentence


def test_the_stage_of_an_analysis_is_shown_in_the_language_of_the_page() -> None:
    """The recording's thread says it in English, which `psoas check` translates, too."""
    work, status, other = Work(gone=lambda: False), SimpleNamespace(content=""), SimpleNamespace()
    other.props = lambda **_changes: other
    work.follow("looking at the person", 1, None)
    panel = SimpleNamespace(_work=work, _status=status, _bar=other, _share=other)
    with speaking("de"):
        ClipPanel._show_progress(cast(Any, panel))
        assert status.content == "Die Person wird angeschaut."
