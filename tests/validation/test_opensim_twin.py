"""Row 16: paths of the body beside those of its twin in OpenSim."""

from itertools import pairwise

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.tables import Around, Point
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.beside_opensim import Compared, compare_lengths
from psoas.validation.opensim_twin import has_opensim
from psoas.validation.sampling import hip_sweep, random_poses

needs_opensim = pytest.mark.skipif(
    not has_opensim(), reason="needs the package opensim, which is not installed"
)


TOLERANCE_M = 0.002


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def compared(body: Body) -> Compared:
    free = [name for name in body.coordinates if not name.startswith("pelvis_")]
    swept, scattered = hip_sweep(body, np.arange(-20.0, 121.0, 10.0)), random_poses(body, 30, 1, free)
    return compare_lengths(body, np.concatenate([swept, scattered]), arms_at=3)


def columns(compared: Compared, *starts: str) -> list[int]:
    return [index for index, name in enumerate(compared.muscles) if name.startswith(starts)]


@needs_opensim
def test_psoas_and_iliacus_are_as_long_as_in_opensim(compared: Compared) -> None:
    hips = columns(compared, "Ps_", "iliacus")
    assert len(hips) == 24
    assert compared.same_path[:, hips].all()
    assert np.abs(compared.difference[:, hips]).max() < TOLERANCE_M


@needs_opensim
def test_a_muscle_without_a_surface_is_exactly_as_long(compared: Compared) -> None:
    straight = compared.radii == 0
    assert straight.sum() > 100
    assert np.abs(compared.difference[:, straight]).max() < 1e-12


@needs_opensim
def test_where_the_path_is_the_same_every_muscle_is_as_long(compared: Compared) -> None:
    assert compared.same_path.mean() > 0.99
    assert np.abs(compared.difference[compared.same_path]).max() < TOLERANCE_M


@needs_opensim
def test_opensim_never_finds_a_shorter_way_over_a_surface(compared: Compared) -> None:
    assert compared.difference[compared.same_path].min() > -1e-9


@needs_opensim
def test_the_sagittal_moment_arms_are_opensim_s(compared: Compared) -> None:
    sagittal = [n.startswith(("hip_flexion", "lumbar_extension")) for n in compared.coordinates]
    apart = np.abs(compared.arms - compared.their_arms)[:, :, sagittal]
    assert np.abs(compared.arms[:, :, sagittal]).max() > 0.02
    assert apart.max() < TOLERANCE_M


@pytest.mark.parametrize("name", ["Ps_L1_VB_r", "Ps_L5_VB_l", "addmagIsch_r"])
def test_a_path_over_a_cylinder_is_as_long_as_on_the_unrolled_surface(body: Body, name: str) -> None:
    poses = random_poses(body, 40, 2)
    lengths = muscle_paths(body, poses).lengths[:, body.muscle_index(name)]
    wrapped = [unrolled_length(body, pose, name) for pose in poses]
    touching = [row for row, length in enumerate(wrapped) if length is not None]
    assert len(touching) > 10
    for row in touching:
        assert lengths[row] == pytest.approx(wrapped[row], abs=1e-9)


def unrolled_length(body: Body, pose: Array, name: str) -> float | None:
    """Length by plane geometry on the cylinder laid flat; None where the path does not touch it."""
    data, muscle = body.posed(pose), body.muscle(name)
    points = [
        data.body(p.segment).xpos + data.body(p.segment).xmat.reshape(3, 3) @ p.position
        for p in muscle.path
        if isinstance(p, Point)
    ]
    place, around = next((k, step) for k, step in enumerate(muscle.path) if isinstance(step, Around))
    tendon = body.muscle_index(name)
    if data.ten_wrapnum[tendon] == len(points):
        return None
    wrap, geom = body.skeleton.wraps[around.wrap], data.geom(around.wrap)
    a, b = ((points[k] - geom.xpos) @ geom.xmat.reshape(3, 3) for k in (place - 1, place))
    far = np.hypot(a[0], a[1]), np.hypot(b[0], b[1])
    between = np.arccos(a[:2] @ b[:2] / (far[0] * far[1]))
    arcs = [turn - sum(np.arccos(wrap.radius / f) for f in far) for turn in (between, 2 * np.pi - between)]
    free = sum(np.sqrt(f**2 - wrap.radius**2) for f in far)
    straight = sum(np.linalg.norm(q - p) for k, (p, q) in enumerate(pairwise(points), 1) if k != place)
    ways = [np.hypot(free + wrap.radius * arc, b[2] - a[2]) + straight for arc in arcs if arc > 0]
    return float(min(ways, key=lambda way: abs(way - data.ten_length[tendon])))
