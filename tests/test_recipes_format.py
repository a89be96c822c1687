"""The recipe "Add a motion-file format" in CONTRIBUTING.md, followed in a copy of the program."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from psoas.body.coordinates import COORDINATES
from tests.recordings.made_motion import knee_bend

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "psoas"

READER = '''
"""Reading `.toy` files: a line of JSON a frame, time [s] and angles [deg]."""

import json
from pathlib import Path

import numpy as np

from psoas.capture.files.text_file import read_lines
from psoas.timeseries import TimeSeries


def read_toy(path: Path) -> TimeSeries:
    """Read coordinates from a `.toy` file: angles [rad]."""
    frames = [json.loads(line) for line in read_lines(path, ".toy file") if line]
    time = [frame.pop("time") for frame in frames]
    columns = {name: np.radians([frame[name] for frame in frames]) for name in frames[0]}
    return TimeSeries.from_columns(time, columns, "rad")
'''


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program in it, which reads `.toy` files too."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(SOURCE, folder / "psoas", ignore=shutil.ignore_patterns("*.pyc.*"))
    files = folder / "psoas" / "capture" / "files"
    (files / "toy.py").write_text(READER)
    line = re.search(r'^ *("\.toy": .+)$', (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert line is not None
    table = files / "motion_file.py"
    text = table.read_text()
    for before, after in (
        ("from psoas.capture.files.trc import read_trc\n", "from psoas.capture.files.toy import read_toy\n"),
        ('    ".c3d": read_c3d,\n', f"    {line[1]}\n"),
    ):
        assert before in text
        text = text.replace(before, before + after)
    table.write_text(text)
    return folder


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psoas", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_of_the_new_format_is_read(copy: Path) -> None:
    motion = knee_bend()
    angles = [name for name in motion.names if motion.unit_of(name) == "rad"]
    signs = {name: COORDINATES[name].opensim_sign or 1 for name in angles}
    with (copy / "bend.toy").open("w") as file:
        for index, time in enumerate(motion.time):
            frame = {name: signs[name] * float(np.degrees(motion[name][index])) for name in angles}
            print(json.dumps({"time": float(time), **frame}), file=file)
    done = run(copy, "check", "bend.toy", "--json", "-")
    assert (done.returncode, done.stderr) == (0, "")
    series = json.loads(done.stdout)["series"]
    np.testing.assert_allclose(series["time_s"], motion.time, atol=1e-3)
    np.testing.assert_allclose(series["knee_angle_r_deg"], np.degrees(motion["knee_angle_r"]), atol=0.1)


@pytest.mark.parametrize("verb", ["check", "load"])
def test_the_help_names_the_new_format(copy: Path, verb: str) -> None:
    assert "mot, sto, trc, c3d, toy)" in " ".join(run(copy, verb, "--help").stdout.split())


@pytest.mark.parametrize("words", [("check", "notes.txt"), ("load", "notes.txt")])
def test_messages_name_the_new_format(copy: Path, words: tuple[str, ...]) -> None:
    (copy / "notes.txt").write_text("of another kind")
    done = run(copy, *words)
    assert done.returncode == 2
    assert "toy" in done.stderr


def test_the_coach_takes_the_new_format(copy: Path) -> None:
    program = "from psoas.app.stretch.drop import ACCEPT; print(ACCEPT)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith(",.toy")
