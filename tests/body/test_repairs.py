"""What was wrong in myo-sim 0.2.4 is there, and is gone after the repairs."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body, rebuilt, reference_skeleton
from psoas.body.repairs import IDLE, KNEE_CENTRE, LUMBAR_TURNS, turn_about_z
from psoas.body.scaling import Person
from psoas.body.source import read_myosim
from psoas.body.tables import Around, Point, Skeleton
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.bones import bones


@pytest.fixture(scope="module")
def published() -> Skeleton:
    return read_myosim()


@pytest.fixture(scope="module")
def repaired() -> Skeleton:
    return reference_skeleton()


def strength_of(skeleton: Skeleton, word: str) -> float:
    return sum(
        m.strength for m in skeleton.muscles.values() if m.name.startswith(word) and m.name.endswith("_r")
    )


def test_the_psoas_is_there_twice_in_the_published_model_and_once_in_ours(
    published: Skeleton, repaired: Skeleton
) -> None:
    twice = strength_of(published, "Ps_") + strength_of(published, "psoas")
    assert twice == pytest.approx(2152, abs=1)
    assert strength_of(repaired, "Ps_") == pytest.approx(1426.79)
    assert strength_of(repaired, "psoas") == 0


def test_ten_of_eleven_psoas_tendons_are_negative_in_the_published_model(published: Skeleton) -> None:
    tendons = [m.tendon_slack_length for m in published.muscles.values() if m.name.startswith("Ps_")]
    assert sum(t < 0 for t in tendons) == 2 * 10


def test_sacrum_and_pelvis_are_one(published: Skeleton, repaired: Skeleton) -> None:
    assert published.segments["sacrum"].mass > 7
    assert published.segments["pelvis"].mass > 10
    assert "sacrum" not in repaired.segments
    assert not any(
        isinstance(s, Point) and s.segment == "sacrum" for m in repaired.muscles.values() for s in m.path
    )


def test_the_trunk_turns_by_the_lumbar_coordinate_and_no_more() -> None:
    body = load_body()
    for name, axis in (("lumbar_extension", 2), ("lumbar_bending", 0), ("lumbar_rotation", 1)):
        angle = 0.3
        still, turned = (body.posed(pose) for pose in (body.poses()[0], body.poses({name: angle})[0]))
        start, end = (d.body("torso").xmat.reshape(3, 3) for d in (still, turned))
        turn = start.T @ end
        assert np.arccos((np.trace(turn) - 1) / 2) == pytest.approx(angle)
        assert turn[(axis + 2) % 3, (axis + 1) % 3] == pytest.approx(np.sin(angle), abs=1e-6)


def test_rectus_runs_on_its_own_side(published: Skeleton, repaired: Skeleton) -> None:
    def sides(skeleton: Skeleton) -> set[float]:
        path = skeleton.muscles["rect_abd_r"].path
        return {float(np.sign(step.position[2])) for step in path if isinstance(step, Point)}

    assert sides(published) == {-1.0}
    assert sides(repaired) == {1.0}


def test_no_right_muscle_runs_on_the_left(repaired: Skeleton) -> None:
    wrong = [
        m.name
        for m in repaired.muscles.values()
        if m.name.endswith("_r") and np.mean([s.position[2] for s in m.path if isinstance(s, Point)]) < -0.03
    ]
    # the adductors and hamstrings end on the inner side of femur and shank, in whose frames z is small
    assert wrong == []


def test_the_obliques_neither_vanish_nor_double_when_the_trunk_turns() -> None:
    body = load_body()
    names = [n for n in body.muscles if n.startswith(("EO", "IO"))]
    columns = [body.muscle_index(n) for n in names]
    turned = body.poses(lumbar_rotation=np.radians([0, -25, 25]), lumbar_bending=np.radians([0, 15, -15]))
    lengths = muscle_paths(body, turned).lengths[:, columns]
    share = lengths / lengths[0]
    assert share.min() > 0.5
    assert share.max() < 1.8


def from_bone(skeleton: Skeleton, segment: str) -> Array:
    """(K,) distance of the places where muscles begin or end on a vertebra from its surface [m].

    The tendons of the longissimus of the thorax and what begins on a disc are left out: they are not on a bone.
    """
    (bone,) = bones(rebuilt(load_body(), skeleton, meshes=True), (segment,))
    ends = [
        step.position
        for name, m in skeleton.muscles.items()
        if name.startswith(("MF_", "LTpL_", "IL_", "Ps_")) and "IVD" not in name and name.endswith("_r")
        for step in (m.path[0], m.path[-1])
        if isinstance(step, Point) and step.segment == segment
    ]
    assert len(ends) >= 7
    return np.abs(bone.depth(np.array(ends)))


def placed(skeleton: Skeleton, segment: str, position: Array, rotation: Array) -> Skeleton:
    bone = skeleton.segments[segment]
    (mesh,) = bone.meshes
    return skeleton.with_segments(
        replace(bone, meshes=(replace(mesh, position=position, rotation=rotation),))
    )


@pytest.mark.parametrize("segment", LUMBAR_TURNS)
def test_a_lumbar_vertebra_lies_where_its_muscles_begin(published: Skeleton, segment: str) -> None:
    skeleton = load_body().skeleton
    found = from_bone(skeleton, segment)
    assert found.max() < 0.0015
    assert np.median(found) < 0.0008
    drawn = published.segments[segment].meshes[0]
    before = from_bone(placed(skeleton, segment, drawn.position, drawn.rotation), segment)
    assert np.median(before) > 3 * np.median(found)


@pytest.mark.parametrize("segment", LUMBAR_TURNS)
def test_no_other_turn_and_no_shift_brings_a_lumbar_vertebra_closer(segment: str) -> None:
    skeleton = load_body().skeleton
    mesh = skeleton.segments[segment].meshes[0]
    here = from_bone(skeleton, segment).mean()
    for degrees in (-5.0, 5.0):
        turned = placed(skeleton, segment, mesh.position, turn_about_z(degrees) @ mesh.rotation)
        assert from_bone(turned, segment).mean() > here
    for shift in np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]]) * 0.003:
        assert from_bone(placed(skeleton, segment, shift, mesh.rotation), segment).mean() > here


SLIDES = {0: (0.0, 0.0), 30: (1.086, 2.734), 60: (1.391, 4.777), 90: (1.4, 6.13), 120: (1.599, 6.792)}
"""Ways of the knee in the femur [mm] by its angle [deg]: the splines of ``walker_knee_r`` in Rajagopal2015.osim."""


@pytest.mark.parametrize("side", "rl")
@pytest.mark.parametrize("person", [Person(), Person(factors={"shank": 1.2}), Person(1.9)])
def test_the_knee_stays_in_the_femur_but_for_rajagopals_slides(side: str, person: Person) -> None:
    body = load_body(person)
    femur, tibia = (body.skeleton.segments[f"{name}_{side}"] for name in ("femur", "tibia"))
    ways = []
    for angle in SLIDES:
        data = body.posed(body.poses({f"knee_angle_{side}": np.radians(angle)})[0])
        thigh, shank = data.body(femur.name), data.body(tibia.name)
        place = shank.xpos + shank.xmat.reshape(3, 3) @ tibia.joints[-1].anchor
        ways.append(thigh.xmat.reshape(3, 3).T @ (place - thigh.xpos))
    grown = person.height_m / 1.70
    found = np.linalg.norm(np.array(ways) - ways[0], axis=1) / grown
    assert found * 1000 == pytest.approx(np.hypot(*np.array(list(SLIDES.values())).T), abs=0.01)
    if "shank" not in person.factors:
        beside = 1 if side == "r" else -1
        assert ways[0] / grown == pytest.approx([-0.00809, -0.40796, -0.00275 * beside], abs=1e-6)


FLEXORS = {"bflh": -53.4, "bfsh": -51.9, "grac": -61.5, "sart": -47.7, "semimem": -65.5, "semiten": -78.4}
"""What the knee's flexors lengthen by from 0 to 90 deg [mm]: Rajagopal2015.osim in OpenSim 4.6, all else at zero."""


