"""The command line as a user meets it: words, JSON, exit codes, and never a traceback."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from psoas.body.scaling import person_table
from psoas.cli.app import app
from psoas.errors import UsageError
from psoas.findings.analysis import Analysis
from psoas.report import check


def psoas(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "psoas", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


# Words


@pytest.mark.parametrize("words", [(), ("check",), ("demo",)])
def test_help_shows_an_example(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0
    assert "psoas check clip.mp4" in done.output or "psoas demo" in done.output


def test_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == "psoas 0.1.0\n"


def test_help_comes_at_once(tmp_path: Path) -> None:
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        psoas("--help", cwd=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) <= 0.3


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "a.mp4", "--height", "1_72"),
        ("check", "a.mp4", "--height", "tall"),
        ("check", "a.mp4", "--person", "0"),
        ("check", "a.mp4", "--person", "1_0"),
        ("check", "a.mp4", "--person", "\u0661"),
        ("check", "a.mp4", "--wrong"),
        ("check", "a.mp4", "--json"),
        ("juggle",),
    ],
)
def test_wrong_use_gives_2(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "Error" in done.output


@pytest.mark.parametrize("height", ["1.72", "99", "231", "nan", "inf"])
def test_a_height_that_the_body_has_not_is_told_before_the_work(
    height: str, fault: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    def never(*_: Any, **__: Any) -> Analysis:
        raise AssertionError("the work began")

    fault(never)
    done = CliRunner().invoke(app, ["check", "a.mp4", "b.mp4", "--height", height])
    assert done.exit_code == 2
    assert done.stderr == f"psoas: --height {float(height):g} cm is not a person's; give 100 to 230 cm\n"


def test_the_heights_in_help_guide_and_python_are_those_of_the_body(tmp_path: Path) -> None:
    least, most = (100 * end for end in person_table()["heights_m"])
    for words in (["check"], ["body", "sweep"]):
        help_text = " ".join(CliRunner().invoke(app, [*words, "--help"]).output.split())
        assert f"Body height in cm, {least:g} to {most:g}" in help_text
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    assert f"| `--height CM` | the person's height, {least:g} to {most:g}; " in guide
    assert f"whose body, {least:g} to {most:g} cm" in guide
    low, high = person_table()["masses_kg"]
    assert f"{low:g} to {high:g} kg" in guide
    with pytest.raises(UsageError, match=r"a height of 172 m is not a person's; give 1 to 2\.3 m"):
        check(tmp_path / "a.mp4", height_m=172)


# Files that cannot be read


def test_each_unreadable_file_is_one_line_and_2(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "notes.mp4").write_text("not a clip")
    (tmp_path / "folder").mkdir()
    names = ["missing.mp4", "empty.mp4", "notes.mp4", "folder"]
    before = sorted(tmp_path.iterdir())
    done = psoas("check", *names, "--json", "-", cwd=tmp_path)
    assert done.returncode == 2
    assert json.loads(done.stdout) == []
    lines = done.stderr.splitlines()
    assert len(lines) == len(names)
    for name, line in zip(names, lines, strict=True):
        assert line.startswith("psoas: ")
        assert name in line
    assert "or a motion file (mot, sto, trc, c3d)" in lines[-1], "what could be given instead of a folder"
    assert sorted(tmp_path.iterdir()) == before


# What goes to the terminal


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "psoas", "check", "no.mp4", "no2.mp4", "--json", "-"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert "the output cannot be written (the disk is full)" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_error_is_kept_for_our_own_words(tmp_path: Path) -> None:
    program = """
import os, sys
from psoas.capture.pose.quiet import own_stderr
with own_stderr():
    os.write(2, b"noise\\n")
    print("ours", file=sys.stderr)
os.write(2, b"after\\n")
"""
    for debug, expected in (("", "ours\nafter\n"), ("1", "noise\nours\nafter\n")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PSOAS_DEBUG": debug},
            check=True,
        )
        assert done.stderr == expected


# The whole program on a real clip


@pytest.fixture(scope="module")
def standing(clips: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder in which a standing person was checked, and how that ended."""
    folder = tmp_path_factory.mktemp("standing")
    (folder / "me.mp4").write_bytes((clips / "f1_stand_neutral.mp4").read_bytes())
    return folder, psoas("check", "me.mp4", "gone.mp4", "--lite", "--json", "me.json", cwd=folder)


def test_a_real_clip_gives_words_json_and_a_report(standing: tuple[Path, Any]) -> None:
    folder, done = standing
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "no file gone.mp4" in done.stderr
    (found,) = json.loads((folder / "me.json").read_text())
    assert found["schema"] == "psoas.check/1"
    assert found["movement"] == "standing"
    assert (found["source"]["frames"], found["source"]["width"]) == (120, 960)
    assert "me.mp4: standing" in done.stdout
    assert {"report", "clip", "motion"} <= set(found["files"])
    assert all(Path(folder / path).is_file() for path in found["files"].values())


def test_nothing_half_written_is_left(standing: tuple[Path, Any]) -> None:
    folder, _ = standing
    assert sorted(path.name for path in folder.iterdir()) == ["me-psoas", "me.json", "me.mp4"]
