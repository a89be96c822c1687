"""The body in a page: its bones come once a version, and without WebGL a picture shows the same posture."""

import base64
import io

import numpy as np
from PIL import Image

from psoas import __version__
from psoas.app.body3d.bones import packed_bones
from psoas.app.body3d.element import PICTURE_SIZE, Body3D, bones_response, picture
from psoas.app.body3d.frames import frames_of
from psoas.body.postures import named_posture
from tests.app.built import empty_page


def test_the_picture_is_large_enough_and_has_the_colours_of_its_posture() -> None:
    posed = frames_of(None).at(named_posture("half_kneeling_tucked").coordinates)
    assert posed.stretch[:11].min() > 0 > posed.stretch[11:].max(), "the right is longer, the left shorter"
    kind, _, data = picture(posed).partition(",")
    assert kind == "data:image/jpeg;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert (image.format, image.size) == ("JPEG", PICTURE_SIZE)
        pixels = np.asarray(image).astype(int)[80:600]
    red, blue = (pixels[..., 0] - pixels[..., 2] > 60).mean(), (pixels[..., 2] - pixels[..., 0] > 60).mean()
    assert red > 0.001
    assert blue > 0.001


def test_the_browser_may_keep_the_bones_until_another_version_has_others() -> None:
    answer = bones_response()
    assert answer.body == packed_bones()
    assert answer.headers["cache-control"] == "private, max-age=86400"
    with empty_page():
        first, second = Body3D(), Body3D(live=True)
    for element in (first, second):
        assert str(element.props["bones"]).endswith(f"/bones?version={__version__}")
    assert [one.props["live"] for one in (first, second)] == [False, True]
