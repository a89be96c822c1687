"""The coach as an installed app: its manifest, and the page that stands in for it while it does not run.

Both are in the language of the visit. The page's digest changes with it, so that the browser keeps the page anew when
somebody has chosen another language.
"""

import hashlib
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from psoas.app.guard import NONCE
from psoas.app.markup import filled
from psoas.app.shell import STATIC, THEME, sign
from psoas.words import N_, _, language

MANIFEST: Final[dict[str, Any]] = {
    "id": "/",
    "name": N_("psoas coach"),
    "short_name": "psoas",
    "description": N_(
        "Counts, times and scores your hip-flexor stretch through the camera, on this computer alone."
    ),
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "theme_color": THEME,
    "background_color": "#f5f4f0",
    "categories": ["fitness", "health"],
    "icons": [
        {"src": "/static/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": "/static/icon-maskable-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
}
_NO_CACHE: Final = {"cache-control": "no-cache"}


def installed_routes() -> list[BaseRoute]:
    """Give the routes of the manifest, of the worker that answers in the browser, and of the page that it keeps."""
    site = APIRouter()

    @site.get("/manifest.webmanifest")
    def manifest() -> Response:
        words = {name: _(MANIFEST[name]) for name in ("name", "description")}
        return JSONResponse(
            MANIFEST | words | {"lang": language()}, headers=_NO_CACHE, media_type="application/manifest+json"
        )

    @site.get("/service-worker.js")
    def worker() -> Response:
        digest = hashlib.sha256(_offline("").encode()).hexdigest()[:16]
        script = (STATIC / "service-worker.js").read_text(encoding="utf-8").replace("DIGEST", digest)
        return Response(script, headers=_NO_CACHE, media_type="text/javascript")

    @site.get("/offline")
    def offline(request: Request) -> Response:
        return HTMLResponse(_offline(request.scope.get(NONCE, "")), headers=_NO_CACHE)

    return site.routes


def _offline(nonce: str) -> str:
    return filled("offline.html", sign=sign(), nonce=nonce)
