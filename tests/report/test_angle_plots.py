"""Plots of a motion file keep the zero of the file, and the limit moves with the person's own start."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from psoas.draw.time_plot import Plot
from psoas.exercises.exercise import Exercise
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.findings.analysis import Analysis, MotionSource
from psoas.report.angle_plots import angle_plots
from tests.report.made import made_stretch, made_walk


def motion_plots(
    analysis: Analysis, bands: Mapping[str, float | None], exercise: Exercise | None
) -> list[Plot]:
    """The plots of the same angles from a motion file, whose angles have a zero of their own."""
    motion = MotionSource("coordinates", analysis.angles, {}, None)
    return angle_plots(replace(analysis, source=replace(analysis.source, motion=motion)), bands, exercise)


def shifted(analysis: Analysis, name: str, degrees: float) -> Analysis:
    """The same with another zero of one angle."""
    values = analysis.angles.values.copy()
    values[:, analysis.angles.names.index(name)] += np.radians(degrees)
    return replace(analysis, angles=replace(analysis.angles, values=values))


@pytest.mark.parametrize("zero", [-20.0, 0.0, 35.0])
def test_the_limit_of_the_arch_lies_above_the_start_wherever_the_file_has_its_zero(zero: float) -> None:
    plots = motion_plots(shifted(made_stretch(3), "lumbar_extension", zero), {}, EXERCISE)
    (arch,) = [plot for plot in plots if plot.name == "plot-lumbar-extension"]
    assert arch.limit == pytest.approx(zero + EXERCISE.threshold("arch_deg").value, abs=0.1)
    assert arch.limit_label == "limit, start + 10°"
    assert np.nanmean(arch.curves[0].values) == pytest.approx(zero + 0.5, abs=0.5)


def test_the_stretch_has_its_plots_with_titles_of_angles_and_not_of_changes() -> None:
    plots = motion_plots(made_stretch(), {"trunk_lean": 2.0}, EXERCISE)
    assert [plot.title for plot in plots] == [one.own_zero or one.title for one in EXERCISE.plots]
    assert not any("change" in plot.title for plot in plots)
    assert [plot.title for plot in plots if plot.limit is not None] == ["Arch of the lower back"]


def test_without_a_measured_change_no_limit_is_drawn() -> None:
    plots = motion_plots(made_stretch(hidden_back=True), {}, EXERCISE)
    assert [plot.limit for plot in plots] == [None] * len(plots)


def test_another_movement_has_both_sides_in_one_plot() -> None:
    (knee,) = [plot for plot in motion_plots(made_walk(), {}, None) if plot.title == "Knee"]
    assert [curve.label for curve in knee.curves] == ["right"], "the left one was not measured"
    assert knee.limit is None
