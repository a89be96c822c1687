"""Findings about strides: largest hip extension, arch and pelvis of the median stride, and hip or back."""

import dataclasses
import itertools

import numpy as np
import pytest

from psoas.estimate import NORMAL_95, Estimate
from psoas.findings.analysis import Finding
from psoas.findings.hip_or_back import hip_or_back
from psoas.findings.strides import clip_stride_findings, headed_by_strides, stride_findings
from psoas.sides import SideWord
from psoas.strides import Stride
from psoas.timeseries import TimeSeries
from psoas.words import MINUS

STRIDE_S = 1.1


def strides(left: float = 12.0, right: float = -10.0, count: int = 3) -> list[Stride]:
    sides: tuple[tuple[SideWord, float, float], ...] = (("left", left, 0.0), ("right", right, STRIDE_S / 2))
    return [
        Stride(
            None,
            side,
            "walking",
            start + number * STRIDE_S,
            start + (number + 0.6) * STRIDE_S,
            start + (number + 1) * STRIDE_S,
            peak_hip_extension_deg=Estimate.of(peak, None, "deg"),
        )
        for (side, peak, start), number in itertools.product(sides, range(count))
    ]


def angles() -> TimeSeries:
    """The lower back arches by 6 degrees, twice a stride."""
    time = np.arange(0, 5, 0.02)
    arch = 3 * np.sin(4 * np.pi * time / STRIDE_S)
    return TimeSeries.from_columns(time, {"lumbar_extension": np.radians(arch)}, "rad")


def test_the_figures_are_those_of_each_side_with_the_band_of_a_change() -> None:
    found = {one.id: one for one in stride_findings(strides(), angles(), {"lumbar_extension": 2.0})}
    assert list(found) == ["hip_extension_l_peak", "hip_extension_r_peak", "arch_per_stride"]
    assert found["hip_extension_l_peak"].value == pytest.approx(12)
    assert "left thigh went to 12 degrees behind" in found["hip_extension_l_peak"].says
    assert "right thigh went to 10 degrees in front of" in found["hip_extension_r_peak"].says
    arch = found["arch_per_stride"]
    assert arch.value == pytest.approx(6, abs=0.1)
    assert arch.high == pytest.approx(6 + 2 * NORMAL_95, abs=0.1)
    assert "median of 3 strides" in arch.says


def test_an_angle_that_was_half_seen_has_no_figure() -> None:
    seen = angles()
    seen.values[seen.time < 1.8 * STRIDE_S] = np.nan
    found = {one.id: one for one in stride_findings(strides(), seen, {})}
    assert "in one stride" in found["arch_per_stride"].says
    assert stride_findings([], angles(), {}) == []


def run(thigh: float, tilt: float, back: float, error: float | None = 2.0) -> list[Stride]:
    """Strides whose thigh goes behind vertical by the hip and by the pelvis."""
    return [
        Stride(
            "near",
            "right",
            "running",
            start,
            start + 0.3,
            start + 0.7,
            thigh_behind_vertical_deg=Estimate.of(thigh, error, "deg"),
            peak_hip_extension_deg=Estimate.of(thigh - tilt, error, "deg"),
            pelvis_tilt_deg=Estimate.of(tilt, error, "deg"),
            lumbar_extension_deg=Estimate.of(back, error, "deg"),
        )
        for start in (0.0, 0.7, 1.4)
    ]


