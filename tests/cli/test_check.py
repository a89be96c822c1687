"""The command line as a user meets it: words, JSON, exit codes, and never a traceback."""

import errno
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from psoas.body.scaling import person_table
from psoas.cli.app import app
from psoas.cli.print_check import print_summary
from psoas.cli.run_check import check_files
from psoas.errors import CannotTellError, InputError, UsageError
from psoas.exercises.repetition import Lengthening, Repetition
from psoas.findings.analysis import Analysis, Finding, NotMeasured, Source, View
from psoas.report import check
from psoas.timeseries import TimeSeries

Checked = Callable[..., Analysis]


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


def analysis_of(path: Path, *, usable: bool = True) -> Analysis:
    """What a check could have found in a clip."""
    empty = TimeSeries(np.empty(0), (), np.empty((0, 0)), ())
    angles = TimeSeries.from_columns([0.0, 0.1], {"hip_flexion_r": [0.1, np.nan]}, "rad")
    good = Repetition(1.0, 2.0, 4.0, 5.0, 14.2, 3.0, 1.0, 13.6, 2.2, -3.0, 0.16, (), True)
    bad = replace(good, start_s=6.0, arch_change_deg=None, faults=("leaning_back", "short_hold"), good=False)
    return Analysis(
        source=Source(str(path), 150, 30.0, 5.0, 960, 540, 150),
        view=View("side", 2.0, usable, None if usable else "the camera looks from the front"),
        movement="half_kneeling_stretch",
        rear_leg="near",
        rear_side="right",
        facing="right",
        points=empty,
        outline=empty,
        angles=angles,
        repetitions=(good, bad),
        findings=(
            Finding("hip", 13.6, "deg", 8.0, 19.0, "good", "The hip opened by 14 deg.", "Keep it up", ()),
        ),
        not_measured=(NotMeasured("arch_change", "an arm lies over the lower back [sic]"),),
        files={"report": "clip-psoas/report.html"},
    )


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[Checked], None]:
    """Puts another function in the place of the pipeline, to make it fail in ways it seldom does."""
    return lambda stand_in: monkeypatch.setattr("psoas.report.check", stand_in)


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


