"""What came of a session: every figure with its error, and what minus means."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.markup import filled
from psoas.app.stretch import results
from psoas.app.stretch.headline import headline, main_cue
from psoas.app.stretch.results import figures, show_results
from psoas.exercises.registry import EXERCISES
from psoas.findings.analysis import NotMeasured
from psoas.plan.records import RepetitionRecord, SessionRecord, SetRecord
from psoas.recordings.motion_file import analyse_motion
from psoas.sides import SideWord
from psoas.store.store import Store
from tests.recordings.made_recording import write_recording
from tests.store.ready import ready_file
from tests.strides.made_gait import made_gait

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
BANDS = {"hip_opening": 3.0, "arch": 2.0, "pelvis": 2.0}
REPETITIONS = tuple(
    RepetitionRecord(
        one, 0.0, 9.0, 5.0 + one / 10, hip_opening_deg=-7.4, arch_deg=-0.3, pelvis_deg=2.0, good=True
    )
    for one in (1, 2, 3)
)


def a_set(number: int, side: SideWord, bands: dict[str, float]) -> SetRecord:
    return SetRecord(number, side, "camera", NOW, bands=bands, repetitions=REPETITIONS)


def shown(folder: Path, monkeypatch: pytest.MonkeyPatch, *sides: SideWord) -> str:
    """The page of a session with a set of each of these sides."""
    pages: list[str] = []
    monkeypatch.setattr(results, "show", lambda name, **values: pages.append(filled(name, **values)))
    with Store.open(ready_file(folder)) as store:
        (person, *_) = store.profiles()
        session = store.begin_session(person.id, "practice", NOW)
        for side in sides:
            store.end_set(store.begin_set(session, side, "camera", NOW, bands=BANDS), NOW, REPETITIONS)
        show_results(store.session(session))
    return pages[0]


def test_a_median_has_its_error_and_a_real_minus_sign() -> None:
    said = figures((a_set(1, "right", BANDS), a_set(2, "left", {})))
    assert said["Hip opening, median (minus: it closed)"] == (
        "\N{MINUS SIGN}7 \N{PLUS-MINUS SIGN} 6\N{DEGREE SIGN}",
        "\N{MINUS SIGN}7\N{DEGREE SIGN}",
    )
    assert said["Arch of the lower back, median (minus: flatter)"] == (
        "0 \N{PLUS-MINUS SIGN} 4\N{DEGREE SIGN}",
        "0\N{DEGREE SIGN}",
    )
    (hold,) = (values for words, values in said.items() if words.startswith("Hold, median"))
    assert hold == ("5.2 \N{PLUS-MINUS SIGN} 0.4 s",) * 2


FAULTS = st.lists(st.sampled_from(("small_travel", "arched_back", "short_hold")), max_size=2, unique=True)
ANY_SET = st.lists(st.tuples(FAULTS, st.sampled_from((True, False, None))), max_size=6)


@given(ANY_SET)
def test_any_set_has_one_count_everywhere(moves: list[tuple[list[str], bool | None]]) -> None:
    repetitions = tuple(
        RepetitionRecord(
            number,
            0.0,
            9.0,
            5.0,
            faults=tuple(faults),
            good=None if not faults and good is None else not faults,
        )
        for number, (faults, good) in enumerate(moves, start=1)
    )
    one = replace(a_set(1, "right", {}), repetitions=repetitions)
    said = figures((one,))
    count = sum("small_travel" not in faults for faults, _ in moves)
    assert int(said["Repetitions"][0].split(";")[0]) == count
    (good,) = said["Good repetitions"]
    numbers = [int(each) for each in re.findall(r"\d+", good)]
    if good == "none":
        assert count == 0
    elif good != "could not be judged":
        assert sum(numbers[1:]) == count, "those decided and those left open"
    cue = main_cue(one) or ""
    for of in re.findall(r"in \d+ of (\d+) ", cue):
        assert int(of) == count
    small = [int(each) for each in re.findall(r"(\d+) moves? w", said["Repetitions"][0] + cue)]
    assert set(small) <= {len(moves) - count}
    if moves:
        (side,) = headline(session_of(one)).sides
        numbers = [int(each) for each in re.findall(r"\d+", side)]
        whole = re.search(r"all \d|repetition", side) is not None
        assert (numbers[0] if whole else sum(numbers[1:])) == count if count else numbers == []


def test_the_headings_of_each_repetition_carry_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(tmp_path, monkeypatch, "right", "left")
    for words, error in (
        ("Hold", "0.4 s"),
        ("Hip opening", "6\N{DEGREE SIGN}"),
        ("Arch", "4\N{DEGREE SIGN}"),
    ):
        together = f'<span class="together">\N{PLUS-MINUS SIGN} {error}</span>'
        assert page.count(f'<th scope="col" class="num">{words} {together}</th>') == 2
    assert "\N{MINUS SIGN}7\N{DEGREE SIGN}</td>" in page
    assert "Side by side" in page


def test_one_side_alone_is_not_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(tmp_path, monkeypatch, "right", "right")
    assert "Side by side" not in page
    assert "Your results" in page


def test_the_answer_of_a_run_leads_and_what_is_missing_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(results, "show", lambda name, **values: pages.append(filled(name, **values)))
    analysis = analyse_motion(write_recording(tmp_path / "run.mot", made_gait("running")))
    analysis = replace(analysis, not_measured=(NotMeasured("lumbar_extension", "it was hidden"),))
    show_results(None, analysis=analysis)
    page = pages[0]
    answer = page.index(analysis.findings[0].says)
    assert answer < page.index("The strides are kept") < page.index("<table")
    assert page.count(analysis.findings[0].says) == 1
    assert "Arch of the lower back: it was hidden" in page


def session_of(*sets: SetRecord) -> SessionRecord:
    return SessionRecord(4, 1, "practice", NOW, NOW, sets=sets)


def page_of(monkeypatch: pytest.MonkeyPatch, session: SessionRecord) -> str:
    pages: list[str] = []
    monkeypatch.setattr(results, "show", lambda name, **values: pages.append(filled(name, **values)))
    show_results(session)
    return re.sub(r"\s+", " ", pages[0])


def test_a_side_that_could_not_be_judged_says_why_once_and_never_that_it_has_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hidden = tuple(RepetitionRecord(number, 0.0, 9.0, 2.0) for number in (1, 2, 3, 4))
    why = {"arch": "an arm lies across the lower back; rest both hands on the front knee"}
    page = page_of(monkeypatch, session_of(replace(a_set(1, "left", {}), repetitions=hidden, unmeasured=why)))
    assert page.count("an arm lies across the lower back") == 1
    assert "none could be judged: an arm lies across the lower back." in page
    assert "Left: rest both hands on the front knee." in page
    assert "no fault" not in page
    assert page.count("not all that matters could be seen") == 4


def test_a_possible_fault_is_no_fact_and_a_correction_stands_beside_the_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("arched_back",)
    sure = replace(
        REPETITIONS[0], faults=names, good=False, corrections={"arched_back": False, "bounce": True}
    )
    perhaps = replace(REPETITIONS[1], faults=names, possible_faults=names, good=None)
    page = page_of(monkeypatch, session_of(replace(a_set(1, "left", BANDS), repetitions=(sure, perhaps))))
    says = EXERCISES[0].faults["arched_back"].says
    assert f">{says}<br>" in page
    assert f"You say: not so: {says}; {EXERCISES[0].faults['bounce'].says}" in page
    assert f">perhaps {says}<" in page
    assert f"Left: in 1 of 2 {says}." in page, "the cue counts what is certain"


def test_a_clinical_test_opens_again_with_its_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    trials = tuple(
        RepetitionRecord(number, 0.0, 1.0, 1.0, figures={"thigh_over_couch": 10.0 + number})
        for number in (1, 2, 3)
    )
    test = replace(
        a_set(1, "left", {"thigh_over_couch": 2.0}), repetitions=trials, exercise="modified_thomas_test"
    )
    page = page_of(monkeypatch, replace(session_of(test), exercise="modified_thomas_test"))
    assert "12 \N{PLUS-MINUS SIGN} 4\N{DEGREE SIGN}" in page
    assert len(re.findall(r'<td class="num" data-label="[^"]+">\+1', page)) == 3
    assert "Hip opening" not in page
