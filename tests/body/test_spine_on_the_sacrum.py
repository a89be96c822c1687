"""The spine stands on the sacrum's endplate, and the trunk's muscles begin on the pelvis: not so in myo-sim."""

from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.repairs import T12_L1_CENTRE
from psoas.body.scaling import reference_person
from psoas.body.source import read_myosim
from psoas.body.spine_on_the_sacrum import L5_S1_CENTRE
from psoas.body.tables import Point, Skeleton
from psoas.loads.discs import disc_table
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.bones import Bone, bones

PLATEAU = np.array([[-0.0980, 0.0510, 0.0], [-0.0645, 0.0345, 0.0]])
"""Ends of the sacral endplate in the midline, rear and promontory, as read off the mesh in the pelvis's frame [m]."""


@cache
def body() -> Body:
    return load_body(reference_person(), meshes=True)


def section(bone: Bone) -> Array:
    """(K, 3) points in which the edges of a bone's triangles cross the plane 0.5 mm right of the midline."""
    edges = np.concatenate([bone.triangles[:, [i, j]] for i, j in ((0, 1), (1, 2), (2, 0))])
    side = edges[:, :, 2] - 5e-4
    start, end = edges[side[:, 0] * side[:, 1] < 0].swapaxes(0, 1)
    share = (5e-4 - start[:, 2]) / (end[:, 2] - start[:, 2])
    points: Array = start + share[:, None] * (end - start)
    return points


def lower_plate(segment: str) -> Array:
    """(2, 3) rear and front end of the lower endplate of a vertebra in the midline, in its frame [m]."""
    (bone,) = bones(body(), (segment,))
    points = section(bone)
    points = points[points[:, 0] > points[:, 0].max() - 0.033]
    return np.array(
        [points[np.argmin(points[:, 0] + 2 * points[:, 1])], points[np.argmax(points[:, 0] - points[:, 1])]]
    )


def test_the_endplate_of_l5_lies_over_that_of_the_sacrum() -> None:
    sacrum = bones(body(), ("pelvis",))[-1]
    near, _ = cKDTree(section(sacrum)[:, :2]).query(PLATEAU[:, :2])
    assert near.max() < 0.001
    tilt = np.radians(disc_table()["discs"]["L5_S1"]["tilt_deg"])
    along, across = np.array([np.cos(tilt), -np.sin(tilt), 0]), np.array([np.sin(tilt), np.cos(tilt), 0])
    apart = (lower_plate("lumbar5") + L5_S1_CENTRE).mean(axis=0) - PLATEAU.mean(axis=0)
    assert apart @ across == pytest.approx(0.011, abs=0.001)
    assert abs(apart @ along) < 0.002
    published = read_myosim().segments["lumbar5"].position
    apart = (lower_plate("lumbar5") + published).mean(axis=0) - PLATEAU.mean(axis=0)
    assert apart @ across > 0.025


def test_the_pelvis_has_the_incidence_of_people() -> None:
    """51.7 +/- 11 deg in 100 healthy adults (PubMed 11931071), with the slope on which the disc rests."""
    hip = body().skeleton.segments["femur_r"].position
    back, up, _ = PLATEAU.mean(axis=0) - hip
    tilt = np.degrees(np.arctan2(-back, up))
    assert 51.7 - 11 < tilt + disc_table()["sacral_slope"]["deg"] < 51.7 + 11


def ends_on_the_pelvis(skeleton: Skeleton, pelvis: tuple[str, ...]) -> Array:
    """(K, 3) where the right trunk muscles begin on the pelvis [m]."""
    return np.array(
        [
            step.position
            for name, muscle in skeleton.muscles.items()
            if name.endswith("_r") and name.startswith(("MF_", "LTp", "IL_", "QL_", "IO", "EO"))
            for step in muscle.path
            if isinstance(step, Point) and step.segment in pelvis
        ]
    )


def test_the_trunks_muscles_begin_on_bone() -> None:
    trees = [bone.tree for bone in bones(body(), ("pelvis",))]

    def off(points: Array) -> Array:
        nearest: Array = np.min([tree.query(points)[0] for tree in trees], axis=0)
        return nearest

    ours = off(ends_on_the_pelvis(body().skeleton, ("pelvis",)))
    published = off(ends_on_the_pelvis(read_myosim(), ("pelvis", "sacrum")))
    assert len(ours) == len(published)
    assert np.median(ours) < 0.003
    assert np.median(published) > 0.025
    assert ours.max() < 0.02  # the obliques begin on the crest's cartilage, which the mesh has not


def test_the_muscles_of_the_trunk_keep_a_sensible_length() -> None:
    """The move of spine and pelvic ends together: no muscle is a quarter longer or shorter than in the source."""
    names = [n for n in body().muscles if n.startswith(("MF_", "LTp", "IL_", "QL_", "IO", "EO", "rect"))]
    ours = muscle_paths(body(), body().poses()).lengths[0, [body().muscle_index(name) for name in names]]
    source = read_myosim()
    published = np.array([_straight(source, name) for name in names])
    here = np.array([_straight(body().skeleton, name) for name in names])
    assert (ours > here - 1e-9).all()
    assert (here / published).min() > 0.75
    assert (here / published).max() < 1.25


def _straight(skeleton: Skeleton, muscle: str) -> float:
    """Length of the points of a path one after the other, without what it wraps around [m]; joints at zero."""
    places = [
        _origin(skeleton, step.segment) + step.position
        for step in skeleton.muscles[muscle].path
        if isinstance(step, Point)
    ]
    return float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())


def _origin(skeleton: Skeleton, segment: str) -> Array:
    """(3,) origin of a segment of the trunk, whose axes are all parallel, in the pelvis [m]."""
    origin = np.zeros(3)
    while segment not in ("pelvis", "sacrum"):
        part = skeleton.segments[segment]
        assert part.parent is not None
        origin, segment = origin + part.position, part.parent
    return origin


def test_the_chest_turns_in_the_middle_of_its_disc() -> None:
    l1, t12 = bones(body(), ("lumbar1",))[0], bones(body(), ("torso",))[0]
    torso = body().skeleton.segments["torso"]
    top = section(l1)
    body_of_l1 = top[top[:, 0] > top[:, 0].max() - 0.033]
    upper = body_of_l1[body_of_l1[:, 1] > body_of_l1[:, 1].max() - 0.004].mean(axis=0)
    points = section(t12) + torso.position
    body_of_t12 = points[points[:, 0] > points[:, 0].max() - 0.033]
    lower = body_of_t12[body_of_t12[:, 1] < body_of_t12[:, 1].min() + 0.004].mean(axis=0)
    assert (upper + lower)[:2] / 2 == pytest.approx(T12_L1_CENTRE[:2], abs=0.004)
