"""A body whose spine, hips and knees are cut open, so that joint reactions can be read like any generalised force."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from psoas.body.loading import compiled
from psoas.body.model import Body
from psoas.body.tables import Joint, Segment

REACTION_JOINTS = {
    "T12_L1": "torso",
    "L1_L2": "lumbar1",
    "L2_L3": "lumbar2",
    "L3_L4": "lumbar3",
    "L4_L5": "lumbar4",
    "L5_S1": "lumbar5",
    "hip_r": "femur_r",
    "hip_l": "femur_l",
    "knee_r": "tibia_r",
    "knee_l": "tibia_l",
}
"""Joints whose reaction is computed, and the segment that each joins to its parent."""

AXES = "xyz"

MOST_JOINTS = 6
TINY_MASS_KG = 1e-9
"""Mass of a segment that only carries slides; its inertia has the same number [kg m2]."""


@lru_cache(maxsize=8)
def cut_open(body: Body) -> Body:
    """The same body with three locked slides in each joint of `REACTION_JOINTS`, along the axes of the segment below.

    The slides are coordinates after the body's own, named ``L5_S1_x`` and so on; they are always at zero. The
    generalised force of a slide is the joint reaction along it, and a muscle's moment arm about it is
    minus the component of its pull.
    """
    joint_of = {segment: name for name, segment in REACTION_JOINTS.items()}
    segments = [
        part
        for own in body.skeleton.segments.values()
        for part in (_opened(joint_of[own.name], own) if own.name in joint_of else (own,))
    ]
    skeleton = replace(body.skeleton, segments={part.name: part for part in segments})
    model, pelvis_fixed = compiled(skeleton)
    slides = tuple(f"{name}_{letter}" for name in REACTION_JOINTS for letter in AXES)
    names = [model.joint(index).name for index in range(model.njnt)]
    old = {body.model.joint(index).name: index for index in range(body.model.njnt)}
    polynomials = np.zeros((len(names), body.polynomials.shape[1]))
    polynomials[:, 1] = 1.0
    coordinate = np.empty(len(names), dtype=np.intp)
    for row, name in enumerate(names):
        if name in old:
            polynomials[row] = body.polynomials[old[name]]
            coordinate[row] = body.joint_coordinate[old[name]]
        else:
            coordinate[row] = len(body.coordinates) + slides.index(name)
    return replace(
        body,
        model=model,
        pelvis_fixed=pelvis_fixed,
        skeleton=skeleton,
        coordinates=(*body.coordinates, *slides),
        joint_coordinate=coordinate,
        polynomials=polynomials,
    )


def _opened(name: str, own: Segment) -> tuple[Segment, ...]:
    """A segment with three slides before its joints, or on a segment between it and its parent where it has no room.

    MuJoCo moves a segment by six joints at most, and none without mass.
    """
    slides = tuple(
        Joint(f"{name}_{letter}", "slide", axis) for letter, axis in zip(AXES, np.eye(3), strict=True)
    )
    if len(own.joints) + len(slides) <= MOST_JOINTS:
        return (replace(own, joints=(*slides, *own.joints)),)
    between = Segment(
        name, own.parent, own.position, own.rotation, slides, TINY_MASS_KG, inertia=TINY_MASS_KG * np.eye(3)
    )
    return between, replace(own, parent=name, position=np.zeros(3), rotation=np.eye(3))
