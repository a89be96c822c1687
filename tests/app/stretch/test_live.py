"""A live session, fed with pictures of rendered clips."""

import io
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pytest
from benchmarks.camera import pictures
from PIL import Image

from psoas.app.stretch.album import Album
from psoas.app.stretch.feedback import Feedback
from psoas.app.stretch.live import LiveSession
from psoas.capture.pose.network import Weights
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.plan.records import RepetitionRecord, SetRecord
from tests.app.stretch.played import AtOnce, Kept

FPS = 15.0


@dataclass
class Told:
    """What one side's clip led to."""

    kept: Kept
    feedback: list[Feedback] = field(default_factory=list)
    kept_when_told: list[int] = field(default_factory=list)

    @property
    def spoken(self) -> str:
        return " ".join(one.say for one in self.feedback if one.say)


def watch(clip: str, target: int, weights: Weights = "full", resumed: SetRecord | None = None) -> Told:
    told = Told(Kept())
    session = LiveSession(
        told.kept,
        "right",
        target,
        exercise=EXERCISE,
        clock=time.monotonic,
        weights=weights,
        reader=AtOnce(),
        resumed=resumed,
    )
    for at_s, picture in pictures(clip, FPS):
        told.feedback.append(session.picture(picture, at_s + 100.0))
        told.kept_when_told.append(len(told.kept.numbers))
        if session.stage == "switch":
            break
    session.close()
    return told


@pytest.fixture(scope="module")
def good() -> Told:
    return watch("a_stretch_right_ok", 3)


@pytest.fixture(scope="module")
def arched() -> Told:
    return watch("c2_stretch_arched_arms_forward", 2)


def test_repetitions_are_counted_and_the_side_ends_by_itself(good: Told) -> None:
    assert [one.stage for one in good.feedback[:1] + good.feedback[-1:]] == ["setup", "switch"]
    assert "moving" in {one.stage for one in good.feedback}
    assert max(one.count for one in good.feedback) >= 2  # the third ends the set in the same breath
    assert good.kept.sets == [("right", "full")]
    (ended,) = good.kept.ended
    assert [one.number for one in ended] == [1, 2, 3]
    assert all(one.good for one in ended)
    assert good.feedback[-1].message == "Turn round, and kneel on your left knee."


def test_a_live_repetition_measures_what_the_clip_s_truth_says(good: Told) -> None:
    (ended,) = good.kept.ended
    holds = [one.hold_s for one in ended]
    assert holds == pytest.approx([2.0] * 3, abs=0.35)
    openings = [one.hip_opening_deg for one in ended if one.hip_opening_deg is not None]
    assert len(openings) == 3
    assert np.median(openings) == pytest.approx(24, abs=6)


def test_no_repetition_is_told_before_it_is_kept(good: Told, arched: Told) -> None:
    for told in (good, arched):
        assert all(kept >= one.count for kept, one in zip(told.kept_when_told, told.feedback, strict=True))


def test_words_lead_through_the_repetition(good: Told) -> None:
    spoken = good.spoken
    steps = ["Hold still.", "glide forward.", "And back.", "This side is finished."]
    places = [spoken.find(step) for step in steps]
    assert -1 not in places, spoken
    assert places == sorted(places)
    assert "3." in spoken


def test_the_big_words_follow_the_phase(good: Told) -> None:
    """Where there is nothing to correct they say what to do now, and in rest what the whole repetition is."""
    said = {
        one.instant.phase: one.message
        for one in good.feedback
        if one.stage == "moving" and one.instant is not None
    }
    words = EXERCISE.phases
    assert said == {name: words["all" if name == "rest" else name] for name in said}
    assert {"forward", "hold", "back"} <= said.keys()


def test_a_side_that_was_cut_off_goes_on_with_its_count() -> None:
    before = tuple(RepetitionRecord(number, 5.0 * number, 5.0 * number + 4.0, 2.0) for number in (1, 2))
    a_set = SetRecord(
        7, "right", "camera", datetime(2026, 3, 2, tzinfo=UTC), weights="lite", repetitions=before
    )
    told = watch("a_stretch_right_ok", 4, "lite", a_set)
    assert told.feedback[0].count == 2
    assert "3." in told.spoken
    assert told.kept.numbers == [3, 4]
    (ended,) = told.kept.ended
    assert [one.number for one in ended] == [1, 2, 3, 4]