def test_json_never_takes_the_place_of_a_recording_or_of_a_report(
    tmp_path: Path, fault: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    fault(lambda path, **_: analysis_of(path))
    Path("a.mot").write_text("a recording")
    Path("a-psoas").mkdir()
    for target, says in (
        ("./a.mot", "the recording and --json are both ./a.mot"),
        ("a-psoas/me.json", "--json a-psoas/me.json is in the report's folder"),
    ):
        assert check_files([Path("a.mot")], json_to=target) == 2
        assert says in capsys.readouterr().err
    assert check_files([Path("a.mot")], out=Path("new"), json_to="new") == 2
    assert "the report's folder and --json are both new" in capsys.readouterr().err
    assert Path("a.mot").read_text() == "a recording"


def test_a_folder_with_something_else_in_it_is_told_before_the_work(
    tmp_path: Path, fault: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: Any, **__: Any) -> Analysis:
        raise AssertionError("the work began")

    fault(never)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    assert check_files([tmp_path / "a.mp4"], out=tmp_path / "out") == 2
    assert "holds something other than a report of psoas" in capsys.readouterr().err


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


def test_one_unreadable_file_prints_no_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_files([tmp_path / "missing.mp4"], json_to="-") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("target", [".", "nowhere/out.json"])
def test_a_place_where_json_cannot_be_is_told_before_the_work(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_files([tmp_path / "missing.mp4"], json_to=str(tmp_path / target)) == 2
    complaint = capsys.readouterr().err
    assert "--json" in complaint
    assert "missing.mp4" not in complaint


# Faults


def test_cannot_tell_is_3_and_the_json_says_why(
    clips: Path, tmp_path: Path, fault: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(*_: Any, **__: Any) -> Analysis:
        raise CannotTellError("nobody is in f1_stand_neutral.mp4; step into the picture")

    fault(nobody)
    clip = clips / "f1_stand_neutral.mp4"
    assert check_files([clip], out=tmp_path / "out") == 3
    assert capsys.readouterr().err == "psoas: nobody is in f1_stand_neutral.mp4; step into the picture\n"
    assert check_files([clip], out=tmp_path / "out", json_to="-") == 3
    printed = capsys.readouterr()
    view = json.loads(printed.out)["view"]
    assert view["usable"] is False
    assert "nobody is in" in view["reason"]
    assert "nobody is in" in printed.err


def test_an_unusable_view_is_3_with_its_reason(
    fault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault(lambda path, **_: analysis_of(path, usable=False))
    assert check_files([tmp_path / "a.mp4"]) == 3
    assert "Cannot tell: the camera looks from the front" in capsys.readouterr().out
    assert check_files([tmp_path / "a.mp4"], json_to="-") == 3
    printed = capsys.readouterr()
    assert json.loads(printed.out)["view"]["usable"] is False
    assert "the camera looks from the front" in printed.err


def test_a_fault_in_psoas_is_one_sentence(
    fault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Analysis:
        raise KeyError("knee")

    fault(broken)
    monkeypatch.delenv("PSOAS_DEBUG", raising=False)
    assert check_files([tmp_path / "a.mp4"]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "a.mp4 (KeyError)" in message
    assert "please report it" in message
    monkeypatch.setenv("PSOAS_DEBUG", "1")
    assert check_files([tmp_path / "a.mp4"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_stopping_gives_130(fault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: Any, **__: Any) -> Analysis:
        raise KeyboardInterrupt

    fault(stopped)
    assert check_files([tmp_path / "a.mp4"], json_to=str(tmp_path / "a.json")) == 130
    assert capsys.readouterr().err == "psoas: stopped; nothing half-written is left behind\n"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence(fault: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def full(*_: Any, **__: Any) -> Analysis:
        raise OSError(errno.ENOSPC, "No space left on device", "a-psoas/report.html")

    fault(full)
    assert check_files([tmp_path / "a.mp4"]) == 2
    assert "a-psoas/report.html cannot be written (No space left on device)" in capfd.readouterr().err


def test_several_files_go_on_after_a_bad_one(
    fault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = []

    def check(path: Path, *, out: Path, **_: Any) -> Analysis:
        folders.append(out)
        if path.stem == "bad":
            raise InputError("bad.mp4 is empty (0 bytes); record it again")
        return analysis_of(path, usable=path.stem != "front")

    fault(check)
    files = [tmp_path / name for name in ("front.mp4", "bad.mp4", "good.mp4", "more/good.mp4")]
    target = tmp_path / "all.json"
    assert check_files(files, json_to=str(target), out=tmp_path / "out") == 2
    found = json.loads(target.read_text())
    assert [Path(one["source"]["file"]).stem for one in found] == ["front", "good", "good"]
    assert [folder.name for folder in folders] == ["front-psoas", "bad-psoas", "good-psoas", "good-2-psoas"]
    assert capsys.readouterr().err == "psoas: bad.mp4 is empty (0 bytes); record it again\n"
    assert list(tmp_path.iterdir()) == [target]


def test_one_file_is_one_object_and_options_reach_the_pipeline(
    fault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, Any] = {}

    def check(path: Path, **how: Any) -> Analysis:
        asked.update(how)
        return analysis_of(path)

    fault(check)
    clip = tmp_path / "a.mp4"
    assert check_files([clip], json_to="-", out=Path("here"), person=2, height_cm=172, lite=True) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "psoas.check/1"
    assert (asked["out"], asked["person"], asked["weights"]) == (Path("here"), 2, "lite")
    assert asked["height_m"] == pytest.approx(1.72)


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
    assert "the output cannot be written (No space left on device)" in done.stderr
    assert "Traceback" not in done.stderr


# Words for people


def summary(analysis: Analysis, *, terminal: bool) -> str:
    text = io.StringIO()
    print_summary(analysis, Console(file=text, force_terminal=terminal, width=140, highlight=False))
    return text.getvalue()


def test_the_summary_is_plain_words() -> None:
    text = summary(analysis_of(Path("[my] clip.mp4")), terminal=False)
    assert text.splitlines()[0] == (
        "[my] clip.mp4: half-kneeling hip-flexor stretch, right knee down, 2 repetitions"
    )
    for words in (
        "The hip opened by 14 deg.",
        "Try: Keep it up",
        "+14 deg",
        "not seen",
        "leaning back, short hold",
        "arch change: an arm lies over the lower back [sic]",
        "Report:  clip-psoas/report.html",
    ):
        assert words in text
    assert "\x1b" not in text
    assert "\x1b" in summary(analysis_of(Path("clip.mp4")), terminal=True)


@pytest.mark.parametrize(("mm", "told"), [(8.4, "+8 +-5 mm"), (-6.0, "-6 +-5 mm"), (0.3, " 0 +-5 mm")])
def test_the_psoas_stands_in_the_table_with_its_band(mm: float, told: str) -> None:
    analysis = analysis_of(Path("clip.mp4"))
    change = Lengthening(mm, mm - 5, mm + 5, 2.0)
    first = replace(analysis.repetitions[0], psoas_change=change)
    assert told in summary(replace(analysis, repetitions=(first,)), terminal=False)


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
