from pathlib import Path

import numpy as np
import pytest
from benchmarks import features
from benchmarks.features import Sample, samples

from psoas.motion.angles import Stick, stick_figure
from psoas.motion.arch import arm_distance, lumbar_extension, misfit, trunk_shape
from psoas.motion.calibration import Calibration, load_calibration
from psoas.motion.measure import measure
from tests.motion import figure

COVERED = Path(features.__file__).parent / "covered"
"""Rendered people with an arched back, filmed a little from the front or from behind, an arm on its outline."""

TIME = np.arange(60) / 30
STATIONS = np.linspace(-0.3, 0.9, 49)
HOLLOW = np.exp(-(((STATIONS - 0.3) / 0.18) ** 2))
"""Where the lower back comes forward when it arches."""


def rule() -> Calibration:
    """Arch in radians is the depth lost at the waist, times a number; the belly comes forward as far."""
    known = load_calibration()
    weights = np.zeros(len(known.heights))
    weights[np.argmin(np.abs(known.heights - 0.3))] = -5.0
    hollow = np.exp(-(((known.heights - 0.3) / 0.18) ** 2))
    shapes = hollow[None] / np.linalg.norm(hollow)
    return Calibration(known.heights, weights, weights, 0.67, 0.0, 0.0, 0.0, {}, shapes, 0.007)


def skin(stick: Stick, depth: np.ndarray) -> np.ndarray:
    """(T, S, 2) contour at ``depth`` (T, S) trunk lengths behind an upright trunk, from its raw landmarks."""
    hip = stick.joints["mid_hip"]
    contour = np.empty((len(hip), len(STATIONS), 2))
    contour[..., 0] = hip[:, :1] - depth * stick.trunk_px
    contour[..., 1] = hip[:, 1:] + STATIONS * stick.trunk_px
    return contour


@pytest.fixture
def stick() -> Stick:
    return stick_figure(figure.points(TIME), "right")


def bend(amount: float) -> np.ndarray:
    """(T, S) forward move of the lower back, from none in the first second to ``amount`` trunk lengths."""
    share = np.clip((TIME - 1.0) / 0.5, 0, 1)
    return amount * share[:, None] * HOLLOW


def test_a_hollow_that_deepens_is_an_arch(stick: Stick) -> None:
    move = bend(0.08)
    shape = trunk_shape(stick, skin(stick, 0.25 - move), skin(stick, -0.2 - move), rule())
    arch = lumbar_extension(shape, TIME < 0.8, rule())
    assert arch[TIME < 0.8] == pytest.approx(0.0, abs=0.01)
    assert arch[-3:] == pytest.approx(5 * 0.08, abs=0.03)
    assert shape.covered == 0.0


def test_a_back_that_the_belly_contradicts_is_not_measured(stick: Stick) -> None:
    move = bend(0.08)
    shape = trunk_shape(stick, skin(stick, np.full(move.shape, 0.25)), skin(stick, -0.2 - move), rule())
    arch = lumbar_extension(shape, TIME < 0.8, rule())
    assert np.isfinite(arch[TIME < 0.8]).all()
    assert np.isnan(arch[-3:]).all()


def test_a_belly_out_of_sight_leaves_the_back_to_decide(stick: Stick) -> None:
    move = bend(0.08)
    front = np.full((len(TIME), len(STATIONS), 2), np.nan)
    arch = lumbar_extension(trunk_shape(stick, skin(stick, 0.25 - move), front, rule()), TIME < 0.8, rule())
    assert arch[-3:] == pytest.approx(5 * 0.08, abs=0.03)


def test_a_change_that_no_back_makes_is_not_measured(stick: Stick) -> None:
    move = bend(0.08)
    arm = np.where(STATIONS > 0.3, 0.05, 0.0) * (TIME > 1.0)[:, None]
    front = np.full((len(TIME), len(STATIONS), 2), np.nan)
    arch = lumbar_extension(
        trunk_shape(stick, skin(stick, 0.25 - move + arm), front, rule()), TIME < 0.8, rule()
    )
    assert np.isfinite(arch[TIME < 0.8]).all()
    assert np.isnan(arch[-20:]).all()


def test_a_back_s_own_change_is_free_and_the_rest_of_it_is_the_misfit() -> None:
    shapes = np.array([[1.0, 0.0, 0.0, 0.0]])
    changes = np.array([[0.3, 0.0, 0.0, 0.0], [0.3, 0.1, -0.1, 0.0], [np.nan, 0.0, 0.0, 0.0]])
    assert misfit(changes, shapes) == pytest.approx([0.0, 0.1 / np.sqrt(2), np.nan], nan_ok=True)


@pytest.mark.parametrize("sample", samples(COVERED), ids=lambda sample: sample.name)
def test_an_arm_on_the_outline_that_the_network_puts_elsewhere_hides_the_arch(sample: Sample) -> None:
    """The true arch is 22 degrees; the outline alone says none."""
    captured = sample.captured
    motion = measure(captured.points, captured.world, captured.contours)
    held = sample.truth["s"] > 0.9
    arch = (
        motion.angles["lumbar_extension"]
        if "lumbar_extension" in motion.angles
        else np.full(len(held), np.nan)
    )
    assert motion.movement == "half_kneeling_stretch"
    assert np.isnan(arch[held]).mean() > 0.9


def test_an_arm_on_the_contour_hides_it() -> None:
    points = figure.points(TIME)
    hip_x, hip_y = points["right_hip.x"].copy(), points["right_hip.y"].copy()
    back = 0.25 * figure.TRUNK
    places = {"elbow": (back + 10, -0.55), "wrist": (back - 10, -0.25), "index": (back - 20, -0.15)}
    for side in ("left", "right"):
        for part, (behind, up) in places.items():
            points[f"{side}_{part}.x"][:] = hip_x - behind
            points[f"{side}_{part}.y"][:] = hip_y + up * figure.TRUNK
    stick = stick_figure(points, "right")
    contour = skin(stick, np.full((len(TIME), len(STATIONS)), 0.25))
    shape = trunk_shape(stick, contour, contour * np.nan, rule())
    assert shape.covered == 1.0
    assert np.isnan(lumbar_extension(shape, TIME < 0.8, rule())).all()
    assert np.isnan(shape.points[:, 20:30]).any()


def test_the_arm_s_skin_is_where_its_thickness_says(stick: Stick) -> None:
    elbow = stick.joints["near_elbow"][:, None]
    middle = np.repeat(elbow, 2, axis=1)
    middle[:, 1, 0] -= 0.5 * stick.trunk_px
    distance = arm_distance(stick, middle)
    assert distance[:, 0] == pytest.approx(-0.08, abs=1e-6)
    assert (distance[:, 1] > 0.05).all()
