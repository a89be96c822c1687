"""Clips that browsers have sent, their analyses one at a time, and their reports."""

import asyncio
import os
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from fastapi import Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from nicegui import app, run
from starlette.requests import ClientDisconnect

from psoas.app.coach import Coach
from psoas.app.guard import UPLOADS
from psoas.capture.files import MOTION_FILES, PHOTO_FILES, VIDEO_FILES
from psoas.errors import InputError, UsageError
from psoas.findings import Analysis
from psoas.report import check
from psoas.store import make_folder

CLIPS: Final = (*VIDEO_FILES, *PHOTO_FILES, *MOTION_FILES)
WHAT: Final = (
    "This is no clip; choose a video such as .mp4 or .mov, or one of "
    f"{', '.join((*PHOTO_FILES, *MOTION_FILES))}."
)
"""Endings of clips, and the sentence for a file of another kind."""

WAITING: Final = 3
"""Most clips that are here or on their way at once; one of them is analysed."""

PIECE_S: Final = 30.0
"""Longest wait for the next piece of a clip [s]."""

UNCLAIMED_S: Final = 600.0
"""Time after which a clip that no page has claimed is removed [s]."""

LEFT_S: Final = 86_400.0
"""Age from which clips are those of an earlier run, even where a process of its number runs [s]."""

LOOK_S: Final = 0.25
"""Time between two reports of progress to the page [s]."""

LONGEST_LABEL: Final = 80
LONGEST_NAME: Final = 60


class Refused(Exception):
    """A clip is refused: the HTTP status, and one sentence for the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Stopped(Exception):
    """The analysis is no longer wanted."""


@dataclass
class Clip:
    """A clip that was sent.

    Attributes:
        path: of its file.
        label: the person's own name of it.
        idle: complete, and not yet claimed by a page.
    """

    path: Path
    label: str
    idle: bool = False


@dataclass
class Work:
    """Progress of one analysis, and whether it is still wanted.

    Attributes:
        gone: whether its page has been closed.
        stage, done, total: as in `psoas.timeseries.Progress`.
        stopped: the person has cancelled it.
    """

    gone: Callable[[], bool]
    stage: str = ""
    done: int = 0
    total: int | None = None
    stopped: bool = False

    def follow(self, stage: str, done: int, total: int | None) -> None:
        """Report progress.

        Raises:
            Stopped: the analysis is no longer wanted.
        """
        self.go_on()
        self.stage, self.done, self.total = stage, done, total

    def go_on(self) -> None:
        """Raise `Stopped` where the analysis is no longer wanted."""
        if self.stopped or self.gone():
            raise Stopped


class Clips:
    """Clips and reports of one running coach, by ids that cannot be guessed.

    Args:
        folder: of the user's data; clips that an earlier run left there are removed, those of another coach stay.
    """

    def __init__(self, folder: Path) -> None:
        self._all, self._kept = folder / "uploads", folder / "reports"
        self._own = self._all / f"{os.getpid()}-{secrets.token_urlsafe(8)}"
        self._clips: dict[str, Clip] = {}
        self._reports: dict[str, Path] = {}
        self._running: Work | None = None
        _sweep(self._all)

    async def receive(
        self, name: str, chunks: AsyncIterator[bytes], endings: tuple[str, ...] = CLIPS, what: str = WHAT
    ) -> str:
        """Write a clip to the disk as it comes in, and return its id.

        Args:
            name: of the file in the browser; its ending is checked, and the rest only shown, see `file_name`.
            chunks: its bytes.
            endings, what: which are taken, and the sentence for another.

        Raises:
            Refused: a wrong ending, too many at once, no room, or a clip that is incomplete; nothing of it is left.
        """
        label = PurePosixPath(name.replace("\\", "/")).name
        ending = PurePosixPath(label).suffix.lower()
        if ending not in endings:
            raise Refused(415, what)
        if len(self._clips) >= WAITING:
            raise Refused(
                429, f"{WAITING} clips are being sent or looked at already; try again in a few minutes."
            )
        number = secrets.token_urlsafe(16)
        clip = self._clips[number] = Clip(
            self._own / number / file_name(label), " ".join(label.split())[:LONGEST_LABEL]
        )
        try:
            self._all.mkdir(mode=0o700, parents=True, exist_ok=True)
            clip.path.parent.mkdir(parents=True)
            with clip.path.open("wb") as file:
                async for chunk in _in_time(chunks):
                    await asyncio.to_thread(file.write, chunk)
        except BaseException as error:
            self.forget(number)
            if isinstance(error, TimeoutError):
                raise Refused(408, "The clip stopped on its way; send it again.") from error
            if isinstance(error, OSError):
                why = error.strerror or type(error).__name__
                sentence = f"The clip could not be kept here ({why}); make room on the disk and try again."
                raise Refused(507, sentence) from error
            if isinstance(error, ClientDisconnect):
                raise Refused(400, "The clip did not come whole; send it again.") from error
            raise
        clip.idle = True
        asyncio.get_running_loop().call_later(UNCLAIMED_S, self._forget_idle, number)
        return number

    def claim(self, number: str) -> Clip | None:
        """Find the clip of this id, once; None where there is none. `forget` it afterwards."""
        clip = self._clips.get(number)
        if clip is None or not clip.idle:
            return None
        clip.idle = False
        return clip

    def forget(self, number: str) -> None:
        """Remove a clip."""
        clip = self._clips.pop(number)
        shutil.rmtree(clip.path.parent, ignore_errors=True)

    async def look(self, clip: Clip, height_m: float | None, work: Work) -> tuple[Analysis, str | None]:
        """Analyse a clip, one at a time and outside of the web thread.

        Returns:
            The analysis and the address of its report.

        Raises:
            Stopped: the analysis is no longer wanted.
            PsoasError: the clip cannot be read.
        """
        while self.busy:
            work.go_on()
            await asyncio.sleep(LOOK_S)
        self._running = work
        folder = self._kept / f"{datetime.now():%Y-%m-%d_%H%M%S}_{secrets.token_hex(2)}"
        try:
            analysis = await run.io_bound(_check, clip.path, folder, height_m, work)
        finally:
            self._running = None
        if analysis is None:  # the coach ends
            raise Stopped
        if not analysis.files:
            return analysis, None
        number = secrets.token_urlsafe(16)
        self._reports[number] = folder
        return analysis, f"/reports/{number}/{Path(analysis.files['report']).name}"

    @property
    def busy(self) -> bool:
        """Whether a clip is being analysed."""
        return self._running is not None

    def report_file(self, number: str, name: str) -> Path | None:
        """Find a file of a report of this run; None where there is none of that name."""
        folder = self._reports.get(number)
        if folder is None or not folder.is_dir():
            return None
        return next((one for one in folder.iterdir() if one.name == name and one.is_file()), None)

    def reports_size(self) -> int:
        """Sum up the size of all reports, also those of earlier runs [bytes]."""
        return sum(one.stat().st_size for one in self._kept.rglob("*") if one.is_file())

    def delete_reports(self) -> None:
        """Remove all reports, also those of earlier runs.

        Raises:
            UsageError: a report is being made.
            InputError: the disk does not allow it.
        """
        if self.busy:
            raise UsageError("a clip is being looked at; wait for its report, then delete them all")
        self._reports.clear()
        try:
            if self._kept.exists():
                shutil.rmtree(self._kept)
        except OSError as error:
            raise InputError(
                f"the reports in {self._kept} cannot be deleted ({error.strerror}); delete that folder by hand"
            ) from error

    def close(self) -> None:
        """Stop the analysis, and remove the clips."""
        if self._running is not None:
            self._running.stopped = True
        shutil.rmtree(self._own, ignore_errors=True)

    def _forget_idle(self, number: str) -> None:
        if self.claim(number) is not None:
            self.forget(number)


def file_name(label: str) -> str:
    """Reduce a file's name to letters that every disk allows, at most `LONGEST_NAME`, with its ending."""
    path = PurePosixPath(label)
    ending = path.suffix.lower()
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", path.stem).strip("._-")
    return f"{stem[: LONGEST_NAME - len(ending)] or 'clip'}{ending}"


