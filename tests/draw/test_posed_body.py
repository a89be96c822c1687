"""A posture as a picture: its colours reach as far as the sides that are drawn in full."""

from typing import Any

import pytest
from PIL import Image

from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.draw.posed_body import picture_file
from psoas.muscle.posed import posed_psoas


@pytest.mark.parametrize("view", ["side", "oblique", "front", "back"])
def test_the_colours_reach_as_far_as_the_sides_that_are_drawn_in_full(
    view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []

    def draw(*_: Any, **how: Any) -> Image.Image:
        drawn.append(how)
        return Image.new("RGB", (90, 120))

    monkeypatch.setattr("psoas.draw.posed_body.draw_body", draw)
    body = load_body(meshes=True)
    posed = posed_psoas(body, named_postures()["half_kneeling"].coordinates)
    picture_file(body, posed, view, "")
    for how in drawn:
        full = [
            100 * abs(share)
            for fascicle, share in zip(posed.fascicles, posed.stretch, strict=True)
            if how["side"] is None or fascicle.side == how["side"][0]
        ]
        assert max(full) <= how["scale"].limit <= 2 * max(full)
    assert {how["side"] for how in drawn} == ({None} if view in ("front", "back") else {"right"})
