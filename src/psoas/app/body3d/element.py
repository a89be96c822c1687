"""The body as an element of a page."""

from asyncio import to_thread
from itertools import product
from pathlib import Path
from typing import Any

import nicegui.elements.scene  # noqa: F401  makes three.js known to pages as "nicegui-scene"
import numpy as np
from fastapi import Response
from nicegui import background_tasks
from nicegui.element import Element

from psoas import __version__
from psoas.app.body3d.bones import packed_bones
from psoas.app.body3d.frames import PosedFrame
from psoas.body import load_body
from psoas.draw import PERCENT, draw_body
from psoas.report import data_uri
from psoas.sides import Side
from psoas.words import _, in_series, pgettext

PICTURE_SIZE = (640, 800)
PARTS: list[str | Path] = [
    f"psoas-{part}.js" for part in ("body", "bones", "drawing", "labels", "outline", "scene", "style", "view")
]


class Body3D(Element, component="body3d.js", dependencies=PARTS):
    """The skeleton and both psoas in 3-D; without WebGL a drawn picture.

    JavaScript on the same page can set postures without the server's events: ``getElement(ID).applyFrame(update)`` with
    an update of `PosedFrames.frame`.
    """

    def __init__(self, *, live: bool = False) -> None:
        """Make an element without a posture, which shows the whole body.

        Args:
            live: beside a camera: without a graphics card the processor is left to the pose network.
        """
        super().__init__()
        self.add_dynamic_resource("bones", bones_response)
        self._props["bones"] = f"{self._props['dynamic-resource-path']}/bones?version={__version__}"
        self._props["live"] = live
        self._props["words"] = _words()
        self._posed: PosedFrame | None = None
        self._side: Side | None = None
        self._wants_picture = self._drawing = False
        self.on("shown", self._shown, args=[])
        self.on("nowebgl", self._without_webgl, args=[])

    def pose(self, posed: PosedFrame, side: Side | None = None) -> None:
        """Show a posture of `PosedFrames.at`, with the psoas of one side or, with None, of both in colour."""
        self._posed, self._side = posed, side
        self.run_method("applyFrame", posed.update(side))
        if self._wants_picture:
            background_tasks.create(self._draw())

    def _shown(self) -> None:
        if self._posed is not None:
            self.run_method("applyFrame", self._posed.update(self._side))

    async def _without_webgl(self) -> None:
        self._wants_picture = True
        await self._draw()

    async def _draw(self) -> None:
        """Draw the newest posture; older ones that came meanwhile are skipped."""
        if self._drawing:
            return
        self._drawing = True
        drawn = None
        while self._posed is not None and drawn is not self._posed:
            drawn = self._posed
            uri = await to_thread(picture, drawn)
            self.run_method("showPicture", uri)
        self._drawing = False


def _words() -> dict[str, Any]:
    """The sentences of the element; ``seen`` by where the viewer stands, such as ``above front left``."""
    ways = [
        ("", "above", "below"),
        ("", "front", "behind"),
        ("", "left", "right"),
    ]
    names = {
        "above": pgettext("seen from", "above"),
        "below": pgettext("seen from", "below"),
        "front": pgettext("seen from", "the front"),
        "behind": pgettext("seen from", "behind"),
        "left": pgettext("seen from", "the left"),
        "right": pgettext("seen from", "the right"),
    }
    places = [[one for one in place if one] or ["front"] for place in product(*ways)]
    return {
        "skeleton": _("A skeleton with both psoas muscles."),
        "keys": _("Arrow keys turn it, plus and minus zoom in or out, Home resets the view."),
        "picture": _("This browser cannot show the body in 3-D (WebGL is off), so here is a drawn picture."),
        "seen": {
            " ".join(place): _("Seen from {places}.", places=in_series([names[one] for one in place]))
            for place in places
        },
    }


def bones_response() -> Response:
    """Answer with the bones, which a browser may keep for a day; their address changes with the version."""
    return Response(
        packed_bones(),
        media_type="application/octet-stream",
        headers={"Cache-Control": "private, max-age=86400"},
    )


def picture(posed: PosedFrame) -> str:
    """Draw the posture, and return a ``data:`` address of a JPEG."""
    body = load_body(meshes=True)
    shares = zip(posed.muscles.names, posed.muscle_stretch.tolist(), strict=True)
    stretch = {name: 100 * share for name, share in shares}
    image = draw_body(
        body,
        body.posed(np.asarray(posed.coordinates, dtype=np.float64)),
        stretch,
        view="oblique",
        size=PICTURE_SIZE,
        scale=PERCENT,
        side=None,
    )
    return data_uri(image, "JPEG", quality=85)
