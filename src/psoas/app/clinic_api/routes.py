"""The routes below ``/api/v1``: they say what to compute and who may know it, and compute nothing themselves."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, BinaryIO, Final, NoReturn

from fastapi import APIRouter, File, Form, Path, Security, UploadFile
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from psoas.app.clinic_api import requests as sent
from psoas.app.clinic_api.answers import (
    AnswerOfJob,
    JobList,
    JobStatus,
    PeopleList,
    PosturesAnswer,
    SeenPerson,
    ShowAnswer,
    SweepAnswer,
    TokenState,
)
from psoas.app.clinic_api.api_gate import token_of
from psoas.app.clinic_api.jobs import ApiJob, FullError
from psoas.app.clinic_api.people import person_bundle
from psoas.app.clinic_api.problem_route import ProblemError, ProblemRoute, too_busy
from psoas.app.clinic_api.sent_files import UploadRoute, check_ending, ending_of, save, workshop_of
from psoas.capture.files import MOTION_FILES, PHOTO_FILES, VIDEO_FILES
from psoas.clinic import Clinic, Scope
from psoas.day import Worn
from psoas.errors import UsageError
from psoas.service import Order, OrderEnd, OrderKind
from psoas.words import _, language

LARGEST_ID: Final = 2**31 - 1
FORCE_FILES: Final = (".mot", ".sto", ".c3d")
"""Not ``.xml``: external loads name another file, which would be one of the server's own."""

PIECE: Final = 2**16
"""Bytes of an answer that are read at once."""
JSON: Final = "application/json"
FHIR: Final = "application/fhir+json"
STATUS: Final = {"wrong": 422, "unreadable": 422, "cannot_tell": 422, "too_long": 422, "too_large": 422}
"""Status of the answer to an order that failed; another failure is one of the server."""

TIMES: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"
MOMENT: Final = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9]$"
ZONE: Final = "^[A-Za-z][A-Za-z0-9_+/-]{1,60}$"

HeightForm = Annotated[sent.Height | None, Form()]
MassForm = Annotated[sent.Mass | None, Form()]
SexForm = Annotated[sent.Sex | None, Form()]


def interface(clinic: Clinic) -> APIRouter:
    """The routes of the interface on a clinic; the site's state has the workshop."""
    router = APIRouter(
        prefix="/api/v1", dependencies=[Security(HTTPBearer(auto_error=False))], route_class=ProblemRoute
    )
    _add_small(router)
    _add_jobs(router)
    _add_people(router, clinic)
    uploads = APIRouter(
        prefix="/api/v1", dependencies=[Security(HTTPBearer(auto_error=False))], route_class=UploadRoute
    )
    _add_uploads(uploads)
    router.routes.extend(uploads.routes)
    return router


def _add_small(router: APIRouter) -> None:
    @router.get("/token")
    async def token(request: Request) -> TokenState:
        """Say what the token that was sent is for."""
        known = token_of(request.scope)
        return TokenState(name=known.name, scopes=list(known.scopes), until=known.until)

    @router.post("/body/sweep", response_model=SweepAnswer)
    async def body_sweep(request: Request, wanted: sent.SweepRequest) -> Response:
        """Length, moment arm and passive force of the psoas over a range of one coordinate."""
        span, most = wanted.stop - wanted.start, workshop_of(request).limits["sweep_steps"]
        if wanted.step == 0 or span * wanted.step < 0:
            raise UsageError(
                _(
                    "A step of {step:g} never leads from start to stop; turn its sign or give another.",
                    step=wanted.step,
                )
            )
        if span / wanted.step > most:
            raise UsageError(_("This is more than {most} steps; take a larger step.", most=most))
        return await _at_once(request, "sweep", wanted)

    @router.post("/body/show", response_model=ShowAnswer)
    async def body_show(request: Request, wanted: sent.ShowRequest) -> Response:
        """Length of each attachment of the psoas in one posture."""
        return await _at_once(request, "show", wanted)

    @router.post("/load/postures", response_model=PosturesAnswer)
    async def load_postures(request: Request, wanted: sent.PosturesRequest) -> Response:
        """Forces of the psoas and loads of the joints in postures."""
        return await _at_once(request, "postures", wanted)


