"""Motion-capture files through `check`: what was done comes out, and what cannot be told is said."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from psoas import check
from psoas.cli.run_check import check_files
from psoas.errors import InputError
from psoas.findings.analysis import Analysis
from psoas.motion.recording_error import load_recording_error
from psoas.recordings.motion_file import analyse_motion
from psoas.report.folder import write_report
from psoas.timeseries import Array, TimeSeries
from tests.capture.files.marker_files import write_trc
from tests.recordings.made_recording import FPS, REPS, markers_of, stretch, walk, write_mot, write_recording
from tests.strides.made_gait import made_gait

Session = Callable[[str, bool], Analysis]


def finding(analysis: Analysis, name: str) -> str:
    return next(one.says for one in analysis.findings if one.id == name)


def note(analysis: Analysis, name: str) -> str:
    return " ".join(one.reason for one in analysis.not_measured if one.id == name)


def degrees_of(coordinates: TimeSeries) -> dict[str, Array]:
    """Angles [deg] as a file of ours would hold them, but for the sign of the pelvis."""
    return {
        name: np.degrees(coordinates[name])
        for name in coordinates.names
        if coordinates.unit_of(name) == "rad"
    }


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Gives the analysis of a stretch by the ending of its file and whether the back arched; each is made once."""
    folder = tmp_path_factory.mktemp("sessions")

    @cache
    def analysed(ending: str, arched: bool) -> Analysis:
        made = stretch(arched=arched, fps=FPS if ending == "mot" else FPS / 2)
        return analyse_motion(write_recording(folder / f"arched-{arched}.{ending}", made))

    return analysed


# The stretch


@pytest.mark.parametrize("ending", ["mot", "trc", "c3d"])
@pytest.mark.parametrize("arched", [False, True])
def test_a_stretch_is_judged_as_it_was_done(ending: str, arched: bool, session: Session) -> None:
    found = session(ending, arched)
    assert found.tells
    assert (found.movement, found.rear_side, found.rear_leg) == ("half_kneeling_stretch", "right", None)
    assert (found.view.kind, found.view.usable) == ("unknown", True)
    assert len(found.repetitions) == len(REPS)
    for one in found.repetitions:
        assert one.hold_s == pytest.approx(2.0, abs=0.15)
        assert one.thigh_travel_deg == pytest.approx(17, abs=0.7)
        assert one.arch_change_deg == pytest.approx(22 if arched else 1, abs=0.7)
        assert one.pelvis_tilt_change_deg == pytest.approx(9 if arched else -4, abs=0.7)
        assert one.hip_extension_change_deg == pytest.approx(8 if arched else 21, abs=0.7)
        assert ("arched_back" in one.faults) is arched
        assert one.good is not arched
    assert finding(found, "hip_extension_hold").startswith(
        "In the hold the rear thigh stood 1 degree in front"
        if arched
        else "In the hold the rear thigh stood 12 degrees behind"
    )
    assert all("camera" not in one.says for one in found.findings if one.id != "psoas_lengthening")


def test_the_angles_keep_the_zero_of_the_file(tmp_path: Path) -> None:
    made = stretch()
    found = analyse_motion(write_recording(tmp_path / "a.mot", made)).angles
    for name in ("pelvis_tilt", "lumbar_extension", "knee_angle_r", "ankle_angle_l"):
        np.testing.assert_allclose(found[name], made[name], atol=1e-6)
    np.testing.assert_allclose(found["hip_extension_r"], -made["hip_flexion_r"], atol=1e-6)
    np.testing.assert_allclose(found["rear_hip_extension"], -made["hip_flexion_r"], atol=1e-6)
    np.testing.assert_allclose(
        found["rear_thigh_angle"], made["pelvis_tilt"] - made["hip_flexion_r"], atol=1e-6
    )
    lean = made["pelvis_tilt"] - made["lumbar_extension"]
    np.testing.assert_allclose(found["trunk_lean"], lean, atol=1e-6)
    np.testing.assert_allclose(found["hip_flexion_l"], lean - found["thigh_angle_l"], atol=1e-6)


def test_whichever_way_the_person_faces(tmp_path: Path) -> None:
    made = stretch(reps=REPS[:1])
    names, positions = markers_of(made)
    angle = np.radians(130)
    about = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    write_trc(tmp_path / "a.trc", np.asarray(made.time), names, positions @ about.T)
    found = analyse_motion(tmp_path / "a.trc")
    assert [one.good for one in found.repetitions] == [True]


