"""Pipes, devices, odd names, closed outputs and forbidden folders: one sentence, an exit code, and no waiting."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from psoas.cli.app import app
from psoas.cli.run_check import check_files
from tests.recordings.made_recording import stretch, write_recording

AS_ANYBODY = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
"""Runs a program without root's right to read and write everything."""


def one_sentence(code: int, says: str) -> str:
    assert code == 2, says
    lines = says.splitlines()
    assert len(lines) == 1, says
    assert lines[0].startswith("psoas: ")
    return lines[0]


def refused(*words: str | Path) -> str:
    done = CliRunner().invoke(app, [*map(str, words)])
    return one_sentence(done.exit_code, done.output)


@pytest.mark.parametrize("ending", ["mp4", "jpg", "trc", "c3d", "mot", "sto"])
def test_a_pipe_is_refused_at_once(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"a.{ending}")
    assert "is not an ordinary file" in refused("check", tmp_path / f"a.{ending}", "--out", tmp_path / "out")


def test_other_places_for_a_file_take_no_pipe_either(tmp_path: Path) -> None:
    pipe, names = tmp_path / "pipe.mot", tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    os.mkfifo(names)
    write_recording(tmp_path / "walk.trc", stretch())
    assert "is not an ordinary file" in refused("load", pipe)
    assert "is not an ordinary file" in refused("load", tmp_path / "walk.trc", "--forces", pipe)
    assert "is not an ordinary file" in refused("check", pipe, "--markers-template", tmp_path / "a.csv")
    assert "is not an ordinary file" in refused(
        "check", tmp_path / "walk.trc", "--markers", names, "--out", tmp_path / "out"
    )


def test_tables_and_results_are_ordinary_files_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    (tmp_path / "link.csv").symlink_to("/dev/zero")
    for path in (pipe, tmp_path / "link.csv"):
        assert "is not an ordinary file" in refused("forecast", path)
        assert "is not an ordinary file" in refused("batch", path, "--out", tmp_path / "out")
        assert "is not an ordinary file" in refused("load", "standing", "--from-forecast", path)


def test_a_device_and_a_folder_are_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "a.trc").mkdir()
    assert "is not an ordinary file" in refused("check", "/dev/zero", "--out", tmp_path / "out")
    assert "is a folder" in refused("check", tmp_path / "a.trc", "--out", tmp_path / "out")
    assert "is a folder" in refused("check", tmp_path, "--out", tmp_path / "out")


@pytest.mark.parametrize("ending", ["c3d", "trc", "mot", "sto"])
def test_gigabytes_are_refused_by_their_size(tmp_path: Path, ending: str) -> None:
    with (tmp_path / f"a.{ending}").open("wb") as file:
        file.truncate(3 << 30)
    began = time.monotonic()
    assert "too much for" in refused("check", tmp_path / f"a.{ending}", "--out", tmp_path / "out")
    assert time.monotonic() - began < 2


def test_a_name_that_is_no_utf_8_has_a_report(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"w\xe4lk.mot")
    write_recording(tmp_path / "walk.mot", stretch()).rename(path)
    code = check_files([path], out=tmp_path / "out", json_to=str(tmp_path / "all.json"))
    assert code == 0
    assert "w\\xe4lk.mot" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "all.json").stat().st_size > 1000


def test_a_closed_output_ends_without_a_word(tmp_path: Path) -> None:
    write_recording(tmp_path / "walk.mot", stretch())
    command = [sys.executable, "-m", "psoas", "check", "walk.mot", "--out", "out"]
    for way in ("| true", ">&-"):
        done = subprocess.run(
            ["bash", "-c", f'set -o pipefail; "$@" {way}', "run", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            env=dict(os.environ),
        )
        assert done.returncode == 0
        assert done.stderr == ""


NO_UTF_8 = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def run(*words: str, into: str | None = None, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of psoas; ``into`` is a device for the output."""
    command = [sys.executable, *words]
    shell = ["bash", "-c", f'"$@" {into}', "run", *command] if into else command
    done = subprocess.run(
        shell, capture_output=True, timeout=300, env={**os.environ, **environment}, check=False
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def test_an_emoji_in_a_name_without_utf_8_has_a_report(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "walk.mot", stretch()).rename(tmp_path / "\N{GRINNING FACE} \xe4.mot")
    code, _, said = run("-m", "psoas", "check", str(path), "--out", str(tmp_path / "out"), **NO_UTF_8)
    assert (code, said) == (0, "")
    assert path.name in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["coach", "--help"]])
def test_help_and_version_end_without_a_traceback(words: list[str]) -> None:
    code, _, said = run("-m", "psoas", *words, into=">/dev/full")
    assert code == 2
    assert said.startswith("psoas: ")
    assert said.count("\n") == 1
    for closed in (">&-", ">&- 2>&-"):
        assert run("-m", "psoas", *words, into=closed)[::2] == (0, "")


def test_a_warning_of_a_package_is_no_word_for_users() -> None:
    script = (
        "import multiprocessing, subprocess, sys\n"
        "from psoas.cli import app\n"
        "@app.app.command('warn')\n"
        "def warn():\n"
        "    import numpy\n"
        "    numpy.array([1.0]) / numpy.array([0.0])\n"
        "    subprocess.run([sys.executable, '-c', 'import numpy; numpy.mean([])'], check=True)\n"
        "app.main()\n"
    )
    assert run("-c", script, "warn") == (0, "", "")
    assert "RuntimeWarning" in run("-c", script, "warn", PSOAS_DEBUG="1")[2]


@pytest.mark.skipif(bool(AS_ANYBODY) and shutil.which("setpriv") is None, reason="root may read everything")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "closed/walk.mot"),
        ("check", "closed"),
        ("check", "walk.mot", "--out", "fixed/out"),
    ],
)
def test_folders_without_permission(tmp_path: Path, words: tuple[str, ...]) -> None:
    write_recording(tmp_path / "walk.mot", stretch())
    (tmp_path / "closed").mkdir(mode=0o000)
    (tmp_path / "fixed").mkdir(mode=0o555)
    done = subprocess.run(
        [*AS_ANYBODY, sys.executable, "-m", "psoas", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        env=dict(os.environ),
    )
    assert any(
        part in one_sentence(done.returncode, done.stderr)
        for part in ("may not", "is a folder", "leave it out")
    )
