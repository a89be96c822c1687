"""One analysis behind every recording: times found once, repetitions judged, and the sentences about them."""

import numpy as np

from psoas.findings.analysis import Analysis, Source, View
from psoas.recordings.analyse import analyse
from psoas.timeseries import TimeSeries
from tests.exercises.hip_stretch.test_faults import BANDS, Session, angles_of

SIDE = View("side", 3.0, True, None)


def test_a_photo_of_the_stretch_gives_its_angles() -> None:
    angles = TimeSeries.from_columns([0.0], {"rear_thigh_angle": [0.2]}, "rad")
    source = Source("pose.jpg", 1, 0.0, 0.0, 640, 480, 1, is_photo=True)
    empty = TimeSeries(np.zeros(1), (), np.zeros((1, 0)), ())
    seen = Analysis(source, SIDE, "half_kneeling_stretch", "near", "left", "left", empty, empty, angles)
    judged = analyse(seen, bands={}, reasons={})
    assert judged.repetitions == ()
    assert [finding.id for finding in judged.findings] == ["verdict", "rear_thigh_angle"]


def test_judging_an_analysis_adds_repetitions_and_findings() -> None:
    angles = angles_of(Session(arch=15.0))
    source = Source("clip.mp4", len(angles), 30.0, float(angles.time[-1]), 640, 480, len(angles))
    empty = TimeSeries(angles.time, (), np.zeros((len(angles), 0)), ())
    seen = Analysis(source, SIDE, "half_kneeling_stretch", "near", "left", "left", empty, empty, angles)
    judged = analyse(seen, bands=BANDS, reasons={})
    assert [one.faults for one in judged.repetitions] == [("arched_back",)] * 4
    assert judged.findings[0].id == "verdict"