def test_a_file_with_z_up_is_turned_and_it_is_said(session: Session, tmp_path: Path) -> None:
    made = stretch(fps=FPS / 2)
    names, positions = markers_of(made)
    turn = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    write_trc(tmp_path / "a.trc", np.asarray(made.time), names, positions @ turn.T)
    found, expected = analyse_motion(tmp_path / "a.trc"), session("trc", False)
    assert "In the file z points up" in finding(found, "source")
    assert "points up" not in finding(expected, "source")
    for name in ("trunk_lean", "rear_hip_extension"):
        np.testing.assert_allclose(found.angles[name], expected.angles[name], atol=2e-3)


def test_the_psoas_is_compared_with_the_calm_start(tmp_path: Path) -> None:
    found = analyse_motion(write_recording(tmp_path / "a.mot", stretch()))
    assert found.psoas is not None
    change = found.psoas.change[found.psoas.whole]
    assert change[found.psoas.change.time < 1].mean() == pytest.approx(0, abs=2e-4)
    assert change.max() > 0.005


def test_the_psoas_starts_where_the_file_says(tmp_path: Path) -> None:
    made = stretch()
    found = analyse_motion(write_recording(tmp_path / "a.mot", made))
    assert found.psoas is not None
    for name in ("hip_flexion_r", "lumbar_extension"):
        np.testing.assert_allclose(found.psoas.posture[name], made[name], atol=2e-3)
    calm = np.degrees([found.psoas.start.hip, found.psoas.start.lumbar, found.psoas.start.pelvis])
    assert calm == pytest.approx([9, 5, 6], abs=0.2)
    assert found.psoas.start.hip_error_deg is None


def test_markers_measure_the_psoas_of_the_person(tmp_path: Path) -> None:
    names, positions = markers_of(made := stretch(reps=REPS[:1], fps=FPS / 2))
    found = []
    for size in (1.0, 1.1):
        write_trc(tmp_path / "a.trc", np.asarray(made.time), names, size * positions)
        psoas = analyse_motion(tmp_path / "a.trc").psoas
        assert psoas is not None
        assert psoas.start.hip_error_deg == load_recording_error().start_hip
        found.append(psoas)
    usual, taller = found
    assert taller.standing[taller.whole] == pytest.approx(1.1 * usual.standing[usual.whole], rel=0.01)
    longest = [np.nanargmax(one.change[one.whole]) for one in found]
    share = [
        one.error[one.whole][at] / one.change[one.whole][at] for one, at in zip(found, longest, strict=True)
    ]
    read = analyse_motion(write_recording(tmp_path / "a.mot", made)).psoas
    assert read is not None
    at = np.nanargmax(read.change[read.whole])
    assert max(share) < read.error[read.whole][at] / read.change[read.whole][at]


# The way out and in again


def test_the_motion_of_a_report_gives_the_same_again(session: Session, tmp_path: Path) -> None:
    first = session("trc", True)
    files = write_report(first, first.source.file, tmp_path / "first")
    assert sorted(file.name for file in (tmp_path / "first").iterdir()) == [
        "angles.csv", "motion.mot", "report.html", "result.json",
    ]  # fmt: skip
    second = analyse_motion(files["motion"])
    for one, other in zip(first.repetitions, second.repetitions, strict=True):
        assert other.start_s == pytest.approx(one.start_s, abs=0.02)
        assert other.arch_change_deg == pytest.approx(one.arch_change_deg, abs=0.05)
        assert other.faults == one.faults


def test_the_page_says_what_it_came_from_and_links_to_nothing_that_is_missing(tmp_path: Path) -> None:
    made = stretch(reps=REPS[:1])
    names, positions = markers_of(made)
    write_trc(tmp_path / "a.trc", np.asarray(made.time), [*names[:-1], "Hat"], positions)
    found = check(tmp_path / "a.trc", out=tmp_path / "report")
    page = Path(found.files["report"]).read_text(encoding="utf-8")
    for words in ("inverse kinematics", "mm from the measured ones", "Hat", "Recording the next one"):
        assert words in page
    for words in ("<video", "See it", "Film straight", "pose network", "Arch of the lower back, change"):
        assert words not in page
    for target in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert target.startswith(("data:", "#")) or (tmp_path / "report" / target).is_file()
    result = json.loads((tmp_path / "report" / "result.json").read_text(encoding="utf-8"))
    assert result["files"] == {"report": "report.html", "motion": "motion.mot", "table": "angles.csv"}
    assert result["view"] == {"kind": "unknown", "yaw_deg": None, "usable": True, "reason": None}


