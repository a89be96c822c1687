"""The forces of a motion file are found where the user says, in the file, or beside it under its name."""

from pathlib import Path

import numpy as np
import pytest

from psoas.errors import InputError
from psoas.recordings.recorded_forces import named_feet, recorded_forces
from psoas.sides import SIDES
from psoas.timeseries import Array
from tests.recordings.made_motion import write_plates
from tests.recordings.made_recording import write_mot, write_recording
from tests.strides.made_gait import made_gait, made_plates


def grf(path: Path, *, names: str = "ground_force_{}_", sides: tuple[str, ...] = SIDES) -> Path:
    """Ground forces of a run with usual names of columns."""
    columns: dict[str, Array] = {}
    for side, one in zip(sides, made_plates("running").values(), strict=True):
        for letter, values in (("v", one.force), ("p", one.point)):
            columns |= {f"{names.format(side)}{letter}{axis}": values[:, k] for k, axis in enumerate("xyz")}
    return write_mot(path, made_plates("running")["r"].time, columns, "inDegrees=no")


def motion(path: Path) -> Path:
    return write_recording(path, made_gait("running").between(0, 0.5))


@pytest.mark.parametrize("name", ["run_grf.mot", "RUN_GRF.mot", "run_forces.sto", "run-grf.mot"])
@pytest.mark.parametrize("stem", ["run", "run_ik"])
def test_forces_beside_the_file_are_found(tmp_path: Path, name: str, stem: str) -> None:
    grf(tmp_path / name)
    found = recorded_forces(motion(tmp_path / f"{stem}.mot"), None)
    assert found.file == name
    assert [one.segment for one in found.plates] == ["calcn_r", "calcn_l"]


def test_external_loads_beside_the_file_go_first(tmp_path: Path) -> None:
    grf(tmp_path / "run_grf.mot")
    write_plates(tmp_path, tuple(made_plates("running").values())).rename(tmp_path / "run_grf.xml")
    assert recorded_forces(motion(tmp_path / "run.mot"), None).file == "run_grf.xml"


def test_forces_in_the_file_itself_are_found(tmp_path: Path) -> None:
    run = made_gait("running")
    columns = {name: np.degrees(run[name]) for name in run.names if run.unit_of(name) == "rad"}
    for side, one in made_plates("running").items():
        for letter, values in (("v", one.force), ("p", one.point)):
            for k, axis in enumerate("xyz"):
                columns[f"ground_force_{side}_{letter}{axis}"] = np.interp(run.time, one.time, values[:, k])
    path = write_mot(tmp_path / "all.mot", run.time, columns)
    found = recorded_forces(path, None)
    assert found.file == "all.mot"
    assert len(found.plates) == 2


def test_of_other_recordings_no_force_is_taken(tmp_path: Path) -> None:
    grf(tmp_path / "other_grf.mot")
    found = recorded_forces(motion(tmp_path / "run.mot"), None)
    assert (found.plates, found.file, found.unread) == ((), None, None)


def test_of_forces_beside_the_file_that_cannot_be_read_it_is_said_why(tmp_path: Path) -> None:
    (tmp_path / "run_grf.mot").write_text("nothing", encoding="utf-8")
    found = recorded_forces(motion(tmp_path / "run.mot"), None)
    assert found.plates == ()
    assert found.unread is not None
    assert "run_grf.mot" in found.unread


def test_what_the_user_names_has_to_hold_forces(tmp_path: Path) -> None:
    run = motion(tmp_path / "run.mot")
    (tmp_path / "empty.mot").write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match=r"empty\.mot"):
        recorded_forces(run, tmp_path / "empty.mot")
    with pytest.raises(InputError, match=r"gone\.xml"):
        recorded_forces(run, tmp_path / "gone.xml")


def test_plates_without_a_foot_are_read_and_are_no_named_feet(tmp_path: Path) -> None:
    grf(tmp_path / "run_grf.mot", sides=("1", "2"))
    found = recorded_forces(motion(tmp_path / "run.mot"), None).plates
    assert [one.segment for one in found] == ["", ""]
    assert named_feet(found) == ()
    assert [one.segment for one in named_feet(tuple(made_plates("running").values()))] == [
        "calcn_r",
        "calcn_l",
    ]
