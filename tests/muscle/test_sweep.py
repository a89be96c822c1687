"""A sweep agrees with the paths that it comes from, with physics, and with its own JSON."""

import json
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from psoas.body.fascicles import psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.errors import UsageError
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import force_capacity
from psoas.muscle.paths import muscle_paths
from psoas.muscle.posed import posed_psoas
from psoas.muscle.sweep import Sweep, sweep

HIP = np.radians(np.arange(-20, 121, 20))


@cache
def body() -> Body:
    return load_body(Person(1.75, 72))


@cache
def hip() -> Sweep:
    return sweep(body(), "hip_flexion_r", HIP, {"lumbar_extension": float(np.radians(-10))})


def degrees(*values: float) -> NDArray[np.float64]:
    return np.asarray(np.radians(values), dtype=np.float64)


def test_every_attachment_of_both_sides_is_there() -> None:
    assert hip().fascicles == psoas_fascicles()
    assert len(hip().fascicles) == 22
    for values in (hip().length, hip().moment_arm, hip().fibre_length_norm, hip().passive_force):
        assert values.shape == (len(HIP), 22)
        assert np.isfinite(values).all()


@pytest.mark.parametrize(
    "coordinate", ["hip_flexion_r", "hip_rotation_l", "lumbar_extension", "lumbar_bending"]
)
def test_a_moment_arm_is_minus_the_slope_of_the_length(coordinate: str) -> None:
    step = 1e-5
    around = np.add.outer(degrees(-15, 0, 15), [-step, 0, step]).ravel()
    found = sweep(body(), coordinate, around)
    slope = (found.length[2::3] - found.length[::3]) / (2 * step)
    assert found.moment_arm[1::3] == pytest.approx(-slope, abs=1e-7)


def test_a_side_is_the_mean_of_its_fascicles_weighted_by_strength() -> None:
    strength = muscle_parameters(body()).max_isometric_force
    for side in ("r", "l"):
        columns = hip().columns(side)
        weights = strength[[body().muscle_index(hip().fascicles[c].name) for c in columns]]
        for single, whole in (
            (hip().moment_arm, hip().of_side(side).moment_arm),
            (hip().length - hip().standing_length, hip().of_side(side).length_change),
        ):
            assert whole == pytest.approx(np.average(single[:, columns], axis=1, weights=weights))


def test_standing_is_where_nothing_has_changed() -> None:
    found = sweep(body(), "hip_flexion_r", 0.0)
    assert found.length[0] == pytest.approx(found.standing_length, abs=1e-15)
    assert found.psoas_r.length_change == pytest.approx([0.0], abs=1e-15)


def test_the_greatest_moment_is_active_and_passive_force_times_the_arm() -> None:
    poses = body().poses(hip_flexion_r=HIP, lumbar_extension=np.radians(-10))
    active, passive = force_capacity(muscle_parameters(body()), muscle_paths(body(), poses).lengths)
    columns = [body().muscle_index(f.name) for f in psoas_fascicles()[:11]]
    moments = (active + passive)[:, columns] * hip().moment_arm[:, :11]
    assert hip().psoas_r.max_moment == pytest.approx(moments.sum(axis=1))
    assert passive[:, columns] == pytest.approx(hip().passive_force[:, :11])


def test_the_other_side_does_not_feel_the_right_hip() -> None:
    assert hip().sides == ("r",)
    assert not hip().alike
    assert np.all(hip().moment_arm[:, 11:] == 0)
    assert np.ptp(hip().length[:, 11:], axis=0).max() < 1e-12


def test_the_back_moves_both_alike_and_a_knee_neither() -> None:
    back = sweep(body(), "lumbar_extension", degrees(-20, 0, 20))
    assert (back.sides, back.alike) == (("r",), True)
    bend = sweep(body(), "lumbar_bending", degrees(-20, 0, 20))
    assert bend.sides == ("r", "l")
    assert bend.psoas_r.moment_arm == pytest.approx(-bend.psoas_l.moment_arm[::-1])
    assert sweep(body(), "knee_angle_r", degrees(0, 60)).sides == ()


def test_the_json_is_the_contract() -> None:
    found = json.loads(json.dumps(hip().to_json(), allow_nan=False))
    assert list(found) == [
        "schema", "coordinate", "unit", "angle_deg", "pose", "person", "fascicles", "psoas_r", "psoas_l",
    ]  # fmt: skip
    assert (found["schema"], found["coordinate"], found["unit"]) == ("psoas.sweep/1", "hip_flexion_r", "deg")
    assert found["angle_deg"] == list(range(-20, 121, 20))
    assert found["pose"] == {"lumbar_extension": -10.0}
    assert found["person"] == {"height_m": 1.75, "mass_kg": 72, "sex": "male"}
    assert list(found["fascicles"]) == [f.name for f in psoas_fascicles()]
    for fascicle in psoas_fascicles():
        row = found["fascicles"][fascicle.name]
        assert (row["side"], row["origin"]) == (fascicle.side, fascicle.origin)
        for name in ("length_m", "moment_arm_m", "fibre_length_norm", "passive_force_N"):
            assert len(row[name]) == len(HIP)
    for side in ("psoas_r", "psoas_l"):
        assert list(found[side]) == ["moment_arm_m", "length_change_m", "max_moment_Nm"]


def test_a_distance_says_its_unit() -> None:
    found = sweep(body(), "pelvis_ty", [0.0, 0.5], {"pelvis_tx": 0.25}).to_json()
    assert (found["unit"], found["angle_deg"], found["pose"]) == ("m", [0.0, 0.5], {"pelvis_tx": 0.25})


def test_many_values_come_in_parts_and_tell_how_far_they_are() -> None:
    told: list[tuple[int, int | None]] = []
    values = np.linspace(HIP[0], HIP[-1], 2001)
    found = sweep(body(), "hip_flexion_r", values, progress=lambda _, done, total: told.append((done, total)))
    assert told == [(1000, 2001), (2000, 2001), (2001, 2001)]
    few = sweep(body(), "hip_flexion_r", values[::500])
    assert found.length[::500] == pytest.approx(few.length, abs=1e-14)


@pytest.mark.parametrize(
    ("coordinate", "values", "pose", "says"),
    [
        ("hip_flex", 0.0, {}, "no coordinate 'hip_flex'; there is: pelvis_tilt"),
        (
            "hip_flexion_r",
            degrees(0, 130),
            {},
            "hip_flexion_r = 130 degrees is out of range; .* from \N{MINUS SIGN}30 to 120",
        ),
        ("hip_flexion_r", np.nan, {}, "out of range"),
        ("hip_flexion_r", [], {}, "no values"),
        ("hip_flexion_r", 0.0, {"hip_flexion_r": 0.1}, "cannot be held"),
        ("hip_flexion_r", 0.0, {"knee": 0.1}, "no coordinate 'knee'"),
    ],
)
def test_what_cannot_be_swept_is_said(
    coordinate: str, values: float, pose: dict[str, float], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        sweep(body(), coordinate, values, pose)


def test_a_posture_gives_the_same_lengths_as_a_sweep_to_it() -> None:
    posed = posed_psoas(body(), {"hip_flexion_r": HIP[3], "lumbar_extension": float(np.radians(-10))})
    assert posed.length == pytest.approx(hip().length[3], abs=1e-14)
    assert posed.change == pytest.approx(posed.length - hip().standing_length)
    assert posed.stretch == pytest.approx(posed.length / hip().standing_length - 1)
