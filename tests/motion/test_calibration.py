"""The calibration is read whole and bands every change."""

import numpy as np

from psoas.body.coordinates import COORDINATES
from psoas.motion.calibration import load_calibration


def test_the_calibration_says_where_it_comes_from_and_bands_every_change() -> None:
    bands = load_calibration().bands
    assert {"rear_thigh_angle", "trunk_lean", "lumbar_extension", "pelvis_tilt", "rear_hip_extension"} <= set(
        bands
    )
    assert all(0.5 < band < 8 for band in bands.values())


def test_the_back_is_read_from_below_upwards_with_one_weight_a_height() -> None:
    found = load_calibration()
    assert len(found.heights) == len(found.per_depth) == len(found.per_front_depth)
    assert (np.diff(found.heights) > 0).all()


def test_every_band_belongs_to_an_angle_of_the_body() -> None:
    assert {COORDINATES[name].unit for name in load_calibration().bands} == {"rad"}
