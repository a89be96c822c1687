"""Loads of recordings from files, as a user has them, and of clips."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psoas.body.scaling import Person
from psoas.capture.files.ground_forces import GroundForce
from psoas.errors import CannotTellError, InputError, UsageError
from psoas.findings.analysis import LoadsOverTime, NotMeasured
from psoas.loads.motion_loads import motion_loads
from psoas.recordings.loads import (
    RecordedLoads,
    clip_loads,
    coordinate_loads,
    person_of,
    recorded_loads,
    with_loads,
)
from psoas.recordings.motion_file import analyse_motion
from psoas.timeseries import Array, TimeSeries
from tests.capture.files.marker_files import write_trc
from tests.loaded import body
from tests.loads.stepping import stepping
from tests.recordings.made_motion import knee_bend, plates, turned, without, write_plates
from tests.recordings.made_recording import markers_of, walk, write_recording
from tests.recordings.test_clip_pose import seen
from tests.report.made import made_stretch

INSIDE = slice(8, -8)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> RecordedLoads:
    folder = tmp_path_factory.mktemp("measured")
    path = write_recording(folder / "bend.mot", knee_bend())
    return recorded_loads(path, Person(), forces=write_plates(folder, plates()))


def test_a_file_of_coordinates_with_plates_gives_what_was_measured(measured: RecordedLoads) -> None:
    """The signs, units and axes of OpenSim's files come back as they went in."""
    expected = motion_loads(body(), knee_bend(), ground=plates()).loads
    np.testing.assert_allclose(measured.detail.loads.hips, expected.hips, rtol=1e-3)
    np.testing.assert_allclose(measured.detail.loads.discs, expected.discs, atol=1)
    assert measured.file == "bend.mot"
    assert measured.loads.ground == "measured"
    assert measured.body.person.mass_kg == Person().mass_kg


def test_what_ground_and_motion_disagreed_by_is_told(measured: RecordedLoads, tmp_path: Path) -> None:
    assert measured.says[0].startswith("Measured ground forces and motion disagreed by 0 N and 0 N.m") or (
        "disagreed by 1 N" in measured.says[0]
    )
    assert measured.says[-1].startswith("Not told by the recording and taken as zero: pelvis_list,")
    heavier = recorded_loads(
        write_recording(tmp_path / "a.mot", knee_bend()),
        Person(mass_kg=75),
        forces=write_plates(tmp_path, plates()),
    )
    force = float(heavier.says[0].split(" by ")[1].split(" N")[0])
    assert force == pytest.approx(5 * 9.81, rel=0.1)


def test_without_plates_the_ground_is_predicted(tmp_path: Path) -> None:
    found = recorded_loads(str(write_recording(tmp_path / "a.mot", knee_bend())), Person())
    assert found.loads.ground == "predicted"
    assert not any("disagreed" in words or "accelerations" in words for words in found.says)
    assert "Not told by the recording: the toes; they are taken as level where a heel rises." in found.says
    assert "mtp_angle" not in found.says[-1]


def test_steps_without_plates_say_by_how_much_ground_and_motion_disagreed(tmp_path: Path) -> None:
    found = recorded_loads(write_recording(tmp_path / "steps.mot", stepping(0.0)), Person())
    (says,) = (words for words in found.says if "disagreed" in words)
    assert says.startswith("In ")
    assert "the push that is predicted of the ground and the motion disagreed by " in says


def test_a_person_s_mass_reaches_the_loads(tmp_path: Path, measured: RecordedLoads) -> None:
    path = write_recording(tmp_path / "a.mot", knee_bend())
    light, heavy = (recorded_loads(path, Person(mass_kg=mass)).loads for mass in (60.0, 80.0))
    assert np.nanmean(heavy.value["L4_L5_compression"]) > 1.2 * np.nanmean(light.value["L4_L5_compression"])
    assert heavy.weight > light.weight


# Markers, in a laboratory that is turned


def lab(radians: float) -> tuple[Array, tuple[GroundForce, ...]]:
    """Markers and plates of the bend, both turned to the left about the vertical."""
    c, s = np.cos(radians), np.sin(radians)
    about = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    every = slice(None, None, 3)
    some = TimeSeries(
        knee_bend().time[every], knee_bend().names, knee_bend().values[every], knee_bend().units
    )
    return markers_of(some)[1] @ about.T, tuple(turned(one, radians) for one in plates())


def from_markers(folder: Path, radians: float) -> RecordedLoads:
    positions, ground = lab(radians)
    names = markers_of(TimeSeries(np.zeros(1), (), np.zeros((1, 0)), ()))[0]
    write_trc(folder / "bend.trc", np.asarray(knee_bend().time)[::3], names, positions)
    return recorded_loads(folder / "bend.trc", Person(), forces=write_plates(folder, ground))