def _add_uploads(router: APIRouter) -> None:
    @router.post("/check", status_code=202, response_model=JobStatus)
    async def check(
        request: Request,
        file: Annotated[UploadFile, File(description="A clip, a photo or a motion file.")],
        forces: Annotated[UploadFile | None, File(description="Force plates of a motion file.")] = None,
        height_cm: HeightForm = None,
        mass_kg: MassForm = None,
        sex: SexForm = None,
        loads: Annotated[bool, Form(description="Whether loads are computed, too.")] = False,
        lite: Annotated[bool, Form(description="Whether the smaller pose network is used.")] = False,
        person: Annotated[int | None, Form(ge=1, le=20, description="Whom, from the left.")] = None,
        filmed_fps: Annotated[float | None, Form(ge=1, le=2000, allow_inf_nan=False)] = None,
    ) -> Response:
        """Check a recording: repetitions, findings and angles over time."""
        check_ending(file, (*VIDEO_FILES, *PHOTO_FILES, *MOTION_FILES), without=True)
        is_motion = ending_of(file) in MOTION_FILES
        if is_motion and (person is not None or filmed_fps is not None):
            raise UsageError(
                _("A motion file has one person and its own times; leave person and filmed_fps out.")
            )
        if forces is not None and not is_motion:
            raise UsageError(_("Force plates belong to a motion file; leave forces out."))
        options = {
            "height_cm": height_cm,
            "mass_kg": mass_kg,
            "sex": sex,
            "loads": loads,
            "lite": lite,
            "person": person,
            "filmed_fps": filmed_fps,
        }
        return await _queued(request, "check", "check", options, _with_forces(file, forces))

    @router.post("/load/recording", status_code=202, response_model=JobStatus)
    async def load_recording(
        request: Request,
        file: Annotated[UploadFile, File(description="A motion file.")],
        forces: Annotated[UploadFile | None, File(description="Its force plates.")] = None,
        height_cm: HeightForm = None,
        mass_kg: MassForm = None,
        sex: SexForm = None,
        abdominal_pressure_kPa: Annotated[sent.Pressure, Form()] = 0.0,
        ligaments_press: Annotated[bool, Form()] = False,
    ) -> Response:
        """Forces of the psoas and loads of the joints over the time of a motion file."""
        check_ending(file, tuple(MOTION_FILES))
        options = {
            "height_cm": height_cm,
            "mass_kg": mass_kg,
            "sex": sex,
            "abdominal_pressure_kPa": abdominal_pressure_kPa,
            "ligaments_press": ligaments_press,
        }
        return await _queued(request, "load", "recording", options, _with_forces(file, forces))

    @router.post("/day", status_code=202, response_model=JobStatus)
    async def day(
        request: Request,
        files: Annotated[list[UploadFile], File(min_length=1, max_length=sent.LIMITS["day_files"])],
        timezone: Annotated[str, Form(pattern=ZONE, description="Of the person, as Europe/Paris.")],
        sleep: Annotated[
            str | None, Form(pattern=TIMES, description="To bed and up, as 23:00-07:00.")
        ] = None,
        evening: Annotated[
            str | None, Form(pattern=TIMES, description="Sitting at home in the evening.")
        ] = None,
        start: Annotated[
            str | None, Form(pattern=MOMENT, description="Begin of a file without a date.")
        ] = None,
        standing_desk: Annotated[bool, Form()] = False,
        worn: Annotated[Worn | None, Form(description="Where sensors were worn.")] = None,
    ) -> Response:
        """Put files of devices together to days."""
        if start is not None:
            check_moment(start)
        options = {
            "timezone": timezone,
            "sleep": sleep,
            "evening": evening,
            "start": start,
            "standing_desk": standing_desk,
            "worn": worn,
        }
        return await _queued(request, "day", "day", options, files)


def check_moment(words: str) -> None:
    """Check a date with a time.

    Raises:
        UsageError: there is no such day.
    """
    try:
        datetime.fromisoformat(words)
    except ValueError:
        raise UsageError(_("There is no such day as {words}; correct start.", words=words)) from None


