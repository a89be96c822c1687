"""What is sent is kept whole for one page, and gone afterwards; whatever else is sent is refused."""

import asyncio
import errno
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from psoas.app.stretch import uploads
from psoas.app.stretch.accepted import CLIP_FILES
from psoas.app.stretch.uploads import Clips, Refused, Work, file_name
from psoas.child_processes import LEFT_S
from psoas.errors import UsageError
from tests.recordings.made_recording import stretch, write_recording

T = TypeVar("T")


def done(work: Coroutine[Any, Any, T]) -> T:
    """What it returns; in a thread of its own, because a browser of another test may keep this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def pieces(*parts: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if error is not None:
        raise error


def received(clips: Clips, name: str, *parts: bytes, error: Exception | None = None) -> str:
    return done(clips.receive(name, pieces(*parts, error=error)))


def files_in(folder: Path) -> list[str]:
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def clips_in(folder: Path) -> list[str]:
    """What is left of clips: ``ID/NAME``, without the folder of the process."""
    return [name.partition("/")[2] for name in files_in(folder / "uploads")]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(tmp_path)


def test_a_clip_is_kept_whole_until_it_is_forgotten(clips: Clips, tmp_path: Path) -> None:
    number = received(clips, "My stretch.MP4", b"one", b"two")
    clip = clips.claim(number)
    assert clip is not None
    assert (clip.label, clip.path.name, clip.path.read_bytes()) == (
        "My stretch.MP4",
        "My_stretch.mp4",
        b"onetwo",
    )
    assert clips.claim(number) is None, "only one page can have it"
    clips.forget(number)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("name", ["../../evil.mp4", "..\\..\\evil.mp4", "/etc/evil.mp4", "a\0b/\n.mp4"])
def test_a_name_is_never_a_path(clips: Clips, tmp_path: Path, name: str) -> None:
    number = received(clips, name, b"data")
    assert clips_in(tmp_path) == [f"{number}/{'evil' if 'evil' in name else 'clip'}.mp4"]


@given(st.text().map(lambda words: PurePosixPath(f"{words}x.Mp4").name))
def test_any_name_becomes_one_that_every_disk_takes(label: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,55}\.mp4", file_name(label))


def test_reports_are_deleted_all_at_once_but_never_while_one_is_made(clips: Clips, tmp_path: Path) -> None:
    assert clips.reports_size() == 0
    clips.delete_reports()
    for day in ("earlier", "today"):
        (tmp_path / "reports" / day).mkdir(parents=True)
        (tmp_path / "reports" / day / "report.html").write_bytes(b"12345")
    assert clips.reports_size() == 10
    clips._running = Work(gone=lambda: False)
    with pytest.raises(UsageError, match="wait for its report"):
        clips.delete_reports()
    clips._running = None
    clips.delete_reports()
    assert (clips.reports_size(), files_in(tmp_path)) == (0, [])


@pytest.mark.parametrize("name", ["notes.txt", "clip.mp4.exe", "mp4", ""])
def test_what_is_no_clip_is_refused(clips: Clips, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="This is no clip; choose a video") as refused:
        received(clips, name, b"data")
    assert (refused.value.status, files_in(tmp_path)) == (415, [])


def test_no_more_than_a_few_wait(clips: Clips) -> None:
    numbers = [received(clips, "a.mp4", b"data") for _ in range(CLIP_FILES.most)]
    with pytest.raises(Refused, match="looked at already") as refused:
        received(clips, "a.mp4", b"data")
    assert refused.value.status == 429
    clips.forget(numbers[0])
    received(clips, "a.mp4", b"data")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "could not be kept here .the disk is full"),
        (ClientDisconnect(), 400, "did not come whole"),
        (TimeoutError(), 408, "stopped on its way; send it again"),
    ],
)
def test_nothing_is_left_of_a_clip_that_did_not_come(
    clips: Clips, tmp_path: Path, error: Exception, status: int, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        received(clips, "a.mp4", b"data", error=error)
    assert (refused.value.status, list((tmp_path / "uploads").glob("*/*"))) == (status, [])


def test_clips_that_stop_on_their_way_give_their_places_back(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PIECE_S", 0.2)

    async def stalled() -> AsyncIterator[bytes]:
        yield b"abc"
        await asyncio.Event().wait()

    async def send() -> list[object]:
        stopped = [asyncio.create_task(clips.receive("a.mp4", stalled())) for _ in range(CLIP_FILES.most)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refused, match="are being sent or looked at already"):
            await clips.receive("b.mp4", pieces(b"data"))
        ends = await asyncio.wait_for(asyncio.gather(*stopped, return_exceptions=True), 5)
        assert clips_in(tmp_path) == []
        await clips.receive("b.mp4", pieces(b"data"))
        return [one.status for one in ends if isinstance(one, Refused)]

    assert done(send()) == [408] * CLIP_FILES.most


def test_clips_that_trickle_in_hold_no_place_for_long(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte well within the wait for a piece, over and over."""
    monkeypatch.setattr(uploads, "PIECE_S", 0.3)

    async def trickle() -> AsyncIterator[bytes]:
        while True:
            yield b"a"
            await asyncio.sleep(0.05)

    async def send() -> list[object]:
        slow = [clips.receive("a.mp4", trickle()) for _ in range(CLIP_FILES.most)]
        return await asyncio.wait_for(asyncio.gather(*slow, return_exceptions=True), 5)

    assert [one.status for one in done(send()) if isinstance(one, Refused)] == [408] * CLIP_FILES.most
    assert clips_in(tmp_path) == []


def test_a_clip_of_any_length_has_an_end(clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LONGEST_S", 0.3)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(10_000)
            await asyncio.sleep(0.01)

    async def send() -> None:
        await asyncio.wait_for(clips.receive("a.mp4", endless()), 5)

    with pytest.raises(Refused, match="stopped on its way"):
        done(send())


def test_a_clip_that_no_page_asks_for_is_removed(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "UNCLAIMED_S", 0.05)

    async def wait() -> list[str]:
        taken, _ = [await clips.receive("a.mp4", pieces(b"data")) for _ in range(2)]
        clips.claim(taken)
        await asyncio.sleep(0.3)
        return [taken]

    (taken,) = done(wait())
    assert clips_in(tmp_path) == [f"{taken}/a.mp4"]


def test_clips_of_an_earlier_run_are_removed_and_those_of_another_coach_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    beside, long_ago = f"{os.getppid()}-beside", f"{os.getppid()}-long-ago"
    for name in (
        beside,
        long_ago,
        f"{ended.pid}-ended",
        f"{os.getpid()}-same-number",
        "7" * 30 + "-x",
        "no-number",
    ):
        (tmp_path / "uploads" / name / "id").mkdir(parents=True)
        (tmp_path / "uploads" / name / "id" / "a.mp4").write_bytes(b"data")
    old = time.time() - LEFT_S - 60
    os.utime(tmp_path / "uploads" / long_ago, (old, old))
    clips = Clips(tmp_path)
    assert files_in(tmp_path) == [f"uploads/{beside}/id/a.mp4"]
    received(clips, "b.mp4", b"data")
    clips.close()
    assert files_in(tmp_path) == [f"uploads/{beside}/id/a.mp4"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_only_this_account_may_look_into_clips_and_reports(clips: Clips, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    clip = clips.claim(received(clips, "stretch.mot", b""))
    assert clip is not None
    write_recording(clip.path, stretch(arched=False))
    uploads._check(clip.path, tmp_path / "reports" / "today", None, Work(gone=lambda: False))
    assert [mode(tmp_path / name) for name in ("uploads", "reports")] == [0o700, 0o700]
