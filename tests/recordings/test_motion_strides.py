"""A motion file gives the strides of its walks and runs, exactly where there are force plates."""

from pathlib import Path

import numpy as np
import pytest

from psoas.body import Person
from psoas.capture.files import GroundForce
from psoas.errors import UsageError
from psoas.findings import Analysis, LoadsOverTime, NotMeasured
from psoas.recordings import motion_file
from psoas.recordings.motion_file import analyse_motion
from psoas.report import check
from psoas.sides import SIDES, WORD
from psoas.strides import GAITS, Gait
from psoas.timeseries import Array, TimeSeries
from tests.capture.files.marker_files import write_trc
from tests.recordings.made_recording import markers_of, stretch, write_mot, write_recording
from tests.strides.made_gait import STRIDE_S, felt, made_gait, made_plates, strikes


def write_grf(folder: Path, gait: Gait) -> Path:
    columns: dict[str, Array] = {}
    for side, one in made_plates(gait).items():
        for letter, values in (("v", one.force), ("p", one.point)):
            columns |= {f"ground_force_{side}_{letter}{axis}": values[:, k] for k, axis in enumerate("xyz")}
    return write_mot(folder / "plates.mot", made_plates(gait)["r"].time, columns, "inDegrees=no")


def says(analysis: Analysis, name: str) -> str:
    return " ".join(one.says for one in analysis.findings if one.id == name)


def reasons(analysis: Analysis, name: str) -> str:
    return " ".join(one.reason for one in analysis.not_measured if one.id == name)


@pytest.mark.parametrize("gait", GAITS)
def test_with_plates_every_stride_is_that_of_the_plates(tmp_path: Path, gait: Gait) -> None:
    path = write_recording(tmp_path / "gait.mot", made_gait(gait))
    found = analyse_motion(path, forces=write_grf(tmp_path, gait))
    assert found.movement == gait
    for side in SIDES:
        own = [one for one in found.strides if one.side == WORD[side]]
        contacts = [one for one in felt(made_plates(gait)[side]) if one[0] > 0]
        assert len(own) == len(contacts) - 1
        for one, (start, end) in zip(own, contacts, strict=False):
            assert one.foot_strike_s == pytest.approx(start, abs=0.001)
            assert one.toe_off_s == pytest.approx(end, abs=0.001)
            assert one.cadence_steps_min is not None
            assert one.cadence_steps_min.value == pytest.approx(120 / STRIDE_S[gait], rel=0.002)
            assert one.leg is None
    assert "20 N" in says(found, "foot_events")
    assert "plates.mot" in says(found, "foot_events")


@pytest.mark.parametrize("ending", ["mot", "trc"])
def test_without_plates_the_strides_are_by_the_feet_and_it_is_said(tmp_path: Path, ending: str) -> None:
    found = analyse_motion(write_recording(tmp_path / f"run.{ending}", made_gait("running", 2.5, 60.0)))
    for side in SIDES:
        own = [one for one in found.strides if one.side == WORD[side]]
        known = strikes("running", side)
        assert len(own) >= 2
        for one in own:
            assert np.abs(known - one.foot_strike_s).min() < 0.02
    assert "no force plates" in says(found, "foot_events")
    assert "Zeni" in " ".join(source for one in found.findings for source in one.sources)


def test_the_figures_are_those_of_the_angles_that_were_made(tmp_path: Path) -> None:
    made = made_gait("running")
    found = analyse_motion(write_recording(tmp_path / "run.mot", made))
    peak = -np.degrees(made["hip_flexion_r"]).min()
    for one in found.strides:
        assert one.peak_hip_extension_deg is not None
        assert one.peak_hip_extension_deg.value == pytest.approx(peak, abs=0.3)
        assert one.peak_hip_extension_deg.reach is None, "how far off the zero of the file is, is not known"
        assert one.thigh_behind_vertical_deg is not None
        assert one.thigh_behind_vertical_deg.value == pytest.approx(peak + 10, abs=0.3)
        assert one.pelvis_tilt_deg is not None
        assert one.pelvis_tilt_deg.value == pytest.approx(10, abs=0.1)
        assert one.lumbar_extension_deg is not None
        assert one.lumbar_extension_deg.value == pytest.approx(4, abs=0.1)
        assert one.trunk_lean_deg is not None
        assert one.trunk_lean_deg.value == pytest.approx(6, abs=0.2)
        assert one.contact_s is not None
        assert one.contact_s.reach is not None
    assert {one.name for one in found.stride_sides} >= {"peak_hip_extension_deg", "contact_s"}
    assert found.gait_psoas is not None
    assert set(found.gait_psoas.names) == {
        f"{name}_{side}" for name in ("psoas", "psoas_error", "psoas_speed") for side in SIDES
    }


def test_markers_give_the_angles_a_band(tmp_path: Path) -> None:
    found = analyse_motion(write_recording(tmp_path / "run.trc", made_gait("running", 2.5, 60.0)))
    assert found.strides
    one = found.strides[0].peak_hip_extension_deg
    assert one is not None
    assert one.reach == pytest.approx(9.8)


