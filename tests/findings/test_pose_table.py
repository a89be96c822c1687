"""The table of a photograph: each angle once, left beside right, with its band."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.coordinates import COORDINATES
from psoas.findings.analysis import Analysis
from psoas.findings.pose_table import pose_table
from psoas.timeseries import TimeSeries
from tests.report.made import made_stretch


@pytest.fixture
def photo() -> Analysis:
    clip = made_stretch()
    degrees = {
        "trunk_lean": 12.0,
        "thigh_angle_l": -85.0,
        "thigh_angle_r": -9.6,
        "rear_thigh_angle": -9.6,
        "knee_angle_l": 99.0,
        "knee_angle_r": np.nan,
    }
    columns = {name: np.radians([value]) for name, value in degrees.items()}
    angles = TimeSeries.from_columns(np.zeros(1), columns, "rad")
    return replace(
        clip, source=replace(clip.source, is_photo=True), angles=angles, repetitions=(), rear_side="right"
    )


def test_every_angle_stands_once_at_its_side(photo: Analysis) -> None:
    table = pose_table(photo, {"thigh_angle_r": 6.1, "trunk_lean": 9.2})
    assert table.headings == ("Left, front", "Right, rear")
    behind = COORDINATES["thigh_angle_r"].positive
    assert table.rows == [
        ("Thigh from vertical", "\N{MINUS SIGN}85°", "\N{MINUS SIGN}10° ± 6°", behind),
        ("Knee", "+99°", "not measured", "knee bent"),
    ]
    assert table.alone == [("Trunk from vertical", "+12° ± 9°", "leaning forward")]


def test_sides_are_front_and_rear_only_where_somebody_kneels(photo: Analysis) -> None:
    assert pose_table(replace(photo, rear_side=None), {}).headings == ("Left", "Right")
