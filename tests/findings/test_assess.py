"""What is said is plain, carries its error band, and is silent about what was not seen."""

import json

import numpy as np
import pytest

from psoas.exercises.half_kneeling.faults import judge_repetitions
from psoas.exercises.half_kneeling.start import find_timeline
from psoas.findings.analysis import Finding, NotMeasured, View
from psoas.findings.assess import VERDICTS, assess
from psoas.timeseries import TimeSeries
from tests.exercises.half_kneeling.sessions import Rep, measured, series, thigh
from tests.exercises.half_kneeling.test_faults import BANDS, NEAR_MISSES, SHOWS, Session, angles_of

SIDE = View("side", 3.0, True, None)


def said(
    angles: TimeSeries, reasons: dict[str, str] | None = None, bands: dict[str, float] = BANDS
) -> tuple[dict[str, Finding], list[NotMeasured]]:
    timeline = find_timeline(angles)
    findings, missing = assess(
        movement="half_kneeling_stretch",
        view=SIDE,
        angles=angles,
        repetitions=judge_repetitions(angles, timeline, bands),
        unfinished=timeline.unfinished,
        bands=bands,
        reasons=reasons,
    )
    assert findings[0].id == "verdict"
    assert len({finding.id for finding in findings}) == len(findings)
    assert all(finding.verdict in VERDICTS for finding in findings)
    assert all(finding.says.endswith(".") for finding in findings)
    return {finding.id: finding for finding in findings}, missing


def test_a_good_session_is_called_good_with_its_figures_and_bands() -> None:
    findings, missing = said(angles_of(Session()))
    assert missing == []
    assert findings["verdict"].verdict == "good"
    assert findings["repetitions"].value == 4
    assert findings["hold"].value == pytest.approx(2.0, abs=0.2)
    assert findings["hip_opening"].value == pytest.approx(24.0, abs=1.5)
    assert findings["thigh_travel"].value == pytest.approx(17.0, abs=1.0)
    assert findings["compensation_ratio"].verdict == "good"
    arch = findings["arch"]
    assert arch.low is not None
    assert arch.high is not None
    assert arch.value is not None
    assert arch.high - arch.value == pytest.approx(1.96 * 3.0)
    assert arch.value - arch.low == pytest.approx(1.96 * 3.0)


@pytest.mark.parametrize("fault", SHOWS)
def test_a_fault_is_said_once_with_its_cue_and_leads_the_verdict(fault: str) -> None:
    findings, _ = said(angles_of(SHOWS[fault]))
    assert findings[fault].value == 4
    assert findings[fault].cue
    assert findings["verdict"].verdict == "fault"
    assert findings["verdict"].cue == findings[fault].cue
    assert "all 4 repetitions" in findings[fault].says


@pytest.mark.parametrize("fault", NEAR_MISSES)
def test_a_near_miss_names_no_fault(fault: str) -> None:
    findings, _ = said(angles_of(NEAR_MISSES[fault]))
    assert not set(SHOWS) & set(findings)


def test_a_hip_that_closed_is_said_to_have_closed() -> None:
    findings, _ = said(angles_of(Session(Rep(travel=11.0), arch=25.0, pelvis=24.0)))
    assert "closed by" in findings["hip_opening"].says


def test_an_opening_within_its_error_is_not_called_one() -> None:
    findings, _ = said(angles_of(Session(Rep(travel=11.0), arch=25.0, pelvis=14.0)))
    assert "did not measurably open or close" in findings["hip_opening"].says


def test_a_value_whose_band_holds_the_limit_could_be_either() -> None:
    assert "could be either" in said(angles_of(Session(arch=8.0)))[0]["arch"].says
    assert "could be either" not in said(angles_of(Session(arch=-2.0)))[0]["arch"].says


