"""Two repairs of myo-sim: the spine stands on the sacrum, and the trunk's muscles begin on the pelvis.

Its trunk comes from a model with an older pelvis (Christophy et al. 2012, doi:10.1007/s10237-011-0290-6, on that of
Delp et al. 1990). Its coordinates were kept on the pelvis of Rajagopal et al. 2016, where the same bones lie otherwise.
"""

from dataclasses import dataclass, replace

import numpy as np

from psoas.body.tables import Muscle, Point, Skeleton
from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class BoneMotion:
    """A rotation about z through ``degrees``, then a shift (3,) [m]."""

    degrees: float
    shift: Array

    def of(self, position: Array) -> Array:
        """(3,) the point moved."""
        c, s = np.cos(np.radians(self.degrees)), np.sin(np.radians(self.degrees))
        x, y, z = position
        moved: Array = np.array([c * x - s * y, s * x + c * y, z]) + self.shift
        return moved


L5_S1_CENTRE = np.array([-0.0847, 0.0469, 0.0])
"""Centre of rotation of L5 on the sacrum, in the pelvis [m], by which the endplate of L5 lies over that of the sacrum.

In the midline the sacral endplate of the mesh reaches from (-98, 51) to the promontory at (-65, 34) mm. The lower
endplate of L5 lies over its middle, 11 mm off along the disc's normal (``loads/discs.json``): as high as the disc L4/5
is in this body. In the model of Beaucage-Gauvreau et al. 2019 (doi:10.1080/10255842.2018.1564819, as in Pose2Sim
0.10.49) the centre is at (-88, 54) mm in the older pelvis; carried over by `SACRUM` that is (-82, 47), 3 mm from here.
"""

SACRUM = BoneMotion(15.8310, np.array([0.017305, 0.018731, 0.0]))
"""From the older sacrum to ours: the two meshes (``sacrum.vtp``) are one shape; they agree within 0.001 mm."""

ILIUM = BoneMotion(7.9450, np.array([0.014321, -0.002056, 0.0]))
"""From the older ilium to ours, found in the same way (``r_pelvis.vtp``, 0.001 mm); 3 mm to the side are left out."""

OLDER_SACRUM_IN_PELVIS = np.array([0.010, -0.017, 0.0])
"""Origin of the sacrum in the older pelvis [m], in whose frame the trunk's muscles are given; myo-sim left it out.

As in the same model. With it the ends on the ilium lie 2 mm off our bone, without it 18.
"""

FROM_THE_SACRUM = ("MF_", "LTpT")
"""Muscles that begin on the sacrum; all others of the trunk begin on the ilium or the pubis."""


def spine_on_the_sacrum(skeleton: Skeleton) -> Skeleton:
    """The spine floats off the sacrum: L5 moves to `L5_S1_CENTRE`, with all above it.

    The endplate of L5 lies 26 mm off that of the sacrum, where a disc is 11 mm high, and 23 mm behind its middle.
    From the hip centre L5/S1 lay at (-42, 149) mm, now at (-28, 125); the middle of the sacral endplate at (-25, 121).
    With a slope of 35 deg that is a pelvic incidence of 47 deg (people: 52 +/- 11, PubMed 11931071).
    """
    l5 = skeleton.segments["lumbar5"]
    return skeleton.with_segments(replace(l5, position=L5_S1_CENTRE))


def trunk_muscles_on_the_pelvis(skeleton: Skeleton) -> Skeleton:
    """The trunk's muscles begin 29 mm off pelvis and sacrum (median); moved with their bones they lie 2.4 mm off.

    Each end on the pelvis takes the way that its bone took from the older pelvis to ours.
    """
    changed = [
        _on_our_pelvis(muscle)
        for muscle in skeleton.muscles.values()
        if any(isinstance(step, Point) and step.segment.startswith(_TRUNK) for step in muscle.path)
    ]
    return skeleton.with_muscles(*changed)


_TRUNK = ("lumbar", "torso", "Abdomen")


def _on_our_pelvis(muscle: Muscle) -> Muscle:
    sacral = muscle.name.startswith(FROM_THE_SACRUM)
    path = tuple(
        replace(
            step,
            position=SACRUM.of(step.position) if sacral else ILIUM.of(step.position + OLDER_SACRUM_IN_PELVIS),
        )
        if isinstance(step, Point) and step.segment == "pelvis"
        else step
        for step in muscle.path
    )
    return replace(muscle, path=path)
