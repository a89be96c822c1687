"""The recipe "Add a format of a device" in CONTRIBUTING.md, followed in a copy of the program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READER = '''
"""Toy files: a line an activity, start and end [s since 1970] and its name."""

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence
from psoas.day.source_file import SourceFile


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    for line in source.lines():
        start, end, kind = line.split()
        log.observe(float(start), float(end), kind, None, "wrist", confidence("measured"))


READER = Reader("Toy", (".toy",), lambda source: source.own_name.endswith(".toy"), _read)
'''


def test_the_recipe_adds_a_format_in_two_files(tmp_path: Path) -> None:
    copy = tmp_path / "src" / "psoas"
    shutil.copytree(ROOT / "src" / "psoas", copy, ignore=shutil.ignore_patterns("*.pyc.*", "weights"))
    (copy / "day" / "readers" / "toy.py").write_text(READER)
    table = copy / "day" / "readers" / "table.py"
    text = table.read_text().replace("    track,\n", "    toy,\n    track,\n")
    table.write_text(
        text.replace("    acceleration.READER,\n", "    acceleration.READER,\n    toy.READER,\n")
    )
    (tmp_path / "day.toy").write_text("1709550000 1709553600 walking\n1709553600 later")
    words = ["day", "day.toy", "--timezone", "UTC", "--json", "-"]
    done = subprocess.run(
        [sys.executable, "-m", "psoas", *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
    )
    content = json.loads(done.stdout)
    assert content["days"][0]["totals"] == {"walking": 3600}
    assert content["not_used"][0]["reason"] == "it is cut or damaged there; what came before it is used"