def test_a_laboratory_that_is_turned_gives_the_same_loads(tmp_path: Path) -> None:
    """Plates are turned with the markers; a plate that was not would push beside the feet."""
    straight = from_markers(tmp_path, 0.0)
    assert straight.loads.in_equilibrium == 1.0
    aside = from_markers(tmp_path, np.pi / 2)
    assert aside.loads.in_equilibrium == 1.0
    np.testing.assert_allclose(
        aside.detail.consistent.residuals[2:-2], straight.detail.consistent.residuals[2:-2], atol=2
    )
    np.testing.assert_allclose(
        aside.loads.value.values[2:-2], straight.loads.value.values[2:-2], rtol=0.05, atol=5
    )


# What cannot be told


def test_a_pose_has_no_speed(tmp_path: Path) -> None:
    deep = slice(28, 31)
    some = TimeSeries(knee_bend().time[deep], knee_bend().names, knee_bend().values[deep], knee_bend().units)
    with pytest.raises(CannotTellError, match=r"pose.mot holds 3 frames; loads of a movement need its speed"):
        recorded_loads(write_recording(tmp_path / "pose.mot", some), Person())


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "bend.mot", knee_bend())
    late = tuple(replace(one, time=one.time + 50) for one in plates())
    with pytest.raises(InputError, match=r"^bend.mot: the ground forces were measured at other times"):
        recorded_loads(path, Person(), forces=write_plates(tmp_path, late))
    with pytest.raises(InputError, match=r"^walk.mot: the file has no pelvis_tx, pelvis_ty"):
        recorded_loads(write_recording(tmp_path / "walk.mot", walk()), Person())


def test_a_motion_file_that_is_judged_has_loads_or_the_reason(tmp_path: Path) -> None:
    found = coordinate_loads(body(), knee_bend(), 0.0)
    assert isinstance(found, LoadsOverTime)
    lacking = coordinate_loads(body(), without(knee_bend(), "knee_angle_r"), 0.0)
    assert isinstance(lacking, NotMeasured)
    assert (lacking.id, lacking.reason[:29]) == ("loads", "the file has no knee_angle_r:")
    path = write_recording(tmp_path / "bend.mot", knee_bend())
    analysis = analyse_motion(path, loads=Person(mass_kg=80))
    assert analysis.loads is not None
    assert analysis.loads.weight == pytest.approx(80 * 9.81)
    assert analyse_motion(path).loads is None


def test_a_clip_of_a_walk_says_why_there_are_no_loads() -> None:
    found = clip_loads(replace(made_stretch(1), movement="walking"), Person())
    assert isinstance(found, NotMeasured)
    assert found.id == "loads"
    assert "walking; give a motion-capture file" in found.reason


def test_the_loads_of_a_clip_are_those_of_the_person() -> None:
    light, heavy = (clip_loads(seen(), Person(mass_kg=mass)) for mass in (60.0, 90.0))
    assert isinstance(light, LoadsOverTime)
    assert isinstance(heavy, LoadsOverTime)
    assert heavy.weight == pytest.approx(1.5 * light.weight)
    assert (heavy.value["L4_L5_compression"] > 1.2 * light.value["L4_L5_compression"]).all()


def test_a_view_with_larger_errors_has_a_wider_band() -> None:
    narrow, wide = (
        clip_loads(
            replace(seen(), errors=dict.fromkeys(("pelvis_tilt", "lumbar_extension"), error)), Person()
        )
        for error in (1.0, 4.0)
    )
    assert isinstance(narrow, LoadsOverTime)
    assert isinstance(wide, LoadsOverTime)
    disc = "L4_L5_compression"
    widths = [np.nanmedian(one.high[disc] - one.low[disc]) for one in (narrow, wide)]
    assert widths[1] > widths[0]


def test_an_analysis_takes_its_loads_or_the_reason_and_loses_nothing() -> None:
    analysis = made_stretch(1)
    reason = NotMeasured("loads", "no")
    refused = with_loads(analysis, reason)
    assert refused.not_measured == (*analysis.not_measured, reason)
    assert refused.loads is None
    loads = coordinate_loads(body(), knee_bend(), 0.0)
    assert isinstance(loads, LoadsOverTime)
    assert with_loads(analysis, loads).loads is loads
    assert with_loads(analysis, loads).not_measured == analysis.not_measured


def test_what_is_not_known_of_a_person_is_usual() -> None:
    assert person_of(None, None) == Person()
    assert (person_of(1.8, None).height_m, person_of(1.8, None).mass_kg) == (1.8, Person().mass_kg)
    assert person_of(None, 82.0).mass_kg == 82.0
    with pytest.raises(UsageError):
        person_of(None, 3.0)