# Walking


def test_a_walk_has_strides_and_no_repetitions(tmp_path: Path) -> None:
    made = made_gait("walking")
    found = analyse_motion(write_recording(tmp_path / "walk.mot", made))
    assert (found.movement, found.repetitions) == ("walking", ())
    assert len(found.strides) >= 4
    peak = next(one for one in found.findings if one.id == "hip_extension_l_peak")
    assert peak.value == pytest.approx(-np.degrees(made["hip_flexion_l"]).min(), abs=0.2)
    arch = next(one for one in found.findings if one.id == "arch_per_stride")
    assert arch.value == pytest.approx(0, abs=0.2)
    assert "file's own" in peak.says
    assert any(one.id == "hip_or_back" and "zero of the file" in one.says for one in found.findings)
    assert "change:" not in " ".join(one.says for one in found.findings)


def test_knees_of_gait2392_are_turned_and_it_is_said(tmp_path: Path) -> None:
    made = walk()
    columns = degrees_of(made)
    columns |= {name: -columns[name] for name in ("knee_angle_r", "knee_angle_l", "pelvis_tilt")}
    found = analyse_motion(write_mot(tmp_path / "a.mot", made.time, columns))
    np.testing.assert_allclose(found.angles["knee_angle_l"], made["knee_angle_l"], atol=1e-6)
    assert "gait2392" in finding(found, "source")


def test_states_files_and_other_columns(tmp_path: Path) -> None:
    made = walk()
    columns = {f"/jointset/some/{name}/value": values for name, values in degrees_of(made).items()}
    columns |= {f"/jointset/some/{name}/speed": values for name, values in degrees_of(made).items()}
    columns["wrist_flex_r"] = np.zeros(len(made))
    found = analyse_motion(write_mot(tmp_path / "a.sto", made.time, columns))
    assert found.movement == "walking"
    assert "wrist_flex_r" in note(found, "columns_unused")


# Gaps


def test_gaps_stay_gaps(tmp_path: Path) -> None:
    made = stretch()
    values = made.values.copy()
    values[40:60] = np.nan
    path = write_recording(tmp_path / "a.mot", replace(made, values=values))
    found = analyse_motion(path)
    assert np.isnan(found.angles.values[40:60]).all()
    assert len(found.repetitions) == len(REPS)
    assert "% of the recording is left out" in note(found, "gaps")


def test_without_the_trunk_the_arch_is_not_measured(tmp_path: Path) -> None:
    made = stretch()
    kept = [index for index, name in enumerate(made.names) if name != "lumbar_extension"]
    part = TimeSeries(
        made.time,
        tuple(made.names[index] for index in kept),
        made.values[:, kept],
        tuple(made.units[index] for index in kept),
    )
    found = analyse_motion(write_recording(tmp_path / "a.mot", part))
    assert [one.arch_change_deg for one in found.repetitions] == [None] * len(REPS)
    assert [one.good for one in found.repetitions] == [None] * len(REPS)
    assert "the file lacks lumbar_extension" in note(found, "arch")


# What is refused


def test_a_file_of_forces_is_refused(tmp_path: Path) -> None:
    time = np.arange(50) / 50
    path = write_mot(tmp_path / "f.sto", time, {"psoas_r": time, "iliacus_r": time})
    with pytest.raises(InputError, match=r"wanted are pelvis_tilt, .*found were psoas_r, iliacus_r"):
        analyse_motion(path)


@pytest.mark.parametrize(
    ("header", "factor", "words"),
    [
        ("inDegrees=yes", np.pi / 180, "write inDegrees=no"),
        ("inDegrees=no", 1.0, "write inDegrees=yes"),
        ("inDegrees=yes", 10.0, "check inDegrees"),
    ],
)
def test_a_wrong_unit_of_angles_is_refused(header: str, factor: float, words: str, tmp_path: Path) -> None:
    made = walk()
    columns = {name: factor * values for name, values in degrees_of(made).items()}
    with pytest.raises(InputError, match=words):
        analyse_motion(write_mot(tmp_path / "a.mot", made.time, columns, header))


