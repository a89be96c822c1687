"""Bellies begin and end where the model's strands do, keep their volume, bulge as they shorten and stay out of bone."""

from functools import cache

import numpy as np
import pytest
from scipy.spatial import KDTree

from psoas.body.fascicles import psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.postures import named_posture, named_postures
from psoas.body.scaling import Person
from psoas.draw.bellies import Bellies, bellies, belly_table, belly_volumes, muscle_stretch
from psoas.draw.body_shapes import bones_of
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.posed import posed_psoas
from psoas.timeseries import Array
from tests.draw.posed import body, posture
from tests.draw.test_rings import enclosed

PSOAS = 11
SITTING, STRETCH = (named_posture(name).coordinates for name in ("sitting_upright", "half_kneeling_tucked"))


@cache
def drawn(name: str) -> Bellies:
    return bellies(body(), posture(**named_posture(name).coordinates))


def radii(shape: Bellies) -> Array:
    """(S, K) [m]."""
    found: Array = np.linalg.norm(shape.rings.across, axis=-1)
    return found


def inside(shape: Bellies, strands: range, points: Array) -> Array:
    """(S, N) whether points lie within each of some bellies."""
    found = []
    for one in strands:
        at, fine = np.linspace(0, 1, radii(shape).shape[1]), np.linspace(0, 1, 400)
        line = np.stack([np.interp(fine, at, shape.rings.centres[one, :, axis]) for axis in range(3)], axis=1)
        distance, nearest = KDTree(line).query(points)
        found.append(distance < np.interp(fine, at, radii(shape)[one])[nearest])
    return np.array(found)


@pytest.mark.parametrize("name", named_postures())
def test_every_belly_keeps_the_volume_of_its_fibres(name: str) -> None:
    shape, volumes = drawn(name), belly_volumes(body())
    for number, muscle in enumerate(shape.names):
        own = volumes[muscle] / shape.names.count(muscle)
        assert enclosed(shape.rings.surface(number, 24)) == pytest.approx(own, rel=0.05), muscle


def test_the_volume_is_strength_over_tension_times_fibre() -> None:
    parameters, volumes = muscle_parameters(body()), belly_volumes(body())
    for name, volume in volumes.items():
        at = body().muscle_index(name)
        section = parameters.max_isometric_force[at] / 600_000
        assert volume == pytest.approx(section * parameters.optimal_fibre_length[at])
    assert belly_table()["specific_N_per_cm2"] == 60


@pytest.mark.parametrize("name", named_postures())
def test_a_strand_begins_and_ends_where_the_model_has_it(name: str) -> None:
    data = posture(**named_posture(name).coordinates)
    shape = drawn(name)
    for fascicle in psoas_fascicles():
        centres = shape.rings.centres[shape.names.index(fascicle.name)]
        tendon = body().model.tendon(fascicle.name).id
        first = int(data.ten_wrapadr[tendon])
        path = data.wrap_xpos.reshape(-1, 3)[first : first + int(data.ten_wrapnum[tendon])]
        np.testing.assert_allclose(centres[[0, -1]], path[[0, -1]], atol=1e-4)


def test_a_belly_bulges_as_it_shortens() -> None:
    short, standing, long = (
        radii(drawn(name)).max(axis=1)[:PSOAS]
        for name in ("sitting_upright", "standing", "half_kneeling_tucked")
    )
    assert (short > 1.03 * standing).all()
    assert (long < standing).all()


def test_the_two_sides_are_mirror_images_in_standing() -> None:
    right, left = np.split(drawn("standing").rings.centres, 2)
    np.testing.assert_allclose(right * [1, -1, 1], left, atol=1e-4)


def test_a_taller_person_has_the_same_bellies_larger() -> None:
    tall = load_body(Person(height_m=1.9))
    large = bellies(tall, tall.posed(tall.poses()[0])).rings.centres
    np.testing.assert_allclose(large, drawn("standing").rings.centres * 1.9 / 1.7, atol=0.004)


@pytest.mark.parametrize("name", ["standing", "half_kneeling_tucked", "sitting_upright"])
def test_the_psoas_hardly_reaches_into_the_spine_and_the_pelvis(name: str) -> None:
    shape, data = drawn(name), posture(**named_posture(name).coordinates)
    bones = [bone.positioned(data) for bone in bones_of(body().model) if bone.role in ("spine", "pelvis")]
    vertices = np.concatenate([bone.vertices for bone in bones])
    normals = np.concatenate([bone.normals for bone in bones])
    middle = shape.rings.centres[:PSOAS, 3:-6].reshape(-1, 3)
    _, nearest = KDTree(vertices).query(middle)
    outside = ((middle - vertices[nearest]) * normals[nearest]).sum(axis=1)
    assert np.mean(outside < 0) < 0.02, "the middle of a belly lies outside of the bones"


def test_the_section_of_the_psoas_is_greatest_where_images_have_it_and_as_large() -> None:
    """Not used to draw: Reid et al. 1994, greatest at L4/L5, 16.3 cm2 in 15 young men."""
    data = posture()
    levels = {
        f"L{upper}/L{upper + 1}": float(
            (data.body(f"lumbar{upper}").xpos[2] + data.body(f"lumbar{upper + 1}").xpos[2]) / 2
        )
        for upper in range(1, 5)
    }
    step = 0.001
    grid = np.stack(np.meshgrid(np.arange(-0.14, 0.03, step), np.arange(-0.13, 0, step)), axis=-1).reshape(
        -1, 2
    )
    area = {}
    for level, height in levels.items():
        points = np.column_stack([grid, np.full(len(grid), height)])
        area[level] = 1e4 * step**2 * inside(drawn("standing"), range(PSOAS), points).any(axis=0).sum()
    print(f"\nsections: { ({level: round(float(found), 1) for level, found in area.items()}) } cm2")
    assert list(area.values()) == sorted(area.values()), "it grows from L1 to L5"
    assert area["L4/L5"] == pytest.approx(belly_table()["compared"]["greatest_section_cm2"], rel=0.2)


def test_bellies_that_run_together_share_little_room() -> None:
    shape = drawn("standing")
    centres = shape.rings.centres[:PSOAS].reshape(-1, 3)
    generator = np.random.default_rng(1)
    points = generator.uniform(centres.min(axis=0) - 0.02, centres.max(axis=0) + 0.02, (40_000, 3))
    within = inside(shape, range(PSOAS), points).sum(axis=0)
    assert (within > 0).sum() / within.sum() > 0.85
    assert (within > 2).sum() < 0.04 * (within > 0).sum()


def test_a_small_movement_moves_a_belly_a_little() -> None:
    last = bellies(body(), posture(hip_flexion_r=np.radians(-20.0))).rings.centres
    for degrees in range(-18, 120, 2):
        now = bellies(body(), posture(hip_flexion_r=np.radians(float(degrees)))).rings.centres
        assert np.linalg.norm(now - last, axis=-1).max() < 0.012
        last = now


def test_the_stretch_is_that_of_the_model() -> None:
    for pose in (SITTING, STRETCH):
        posed = posed_psoas(body(), pose)
        stretch = muscle_stretch(body(), posture(**pose))
        found = [stretch[one.name] for one in posed.fascicles]
        assert found == pytest.approx((100 * posed.stretch).tolist(), abs=1e-6)
        assert set(stretch) - {one.name for one in posed.fascicles} == {"iliacus_r", "iliacus_l"}
    assert stretch["iliacus_r"] > 0 > stretch["iliacus_l"]
