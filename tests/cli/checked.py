"""What a check could have found, for tests of the command line."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.estimate import Estimate
from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import Analysis, Finding, NotMeasured, Source, View
from psoas.timeseries import TimeSeries


def analysis_of(path: Path, *, usable: bool = True) -> Analysis:
    """What a check could have found in a clip."""
    empty = TimeSeries(np.empty(0), (), np.empty((0, 0)), ())
    angles = TimeSeries.from_columns([0.0, 0.1], {"hip_flexion_r": [0.1, np.nan]}, "rad")
    good = Repetition(1.0, 2.0, 4.0, 5.0, 14.2, 3.0, 1.0, 13.6, 2.2, -3.0, 0.16, (), True)
    bad = replace(good, start_s=6.0, arch_change_deg=None, faults=("leaning_back", "short_hold"), good=False)
    return Analysis(
        source=Source(str(path), 150, 30.0, 5.0, 960, 540, 150),
        view=View("side", 2.0, usable, None if usable else "the camera looks from the front"),
        movement="half_kneeling_stretch",
        rear_leg="near",
        rear_side="right",
        facing="right",
        points=empty,
        outline=empty,
        angles=angles,
        repetitions=(good, bad),
        findings=(
            Finding(
                "hip", Estimate(13.6, 8.0, 19.0, "deg"), "good", "The hip opened by 14 deg.", "Keep it up"
            ),
        ),
        not_measured=(NotMeasured("arch_change", "an arm lies over the lower back [sic]"),),
        files={"report": "clip-psoas/report.html"},
    )
