"""Files that other programs send: a place before the body is received, safe names, a folder of the job's own."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from fastapi import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from psoas.app.clinic_api.api_gate import token_of
from psoas.app.clinic_api.jobs import FullError, Workshop
from psoas.app.clinic_api.problem_route import ProblemError, ProblemRoute, problem_of, too_busy
from psoas.words import _, in_series

LONGEST_NAME: Final = 100
"""Most bytes of the name of a file."""

UNNAMED: Final = "file"
MOST_FIELDS: Final = 20
LONGEST_FIELD: Final = 10_000
"""Most bytes of a field that is no file."""


class UploadRoute(ProblemRoute):
    """A route that receives files: it reads nothing of a request for which there is no place."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            workshop = workshop_of(request)
            account = token_of(request.scope).account
            try:
                await asyncio.to_thread(workshop.check_place, account)
                with workshop.receiving(account):
                    return await handler(request)
            except FullError:
                return problem_of(too_busy())

        return answer

    async def _receive(self, request: Request) -> None:
        """Receive the files within a time, and no more than a few: small ones are held in memory."""
        limits = workshop_of(request).limits
        try:
            async with asyncio.timeout(limits["upload_s"]):
                # one more than is right, so that the answer says how many are
                await request.form(
                    max_files=limits["day_files"] + 1, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD
                )
        except TimeoutError:
            raise ProblemError(408, _("This was received too slowly; send it by a faster way.")) from None


def workshop_of(request: Request) -> Workshop:
    """The workshop of the server."""
    found: Workshop = request.app.state.workshop
    return found


def safe_name(name: str | None) -> str:
    """The last part of a file's name, without what no system's file name may have."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    kept = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(". ")
    stem, dot, ending = kept.rpartition(".")
    most = LONGEST_NAME - len(f"{dot}{ending}".encode())
    short = (stem or ending).encode()[: max(most, 1)].decode(errors="ignore")
    return (f"{short}{dot}{ending}" if stem else short) if most > 0 and short else UNNAMED


def ending_of(file: UploadFile) -> str:
    """The ending of the name under which a file is kept, such as ``.mot``; empty without one."""
    return Path(safe_name(file.filename)).suffix.lower()


def check_ending(file: UploadFile, endings: Sequence[str], *, without: bool = False) -> None:
    """Check that the name of a file has one of some endings.

    Args:
        without: a name without an ending will do, too.

    Raises:
        ProblemError: it has another one.
    """
    ending = ending_of(file)
    if ending not in endings and not (without and not ending):
        raise ProblemError(
            415,
            _(
                "The file {name} is of no kind that is read here; send one that ends in {endings}.",
                name=safe_name(file.filename),
                endings=in_series(sorted(endings)),
            ),
        )


def save(files: Sequence[UploadFile], folder: Path) -> tuple[str, ...]:
    """Write files to a folder, those of one name under numbers, and return their paths."""
    paths = []
    for number, file in enumerate(files):
        place = folder / str(number)
        place.mkdir()
        path = place / safe_name(file.filename)
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        paths.append(str(path))
    return tuple(paths)
