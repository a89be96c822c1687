"""Clips that browsers have sent, their analyses one at a time, and their reports."""

import asyncio
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from fastapi import Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from nicegui import app, run
from starlette.requests import ClientDisconnect

from psoas.app import clock
from psoas.app.coach import Coach
from psoas.app.guard import OF_DOCUMENT, UPLOADS
from psoas.app.stretch.accepted import CLIP_FILES, Accepted
from psoas.child_processes import own_name, sweep
from psoas.errors import InputError, UsageError
from psoas.findings import Analysis
from psoas.report import check
from psoas.store import make_folder
from psoas.words import N_, _, same_language, system_reason

PIECE_S: Final = 30.0
"""Longest wait for the next piece of a clip [s]."""

LEAST_SPEED: Final = 50_000
LONGEST_S: Final = 3600.0
"""Least speed over the whole way [bytes/s] and longest time [s]: a clip that trickles in would hold its place."""

UNCLAIMED_S: Final = 600.0
"""Time after which a clip that no page has claimed is removed [s]."""

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
        accepted: by the field that it was given to.
        idle: complete, and not yet claimed by a page.
    """

    path: Path
    label: str
    accepted: Accepted
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
        self._own = self._all / own_name()
        self._clips: dict[str, Clip] = {}
        self._reports: dict[str, Path] = {}
        self._running: Work | None = None
        self._closed = False
        sweep(self._all)

    async def receive(self, name: str, chunks: AsyncIterator[bytes], accepted: Accepted = CLIP_FILES) -> str:
        """Write a clip to the disk as it comes in, and return its id.

        Args:
            name: of the file in the browser; its ending is checked, and the rest only shown, see `file_name`.
            chunks: its bytes.
            accepted: by the field in the page.

        Raises:
            Refused: a wrong ending, too many at once, no room, or a clip that is incomplete; nothing of it is left.
        """
        label = PurePosixPath(name.replace("\\", "/")).name
        ending = PurePosixPath(label).suffix.lower()
        if ending not in accepted.endings:
            raise Refused(415, accepted.otherwise())
        if sum(clip.accepted is accepted for clip in self._clips.values()) >= accepted.most:
            raise Refused(429, accepted.crowded())
        number = secrets.token_urlsafe(16)
        clip = self._clips[number] = Clip(
            self._own / number / file_name(label), " ".join(label.split())[:LONGEST_LABEL], accepted
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
                raise Refused(408, _("The clip stopped on its way; send it again.")) from error
            if isinstance(error, OSError):
                why = system_reason(error)
                sentence = _(
                    "The clip could not be kept here ({why}); make room on the disk and try again.", why=why
                )
                raise Refused(507, sentence) from error
            if isinstance(error, ClientDisconnect):
                raise Refused(400, _("The clip did not come whole; send it again.")) from error
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

    async def look(
        self, clip: Clip, height_m: float | None, work: Work, *, report: bool = True
    ) -> tuple[Analysis, str | None]:
        """Analyse a clip, one at a time and outside of the web thread.

        Args:
            report: False makes no report.

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
        folder = self._kept / f"{clock.local_now():%Y-%m-%d_%H%M%S}_{secrets.token_hex(2)}"
        try:
            analysis = await run.io_bound(same_language(_check), clip.path, folder, height_m, work, report)
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

    def folders_of(self, address: str | None) -> list[str]:
        """The name of the folder with the report at an address of this run; none where there is none any more."""
        folder = None if address is None else self._reports.get(address.split("/")[2])
        return [] if folder is None else [folder.name]

    def delete_folders(self, names: Iterable[str]) -> None:
        """Remove reports by the names of their folders; one that is not there any more is no error.

        Raises:
            InputError: the disk does not allow it.
        """
        chosen = set(names)
        self._reports = {number: one for number, one in self._reports.items() if one.name not in chosen}
        for folder in self._kept.iterdir() if self._kept.is_dir() else ():
            if folder.name in chosen:
                _remove(folder)

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
            raise UsageError(_("a clip is being looked at; wait for its report, then delete them all"))
        self._reports.clear()
        if self._kept.exists():
            _remove(self._kept)

    def is_closed(self) -> bool:
        """Whether the coach ends, so that no file is wanted any more."""
        return self._closed

    def close(self) -> None:
        """Stop the analysis, and remove the clips."""
        self._closed = True
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
    keep_uploads(coach)
    register_upload(UPLOADS, CLIP_FILES)

    @app.get("/reports/{number}/{name}")
    def report(number: str, name: str) -> Response:
        found = known_clips().report_file(number, name)
        if found is None:
            return PlainTextResponse(_("There is no such report; check the clip again to make one."), 404)
        return FileResponse(found, headers={"cache-control": "no-cache"} | OF_DOCUMENT)


def keep_uploads(coach: Coach) -> None:
    """Make the place for files that browsers send; it is emptied at the end."""
    app.state.clips = clips = Clips(coach.folder)
    app.on_shutdown(clips.close)


def register_upload(path: str, accepted: Accepted) -> None:
    """Add the upload of a field's files, ``POST PATH?name=NAME``."""

    @app.post(path)
    async def upload(request: Request, name: str = "") -> JSONResponse:
        try:
            return JSONResponse({"id": await known_clips().receive(name, request.stream(), accepted)})
        except Refused as refused:
            return JSONResponse({"error": refused.sentence}, refused.status)


def known_clips() -> Clips:
    """Files that browsers have sent to the running coach, see `keep_uploads`."""
    clips: Clips = app.state.clips
    return clips


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise InputError(
            _(
                "the reports in {folder} cannot be deleted ({why}); delete that folder by hand",
                folder=folder,
                why=system_reason(error),
            )
        ) from error


async def _in_time(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Pass on the pieces; `TimeoutError` where one takes longer than `PIECE_S`, or all come too slowly."""
    coming = aiter(chunks)
    clock = asyncio.get_running_loop().time
    began, received = clock(), 0
    while True:
        least = began + min(PIECE_S + received / LEAST_SPEED, LONGEST_S)
        async with asyncio.timeout_at(min(clock() + PIECE_S, least)):
            chunk = await anext(coming, None)
        if chunk is None:
            return
        received += len(chunk)
        yield chunk


def _check(path: Path, folder: Path, height_m: float | None, work: Work, report: bool = True) -> Analysis:
    work.follow(N_("opening the clip"), 0, None)
    if report:
        make_folder(folder.parent)
    return check(path, out=folder, height_m=height_m, report=report, progress=work.follow)
