"""The examples of docs/interface.md run against the real server as they stand there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.clinic.conftest import RunningClinic
from tests.app.clinic_api.test_interface import motion

PAGE = Path("docs/interface.md")


def block(language: str) -> str:
    """The example of the page in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


def test_the_examples_run_as_they_stand(running_clinic: RunningClinic, tmp_path: Path) -> None:
    serving, clinic, members = running_clinic.serving, running_clinic.clinic, running_clinic.members()
    token = clinic.tokens.make(members.ben.secret, "examples", ["check", "body", "load"], 7)
    programs = {sys.executable: ("-c", block("python"))}
    if shutil.which("curl") is not None:
        programs["sh"] = ("-ec", block("sh"))
    (tmp_path / "walk.mot").write_bytes(motion())
    for program, words in programs.items():
        done = subprocess.run(
            [program, *words],
            cwd=tmp_path,
            env={**os.environ, "CLINIC": serving.url, "TOKEN": token},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        if program == sys.executable:
            assert re.fullmatch(r"standing \d+\.\d+\nhalf_kneeling \d+\.\d+\n\w+\n", done.stdout)
        else:
            assert json.loads((tmp_path / "sweep.json").read_text())["schema"] == "psoas.sweep/1"
            assert json.loads((tmp_path / "check.json").read_text())["schema"] == "psoas.check/1"
    if len(programs) == 1:
        pytest.skip("curl is not installed; the example in Python ran")