def test_a_trunk_that_nobody_has_is_refused(tmp_path: Path) -> None:
    made = walk()
    columns = degrees_of(made)
    columns["pelvis_tilt"] += 70
    with pytest.raises(InputError, match=r"a\.mot: the trunk would lean .*; check pelvis_tilt and lumbar_"):
        analyse_motion(write_mot(tmp_path / "a.mot", made.time, columns))


def test_a_knee_that_bends_both_ways_is_refused(tmp_path: Path) -> None:
    made = walk()
    columns = degrees_of(made)
    columns["knee_angle_r"] -= 32
    with pytest.raises(InputError, match=r"a\.mot: knee_angle_r .* no knee bends both ways"):
        analyse_motion(write_mot(tmp_path / "a.mot", made.time, columns))


def test_markers_that_cannot_be_a_body_are_refused_with_the_file_s_name(tmp_path: Path) -> None:
    made = stretch()
    names, positions = markers_of(made)
    time = np.asarray(made.time)
    write_trc(tmp_path / "small.trc", time, names, positions / 10)
    with pytest.raises(InputError, match=r"small\.trc: the unit looks wrong"):
        analyse_motion(tmp_path / "small.trc")
    write_trc(tmp_path / "other.trc", time, [f"M{number}" for number in range(len(names))], positions)
    with pytest.raises(InputError, match=r"other\.trc: too few markers are known; .* M0"):
        analyse_motion(tmp_path / "other.trc")


@pytest.mark.parametrize("ending", ["mot", "trc"])
def test_one_frame_is_no_movement(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = stretch()
    path = write_recording(tmp_path / f"a.{ending}", made.where(np.arange(len(made)) == 0))
    assert check_files([path], out=tmp_path / "out") == 3
    assert "it holds one frame, a still pose" in capsys.readouterr().out
    assert check_files([path], out=tmp_path / "out", json_to="-") == 3
    assert json.loads(capsys.readouterr().out)["view"]["usable"] is False
    assert not (tmp_path / "out").exists()


def test_a_static_trial_says_that_nobody_moves(tmp_path: Path) -> None:
    made = stretch()
    still = replace(made, values=np.repeat(made.values[:1], len(made), axis=0))
    found = analyse_motion(write_recording(tmp_path / "a.mot", still))
    assert not found.tells
    assert "nobody moves in it, as in a static trial" in note(found, "movement")


# The command line


def test_the_command_line_takes_motion_files_beside_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_recording(tmp_path / "walk.mot", walk())
    bad = write_mot(tmp_path / "forces.sto", np.arange(30) / 30, {"psoas_r": np.zeros(30)})
    assert check_files([bad, good], out=tmp_path / "out", json_to=str(tmp_path / "all.json")) == 2
    printed = capsys.readouterr()
    assert "walk.mot: walking" in printed.out
    assert printed.err.startswith("psoas: forces.sto holds no joint angle that is known")
    (found,) = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert found["movement"] == "walking"
    assert found["series"]["hip_extension_l_deg"][0] == pytest.approx(-9)
    assert sorted(path.name for path in (tmp_path / "out" / "walk-psoas").iterdir()) == [
        "angles.csv", "report.html", "result.json",
    ]  # fmt: skip


def test_progress_is_told_while_markers_are_followed(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.trc", stretch(reps=REPS[:1], fps=FPS / 5))
    told: list[tuple[str, int, int | None]] = []
    analyse_motion(path, progress=lambda *words: told.append(words))
    assert told[0] == ("fitting the body to the markers", 0, None)
    assert told[-1][0] == "following the markers"
    assert told[-1][1] == told[-1][2]


def test_height_makes_the_body_larger_and_leaves_the_angles(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.mot", stretch())
    small, large = (analyse_motion(path, height_m=height).angles for height in (1.5, 1.9))
    np.testing.assert_allclose(small["rear_thigh_angle"], large["rear_thigh_angle"], atol=1e-9)
    assert np.ptp(large["front_knee_past_toes"]) > np.ptp(small["front_knee_past_toes"])
