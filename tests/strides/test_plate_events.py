"""By force plates a foot is down while it presses with 20 N or more, on whichever plates it stands."""

from collections.abc import Sequence

import numpy as np
import pytest

from psoas.capture.files import GroundForce
from psoas.motion import foot_points
from psoas.sides import SIDES, Side
from psoas.strides import GAITS, FootEvents, Gait, plate_events
from psoas.strides.plate_events import AGREE_S
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body
from tests.recordings.made_motion import turned
from tests.strides.made_gait import PLATE_HZ, events_of, felt, made_gait, made_plates, plate

FRAME_S = 1 / PLATE_HZ


def feet_of(gait: Gait) -> TimeSeries:
    return foot_points(body(), made_gait(gait))


def found_by(gait: Gait, plates: Sequence[GroundForce], turn: float = 0.0) -> tuple[FootEvents, int]:
    """The events, and how many of them are those of the plates."""
    feet = feet_of(gait)
    events = plate_events(plates, feet, events_of(feet, gait), turn)
    return events, sum(events.of_plates(one) for one in events.every)


def check_equal(found: FootEvents, plates: dict[Side, GroundForce]) -> None:
    """Every strike and toe-off is the plate's own within a frame, but for contacts cut by the recording's ends."""
    for side, one in plates.items():
        contacts = felt(one)
        ends = float(one.time[0]), float(one.time[-1])
        assert found.strikes[side] == pytest.approx([a for a, _ in contacts if a > ends[0]], abs=FRAME_S)
        assert found.toe_offs[side] == pytest.approx([b for _, b in contacts if b < ends[1]], abs=FRAME_S)


def under(gait: Gait, side: Side, time: Array) -> Array:
    """(T, 3) a point under the middle of a foot."""
    feet = feet_of(gait)
    point = np.zeros((len(time), 3))
    for column, axis in ((0, "x"), (2, "z")):
        middle = (feet[f"heel_{axis}_{side}"] + feet[f"tip_{axis}_{side}"]) / 2
        point[:, column] = np.interp(time, feet.time, middle)
    return point


@pytest.mark.parametrize("gait", GAITS)
def test_events_of_named_plates_are_the_plates_own(gait: Gait) -> None:
    plates = made_plates(gait)
    found, count = found_by(gait, list(plates.values()))
    check_equal(found, plates)
    assert count == len(found.every)


@pytest.mark.parametrize("seed", range(3))
def test_noise_and_knocks_are_no_contacts(seed: int) -> None:
    random = np.random.default_rng(seed)
    plates, noisy = made_plates("running"), []
    for side in SIDES:
        one = plates[side]
        vertical = one.force[:, 1] + np.where(one.force[:, 1] > 0, 0.0, random.normal(0, 6, len(one.time)))
        for at in random.integers(0, len(vertical) - 30, 5):
            if one.force[at - 50 : at + 80, 1].max() == 0:
                vertical[at : at + 25] = 70.0
        noisy.append(plate(one.time, vertical, one.segment))
    check_equal(found_by("running", noisy)[0], plates)


@pytest.mark.parametrize("named", [True, False])
def test_a_foot_that_crosses_two_plates_has_one_contact(named: bool) -> None:
    plates, parts = made_plates("running"), []
    for side in SIDES:
        one = plates[side]
        onto = np.zeros(len(one.time))
        for first, last in felt(one)[1:]:
            inside = (one.time >= first) & (one.time <= last)
            onto[inside] = np.clip((one.time[inside] - first) / (last - first) * 3 - 1, 0, 1)
        for share in (1 - onto, onto):
            point = under("running", side, one.time)
            segment = one.segment if named else ""
            parts.append(plate(one.time, one.force[:, 1] * share, segment, point))
    check_equal(found_by("running", parts)[0], plates)


@pytest.mark.parametrize("turn", [0.0, np.pi / 2, 2.0])
def test_unnamed_plates_are_those_of_the_foot_above_them(turn: float) -> None:
    plates = made_plates("walking")
    unnamed = [
        plate(one.time, one.force[:, 1], "", under("walking", side, one.time)) for side, one in plates.items()
    ]
    away = [turned(one, -turn) for one in unnamed]
    check_equal(found_by("walking", away, turn)[0], plates)