def test_the_ring_s_hold_agrees_with_the_one_that_is_kept(good: Told) -> None:
    shown: list[float] = []
    longest = 0.0
    for one in good.feedback:
        if one.instant is not None and one.instant.phase == "hold":
            longest = one.instant.hold_s
        elif longest:
            shown, longest = [*shown, longest], 0.0
    (ended,) = good.kept.ended
    assert len(shown) >= 2
    assert np.median(shown) == pytest.approx(np.median([one.hold_s for one in ended]), abs=0.4)


def test_an_arched_back_is_called_arched_at_once_and_after(arched: Told) -> None:
    (ended,) = arched.kept.ended
    assert len(ended) == 2
    assert all("arched_back" in one.faults and one.good is False for one in ended)
    cue = "Ribs down, belt buckle to chin, smaller move."
    assert cue in arched.spoken
    assert any(one.cue == cue and one.instant and one.instant.phase == "hold" for one in arched.feedback)
    assert max(one.now.get("arch", 0.0) for one in arched.feedback) == pytest.approx(24, abs=6)


def test_the_lite_weights_do_not_speak_of_the_back() -> None:
    told = watch("c3_stretch_mild_arch", 1, "lite")
    assert {one.weights for one in told.feedback} == {"lite"}
    assert all(one.arch_deg is None and one.hip_opening_deg is None for one in told.kept.saved)
    assert all(not {"arch", "pelvis", "hip_opening"} & one.now.keys() for one in told.feedback)
    assert told.kept.numbers, "not even counted"


def test_a_machine_too_slow_for_the_full_weights_takes_the_lite_ones() -> None:
    ticks = iter(np.arange(0, 1000, 0.1))  # every look at the clock is a tenth of a second later
    session = LiveSession(
        Kept(), "right", 3, exercise=EXERCISE, clock=lambda: float(next(ticks)), reader=AtOnce()
    )
    used = [
        session.picture(picture, at_s).weights
        for at_s, picture in pictures("f1_stand_neutral", 30, until_s=1.2)
    ]
    assert used[0] == "full"
    assert used[-1] == "lite"


def test_finishing_keeps_what_was_done() -> None:
    kept = Kept()
    session = LiveSession(
        kept, "right", 10, exercise=EXERCISE, clock=time.monotonic, weights="full", reader=AtOnce()
    )
    for at_s, picture in pictures("c3_stretch_mild_arch", 12.0):
        if session.picture(picture, at_s).count:
            break
    session.finish()
    assert [[one.number for one in ended] for ended in kept.ended] == [kept.numbers]
    assert session.stage == "done"


@pytest.mark.parametrize("broken", [b"", b"nothing of the kind", b"\xff\xd8\xff\xe0 half a picture"])
def test_what_is_no_picture_is_refused_and_the_session_goes_on(broken: bytes) -> None:
    session = LiveSession(
        Kept(), "right", 3, exercise=EXERCISE, clock=time.monotonic, weights="lite", reader=AtOnce()
    )
    with pytest.raises(ValueError, match="picture"):
        session.picture(broken, 1.0)
    at_s, picture = next(pictures("f1_stand_neutral", 10))
    assert session.picture(picture, at_s + 2).look.seen
    with pytest.raises(ValueError, match="does not come after"):
        session.picture(picture, 1.5)


def test_a_side_that_is_done_again_is_a_set_more_and_the_other_side_stays_due() -> None:
    """The person gets up, and takes the same side again; an album keeps two pictures of each repetition."""
    kept, album = Kept(), Album()
    session = LiveSession(
        kept,
        "right",
        2,
        exercise=EXERCISE,
        clock=time.monotonic,
        weights="full",
        reader=AtOnce(),
        album=album,
    )
    clip = list(pictures("a_stretch_right_ok", 10.0))
    size = Image.open(io.BytesIO(clip[0][1])).size
    empty = io.BytesIO()
    Image.new("RGB", size, "gray").save(empty, "JPEG")
    gone = [(at_s / 10, empty.getvalue()) for at_s in range(60)]
    now_s = 100.0
    for part in (clip, gone, clip):
        for at_s, picture in part:
            feedback = session.picture(picture, now_s + at_s)
        now_s += part[-1][0] + 0.1
    session.finish()
    assert [side for side, _ in kept.sets] == ["right", "right"]
    assert feedback.side == "right" or feedback.stage == "switch"
    assert session.stage == "done"
    assert {one.moment for one in kept.frames} == {"start", "deepest"}
    assert 1 in {one.number for one in kept.frames}
