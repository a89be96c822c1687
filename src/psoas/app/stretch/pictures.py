"""Pictures of our own body in the postures of an exercise: how it is meant, and its main fault."""

import io
from functools import cache

from fastapi import HTTPException, Response
from nicegui import app

from psoas.body import Person, load_body, named_posture
from psoas.draw import draw_from_right
from psoas.exercises import COACHED, Exercise
from psoas.words import N_, _

PICTURE_SIZE = (360, 420)
"""Width and height of a picture [px]."""

CAPTIONS = (N_("like this"), N_("not like this: the back arches"))


def register_pictures() -> None:
    """Add the address of the pictures; each is drawn when it is first asked for."""

    @app.get("/postures/{name}.jpg")
    def posture(name: str) -> Response:
        if name not in {known for exercise in COACHED for known in exercise.postures}:
            raise HTTPException(404)
        return Response(
            posture_jpeg(name), media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
        )


def posture_pictures(exercise: Exercise) -> list[dict[str, str]]:
    """Address, caption and description of each picture of an exercise."""
    return [
        {"address": f"/postures/{name}.jpg", "caption": _(caption), "says": named_posture(name).says}
        for name, caption in zip(exercise.postures, CAPTIONS, strict=False)
    ]


@cache
def posture_jpeg(name: str) -> bytes:
    """A JPEG of the whole body in a posture, from the side, with the psoas of the rear leg coloured by its length."""
    body = load_body(Person(), meshes=True)
    data = body.posed(body.poses(named_posture(name).coordinates)[0])
    buffer = io.BytesIO()
    draw_from_right(body, data, PICTURE_SIZE).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
