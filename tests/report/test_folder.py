"""A report folder is whole or not there at all."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from psoas.errors import InputError, UsageError
from psoas.findings.analysis import Filming
from psoas.report import folder as folder_module
from psoas.report.folder import check_folder, write_report
from tests.report.made import made_photo, made_stretch, made_walk

MakeClip = Callable[..., Path]
FILES = ["angles.csv", "annotated.mp4", "motion.mot", "report.html", "result.json"]


@pytest.fixture
def clip(make_clip: MakeClip) -> Path:
    return make_clip(frames=60, size=(160, 90))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder, so that whatever is left behind in it shows."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_is_complete(clip: Path, place: Path) -> None:
    stages = []
    files = write_report(
        made_stretch(),
        clip,
        place / "out",
        progress=lambda stage, done, total: stages.append((stage, done, total)),
    )
    assert names(place) == ["out"]
    assert names(place / "out") == FILES
    assert set(files) == {"report", "clip", "motion", "table", "result"}
    assert all(Path(path).is_absolute() and Path(path).exists() for path in files.values())
    result = json.loads((place / "out" / "result.json").read_text(encoding="utf-8"))
    assert result["files"]["report"] == "report.html"
    assert str(place) not in json.dumps(result)
    assert ("drawing", 30, 30) in stages
    html = (place / "out" / "report.html").read_text(encoding="utf-8")
    assert 'src="annotated.mp4"' in html
    assert html.count("data:image/jpeg") >= 4


def test_a_photo_has_a_picture_instead_of_a_clip(tmp_path: Path, place: Path) -> None:
    Image.fromarray(np.full((540, 960, 3), 90, np.uint8)).save(tmp_path / "photo.jpg")
    write_report(made_photo(), tmp_path / "photo.jpg", place / "out")
    assert names(place / "out") == ["angles.csv", "annotated.jpg", "motion.mot", "report.html", "result.json"]
    assert "<video" not in (place / "out" / "report.html").read_text(encoding="utf-8")


def test_the_pictures_of_a_clip_on_its_side_are_turned(clip: Path, place: Path) -> None:
    analysis = made_stretch()
    turned = replace(analysis, source=replace(analysis.source, filming=Filming(turned_deg=90)))
    write_report(turned, clip, place / "out")
    with av.open(str(place / "out" / "annotated.mp4")) as film:
        stream = film.streams.video[0]
        assert stream.width == 90
        assert stream.height > 160
    assert "lay on its side" in (place / "out" / "report.html").read_text()


def test_without_any_angle_there_is_no_motion_file(clip: Path, place: Path) -> None:
    walk = made_walk()
    nothing = replace(walk, angles=replace(walk.angles, values=np.full_like(walk.angles.values, np.nan)))
    assert "motion" not in write_report(nothing, clip, place / "out")
    assert "motion.mot" not in names(place / "out")


def test_an_earlier_report_is_replaced(clip: Path, place: Path) -> None:
    write_report(made_stretch(), clip, place / "out")
    before = (place / "out" / "result.json").read_bytes()
    (place / "out" / ".DS_Store").write_text("of the desktop")
    check_folder(place / "out")
    write_report(made_stretch(arched=True), clip, place / "out")
    assert names(place) == ["out"]
    assert names(place / "out") == FILES
    assert (place / "out" / "result.json").read_bytes() != before


@pytest.mark.parametrize("own", ["notes.txt", "annotated.jpg", "more"])
@pytest.mark.parametrize("listed", [True, False])
def test_a_report_with_a_file_of_the_user_beside_it_is_left_alone(
    clip: Path, place: Path, own: str, listed: bool
) -> None:
    write_report(made_stretch(), clip, place / "out")
    if own == "more":
        (place / "out" / own).mkdir()
    else:
        (place / "out" / own).write_text("mine")
    if not listed:
        result = json.loads((place / "out" / "result.json").read_text(encoding="utf-8"))
        (place / "out" / "result.json").write_text(json.dumps(result | {"files": {}}), encoding="utf-8")
        if own == "annotated.jpg":
            check_folder(place / "out")
            return
    with pytest.raises(UsageError, match=rf"out holds {own} beside a report of psoas; move it away"):
        check_folder(place / "out")
    with pytest.raises(UsageError, match=own):
        write_report(made_stretch(), clip, place / "out")
    assert names(place) == ["out"]
    assert names(place / "out") == sorted([*FILES, own])


def test_a_file_that_is_added_while_the_report_is_made_is_kept(clip: Path, place: Path) -> None:
    write_report(made_stretch(), clip, place / "out")

    def add(now: str, done: int, total: int | None) -> None:
        (place / "out" / "notes.txt").write_text("mine")

    with pytest.raises(UsageError, match=r"notes\.txt"):
        write_report(made_stretch(), clip, place / "out", progress=add)
    assert names(place) == ["out"]
    assert (place / "out" / "notes.txt").read_text() == "mine"


def test_an_empty_folder_is_taken_and_missing_ones_are_made(clip: Path, place: Path) -> None:
    (place / "empty").mkdir()
    write_report(made_stretch(), clip, place / "empty")
    write_report(made_stretch(), clip, place / "a" / "b" / "out")
    assert names(place / "empty") == names(place / "a" / "b" / "out") == FILES


@pytest.mark.parametrize("content", ["holiday.txt", "result.json"])
def test_someone_elses_folder_is_left_alone(clip: Path, place: Path, content: str) -> None:
    (place / "out").mkdir()
    (place / "out" / content).write_text('{"schema": "other/1"}')
    with pytest.raises(UsageError, match="something other than a report"):
        write_report(made_stretch(), clip, place / "out")
    assert names(place) == ["out"]
    assert names(place / "out") == [content]


def test_a_file_in_the_way_is_said(clip: Path, place: Path) -> None:
    (place / "out").write_text("a file")
    with pytest.raises(UsageError, match="not a folder"):
        write_report(made_stretch(), clip, place / "out")
    with pytest.raises(UsageError, match="cannot be written"):
        write_report(made_stretch(), clip, place / "out" / "deeper")


def test_a_clip_that_went_away_leaves_nothing(tmp_path: Path, place: Path) -> None:
    with pytest.raises(InputError):
        write_report(made_stretch(), tmp_path / "gone.mp4", place / "new" / "out")
    assert names(place) == []


@pytest.mark.parametrize("stage", ["drawing", "writing"])
def test_an_interruption_leaves_nothing_and_keeps_the_earlier_report(
    clip: Path, place: Path, stage: str
) -> None:
    write_report(made_stretch(), clip, place / "out")
    before = (place / "out" / "result.json").read_bytes()

    def interrupt(now: str, done: int, total: int | None) -> None:
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(made_stretch(arched=True), clip, place / "out", progress=interrupt)
    assert names(place) == ["out"]
    assert (place / "out" / "result.json").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("victim", ["angles.csv", "annotated.mp4", "report.html"])
def test_a_full_disk_is_said_and_leaves_nothing(
    clip: Path, place: Path, victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the files leads to ``/dev/full``, where every write fails as on a full disk."""
    fill = folder_module._fill

    def onto_full_disk(analysis, source, into, *rest):  # type: ignore[no-untyped-def]
        (into / victim).symlink_to("/dev/full")
        return fill(analysis, source, into, *rest)

    monkeypatch.setattr(folder_module, "_fill", onto_full_disk)
    with pytest.raises(UsageError, match="disk is full") as caught:
        write_report(made_stretch(), clip, place / "out")
    assert "\n" not in str(caught.value)
    assert names(place) == []


def test_a_place_where_one_may_not_write_is_said(
    clip: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if not exist_ok:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UsageError, match="may not write there"):
        write_report(made_stretch(), clip, place / "out")
    assert names(place) == []


def test_what_killed_runs_left_is_removed(clip: Path, place: Path) -> None:
    beside = f".out.{os.getppid()}-a.partial"
    for name in (".out.999999999-a.partial", beside, ".other.999999999-a.partial"):
        (place / name).mkdir()
    write_report(made_stretch(), clip, place / "out")
    assert names(place) == [".other.999999999-a.partial", beside, "out"]


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
def test_a_killed_run_leaves_no_half_report(clip: Path, place: Path) -> None:
    script = (
        "import sys, time\n"
        "from psoas.report import write_report\n"
        "from tests.report.made import made_stretch\n"
        "def slow(stage, done, total):\n"
        "    print(done, flush=True)\n"
        "    time.sleep(0.2)\n"
        "write_report(made_stretch(), sys.argv[1], sys.argv[2], progress=slow)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script, str(clip), str(place / "out")], stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert not (place / "out").exists()
    write_report(made_stretch(), clip, place / "out")
    assert names(place / "out") == FILES
