"""`check --forces`: for one motion file, and refused in one sentence elsewhere."""

from pathlib import Path

import pytest

from psoas.cli.run_check import check_files
from tests.recordings.made_recording import write_recording
from tests.strides.made_gait import made_gait


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_recording(tmp_path / "run.mot", made_gait("running", 2.0))


def test_forces_belong_to_one_file(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_files([run, run], out=tmp_path / "out", forces=tmp_path / "grf.mot") == 2
    assert "one motion file, not to 2" in capsys.readouterr().err


def test_forces_that_are_not_there_are_named(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_files([run], out=tmp_path / "out", forces=tmp_path / "gone.xml") == 2
    assert "gone.xml" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_terminal_has_a_table_of_the_strides(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_files([run], out=tmp_path / "out") == 0
    out = capsys.readouterr().out
    assert "whole strides" in out
    assert "left less right" in out
    assert "Cadence" in out
    assert "steps/min" in out
