"""The table of a movement that is not scored: each angle once, with its range, its band and what plus means."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.coordinates import COORDINATES
from psoas.estimate import NORMAL_95, Estimate
from psoas.findings.analysis import Finding
from psoas.findings.range_table import half_bands, range_table
from psoas.findings.words import signed
from tests.report.made import made_walk


def test_every_measured_angle_has_a_row_with_its_meaning() -> None:
    walk = made_walk()
    rows = {row[0].lower(): row for row in range_table(walk)}
    for name in walk.angles.names:
        values = np.degrees(walk.angles[name])
        label = COORDINATES[name].label
        if COORDINATES[name].unit != "rad" or not np.isfinite(values).any():
            assert label not in rows
            continue
        assert rows[label][1] == signed(float(np.nanpercentile(values, 2)))
        assert rows[label][-1] == COORDINATES[name].positive


def test_the_band_is_that_of_the_finding() -> None:
    finding = Finding("knee_angle_r_range", Estimate.of(60.0, 4.0, "deg"), "info", "The knee bent.")
    half = half_bands(replace(made_walk(), findings=(finding,)))
    assert half["knee_angle_r"] == pytest.approx(4 * NORMAL_95)
    assert half["knee_angle_l"] is None