def test_a_file_of_one_leg_has_strides_of_that_one_or_says_why_not(tmp_path: Path) -> None:
    made = made_gait("running")
    kept = [name for name in made.names if not name.startswith("ankle_angle_l")]
    one_foot = TimeSeries.from_columns(
        made.time, {name: made[name] for name in kept}, {name: made.unit_of(name) for name in kept}
    )
    found = analyse_motion(write_recording(tmp_path / "run.mot", one_foot))
    assert {one.side for one in found.strides} == {"right"}
    assert "left foot is not known" in reasons(found, "strides")
    assert all(one.difference is None for one in found.stride_sides)


@pytest.mark.parametrize("seconds", [0.55, 0.9])
def test_less_than_a_stride_has_none_and_says_so(tmp_path: Path, seconds: float) -> None:
    found = analyse_motion(write_recording(tmp_path / "run.mot", made_gait("running", seconds)))
    assert found.strides == ()
    assert found.stride_sides == ()
    assert found.gait_psoas is None
    assert found.movement == "unknown" or "no whole stride" in reasons(found, "strides")


def test_who_stands_still_or_stretches_has_no_strides(tmp_path: Path) -> None:
    run = made_gait("running")
    still = TimeSeries(run.time, run.names, np.repeat(run.values[:1], len(run), axis=0), run.units)
    for name, made in (("still", still), ("stretch", stretch())):
        found = analyse_motion(write_recording(tmp_path / f"{name}.mot", made))
        assert found.strides == ()
        assert found.stride_sides == ()


def test_plates_that_fit_no_foot_are_said_and_the_feet_are_believed(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "run.mot", made_gait("running"))
    columns: dict[str, Array] = {}
    for number, one in enumerate(made_plates("running").values(), start=1):
        for letter, values in (("v", one.force), ("p", one.point + np.array([5.0, 0, 5.0]))):
            columns |= {f"ground_force_{number}_{letter}{axis}": values[:, k] for k, axis in enumerate("xyz")}
    write_mot(tmp_path / "run_grf.mot", made_plates("running")["r"].time, columns, "inDegrees=no")
    found = analyse_motion(path)
    assert found.strides
    assert "belongs to one foot" in reasons(found, "force_plates")


def test_forces_of_another_time_are_not_taken(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "run.mot", made_gait("running"))
    columns: dict[str, Array] = {}
    for side, one in made_plates("running").items():
        for letter, values in (("v", one.force), ("p", one.point)):
            columns |= {f"ground_force_{side}_{letter}{axis}": values[:, k] for k, axis in enumerate("xyz")}
    write_mot(tmp_path / "run_grf.mot", made_plates("running")["r"].time + 100, columns, "inDegrees=no")
    found = analyse_motion(path)
    assert len(found.strides) >= 8
    assert all(one.end_s < 4 for one in found.strides)
    assert "time of the recording" in reasons(found, "force_plates")


def test_a_recording_turned_about_the_vertical_gives_the_same_strides(tmp_path: Path) -> None:
    made = made_gait("running", 2.5, 60.0)
    names, positions = markers_of(made)
    about = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    found = []
    for name, turn in (("a", np.eye(3)), ("b", about)):
        write_trc(tmp_path / f"{name}.trc", np.asarray(made.time), names, positions @ turn.T)
        found.append(analyse_motion(tmp_path / f"{name}.trc").strides)
    assert [one.foot_strike_s for one in found[0]] == pytest.approx(
        [one.foot_strike_s for one in found[1]], abs=0.003
    )


def test_forces_belong_to_a_motion_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--forces"):
        check(tmp_path / "clip.mp4", forces=tmp_path / "plates.mot", report=False)


def test_where_plates_give_no_loads_those_of_predicted_forces_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plates alone fail, then both."""
    gait = made_gait("walking")
    predicted = LoadsOverTime(gait, gait, gait, "predicted", 1.0, 700.0, np.empty((0, 0, 0)))
    without: list[LoadsOverTime | NotMeasured] = [predicted, NotMeasured("loads", "too light")]

    def loads(*_: object, ground: tuple[GroundForce, ...] = (), **__: object) -> LoadsOverTime | NotMeasured:
        return NotMeasured("loads", "half the steps are missing") if ground else without.pop(0)

    monkeypatch.setattr(motion_file, "coordinate_loads", loads)
    path, plates = (
        write_recording(tmp_path / "gait.mot", made_gait("walking")),
        write_grf(tmp_path, "walking"),
    )
    found = analyse_motion(path, forces=plates, loads=Person())
    assert found.loads is predicted
    assert "half the steps are missing" in reasons(found, "force_plates")
    assert "predicted" in reasons(found, "force_plates")
    neither = analyse_motion(path, forces=plates, loads=Person())
    assert neither.loads is None
    assert reasons(neither, "loads") == "half the steps are missing"
