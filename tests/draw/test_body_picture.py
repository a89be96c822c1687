"""The picture shows the body that it was given: posture, stretch, side and size."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import mujoco
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.draw.body_layers import PAPER as PAPER_COLOUR
from psoas.draw.body_picture import draw_body, side_by_side
from psoas.draw.body_shapes import bones_of, fanned, fascicle_path, side_of
from psoas.draw.raster import Camera, fitted, rasterise, viewing_axes
from psoas.draw.stretch_scale import NOT_MEASURED, StretchScale, scale_for
from psoas.draw.surfaces import ball, joined, surface_of, tube
from psoas.errors import UsageError
from psoas.timeseries import Array

SMALL = (240, 320)
PAPER = np.array(PAPER_COLOUR)
FIVE = StretchScale(5.0)
EXTENDED, FLEXED = math.radians(-15), math.radians(60)


@cache
def body() -> Body:
    return load_body(meshes=True)


@cache
def posture(**angles: float) -> mujoco.MjData:
    """The body with some coordinates away from standing [rad]."""
    data = mujoco.MjData(body().model)
    data.qpos[:] = body().joint_positions(body().poses(angles))[0]
    mujoco.mj_kinematics(body().model, data)
    mujoco.mj_comPos(body().model, data)
    mujoco.mj_tendon(body().model, data)
    return data


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
    return draw_body(body().model, data, stretch, size=SMALL, scale=FIVE, **options)


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


def test_what_cannot_be_drawn_is_said() -> None:
    data = posture()
    with pytest.raises(UsageError, match=r"No tendon is called Ps_L9_r; the model has .*Ps_L1_VB_r"):
        small(data, {"Ps_L9_r": 1.0})
    with pytest.raises(UsageError, match="choose from side, front, back, oblique"):
        small(data, {}, view="above")
    with pytest.raises(UsageError, match="160 pixels"):
        draw_body(body().model, data, {}, FIVE, size=(100, 300))
    bare = mujoco.MjModel.from_xml_string("<mujoco><worldbody/></mujoco>")
    with pytest.raises(UsageError, match="meshes=True"):
        draw_body(bare, mujoco.MjData(bare), {}, FIVE)
    with pytest.raises(UsageError, match="0 pictures"):
        side_by_side([], [])


def test_pictures_stand_beside_each_other() -> None:
    row = side_by_side([Image.new("RGB", (100, 200)), Image.new("RGB", (200, 400))], ["correct", "arched"])
    assert row.width > 200
    assert 200 < row.height < 240


def test_bones_have_a_role_and_a_side() -> None:
    roles = {(bone.role, bone.side) for bone in bones_of(body().model)}
    assert roles >= {
        ("spine", None),
        ("pelvis", "left"),
        ("pelvis", "right"),
        ("thigh", "right"),
        ("other", None),
    }
    assert [side_of(name) for name in ("Ps_L1_VB_r", "l_pelvis", "lumbar1")] == ["right", "left", None]


def test_a_path_starts_and_ends_at_its_attachments_and_stays_near_the_tendon() -> None:
    data = posture(hip_flexion_r=EXTENDED)
    tendon = body().model.tendon("Ps_L3_TP_r").id
    path = fascicle_path(body().model, data, tendon)
    first = int(data.ten_wrapadr[tendon])
    wrapped = data.wrap_xpos.reshape(-1, 3)[first : first + int(data.ten_wrapnum[tendon])]
    np.testing.assert_allclose(path[[0, -1]], wrapped[[0, -1]], atol=1e-9)
    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    assert length == pytest.approx(float(data.ten_length[tendon]), rel=0.03)
    assert max(np.linalg.norm(path - point, axis=1).min() for point in wrapped) < 0.006
    (apart, _) = fanned([path, path], np.array([0.0, -1.0, 0.0]))
    np.testing.assert_allclose(apart[[0, -1]], path[[0, -1]])
    assert np.linalg.norm(apart - path, axis=1).max() < 0.007


def looking_along_x(points: Array) -> Camera:
    return fitted(viewing_axes(0, 0), points, (20, 20, 380, 380), (400, 400))


def test_a_ball_is_a_disc_lit_from_the_upper_left() -> None:
    sphere = ball(np.zeros(3), 0.1, rings=40)
    camera = looking_along_x(sphere.vertices)
    seen = rasterise(sphere, camera)
    assert camera.scale == pytest.approx(1800)
    assert len(seen.pixels) == pytest.approx(math.pi * 180**2, rel=0.012)
    rows, columns = np.divmod(seen.pixels, 400)
    y, z = (columns - 199.5) / 1800, (199.5 - rows) / 1800
    inside = y**2 + z**2 < 0.095**2
    depth = np.sqrt(0.1**2 - y[inside] ** 2 - z[inside] ** 2)
    np.testing.assert_allclose(seen.nearness[inside], depth, atol=0.0015)
    brightest = int(np.argmax(seen.light))
    assert rows[brightest] < 199
    assert columns[brightest] < 199
    assert seen.contours(0.05).sum() == pytest.approx(2 * math.pi * 180, rel=0.2)


def test_the_nearer_of_two_balls_hides_the_other() -> None:
    near, far = (ball(np.array([x, 0.0, 0.0]), 0.1).as_part(part) for part, x in ((0, 0.3), (1, -0.3)))
    for pair in ([near, far], [far, near]):
        both = joined(pair)
        assert set(rasterise(both, looking_along_x(both.vertices)).part.tolist()) == {0}


def test_a_coarse_ball_is_rounded_and_a_mesh_inside_out_is_turned() -> None:
    coarse = ball(np.zeros(3), 0.1, rings=4)
    fine = surface_of(coarse.vertices, coarse.faces[:, ::-1], 0.02)
    assert len(fine.faces) > 4 * len(coarse.faces)
    assert np.linalg.norm(fine.vertices, axis=1).min() > 0.09
    assert (np.einsum("vc,vc->v", fine.vertices, fine.normals) > 0).all()


def test_a_tube_is_as_wide_as_asked() -> None:
    path = np.stack([np.zeros(30), np.zeros(30), np.linspace(0, 0.3, 30)], axis=1)
    pipe = tube(path, np.full(30, 0.01), sides=24)
    camera = looking_along_x(pipe.vertices)
    assert len(rasterise(pipe, camera).pixels) == pytest.approx(0.3 * 0.02 * camera.scale**2, rel=0.12)


def test_the_scale_darkens_evenly_from_the_middle_to_both_ends() -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    light = ((FIVE.colours(np.linspace(-5, 5, 41)) / 255) ** 2.2) @ weights
    assert (np.diff(light[:21]) > 0).all()
    assert (np.diff(light[20:]) < 0).all()
    np.testing.assert_allclose(light, light[::-1], atol=0.13)
    assert FIVE.colour(99) == FIVE.colour(5)
    assert FIVE.colour(math.nan) == NOT_MEASURED
    assert scale_for([-2.2, math.nan], "mm") == StretchScale(3.0, "mm")
