"""Pictures of our own body in the postures of an exercise: how it is meant, and its main fault."""

import io
from functools import cache
from typing import Final

from fastapi import HTTPException, Response
from nicegui import app

from psoas.app.body3d.frames import stretch_scale
from psoas.body import Person, load_body, named_posture
from psoas.draw import draw_body
from psoas.exercises import COACHED, Exercise
from psoas.muscle import posed_psoas

PICTURE_SIZE = (360, 420)
"""Width and height of a picture [px]."""

PX_PER_M: Final = 75.0
"""Scale of the drawing from above."""

LEG: Final = ("femur", "tibia", "talus")
FOOT: Final = ("calcn", "toes")
"""Bones whose origins are the corners of a leg, from hip to ankle, and of a foot."""

CAPTIONS = ("like this", "not like this: the back arches")


def register_pictures() -> None:
    """Add the address of the pictures; each is drawn when it is first asked for."""

    @app.get("/postures/{name}.jpg")
    def posture(name: str) -> Response:
        if name not in {known for exercise in COACHED for known in exercise.postures}:
            raise HTTPException(404)
        return Response(
            _drawn(name), media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
        )


def posture_pictures(exercise: Exercise) -> list[dict[str, str]]:
    """Address, caption and description of each picture of an exercise."""
    return [
        {"address": f"/postures/{name}.jpg", "caption": caption, "says": named_posture(name).says}
        for name, caption in zip(exercise.postures, CAPTIONS, strict=False)
    ]


@cache
def legs_from_above(posture: str) -> dict[str, str]:
    """Paths of the legs of a posture as seen from above, the person facing right, in the units of an SVG.

    Returns:
        ``rear`` and ``front``: from hip to ankle; ``rear_foot`` and ``front_foot``: from heel to toes. The place of the
        pelvis is 0, 0; y is to the person's right.
    """
    body = load_body(Person())
    posed = posed_psoas(body, named_posture(posture).coordinates)
    data = body.posed(body.poses(posed.pose)[0])
    pelvis = data.body("pelvis").xpos

    def path(bones: tuple[str, ...], side: str) -> str:
        corners = [PX_PER_M * (data.body(f"{bone}_{side}").xpos - pelvis) for bone in bones]
        return "M" + " L".join(f"{x:.1f} {-y:.1f}" for x, y, _ in corners)

    return {
        f"{leg}{part}": path(bones, side)
        for leg, side in (("rear", "r"), ("front", "l"))
        for part, bones in (("", LEG), ("_foot", FOOT))
    }


@cache
def _drawn(name: str) -> bytes:
    """A JPEG of the whole body in a posture, from the side, with the psoas of the rear leg coloured by its length."""
    body = load_body(Person(), meshes=True)
    posed = posed_psoas(body, named_posture(name).coordinates)
    stretch = {
        one.name: 100 * float(share) for one, share in zip(posed.fascicles, posed.stretch, strict=True)
    }
    image = draw_body(
        body.model,
        body.posed(body.poses(posed.pose)[0]),
        {name: share for name, share in stretch.items() if name.endswith("_r")},
        view="side",
        size=PICTURE_SIZE,
        focus="whole",
        scale=stretch_scale(),
        side="right",
        bare=True,
    )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
