"""Everything that was seen turns with the picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.capture.pose.recording import ROW, Captured, captured_of
from psoas.capture.pose.turned import as_filmed, levelled, turned_upright

SIZE = (960, 540)


@pytest.fixture(scope="module")
def seen() -> Captured:
    rows = np.random.default_rng(3).uniform(0, 500, (4, ROW)).astype(np.float32)
    return captured_of(np.arange(4) / 30, rows, 1)


def place(captured: Captured, name: str = "nose") -> tuple[float, float]:
    return float(captured.points[f"{name}.x"][0]), float(captured.points[f"{name}.y"][0])


def test_quarter_turns_are_those_of_the_picture(seen: Captured) -> None:
    x, y = place(seen)
    assert place(turned_upright(seen, SIZE, 90)) == pytest.approx((540 - y, x))
    assert place(turned_upright(seen, SIZE, 180)) == pytest.approx((960 - x, 540 - y))
    assert place(turned_upright(seen, SIZE, 270)) == pytest.approx((y, 960 - x))


def test_the_metres_turn_about_the_hips(seen: Captured) -> None:
    turned = turned_upright(seen, SIZE, 90)
    assert turned.world["nose.x"] == pytest.approx(-seen.world["nose.y"])
    assert turned.world["nose.y"] == pytest.approx(seen.world["nose.x"])
    assert turned.world["nose.z"] == pytest.approx(seen.world["nose.z"])


@given(st.floats(-15, 15))
def test_a_roll_that_is_taken_out_and_put_back_changes_nothing(seen: Captured, roll: float) -> None:
    level = levelled(seen, SIZE, roll)
    assert as_filmed(level.points, SIZE, roll).values == pytest.approx(seen.points.values, abs=1e-6)
    assert level.points.confidence is seen.points.confidence


def test_what_leans_to_the_right_by_the_roll_stands_upright_without_it(seen: Captured) -> None:
    lean = np.radians(8)
    for name, along in (("nose", 100.0), ("left_hip", 0.0)):
        seen.points[f"{name}.x"][:] = 300 + along * np.sin(lean)
        seen.points[f"{name}.y"][:] = 400 - along * np.cos(lean)
    level = levelled(seen, SIZE, 8.0)
    assert place(level)[0] == pytest.approx(place(level, "left_hip")[0], abs=1e-3)