def test_a_treadmill_with_one_plate_gives_a_runners_feet_in_turn() -> None:
    plates = made_plates("running")
    time = plates["r"].time
    down = {side: one.force[:, 1] for side, one in plates.items()}
    point = np.where((down["l"] > 0)[:, None], under("running", "l", time), under("running", "r", time))
    check_equal(found_by("running", [plate(time, down["r"] + down["l"], "", point)])[0], plates)


def test_both_feet_on_one_plate_at_once_are_not_told_apart() -> None:
    plates = made_plates("walking")
    time = plates["r"].time
    down = {side: one.force[:, 1] for side, one in plates.items()}
    share = down["l"] / np.maximum(down["l"] + down["r"], 1.0)
    point = under("walking", "r", time) + share[:, None] * (
        under("walking", "l", time) - under("walking", "r", time)
    )
    found, count = found_by("walking", [plate(time, down["r"] + down["l"], "", point)])
    expected = events_of(feet_of("walking"), "walking")
    assert count == 0
    assert (found.strikes, found.toe_offs) == (expected.strikes, expected.toe_offs)


def test_a_plate_that_no_foot_is_near_changes_nothing() -> None:
    far = [
        plate(one.time, one.force[:, 1], "", under("running", side, one.time) + np.array([0.8, 0, 0]))
        for side, one in made_plates("running").items()
    ]
    found, count = found_by("running", far)
    assert count == 0
    assert found.strikes == events_of(feet_of("running"), "running").strikes


@pytest.mark.parametrize("named", [True, False])
def test_steps_beside_the_plates_are_by_the_movement_of_the_feet(named: bool) -> None:
    plates, few = made_plates("running"), []
    for side, one in plates.items():
        vertical = np.where((one.time > 1.5) & (one.time < 2.4), one.force[:, 1], 0.0)
        first = next(contact for contact in felt(one) if contact[0] > 1.5 and contact[1] < 2.4)
        vertical = np.where((one.time >= first[0]) & (one.time <= first[1]), vertical, 0.0)
        few.append(plate(one.time, vertical, one.segment if named else "", under("running", side, one.time)))
    found, count = found_by("running", few)
    by_motion = events_of(feet_of("running"), "running")
    assert count == 4
    for side, one in zip(SIDES, few, strict=True):
        assert len(found.strikes[side]) == len(by_motion.strikes[side])
        ((start, end),) = felt(one)
        assert start in [pytest.approx(at, abs=FRAME_S) for at in found.strikes[side]]
        assert end in [pytest.approx(at, abs=FRAME_S) for at in found.toe_offs[side]]


def test_a_plate_that_was_hit_only_by_a_part_of_the_foot_is_not_believed() -> None:
    one = made_plates("running")["r"]
    vertical = one.force[:, 1].copy()
    for _, last in felt(one):
        vertical[(one.time > last - AGREE_S - 0.05) & (one.time <= last)] = 0.0
    found, count = found_by("running", [plate(one.time, vertical, "", under("running", "r", one.time))])
    assert count == 0
    assert found.toe_offs["r"] == events_of(feet_of("running"), "running").toe_offs["r"]


def test_an_end_beside_a_gap_or_the_end_of_the_recording_is_not_an_event() -> None:
    one = made_plates("running")["r"]
    first, last = felt(one)[2]
    force = one.force.copy()
    force[(one.time > first + 0.1) & (one.time < last + 0.1)] = np.nan
    holed = GroundForce(one.segment, one.time, force, one.point, one.torque)
    cut = made_gait("running").between(0.0, 4.0)
    feet = foot_points(body(), cut)
    nothing = FootEvents(dict.fromkeys(SIDES, ()), dict.fromkeys(SIDES, ()))
    found = plate_events([holed], feet, nothing)
    assert first in [pytest.approx(at, abs=FRAME_S) for at in found.strikes["r"]]
    assert not [at for at in found.toe_offs["r"] if first < at < last + 0.15]


def test_without_the_feet_named_plates_still_tell() -> None:
    plates = made_plates("running")
    feet = feet_of("running")
    unknown = TimeSeries(feet.time, feet.names, np.full_like(feet.values, np.nan), feet.units)
    found = plate_events(list(plates.values()), unknown, events_of(unknown, "running"))
    check_equal(found, plates)
    assert not found.reasons
