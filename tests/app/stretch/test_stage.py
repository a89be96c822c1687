"""The stage is handed what its script needs: the points in the network's order."""

import json

from psoas.app.body3d.element import Body3D
from psoas.app.stretch.stage import StretchStage
from psoas.capture.pose.landmarks import LANDMARKS
from tests.app.built import empty_page


def stage(body: Body3D | None, *, camera: bool = True) -> StretchStage:
    return StretchStage(
        "a seat",
        camera=camera,
        speech=not camera,
        body=body,
        on_end=lambda: None,
    )


def test_the_script_gets_the_points_in_the_order_of_the_network() -> None:
    with empty_page():
        handed = json.loads(json.dumps(dict(stage(None).props)))
    assert handed["landmarks"] == list(LANDMARKS)
    assert (handed["seat"], handed["camera"], handed["speech"]) == ("a seat", True, False)
    assert handed["body"] is None


def test_the_script_finds_the_body_beside_it() -> None:
    with empty_page() as client:
        body = Body3D(live=True)
        made = stage(body, camera=False)
        assert client.elements[made.props["body"]] is body
    assert (made.props["camera"], made.props["speech"]) == (False, True)