def test_the_flexors_of_the_knee_shorten_as_in_rajagopals_model() -> None:
    body = load_body()
    as_published = body.skeleton.with_segments(
        *(
            replace(s, joints=tuple(replace(j, anchor=np.zeros(3)) for j in s.joints))
            for name, s in body.skeleton.segments.items()
            if name.startswith("tibia")
        )
    )
    poses = body.poses(knee_angle_r=np.radians([0, 90]), knee_angle_l=np.radians([0, 90]))
    for side in "rl":
        columns = [body.muscle_index(f"{name}_{side}") for name in FLEXORS]
        grown, before = (
            np.diff(muscle_paths(b, poses).lengths[:, columns], axis=0)[0] * 1000
            for b in (body, rebuilt(body, as_published))
        )
        assert grown == pytest.approx(list(FLEXORS.values()), abs=0.1)
        assert (before < grown - 9).all()


def test_the_hinges_of_the_knee_turn_about_one_place(published: Skeleton, repaired: Skeleton) -> None:
    for side, mirror in (("r", 1), ("l", -1)):
        for joint in repaired.segments[f"tibia_{side}"].joints:
            assert np.array_equal(joint.anchor, KNEE_CENTRE * [1, 1, mirror] * (joint.kind == "hinge"))
    assert not any(joint.anchor.any() for joint in published.segments["tibia_r"].joints)


def test_every_wrap_that_a_path_names_exists(repaired: Skeleton) -> None:
    named = {s.wrap for m in repaired.muscles.values() for s in m.path if isinstance(s, Around)}
    assert named == set(repaired.wraps)


def test_back_muscles_run_straight_where_a_cylinder_does_nothing(
    published: Skeleton, repaired: Skeleton
) -> None:
    for name in IDLE:
        assert any(isinstance(step, Around) for step in published.muscles[f"{name}_r"].path)
        assert all(isinstance(step, Point) for step in repaired.muscles[f"{name}_l"].path)
