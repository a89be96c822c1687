"""The picture shows the body that it was given: posture, stretch, side and size."""

import math
from collections.abc import Mapping
from typing import Any

import mujoco
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from psoas.body.loading import load_body
from psoas.body.postures import named_posture, named_postures
from psoas.draw.body_layers import PAPER as PAPER_COLOUR
from psoas.draw.body_picture import draw_body, side_by_side
from psoas.draw.stretch_scale import StretchScale
from psoas.errors import UsageError
from tests.draw.posed import body, posture

SMALL = (240, 320)
PAPER = np.array(PAPER_COLOUR)
FIVE = StretchScale(5.0)
FLEXED = math.radians(60)


def everywhere(stretch: float) -> dict[str, float]:
    """All fascicles of the psoas stretched alike."""
    return {name: stretch for name in body().muscles if name.startswith("Ps_")}


def drawn(picture: Image.Image) -> NDArray[np.bool_]:
    """(H, W) where there is a body: inside of the part between the words."""
    inked: NDArray[np.bool_] = np.abs(np.asarray(picture).astype(int) - PAPER).sum(axis=-1) > 12
    inked[: round(0.14 * picture.height)] = False
    inked[round(0.76 * picture.height) :] = False
    return inked


def redness(picture: Image.Image) -> float:
    """How much more red than blue there is in the body."""
    rgb = np.asarray(picture).astype(float)[drawn(picture)]
    return float((rgb[:, 0] - rgb[:, 2]).sum() / 1000)


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


def small(data: mujoco.MjData, stretch: Mapping[str, float], **options: Any) -> Image.Image:
    return draw_body(body(), data, stretch, size=SMALL, scale=FIVE, **options)


def test_a_picture_has_its_size_a_body_in_it_and_is_always_the_same() -> None:
    first, second = (small(posture(), everywhere(0.0), title="Standing") for _ in range(2))
    assert first.size == SMALL
    assert first.mode == "RGB"
    assert 0.08 < drawn(first).mean() < 0.6
    assert first.tobytes() == second.tobytes()


def test_thighs_that_swing_forward_move_forward_in_the_picture() -> None:
    standing, swung = posture(), posture(hip_flexion_r=FLEXED, hip_flexion_l=FLEXED)
    before, after = (
        drawn(small(one, {}, focus="whole", alongside=(standing, swung))) for one in (standing, swung)
    )
    gone, come = np.nonzero(before & ~after), np.nonzero(after & ~before)
    assert len(come[0]) > 200
    assert come[1].mean() > gone[1].mean() + 10, "seen from the right, forward is to the right"
    middle = np.flatnonzero(before.any(axis=1)).mean()
    assert min(come[0].min(), gone[0].min()) > middle - 20, "what is above the hips stays where it is"


def test_a_longer_fascicle_is_redder_and_a_shorter_one_bluer() -> None:
    data = posture()
    short, neutral, long = (small(data, everywhere(stretch)) for stretch in (-4.0, 0.0, 4.0))
    assert redness(short) + 3 < redness(neutral) < redness(long) - 3
    one = small(data, everywhere(0.0) | {"Ps_L1_VB_r": 5.0})
    assert redness(neutral) < redness(one)
    changed = np.any(np.asarray(one) != np.asarray(neutral), axis=-1)
    assert 10 < changed.sum() < 0.1 * drawn(one).sum()


def test_a_mirrored_posture_gives_a_mirrored_picture() -> None:
    left, right = (
        drawn(small(posture(**{f"hip_adduction_{side}": -0.4}), {}, view="front", side=None, focus="whole"))
        for side in "lr"
    )
    assert overlap(left[:, ::-1], right) > 0.93
    assert overlap(left, right) < 0.8


def test_the_side_of_interest_stands_out() -> None:
    picture = small(posture(), everywhere(4.0), view="front", side="right")
    rgb = np.asarray(picture).astype(int) * drawn(picture)[..., None]
    red = rgb[..., 0] - rgb[..., 2] > 90
    middle = SMALL[0] // 2
    assert red[:, :middle].sum() > 5 * max(1, red[:, middle:].sum()), (
        "the person's right is the viewer's left"
    )


def test_a_fascicle_behind_bone_is_paler_than_one_in_front() -> None:
    seen = [redness(small(posture(), everywhere(5.0), view=view, side=None)) for view in ("front", "back")]
    assert seen[1] < 0.9 * seen[0]


def test_a_second_posture_is_an_outline() -> None:
    standing, swung = posture(), posture(hip_flexion_r=FLEXED)
    alone = np.asarray(small(standing, {}, alongside=(swung,)))
    both = np.asarray(small(standing, {}, ghost=swung))
    outline = np.any(alone != both, axis=-1)
    assert 0.003 < outline.mean() < 0.1
    blue = both[outline].astype(int)
    assert (blue[:, 2] > blue[:, 0]).mean() > 0.8


def test_nothing_is_cut_off_in_any_posture() -> None:
    for name in named_postures():
        data = posture(**named_posture(name).coordinates)
        picture = np.asarray(small(data, {}, focus="whole", bare=True)).astype(int)
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert (np.abs(edge - PAPER).sum(axis=-1) < 12).all(), name


def test_what_cannot_be_drawn_is_said() -> None:
    data = posture()
    with pytest.raises(UsageError, match=r"No tendon is called Ps_L9_r; the model has .*Ps_L1_VB_r"):
        small(data, {"Ps_L9_r": 1.0})
    with pytest.raises(UsageError, match="choose from side, front, back, oblique"):
        small(data, {}, view="above")
    with pytest.raises(UsageError, match="160 pixels"):
        draw_body(body(), data, {}, FIVE, size=(100, 300))
    with pytest.raises(UsageError, match="meshes=True"):
        draw_body(load_body(), data, {}, FIVE)
    with pytest.raises(UsageError, match="0 pictures"):
        side_by_side([], [])


def test_pictures_stand_beside_each_other() -> None:
    row = side_by_side([Image.new("RGB", (100, 200)), Image.new("RGB", (200, 400))], ["correct", "arched"])
    assert row.width > 200
    assert 200 < row.height < 240
