"""A sensor on the thigh, turned anyhow: what it knows, and what it says it does not know."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from benchmarks.thigh_day import OFFICE, RATE_HZ, SimulatedDay, read, share_read_as, simulate

from psoas.day.epochs import EpochMaker
from psoas.day.posture import postures
from psoas.errors import CannotTellError
from psoas.timeseries import Array
from tests.day import made

PLAN = (("standing", 4.0), ("walking", 3.0), ("sitting upright", 20.0), ("walking", 2.0), ("standing", 5.0))
SITTING = 20.0


def minutes(time_s: Array, xyz: Array) -> dict[str, float]:
    maker = EpochMaker()
    maker.add(time_s, xyz)
    found: dict[str, float] = {}
    for start, end, posture in postures(maker.finish(), "thigh.csv").runs():
        found[posture] = found.get(posture, 0.0) + (end - start) / 60
    return found


@pytest.fixture(scope="module")
def day() -> SimulatedDay:
    return simulate(PLAN, 3, jitter_s=0.004)


@pytest.mark.parametrize("unit", [1.0, 9.80665, 1000.0])
@pytest.mark.parametrize("turn", [np.eye(3), np.diag([1, -1, -1]), np.diag([-1.0, -1, 1])])
def test_a_sensor_upside_down_or_in_another_unit_sees_the_same(
    day: SimulatedDay, turn: Array, unit: float
) -> None:
    found = minutes(day.time_s, unit * day.xyz @ turn)
    assert found["level"] == pytest.approx(SITTING, abs=0.5)
    assert found["walking"] == pytest.approx(5, abs=0.5)
    assert found["upright"] == pytest.approx(9, abs=0.7)


def test_data_without_gravity_are_refused(day: SimulatedDay) -> None:
    """The linear acceleration of a phone would turn the whole day into sitting."""
    with pytest.raises(
        CannotTellError, match=r"the acceleration at rest is 0.* record the accelerometer with gravity"
    ):
        minutes(day.time_s, day.xyz - day.xyz.mean(axis=0) * 0.97)


def test_without_a_walk_nothing_is_said() -> None:
    still = simulate([("sitting upright", 5.0), ("standing", 5.0)], 1)
    with pytest.raises(CannotTellError, match=r"holds no walk of 20 s.*walk for two minutes"):
        minutes(still.time_s, still.xyz)


def test_a_device_that_slept_and_gaps_are_unknown(day: SimulatedDay) -> None:
    xyz = day.xyz.copy()
    asleep = (day.time_s > 10 * 60) & (day.time_s < 15 * 60)
    xyz[asleep] = xyz[asleep][0]
    gap = (day.time_s < 20 * 60) | (day.time_s > 23 * 60)
    found = minutes(day.time_s[gap], xyz[gap])
    assert found["level"] == pytest.approx(SITTING - 8, abs=0.6)
    assert found["unknown"] == pytest.approx(5, abs=0.4)


def test_stamps_that_jump_back_are_left_out(day: SimulatedDay) -> None:
    time = np.concatenate([day.time_s, day.time_s[: round(60 * RATE_HZ)]])
    found = minutes(time, np.vstack([day.xyz, day.xyz[: round(60 * RATE_HZ)]]))
    assert sum(found.values()) == pytest.approx(34, abs=0.2)


def test_a_phone_that_is_laid_away_and_put_back_another_way_knows_less_and_nothing_wrong() -> None:
    plan = OFFICE[5:12]
    day = simulate(plan, 2, loose_deg=8, absent=(1, 4), jitter_s=0.004)
    found, known = read(day)
    assert found["level"] == pytest.approx(day.minutes("level", known & day.worn), rel=0.08, abs=1)
    assert (known & ~day.worn).sum() < 0.03 * (~day.worn).sum()


def test_known_misses_are_those_that_are_named() -> None:
    assert share_read_as("cycling").get("cycling", 0) > 90
    assert share_read_as("legs stretched out").get("level", 0) > 90
    assert share_read_as("perching on a bar stool").get("upright", 0) > 90


def table(day: SimulatedDay, head: str, row: str, begin: float = 0.0) -> str:
    every = slice(None, None, 2)
    lines = [
        row.format(t=begin + t, ns=round(1e9 * (begin + t)), x=x, y=y, z=z)
        for t, (x, y, z) in zip(day.time_s[every], day.xyz[every] * 9.80665, strict=True)
    ]
    return head + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("head", "row", "begin"),
    [
        ("time,seconds_elapsed,z,y,x\n", "{ns},{t:.3f},{z:.5f},{y:.5f},{x:.5f}", 1.7e9),
        (
            '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"\n',
            "{t:.9E},{x:.5E},{y:.5E},{z:.5E}",
            0.0,
        ),
        ("time;x;y;z\n", "{t:.3f};{x:.4f};{y:.4f};{z:.4f}", 0.0),
        ("", "{t:.3f},{x:.4f},{y:.4f},{z:.4f}", 1.7e9),
        ("sep=;\ntime;x;y;z\n", "{t:.3f};{x:.4f};{y:.4f};{z:.4f}", 1.7e9),
    ],
    ids=["Sensor Logger", "phyphox", "semicolons", "no heads", "decimal commas"],
)
def test_tables_of_several_programs_are_read(
    tmp_path: Path, day: SimulatedDay, head: str, row: str, begin: float
) -> None:
    file = tmp_path / "thigh.csv"
    text = table(day, head, row, begin)
    file.write_text(text.replace(".", ",") if head.startswith("sep=") else text)
    reading = made.read(file, start=datetime(2024, 3, 4, 9))
    assert sum(one.sitting_s for one in reading.days) / 60 == pytest.approx(SITTING, abs=0.6)
    assert made.one_day(reading).sit_to_stands == 1


def test_a_recording_without_a_date_asks_for_one(tmp_path: Path, day: SimulatedDay) -> None:
    file = tmp_path / "thigh.csv"
    file.write_text(table(day, "t,x,y,z\n", "{t:.3f},{x:.4f},{y:.4f},{z:.4f}"))
    (error,) = made.read(file).errors
    assert str(error).endswith('holds no date; give it, such as --start "2026-03-01 08:00"')
