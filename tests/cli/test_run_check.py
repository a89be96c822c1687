"""Several files in one call: the worst exit code, JSON only where it may be, and one sentence for a fault."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from psoas.cli.run_check import check_files
from psoas.errors import CannotTellError, InputError
from psoas.findings.analysis import Analysis
from tests.cli.checked import analysis_of


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
    assert "a-psoas/report.html cannot be written (the disk is full)" in capfd.readouterr().err


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


def test_a_wrong_answer_is_packed_beside_its_report_and_named(
    tmp_path: Path, fault: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    fault(lambda path, **_: analysis_of(path))
    for name in ("a-psoas-wrong.zip", "a-psoas-wrong-2.zip"):
        check_files([Path("a.mp4")], wrong="six, not five")
        said = " ".join(capsys.readouterr().out.split())
        assert (tmp_path / name).is_file()
        assert name in said
        assert "No picture" in said
        assert "nothing was sent" in said
    check_files([Path("a.mp4")], wrong="six, not five", json_to="-")
    out, err = capsys.readouterr()
    assert json.loads(out)["schema"] == "psoas.check/1"
    assert "a-psoas-wrong-3.zip" in "".join(err.split())


def test_a_recording_that_cannot_be_told_is_packed_too(
    tmp_path: Path, fault: Any, monkeypatch: pytest.MonkeyPatch, clips: Path
) -> None:
    def cannot(*_: Any, **__: Any) -> Analysis:
        raise CannotTellError("nobody moved")

    monkeypatch.chdir(tmp_path)
    fault(cannot)
    assert check_files([clips / "rotated_0.mp4"], wrong="I moved") == 3
    assert (tmp_path / "rotated_0-psoas-wrong.zip").is_file()


def test_an_empty_note_is_refused_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_files([tmp_path / "missing.mp4"], wrong=" ") == 2
    complaint = capsys.readouterr().err
    assert "--wrong" in complaint
    assert "missing.mp4" not in complaint
