"""A stride runs from a foot strike to the next of the same foot, and has the figures of the angles that were made."""

import numpy as np
import pytest

from psoas.sides import SIDES
from psoas.strides import FIGURES, FootEvents, measure_strides
from psoas.timeseries import TimeSeries

STRIDE_S = 0.7
STARTS = {"r": 0.1, "l": 0.1 + STRIDE_S / 2}


def events(seconds: float = 4.0, contact_s: float = 0.25) -> FootEvents:
    strikes = {side: tuple(np.arange(STARTS[side], seconds, STRIDE_S)) for side in SIDES}
    offs = {side: tuple(time + contact_s for time in times) for side, times in strikes.items()}
    return FootEvents(strikes, offs)


def angles(fps: float = 60.0, seconds: float = 4.0) -> TimeSeries:
    """Thighs that are farthest behind, by 20 degrees, 0.3 s after their foot strike; the hip 0.02 s later."""
    time = np.arange(0, seconds, 1 / fps)
    columns = {"trunk_lean": np.full(len(time), 6.0), "pelvis_tilt": 8 + 30 * (time % STRIDE_S)}
    for side in SIDES:
        turn = 2 * np.pi * (time - STARTS[side] - 0.3) / STRIDE_S
        columns[f"thigh_angle_{side}"] = 20 * np.cos(turn)
        columns[f"hip_extension_{side}"] = 10 * np.cos(turn - 2 * np.pi * 0.02 / STRIDE_S)
        columns[f"knee_angle_{side}"] = 30 - 20 * np.cos(turn + 2 * np.pi * 0.3 / STRIDE_S)
    return TimeSeries.from_columns(time, {name: np.radians(one) for name, one in columns.items()}, "rad")


@pytest.mark.parametrize("fps", [30.0, 60.0, 240.0])
def test_a_stride_has_the_figures_of_its_angles(fps: float) -> None:
    found = measure_strides(angles(fps), events(), "running", near="r", errors={"contact_s": 0.01})
    assert [one.side for one in found[:4]] == ["right", "left", "right", "left"]
    assert [one.leg for one in found[:2]] == ["near", "far"]
    first = found[0]
    assert first.foot_strike_s == pytest.approx(0.1)
    assert first.end_s == pytest.approx(0.8)
    values = {name: one and one.value for name, one in ((name, first.figure(name)) for name in FIGURES)}
    assert values["thigh_behind_vertical_deg"] == pytest.approx(20, abs=0.1)
    assert values["peak_hip_extension_deg"] == pytest.approx(10, abs=0.1)
    assert first.peak_hip_extension_s == pytest.approx(0.42, abs=0.003)
    assert values["pelvis_tilt_deg"] == pytest.approx(8 + 30 * 0.42, abs=0.3)
    assert values["knee_at_strike_deg"] == pytest.approx(10, abs=0.3)
    assert values["trunk_lean_deg"] == pytest.approx(6)
    assert values["contact_s"] == pytest.approx(0.25)
    assert values["flight_s"] == pytest.approx(0.10)
    assert values["cadence_steps_min"] == pytest.approx(120 / 0.7)
    assert values["lumbar_extension_deg"] is None
    assert values["overstride_m"] is None
    assert first.contact_s is not None
    assert first.contact_s.reach == pytest.approx(0.0196)


def test_the_foot_ahead_of_the_hip_is_read_at_the_strike() -> None:
    time = angles().time
    feet = TimeSeries.from_columns(time, {"foot_ahead_r": 0.3 - time}, "m")
    found = measure_strides(angles(), events(), "running", feet=feet)
    near = next(one for one in found if one.side == "right")
    assert near.leg is None
    assert near.overstride_m is not None
    assert near.overstride_m.value == pytest.approx(0.2)
    assert next(one for one in found if one.side == "left").overstride_m is None


def test_an_angle_that_was_half_seen_is_not_measured_in_that_stride() -> None:
    seen = angles()
    values = seen.values.copy()
    values[: int(0.4 * 60)] = np.nan
    found = measure_strides(TimeSeries(seen.time, seen.names, values, seen.units), events(), "running")
    rights = [one for one in found if one.side == "right"]
    assert rights[0].thigh_behind_vertical_deg is None
    assert rights[0].trunk_lean_deg is None
    assert rights[1].thigh_behind_vertical_deg is not None


def test_a_toe_off_that_was_not_seen_leaves_contact_and_flight_open() -> None:
    whole = events()
    missing = FootEvents(whole.strikes, {**whole.toe_offs, "r": whole.toe_offs["r"][1:]})
    found = [one for one in measure_strides(angles(), missing, "running") if one.side == "right"]
    assert found[0].toe_off_s is None
    assert found[0].contact_s is None
    assert found[0].flight_s is None
    assert found[0].cadence_steps_min is not None
    assert found[1].contact_s is not None


def test_two_strides_are_not_made_one_where_a_strike_between_them_was_not_seen() -> None:
    whole = events()
    rights = whole.strikes["r"]
    missing = FootEvents({**whole.strikes, "r": (*rights[:2], *rights[3:])}, whole.toe_offs)
    found = [one for one in measure_strides(angles(), missing, "running") if one.side == "right"]
    assert [one.end_s - one.foot_strike_s for one in found] == pytest.approx([STRIDE_S] * len(found))
    assert len(found) == len(rights) - 3


def test_a_contact_lasts_to_the_first_toe_off_of_the_same_foot() -> None:
    some = FootEvents({"r": (1.0, 2.0), "l": (1.5,)}, {"r": (0.9, 1.6, 2.7, 2.9)})
    assert some.contacts(0.8) == pytest.approx([0.6, 0.7])
    assert some.contacts(0.65) == pytest.approx([0.6])


def test_only_times_between_instants_of_plates_are_as_exact_as_plates() -> None:
    found = events()
    some = FootEvents(
        found.strikes,
        found.toe_offs,
        {
            "r": frozenset((found.strikes["r"][0], found.toe_offs["r"][0])),
            "l": frozenset(found.strikes["l"][:1]),
        },
    )
    times = dict.fromkeys(("contact_s", "flight_s", "cadence_steps_min"), 0.03)
    exact = dict.fromkeys(times, 0.001)
    strides = measure_strides(angles(), some, "running", errors=times, plate_errors=exact)
    bands = [
        {name: round((one.figure(name) or pytest.fail(name)).reach or 0.0, 5) for name in times}
        for one in strides
    ]
    wide, narrow = 0.0588, 0.00196
    assert bands[0] == {"contact_s": narrow, "flight_s": narrow, "cadence_steps_min": wide}
    assert all(set(one.values()) == {wide} for one in bands[1:])
