"""A side view of coordinates: in the person's own plane, with the zero of the file, unknown where they are."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from psoas.motion.sagittal import sagittal_motion
from psoas.timeseries import TimeSeries
from tests.loaded import body
from tests.recordings.made_motion import without
from tests.recordings.made_recording import REPS, stretch, walk

STRETCH = stretch(reps=REPS[:1])


def turned(made: TimeSeries, degrees: float) -> TimeSeries:
    """The same person in a laboratory turned about the vertical: the pelvis has other tilt, list and rotation."""
    about = Rotation.from_euler("Y", degrees, degrees=True)
    pelvis = about * Rotation.from_euler("Z", -made["pelvis_tilt"][:, None])
    tilt, side, rotation = pelvis.as_euler("ZXY").T
    place = about.apply(np.column_stack([made[f"pelvis_t{axis}"] for axis in "xyz"]))
    columns = {name: made[name] for name in made.names}
    columns |= {"pelvis_tilt": -tilt, "pelvis_list": side, "pelvis_rotation": rotation}
    columns |= {f"pelvis_t{axis}": place[:, index] for index, axis in enumerate("xyz")}
    return TimeSeries.from_columns(made.time, columns, "rad")


@pytest.mark.parametrize("degrees", [-130.0, 60.0, 90.0, 180.0])
def test_whichever_way_the_person_faces_the_side_view_is_the_same(degrees: float) -> None:
    expected, found = sagittal_motion(body(), STRETCH), sagittal_motion(body(), turned(STRETCH, degrees))
    assert (found.movement, found.rear_side) == (expected.movement, expected.rear_side)
    for name in expected.angles.names:
        np.testing.assert_allclose(found.angles[name], expected.angles[name], atol=1e-6, err_msg=name)


def test_the_thigh_is_the_tilt_of_the_pelvis_less_the_bend_of_the_hip() -> None:
    made = walk(1.0)
    found = sagittal_motion(body(), made).angles
    np.testing.assert_allclose(found["thigh_angle_l"], made["pelvis_tilt"] - made["hip_flexion_l"], atol=1e-9)
    np.testing.assert_allclose(found["trunk_lean"], made["pelvis_tilt"] - made["lumbar_extension"], atol=1e-9)
    np.testing.assert_allclose(found["hip_extension_r"], -made["hip_flexion_r"])


def test_mirrored_coordinates_give_the_other_kneeling_leg() -> None:
    columns = {name[:-2] + {"_r": "_l", "_l": "_r"}[name[-2:]] if name[-2:] in ("_r", "_l") else name: STRETCH[name]
               for name in STRETCH.names}  # fmt: skip
    units = {name: STRETCH.units[index] for index, name in enumerate(columns)}
    mirrored = TimeSeries.from_columns(STRETCH.time, columns, units)
    found, expected = sagittal_motion(body(), mirrored), sagittal_motion(body(), STRETCH)
    assert (expected.rear_side, found.rear_side) == ("r", "l")
    for name in ("rear_thigh_angle", "front_knee_angle", "front_knee_past_toes", "hip_forward"):
        np.testing.assert_allclose(found.angles[name], expected.angles[name], atol=1e-9)


def test_an_angle_is_unknown_exactly_where_a_coordinate_that_it_needs_is() -> None:
    values = STRETCH.values.copy()
    values[10:20, STRETCH.names.index("pelvis_tilt")] = np.nan
    found = sagittal_motion(body(), replace(STRETCH, values=values)).angles
    hidden = np.zeros(len(STRETCH), dtype=bool)
    hidden[10:20] = True
    for name in ("trunk_lean", "rear_thigh_angle", "pelvis_tilt"):
        assert (np.isnan(found[name]) == hidden).all(), name
    assert np.isfinite(found["rear_hip_extension"]).all()
    assert np.isfinite(found["knee_angle_l"]).all()


def test_a_file_without_the_trunk_or_without_any_angle_gives_none() -> None:
    found = sagittal_motion(body(), without(STRETCH, "lumbar_extension")).angles
    assert "trunk_lean" not in found
    assert "rear_thigh_angle" in found
    nothing = sagittal_motion(body(), TimeSeries.from_columns([0.0, 0.1], {"pelvis_ty": [1.0, 1.0]}, "m"))
    assert np.isnan(nothing.angles.values).all()
    assert nothing.rear_side is None
