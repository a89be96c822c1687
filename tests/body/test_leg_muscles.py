"""Strengths of the legs and paths of the hip abductors are those of their source."""

import numpy as np
import pytest

from psoas.body.leg_muscles import leg_muscles
from psoas.body.loading import load_body, reference_skeleton
from psoas.body.scaling import reference_person
from psoas.body.source import read_myosim
from psoas.muscle.architecture import leg_fibres
from psoas.muscle.paths import muscle_paths


def test_every_leg_muscle_has_the_strength_of_the_model_whose_fibres_it_has() -> None:
    ours, published = reference_skeleton().muscles, read_myosim().muscles
    strengths = leg_muscles()["strength_N"]
    assert set(strengths) == set(leg_fibres())
    for name, strength in strengths.items():
        assert ours[f"{name}_r"].strength == ours[f"{name}_l"].strength == strength
    assert published["tfl_r"].strength < 0.7 * strengths["tfl"]
    assert published["glmax1_r"].strength > 1.3 * strengths["glmax1"]


@pytest.mark.parametrize("name", ["tfl", "glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3"])
def test_the_corrected_path_is_as_long_in_standing_as_in_its_source(name: str) -> None:
    """The source's length is OpenSim's, with the same points; its knee lies 2 mm from ours."""
    body = load_body(reference_person())
    length = muscle_paths(body, body.poses()).lengths[0, body.muscle_index(f"{name}_r")]
    assert length == pytest.approx(leg_fibres()[name].standing_length_m, abs=2e-3 if name == "tfl" else 1e-5)
    left = body.skeleton.muscles[f"{name}_l"].path
    for point, twin in zip(body.skeleton.muscles[f"{name}_r"].path, left, strict=True):
        np.testing.assert_allclose(twin.position, point.position * [1, 1, -1])  # type: ignore[union-attr]


def test_the_front_of_gluteus_minimus_flexes_the_hip_in_standing() -> None:
    """With the path of myo-sim it extended it; magnetic resonance images show it in front of the joint."""
    body = load_body()
    arms = muscle_paths(body, body.poses()).moment_arms[0]
    assert arms[body.muscle_index("glmin1_r"), body.coordinate_index("hip_flexion_r")] > 0
