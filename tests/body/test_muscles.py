"""The muscles beside those of myo-sim: outside the bones, and of the sizes of their source."""

from functools import cache

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.muscles import added_muscles
from psoas.body.scaling import reference_person
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import normalised_fibre_length
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.bones import Bone, bones, deepest

HIP_DEG = (-20, 0, 30, 60, 90, 120)
TRIM = 0.006
"""Length of a path omitted at each end, where the muscle grows into the bone [m]."""

PARVARESH = {
    "pect": (2.27, 10.38, 2.72),
    "gemsup": (0.68, 4.85, 2.85),
    "obtint": (3.76, 8.77, 2.57),
    "geminf": (1.02, 5.64, 2.45),
    "obtext": (4.54, 8.04, 2.64),
}
"""Cross-section [cm2], fibre [cm] and sarcomere [um] of Parvaresh et al. 2019, doi:10.1186/s12891-019-2995-0."""


@cache
def body() -> Body:
    return load_body(reference_person(), meshes=True)


@cache
def surfaces() -> list[Bone]:
    return bones(body(), ("pelvis", "femur_r"))


def poses() -> Array:
    return body().poses(hip_flexion_r=np.radians(HIP_DEG))


def test_pectineus_and_the_short_rotators_are_there_on_both_sides() -> None:
    assert set(added_muscles()) == {*PARVARESH, "quadfem"}
    assert {f"{name}_{side}" for name in added_muscles() for side in "rl"} < set(body().muscles)


@pytest.mark.parametrize("name", list(added_muscles()))
def test_their_paths_stay_out_of_the_bones_while_the_hip_bends(name: str) -> None:
    depths = [deepest(body(), body().posed(pose), surfaces(), f"{name}_r", TRIM)[0] for pose in poses()]
    assert max(depths) < 0.002


@pytest.mark.parametrize("name", PARVARESH)
def test_they_have_the_size_and_the_fibre_that_were_measured(name: str) -> None:
    area, fibre_cm, sarcomere_um = PARVARESH[name]
    column = body().muscle_index(f"{name}_r")
    parameters = muscle_parameters(body())
    assert parameters.max_isometric_force[column] == pytest.approx(60 * area, rel=1e-3)
    assert 100 * parameters.optimal_fibre_length[column] == pytest.approx(fibre_cm, rel=0.065)
    standing = normalised_fibre_length(parameters, muscle_paths(body(), body().poses()).lengths)[0, column]
    assert standing == pytest.approx(sarcomere_um / 2.7, abs=0.005)


@pytest.mark.parametrize("name", list(added_muscles()))
def test_no_fibre_is_torn_or_crushed_while_the_hip_bends(name: str) -> None:
    lengths = muscle_paths(body(), poses()).lengths
    fibre = normalised_fibre_length(muscle_parameters(body()), lengths)[:, body().muscle_index(f"{name}_r")]
    assert ((fibre > 0.55) & (fibre < 1.6)).all()
