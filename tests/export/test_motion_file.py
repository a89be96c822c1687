"""The files for other programs read back as they were written."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psoas.errors import CannotTellError
from psoas.export.motion_file import motion_table, write_motion, write_table
from psoas.timeseries import TimeSeries
from tests.report.made import made_stretch, made_walk, with_psoas


def read_mot(path: Path) -> tuple[dict[str, str], TimeSeries]:
    """A `.mot` as OpenSim reads it: keys before ``endheader``, then names, then numbers."""
    head, _, body = path.read_text(encoding="ascii").partition("endheader\n")
    keys = dict(line.split("=") for line in head.splitlines() if line.count("=") == 1)
    names, *rows = [line.split("\t") for line in body.splitlines()]
    values = np.array(rows, dtype=float)
    columns = {name: values[:, index] for index, name in enumerate(names) if index}
    assert names[0] == "time"
    return keys, TimeSeries.from_columns(values[:, 0], columns, "deg")


def test_the_motion_file_reads_back(tmp_path: Path) -> None:
    analysis = made_stretch(arched=True)
    write_motion(analysis, tmp_path / "a.mot")
    keys, found = read_mot(tmp_path / "a.mot")
    assert keys["version"] == "1"
    assert keys["inDegrees"] == "yes"
    assert int(keys["nRows"]) == len(found)
    assert int(keys["nColumns"]) == len(found.names) + 1
    assert set(found.names) <= {
        "pelvis_tilt", "hip_flexion_r", "hip_flexion_l", "knee_angle_r", "knee_angle_l",
        "ankle_angle_r", "ankle_angle_l", "lumbar_extension",
    }  # fmt: skip
    assert np.isfinite(found.values).all()
    np.testing.assert_allclose(np.diff(found.time), np.diff(found.time)[0], atol=2e-6)
    knee = np.interp(found.time, analysis.angles.time, np.degrees(analysis.angles["knee_angle_r"]))
    np.testing.assert_allclose(found["knee_angle_r"], knee, atol=1e-4)


def test_signs_are_opensims() -> None:
    """In OpenSim's world the thigh then stands as it did in the picture: pelvis plus hip, both about z."""
    analysis = made_stretch(arched=True)
    table = motion_table(analysis.angles)
    column = {name: table.values[:, index] for index, name in enumerate(table.names)}
    middle = int(np.searchsorted(table.time, 3.0))
    assert column["pelvis_tilt"][middle] == pytest.approx(-11, abs=0.1)
    assert column["lumbar_extension"][middle] == pytest.approx(24, abs=0.1)
    assert column["knee_angle_r"][middle] > 90
    trunk_at_start = -2.0
    forward = column["pelvis_tilt"][middle] + column["hip_flexion_r"][middle]
    assert forward == pytest.approx(-12.0 + trunk_at_start, abs=0.1)


def test_without_the_pelvis_the_hip_is_against_the_trunk() -> None:
    analysis = made_stretch(hidden_back=True)
    table = motion_table(analysis.angles)
    assert "pelvis_tilt" not in table.names
    assert not table.against_pelvis
    hip = table.values[:, table.names.index("hip_flexion_r")]
    np.testing.assert_allclose(hip, np.degrees(analysis.angles["hip_flexion_r"]), atol=1e-6)


def test_a_gap_is_left_out_not_filled() -> None:
    table = motion_table(made_walk().angles)
    assert table.time[0] == pytest.approx(75 / 30)
    assert "hip_flexion_l" not in table.names


def test_a_hole_in_time_is_a_gap() -> None:
    angles = made_stretch(hidden_back=True).angles
    kept = (angles.time < 2.0) | (angles.time > 3.0)
    table = motion_table(angles.where(kept))
    assert table.time[0] > 3.0


def test_nothing_measured_is_said() -> None:
    angles = made_stretch().angles
    nothing = replace(angles, values=np.full_like(angles.values, np.nan))
    with pytest.raises(CannotTellError, match="No joint angle"):
        motion_table(nothing)


def test_the_table_reads_back(tmp_path: Path) -> None:
    analysis = made_stretch()
    write_table(analysis, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["time_s", "name", "value", "unit", "confidence"]
    assert len(rows) == len(analysis.angles) * len(analysis.angles.names)
    thigh = [float(row["value"]) for row in rows if row["name"] == "rear_thigh_angle"]
    np.testing.assert_allclose(thigh, np.degrees(analysis.angles["rear_thigh_angle"]), atol=1e-4)
    assert {row["unit"] for row in rows} == {"deg", "m"}
    gaps = [row for row in rows if row["name"] == "lumbar_extension" and row["value"] == ""]
    assert [row["confidence"] for row in gaps] == ["0"] * 4


def test_the_table_holds_the_psoas_in_millimetres(tmp_path: Path) -> None:
    analysis = with_psoas(made_stretch())
    write_table(analysis, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"].startswith("psoas_change")]
    assert analysis.psoas is not None
    assert {row["unit"] for row in rows} == {"mm"}
    assert len({row["name"] for row in rows}) == 12
    whole = [row for row in rows if row["name"] == "psoas_change"]
    gaps = [index for index, row in enumerate(whole) if row["value"] == ""]
    assert gaps == [5, 6, 7, 8]
    assert {whole[index]["confidence"] for index in gaps} == {"0"}
    values = [float(row["value"] or "nan") for row in whole]
    np.testing.assert_allclose(values, 1000 * analysis.psoas.change["psoas_r"], atol=1e-4)
