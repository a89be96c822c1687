"""Strides run from one passing of the thighs to the next, and their figures are those of the median stride."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.estimate import NORMAL_95
from psoas.findings.strides import stride_findings, strides
from psoas.timeseries import TimeSeries


def gait(seconds: float, stride_s: float, fps: float = 50.0, shift: float = 0.25) -> TimeSeries:
    """Thighs that swing by 25 degrees against each other; the lower back arches by 6 degrees, twice a stride."""
    time = np.arange(0, seconds, 1 / fps)
    phase = 2 * np.pi * (time / stride_s - shift)
    columns = {
        "thigh_angle_l": 25 * np.sin(phase),
        "thigh_angle_r": -25 * np.sin(phase),
        "hip_extension_l": -9 + 21 * np.sin(phase),
        "hip_extension_r": -20 - 10 * np.sin(phase),
        "lumbar_extension": 3 * np.sin(2 * phase),
    }
    return TimeSeries.from_columns(
        time, {name: np.radians(values) for name, values in columns.items()}, "rad"
    )


@given(st.floats(0.5, 2.2), st.integers(1, 4), st.sampled_from([25.0, 30.0, 60.0]))
def test_every_whole_stride_is_found_with_its_length(stride_s: float, count: int, fps: float) -> None:
    found = strides(gait((count + 0.5) * stride_s, stride_s, fps))
    assert len(found) == count
    assert [end - start for start, end in found] == pytest.approx([stride_s] * count, abs=0.01)
    assert found[0][0] == pytest.approx(0.25 * stride_s, abs=0.01), "the left thigh passes to the back"
    assert all(before[1] == after[0] for before, after in itertools.pairwise(found))


@pytest.mark.parametrize("stride_s", [0.3, 3.0])
def test_what_is_too_fast_or_too_slow_is_no_stride(stride_s: float) -> None:
    assert strides(gait(7.0, stride_s)) == []
    assert stride_findings(gait(7.0, stride_s), {}) == []


def test_the_figures_are_those_of_each_side_with_the_band_of_a_change() -> None:
    found = {one.id: one for one in stride_findings(gait(4.0, 1.1), {"lumbar_extension": 2.0})}
    assert list(found) == ["hip_extension_l_peak", "hip_extension_r_peak", "arch_per_stride"]
    assert found["hip_extension_l_peak"].value == pytest.approx(12, abs=0.2)
    assert "left thigh went to 12 degrees behind" in found["hip_extension_l_peak"].says
    assert "right thigh went to 10 degrees in front of" in found["hip_extension_r_peak"].says
    arch = found["arch_per_stride"]
    assert arch.value == pytest.approx(6, abs=0.1)
    assert arch.high == pytest.approx(6 + 2 * NORMAL_95, abs=0.1)
    assert f"median of {len(strides(gait(4.0, 1.1)))} strides" in arch.says


def test_a_stride_that_was_half_seen_has_no_figure() -> None:
    angles = gait(1.7, 1.1)
    assert len(strides(angles)) == 1
    part = (angles.time > 0.5) & (angles.time < 0.9)
    angles.values[part, angles.names.index("hip_extension_l")] = np.nan
    assert [one.id for one in stride_findings(angles, {})] == ["hip_extension_r_peak", "arch_per_stride"]
