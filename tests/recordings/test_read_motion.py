"""A file's content as coordinates of a body, with what is to be said of it."""

from pathlib import Path

import numpy as np
import pytest

from psoas.body.scaling import Person
from psoas.capture.files.motion_file import read_motion_file
from psoas.errors import InputError
from psoas.motion.marker_sets import listed
from psoas.recordings.read_motion import ReadMotion, read_motion, unused
from psoas.timeseries import TimeSeries
from tests.capture.files.marker_files import write_trc
from tests.recordings.made_motion import knee_bend
from tests.recordings.made_recording import markers_of, write_mot, write_recording

FEW = TimeSeries(knee_bend().time[::10], knee_bend().names, knee_bend().values[::10], knee_bend().units)


def read(path: Path, person: Person | None = None, height_m: float | None = None) -> ReadMotion:
    return read_motion(path, read_motion_file(path), person=person, height_m=height_m)


def test_coordinates_come_as_they_were_written_and_the_body_is_the_person_s(tmp_path: Path) -> None:
    found = read(write_recording(tmp_path / "a.mot", knee_bend()), Person(height_m=1.8, mass_kg=90))
    for name in knee_bend().names:
        np.testing.assert_allclose(found.coordinates[name], knee_bend()[name], atol=1e-6)
    assert (found.body.person.height_m, found.body.person.mass_kg) == (1.8, 90)
    assert found.turned == 0.0
    assert found.source.kind == "coordinates"
    assert found.not_measured == ()


def test_a_height_alone_makes_a_usual_person_of_it(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.mot", knee_bend())
    assert read(path, height_m=1.6).body.person == Person(height_m=1.6)
    assert read(path).body.person == Person()


@pytest.mark.parametrize("quarters", [0, 1])
def test_markers_measure_the_person_s_parts_and_leave_the_mass(tmp_path: Path, quarters: int) -> None:
    names, positions = markers_of(FEW)
    c, s = np.cos(quarters * np.pi / 2), np.sin(quarters * np.pi / 2)
    about = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    write_trc(tmp_path / "a.trc", np.asarray(FEW.time), names, 1.1 * positions @ about.T)
    found = read(tmp_path / "a.trc", Person(mass_kg=82))
    assert found.body.person.mass_kg == 82
    assert np.allclose(list(found.body.person.factors.values()), 1.1, atol=0.02)
    assert found.body.person.factors == found.source.factors
    assert np.cos(found.turned + quarters * np.pi / 2) == pytest.approx(1.0), "turned back"
    np.testing.assert_allclose(found.coordinates["knee_angle_r"], FEW["knee_angle_r"], atol=0.03)
    assert [one.id for one in found.findings] == ["source", "marker_error"]


def test_columns_that_are_not_known_are_told(tmp_path: Path) -> None:
    some = knee_bend()
    columns = {name: np.degrees(some[name]) for name in some.names if some.unit_of(name) == "rad"}
    path = write_mot(
        tmp_path / "a.mot", np.asarray(some.time), columns | {"tail_angle": columns["knee_angle_r"]}
    )
    (note,) = read(path).not_measured
    assert note.id == "columns_unused"
    assert note.reason == "1 column not used, not known to the program: tail_angle"


def test_names_are_listed_to_an_end() -> None:
    many = tuple(f"m{number}" for number in range(100))
    assert listed(many[:2]) == "m0, m1"
    assert listed(many).endswith(", ...")
    assert list(unused("a", "marker", ())) == []
    (note,) = unused("markers_absent", "marker", many[:2], "never seen")
    assert note.reason == "2 markers not used, never seen: m0, m1"


def test_a_refusal_names_the_file_once(tmp_path: Path) -> None:
    columns = {"knee_angle_r": np.full(20, 500.0), "knee_angle_l": np.full(20, 500.0)}
    path = write_mot(tmp_path / "odd.mot", np.arange(20) / 20, columns)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).count("odd.mot") == 1
