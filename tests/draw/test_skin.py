"""The outline of the body lies around the bones, in every posture."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.postures import named_posture, named_postures
from psoas.body.scaling import Person
from psoas.draw.body_shapes import bones_of
from psoas.draw.raster import fitted, silhouette, viewing_axes
from psoas.draw.skin import ARMS, skin
from psoas.draw.surfaces import joined
from tests.draw.posed import body, posture
from tests.draw.test_rings import enclosed


@pytest.mark.parametrize("azimuth", [-90, 0, -42])
@pytest.mark.parametrize("name", named_postures())
def test_nearly_all_bone_is_within_the_outline(name: str, azimuth: int) -> None:
    data = posture(**named_posture(name).coordinates)
    rings = skin(body(), data)
    shapes = joined([rings.surface(part, 16) for part in range(len(rings.centres))])
    bones = joined([bone.positioned(data) for bone in bones_of(body().model)])
    camera = fitted(viewing_axes(azimuth, 0), shapes.vertices, (10, 10, 290, 390), (300, 400))
    around, within = silhouette(shapes, camera), silhouette(bones, camera)
    assert (within & ~around).sum() < 0.02 * within.sum()


def test_it_is_closed_and_looks_outwards_and_arms_are_its_last_parts() -> None:
    rings = skin(body(), posture())
    volumes = [enclosed(rings.surface(part, 16)) for part in range(len(rings.centres))]
    assert min(volumes) > 0.0005
    assert 0.04 < sum(volumes) < 0.09, "about as much as a person of 70 kg, in m3; parts overlap"
    middle = np.abs(rings.centres[:, :, 1].mean(axis=1))
    assert set(np.argsort(middle)[-ARMS:]) == set(range(len(middle) - ARMS, len(middle)))


def test_it_grows_with_the_person() -> None:
    tall = load_body(Person(height_m=1.9))
    large = skin(tall, tall.posed(tall.poses()[0])).corners(8)
    usual = skin(body(), posture()).corners(8)
    assert np.ptp(large[..., 2]) == pytest.approx(np.ptp(usual[..., 2]) * 1.9 / 1.7, rel=0.01)