def _add_jobs(router: APIRouter) -> None:
    @router.get("/jobs")
    async def jobs(request: Request) -> JobList:
        """List the jobs of the token's account that the token may see, oldest first."""
        token = token_of(request.scope)
        found = workshop_of(request).of(token.account)
        return JobList(jobs=[JobStatus.of(one) for one in found if one.scope in token.scopes])

    @router.get("/jobs/{job}")
    async def job_state(request: Request, job: JobId) -> JobStatus:
        """Say how far a job is."""
        return JobStatus.of(_job(request, job))

    @router.get("/jobs/{job}/result", response_model=AnswerOfJob)
    async def job_result(request: Request, job: JobId) -> Response:
        """Give the answer of a job that is done."""
        known = _job(request, job)
        if known.state == "done":
            try:
                file = known.result.open("rb")
            except FileNotFoundError:  # it was removed meanwhile
                raise _no_job() from None
            size = {"content-length": str(os.fstat(file.fileno()).st_size)}
            return StreamingResponse(_pieces(file), headers=size, media_type=JSON)
        if known.end is None:
            raise ProblemError(
                409, _("This job is not done yet; ask for its state until it is."), retry_after="2"
            )
        _refuse(known.end)

    @router.delete("/jobs/{job}", status_code=204, response_class=Response)
    async def remove_job(request: Request, job: JobId) -> Response:
        """Remove a job and its files; one that runs is stopped."""
        await asyncio.to_thread(workshop_of(request).remove, _job(request, job))
        return Response(status_code=204)


def _add_people(router: APIRouter, clinic: Clinic) -> None:
    places = asyncio.Semaphore(sent.LIMITS["people_at_once"])

    @router.get("/people")
    async def people(request: Request) -> PeopleList:
        """List the people whom the account of the token sees."""
        known = await asyncio.to_thread(clinic.tokens.people, token_of(request.scope).secret)
        return PeopleList(people=[SeenPerson(id=number, name=name) for number, name in known])

    @router.get("/people/{person}/fhir", responses={200: {"content": {FHIR: {"schema": {"type": "object"}}}}})
    async def person_fhir(request: Request, person: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> Response:
        """Give what is kept of a person as a bundle of FHIR R4."""
        store = clinic.tokens.store_of(token_of(request.scope).secret, person, "FHIR")
        async with places:
            found = await asyncio.to_thread(person_bundle, store)
        return JSONResponse(found, media_type=FHIR)


JobId = Annotated[str, Path(max_length=100)]


def _with_forces(file: UploadFile, forces: UploadFile | None) -> list[UploadFile]:
    if forces is None:
        return [file]
    check_ending(forces, FORCE_FILES)
    return [file, forces]


def _job(request: Request, name: str) -> ApiJob:
    """A job of the token's account that the token may see.

    Raises:
        ProblemError: there is none.
    """
    token = token_of(request.scope)
    found = workshop_of(request).find(token.account, name)
    if found is None or found.scope not in token.scopes:
        raise _no_job()
    return found


def _no_job() -> ProblemError:
    return ProblemError(
        404, _("There is no such job, or it was removed an hour after it ended; send it again.")
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _at_once(request: Request, kind: OrderKind, wanted: sent.OfPerson) -> Response:
    order = Order(kind, wanted.model_dump(), language=language())
    try:
        end = await asyncio.wrap_future(workshop_of(request).at_once(order))
    except FullError:
        raise too_busy() from None
    if end.state != "done":
        _refuse(end)
    return Response(end.content, media_type=JSON)


async def _queued(
    request: Request, scope: Scope, kind: OrderKind, options: dict[str, Any], files: list[UploadFile]
) -> Response:
    """Keep what was sent, and queue the job."""
    workshop, account, spoken = workshop_of(request), token_of(request.scope).account, language()

    def add() -> ApiJob:
        folder = workshop.new_folder()
        try:
            return workshop.add(account, scope, Order(kind, options, save(files, folder), spoken), folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    try:
        job = await run_in_threadpool(add)
    except FullError:
        raise too_busy() from None
    state = JobStatus.of(job).model_dump(mode="json")
    return JSONResponse(state, 202, {"location": f"/api/v1/jobs/{job.id}", "retry-after": "2"})


def _refuse(end: OrderEnd) -> NoReturn:
    """Raise why there is no answer."""
    raise ProblemError(STATUS.get(end.state, 500), end.says)