def test_an_arch_that_was_not_seen_is_not_measured_and_says_why() -> None:
    angles = angles_of(Session())
    angles["lumbar_extension"][:] = np.nan
    angles["pelvis_tilt"][:] = np.nan
    why = "an arm lies across the lower back; rest both hands on the front knee"
    findings, missing = said(angles, {"lumbar_extension": why, "pelvis_tilt": why})
    assert findings["verdict"].verdict == "undecided"
    assert not {"arch", "pelvis", "compensation_ratio"} & set(findings)
    assert {entry.id: entry.reason for entry in missing} == dict.fromkeys(
        ("arch", "pelvis", "compensation_ratio"), why
    )


def test_without_an_error_band_no_band_is_made_up() -> None:
    findings, _ = said(angles_of(Session()), bands={})
    assert findings["arch"].low is None
    assert findings["arch"].high is None


def test_the_claim_about_the_pelvis_names_its_study() -> None:
    findings, _ = said(angles_of(SHOWS["arched_back"]))
    assert any("10.7717/peerj.2325" in source for source in findings["arched_back"].sources)
    assert any("10.7717/peerj.2325" in source for source in findings["hip_opening"].sources)


def test_small_moves_are_not_counted_but_said() -> None:
    reps = [Rep()] * 3 + [Rep(travel=6.3)]
    time, values = thigh(reps)
    findings, _ = said(series(time, measured(time, values, 2, noise=0.4, wander=0.2)))
    assert findings["repetitions"].value == 3
    assert "1 smaller move" in findings["repetitions"].says


def test_a_recording_that_stops_in_a_repetition_says_so() -> None:
    time, values = thigh([Rep()] * 3)
    cut = time < time[-1] - 2.5
    findings, _ = said(series(time[cut], values[cut]))
    assert findings["repetitions"].value == 2
    assert "stops in the middle" in findings["unfinished"].says


def test_no_repetition_is_undecided_and_says_what_to_do() -> None:
    time = np.arange(0, 8, 1 / 30)
    findings, missing = said(series(time, measured(time, 0 * time, 1)))
    assert findings["verdict"].verdict == "undecided"
    assert missing[0].id == "repetitions"


def test_a_view_that_is_not_usable_says_only_what_to_change() -> None:
    view = View(
        "oblique", 30.0, False, "the camera stood 30 degrees off", "turn until it sees you from the side"
    )
    findings, missing = assess(movement="half_kneeling_stretch", view=view, angles=angles_of(Session()))
    assert [finding.id for finding in findings] == ["verdict"]
    assert findings[0].cue == view.advice
    assert missing[0].id == "view"


@pytest.mark.parametrize("movement", ["standing", "sit_to_stand", "squat", "walking", "running", "unknown"])
def test_another_movement_has_its_joint_ranges_and_no_score(movement: str) -> None:
    time = np.arange(0, 6, 1 / 30)
    angles = TimeSeries.from_columns(
        time,
        {
            "knee_angle_r": np.radians(50 - 50 * np.cos(time)),
            "trunk_lean": np.radians(5 + 0 * time),
            "hip_flexion_l": np.full(len(time), np.nan),
        },
        "rad",
    )
    findings, _ = assess(movement=movement, view=SIDE, angles=angles, bands={"knee_angle_r": 4.0})  # type: ignore[arg-type]
    by_id = {finding.id: finding for finding in findings}
    assert list(by_id) == ["verdict", "knee_angle_r_range", "trunk_lean_range"]
    assert by_id["knee_angle_r_range"].value == pytest.approx(100.0, abs=2.0)
    assert {finding.verdict for finding in findings[1:]} == {"info"}


def test_one_pose_gives_angles_instead_of_ranges() -> None:
    angles = TimeSeries.from_columns([0.0], {"knee_angle_r": [np.radians(90.0)]}, "rad")
    findings, _ = assess(movement="squat", view=SIDE, angles=angles)
    assert findings[1].id == "knee_angle_r"
    assert findings[1].value == pytest.approx(90.0)


def test_no_sentence_promises_relief() -> None:
    for session in (Session(), *SHOWS.values()):
        findings, _ = said(angles_of(session))
        text = json.dumps([finding.says + str(finding.cue) for finding in findings.values()]).lower()
        assert not any(word in text for word in ("pain", "relief", "heal", "cure"))
