"""A posture as a picture: its colours mean the same in every picture."""

from typing import Any

import pytest
from PIL import Image

from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.draw.posed_body import picture_file
from psoas.draw.stretch_scale import PERCENT
from psoas.muscle.posed import posed_psoas


@pytest.mark.parametrize("view", ["side", "oblique", "front", "back"])
def test_every_posture_has_the_same_scale_of_colours(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[dict[str, Any]] = []

    def draw(*_: Any, **how: Any) -> Image.Image:
        drawn.append(how)
        return Image.new("RGB", (90, 120))

    monkeypatch.setattr("psoas.draw.posed_body.draw_body", draw)
    body = load_body(meshes=True)
    for name in ("half_kneeling", "sitting_upright"):
        picture_file(body, posed_psoas(body, named_postures()[name].coordinates), view, "")
    assert {how["scale"] for how in drawn} == {PERCENT}
    assert {how["side"] for how in drawn} == ({None} if view in ("front", "back") else {"right"})
