"""The export of one person: tables for a spreadsheet, and FHIR for another record system, in one zip."""

import asyncio
import io
import json
import zipfile
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from psoas.app.clinic.forms import guarded
from psoas.app.clinic_api.people import person_bundle
from psoas.app.coach import Visit
from psoas.app.progress_page import download_headers, exported

FHIR_FILE = "fhir-r4.json"


def export_route(enter: Callable[[Request], Awaitable[Visit]]) -> Route:
    """Give the route of the export; ``enter`` finds the person, as for every page."""

    async def export(request: Request) -> Response:
        content = await asyncio.to_thread(export_zip, await enter(request))
        return Response(content, media_type="application/zip", headers=download_headers("zip"))

    return Route("/export.zip", guarded(export), methods=["GET"])


def export_zip(visit: Visit) -> bytes:
    """All that is kept of a person: the tables of the coach's export, and a bundle of FHIR R4."""
    bundle = person_bundle(visit.coach.store, visit.coach.days)
    file = io.BytesIO(exported(visit))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FHIR_FILE, json.dumps(bundle, ensure_ascii=False, indent=1, allow_nan=False))
    return file.getvalue()
