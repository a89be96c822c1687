"""What the hip flexor went through: hours that add up, ends that hold, and the verdict beside it."""

import pytest

from psoas.day.activities import SITTING, Activity
from psoas.day.bout import Day
from psoas.day.fusion import fuse
from psoas.day.hip import hip_day, hip_posture
from psoas.day.rules import CONTEXT_WORDS, CONTEXTS, Context
from tests.day.made import PARIS
from tests.day.test_fusion import log


def made(*rows: tuple[int, int, Activity | None, Context | None]) -> Day:
    (day,) = fuse([log("thigh", "thigh", *rows)], PARIS)
    return day


def test_whatever_a_device_saw_has_words() -> None:
    assert tuple(CONTEXT_WORDS) == CONTEXTS


def test_hours_by_band_add_up_to_the_described_time() -> None:
    day = made(
        (0, 120, "sitting", None),
        (120, 180, "walking", None),
        (180, 200, "standing", None),
        (200, 210, "other", None),
    )
    hip = hip_day(day)
    assert sum(hours.value for *_, hours in hip.bands) == pytest.approx(200 / 60)
    assert hip.undescribed_s == 600
    for *_, hours in hip.bands:
        low, high = hours.ends
        assert low <= hours.value <= high
    assert [posture.name for posture, _ in hip.activities] == ["sitting", "walking", "standing"]


def test_the_psoas_is_shorter_in_every_seat_and_reaches_beyond_standing_in_a_stride() -> None:
    for name in SITTING:
        posture = hip_posture(name)
        assert posture.change_mm.ends[1] < -5
        assert posture.reaches_neutral is False
    assert hip_posture("walking").change_mm.ends[1] > 5
    assert hip_posture("standing").reaches_neutral is True
    assert hip_posture("lying").reaches_neutral is None


def test_the_longest_time_bent_is_at_least_what_is_known_and_at_most_with_the_unknown() -> None:
    hip = hip_day(made((0, 60, "sitting", None), (70, 100, "desk", "computer"), (100, 110, "walking", None)))
    assert hip.away_s == 3600
    assert hip.away_most_s == 12 * 3600 + 100 * 60
    assert hip_day(made((0, 60, "standing", None))).away_s == 0


def test_each_step_opens_one_hip_and_without_steps_the_band_is_wide() -> None:
    openings = hip_day(made((0, 60, "walking", None))).openings
    assert openings is not None
    assert openings.ends == (2400, 3600)
    assert hip_day(made((0, 60, "sitting", None))).openings is None


def test_the_evidence_stands_beside_it_with_its_verdict() -> None:
    verdicts = {one.id: one.verdict for one in hip_day(made((0, 60, "sitting", None))).evidence}
    assert verdicts == {"sitting_keeps_it_short": "partly", "must_lengthen": "contested"}
