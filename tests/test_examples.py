"""The examples run as they stand and print what they promise."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


def run(example: Path, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(example)], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert list(folder.iterdir()) == []
    return done.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs(example: Path, tmp_path: Path) -> None:
    assert run(example, tmp_path)


def test_the_lengths_of_the_psoas_are_listed(tmp_path: Path) -> None:
    lines = run(EXAMPLES[0].with_name("psoas_lengths.py"), tmp_path).splitlines()
    assert len(lines) == 1 + 2 * 11
    millimetres = [
        float(word) for word in lines[1].removeprefix("body of L1").removesuffix("mm long").split()
    ]
    assert len(millimetres) == 8
    assert all(200 < length < 600 for length in millimetres)
    assert millimetres == sorted(millimetres, reverse=True), "the psoas gets shorter as the hip bends"
