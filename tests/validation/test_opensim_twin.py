"""Row 16: the body beside its twin in OpenSim, and what the row says where there is no OpenSim."""

from itertools import pairwise

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.tables import Around, Point
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation import beside_opensim
from psoas.validation.beside_opensim import Compared, compare_lengths, row_of, same_in_opensim
from psoas.validation.opensim_twin import has_opensim
from psoas.validation.row import Row
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


def test_without_opensim_the_row_says_what_to_install(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_opensim, "has_opensim", lambda: False)
    row = same_in_opensim(body)
    assert row.verdict == "not run"
    assert "needs the package opensim; install it with pip install opensim" in row.reached


def made(theirs_mm: float = 0.0, far_mm: float = 0.0) -> Row:
    """The row for one straight muscle, one fascicle and one other at two postures, with some differences."""
    ours, touched = np.full((2, 3), 0.3), np.array([[0, 1, 1], [0, 1, 1]])
    theirs = ours + np.array([[0, 0, 0], [0, theirs_mm, far_mm]]) / 1000
    arms = np.full((1, 1, 2), 0.03)
    compared = Compared(
        version="4.6",
        muscles=("bflh_r", "Ps_L1_VB_r", "IL_L2_r"),
        ours=ours,
        theirs=theirs,
        touched=touched,
        their_touched=touched,
        radii=np.array([0.0, 0.02, 0.05]),
        coordinates=("hip_flexion_r", "hip_rotation_r"),
        arms=arms,
        their_arms=arms,
        their_slopes=arms,
    )
    return row_of(compared)


def test_the_row_passes_up_to_two_millimetres() -> None:
    assert made(theirs_mm=1.9).verdict == "pass"
    assert made(theirs_mm=2.1).verdict == "fail"


def test_another_way_round_a_cylinder_is_named_and_not_counted_as_a_difference_of_length() -> None:
    row = made(far_mm=300)
    assert row.verdict == "pass"
    assert (
        "IL_L2_r: OpenSim goes round the far side of the cylinder in 1 of the postures, up to 300.0 mm"
        in row.remark
    )


def test_the_row_fails_where_a_fascicle_takes_another_path() -> None:
    assert made(theirs_mm=100).verdict == "fail"