@pytest.mark.parametrize(
    ("strides", "beginning"),
    [
        (run(20, 4, 2), "The hip extends more than the pelvis tips: of the 20 degrees"),
        (run(20, 7, 4), "More likely than not, the hip extends more than the pelvis tips:"),
        (
            run(20, 8, 4),
            "It cannot be told whether the hip extends more than the pelvis tips; the lower back is arched by 4 "
            "degrees (0 to 8): of the 20 degrees",
        ),
        (run(10.4, 5.4, 4), "It cannot be told whether the hip extends more than the pelvis tips;"),
        (run(10.4, 5.4, 4, None), "It cannot be told whether the hip extends more than the pelvis tips;"),
        (run(16, 15, 14), "The pelvis tips and the back arches in place of the hip:"),
        (
            run(18, 12, 12),
            "More likely than not, the pelvis tips more than the hip extends, and the back arches:",
        ),
        (run(10, 8, 3), "More likely than not, the pelvis tips more than the hip extends:"),
        (run(18, 11, 12), "It cannot be told"),
        (run(16, 15, 8), "The pelvis tips in place of the hip:"),
        (run(16, 15, 2), "The trunk tips forward with the pelvis in place of the hip:"),
        (
            run(20, 8, 4, None),
            "If the zero of the angles is upright standing, the hip extends more than the pelvis tips: of the 20",
        ),
        (
            run(12, -6, 2),
            "The hip extends more than the pelvis tips: of the 12 degrees (8 to 16) by which the thigh goes behind "
            "vertical, the hip gives 18 degrees (14 to 22) and the pelvis, which is tucked, \N{MINUS SIGN}6 degrees",
        ),
        (
            run(-4, -10, -6),
            f"The thigh does not go behind vertical: at most it comes to {MINUS}4 degrees ({MINUS}8 to 0)",
        ),
        (run(-3, 2, 2), "More likely than not, the thigh does not go behind vertical"),
        (run(-1, 2, 2), "It cannot be told whether the thigh goes behind vertical: at most"),
    ],
)
def test_hip_or_back_is_one_sentence(strides: list[Stride], beginning: str) -> None:
    found = hip_or_back(strides)
    assert found is not None
    assert found.says.startswith(beginning)
    assert found.says.count(". ") == 0
    assert found.verdict == "info"
    assert any("Franz et al. 2009" in one for one in found.sources)


def test_strides_without_the_pelvis_say_nothing_of_hip_or_back() -> None:
    whole = run(20, 4, 2)
    lost = [
        dataclasses.replace(one, pelvis_tilt_deg=None, thigh_behind_vertical_deg=None)
        for one in run(-9, 30, 40)
    ]
    assert hip_or_back([*whole, *lost]) == hip_or_back(whole)


def test_hip_or_back_needs_the_pelvis() -> None:
    assert hip_or_back(strides()) is None
    assert hip_or_back([]) is None


def test_the_arch_within_a_step_is_said_with_its_band() -> None:
    found = clip_stride_findings(run(20, 4, 2), Estimate.of(7.0, 2.0, "deg"))
    assert [one.id for one in found] == ["hip_or_back", "arch_per_stride"]
    assert "arches by 7 degrees (3 to 11)" in found[1].says
    assert clip_stride_findings([], None) == []


@pytest.mark.parametrize(
    ("strides", "headline"),
    [
        (run(20, 4, 2), "Running: the hip extends more than the pelvis tips."),
        (run(20, 7, 4), "Running: more likely than not, the hip extends more than the pelvis tips."),
        (
            run(20, 9, 4),
            "Running: it cannot be told whether the hip extends more than the pelvis tips; the lower back is arched by "
            "4 degrees (0 to 8).",
        ),
        (run(16, 15, 14), "Running: the pelvis tips and the back arches in place of the hip."),
        (
            strides()[:1],
            "Running: 1 whole stride was measured; whether the hip extends or the back arches instead could not be "
            "told.",
        ),
    ],
)
def test_the_answer_leads(strides: list[Stride], headline: str) -> None:
    verdict = Finding(
        "verdict", None, "info", "Running: joint angles were measured; this movement is not scored yet."
    )
    found = headed_by_strides([verdict, *clip_stride_findings(strides, None)], "running", strides)
    assert (found[0].id, found[0].says) == ("verdict", headline)


def test_without_strides_the_headline_stays() -> None:
    verdict = Finding("verdict", None, "info", "Running.")
    assert headed_by_strides([verdict], "running", []) == [verdict]


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (1, "lower back arched by 1 degree (\N{MINUS SIGN}3 to 5)"),
        (-9, "lower back flattened by 9 degrees (5 to 13)"),
        (-0.2, "arched by 0 degrees"),
    ],
)
def test_a_back_that_flattens_is_not_arched_by_less_than_nothing(back: float, words: str) -> None:
    answer = hip_or_back(run(20, 4, back))
    assert answer is not None
    assert words in answer.says
    said = clip_stride_findings(run(20, 4, 2), Estimate.of(back, 2.0, "deg"))[-1].says
    assert ("flattens by" in said) is (back < -0.5)