def register_clips(coach: Coach) -> None:
    """Add the upload of clips, ``POST /upload?name=NAME``, and the addresses of their reports."""
    app.state.clips = clips = Clips(coach.folder)
    app.on_shutdown(clips.close)

    @app.post(UPLOADS)
    async def upload(request: Request, name: str = "") -> JSONResponse:
        try:
            return JSONResponse({"id": await known_clips().receive(name, request.stream())})
        except Refused as refused:
            return JSONResponse({"error": refused.sentence}, refused.status)

    @app.get("/reports/{number}/{name}")
    def report(number: str, name: str) -> Response:
        found = known_clips().report_file(number, name)
        if found is None:
            return PlainTextResponse("There is no such report; check the clip again to make one.", 404)
        return FileResponse(found, headers={"cache-control": "no-cache"})


def known_clips() -> Clips:
    """Clips of the running coach, made by `register_clips`."""
    clips: Clips = app.state.clips
    return clips


async def _in_time(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Pass on the pieces; `TimeoutError` where one takes longer than `PIECE_S`."""
    coming = aiter(chunks)
    while True:
        async with asyncio.timeout(PIECE_S):
            chunk = await anext(coming, None)
        if chunk is None:
            return
        yield chunk


def _sweep(uploads: Path) -> None:
    """Remove the clips of coaches that have ended; each has a folder ``PID-TOKEN``."""
    for folder in uploads.glob("*"):
        try:
            left = time.time() - folder.stat().st_mtime > LEFT_S
        except OSError:  # another coach has just removed it
            continue
        if left or not _runs(folder.name.partition("-")[0]):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: str) -> bool:
    """Whether another process of this number runs; on Windows any may."""
    if not (pid.isascii() and pid.isdigit()) or int(pid) == os.getpid():
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # another account's
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True


def _check(path: Path, folder: Path, height_m: float | None, work: Work) -> Analysis:
    work.follow("opening the clip", 0, None)
    make_folder(folder.parent)
    return check(path, out=folder, height_m=height_m, progress=work.follow)
