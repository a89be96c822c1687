"""Repairs of myo-sim 0.2.4, one small named function a fault, in the order of ``repair``.

Each fault was measured in the published model; the docstring gives the reason for its repair.
"""

from dataclasses import replace

import numpy as np

from psoas.body.spine_on_the_sacrum import spine_on_the_sacrum, trunk_muscles_on_the_pelvis
from psoas.body.tables import Around, Joint, Muscle, Point, Segment, Skeleton, Wrap
from psoas.sides import SIDES
from psoas.timeseries import Array

LEVELS = ("L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2")
"""The lumbar joints from below; each has a joint ``<level>_FE``, ``_LB`` and ``_AR``."""

_MIRROR = np.diag([1.0, 1.0, -1.0])


def repair(skeleton: Skeleton) -> Skeleton:
    """Apply all repairs in order."""
    for step in (
        one_pelvis,
        one_thorax,
        name_lumbar_joints,
        bones_in_their_places,
        spine_on_the_sacrum,
        trunk_muscles_on_the_pelvis,
        belly_wall_between_hip_and_chest,
        knees_turn_in_the_condyles,
        swap_the_rectus_sides,
        without_the_psoas_sets,
        without_idle_wraps,
        symmetric,
    ):
        skeleton = step(skeleton)
    return skeleton


def one_pelvis(skeleton: Skeleton) -> Skeleton:
    """Sacrum and pelvis are one bone here; in myo-sim both carry a mass (7.49 and 10.96 kg) for the same trunk part.

    The two also differ by 0.05 deg, because the pelvis is turned by 1.57 instead of pi/2.
    """
    pelvis, sacrum = skeleton.segments["pelvis"], skeleton.segments["sacrum"]
    root = replace(
        pelvis, parent=None, position=np.zeros(3), rotation=np.eye(3), meshes=pelvis.meshes + sacrum.meshes
    )
    dropped = {"Full Body", "myolegs_root", "sacrum", "pelvis"}
    others = {
        name: replace(s, parent="pelvis") if s.parent in dropped else s
        for name, s in skeleton.segments.items()
        if name not in dropped
    }
    wraps = {
        name: replace(w, segment="pelvis") if w.segment == "sacrum" else w
        for name, w in skeleton.wraps.items()
    }
    moved = Skeleton({"pelvis": root, **others}, wraps, skeleton.muscles)
    return moved.map_points(lambda p: Point("pelvis", p.position) if p.segment == "sacrum" else p)


def one_thorax(skeleton: Skeleton) -> Skeleton:
    """Head, neck and arm mounts turn with the thorax and have no joint: one segment ``torso``."""
    segments = dict(skeleton.segments)
    for name in [n for n, s in segments.items() if _hangs_on(segments, n, "torso")]:
        part, thorax = segments.pop(name), segments["torso"]
        position, rotation = _frame_in(skeleton, part, "torso")
        meshes = tuple(
            replace(m, position=position + rotation @ m.position, rotation=rotation @ m.rotation)
            for m in part.meshes
        )
        segments["torso"] = replace(thorax, meshes=thorax.meshes + meshes)
    return replace(skeleton, segments=segments)


def name_lumbar_joints(skeleton: Skeleton) -> Skeleton:
    """The joint called ``flex_extension`` sits at L5/S1 and took all of the lumbar coordinate.

    With the shares of L4/5 to L1/2 on top the trunk turned by 1.875 times the coordinate. The joints get the names
    of their levels, and T12/L1 one to turn in; the shares stand in the table of coordinates and sum to 1.
    """
    names = {"flex_extension": "L5_S1_FE", "lat_bending": "L5_S1_LB", "axial_rotation": "L5_S1_AR"}
    segments = {
        name: replace(s, joints=tuple(replace(j, name=names.get(j.name, j.name)) for j in s.joints))
        for name, s in skeleton.segments.items()
    }
    torso = segments["torso"]
    turn = Joint("T12_L1_AR", "hinge", np.array([0.0, 1.0, 0.0]), anchor=T12_L1_CENTRE - torso.position)
    segments["torso"] = replace(torso, joints=(turn,))
    return replace(skeleton, segments=segments)


T12_L1_CENTRE = np.array([-0.0138, 0.0313, 0.0])
"""Centre of rotation of T12 on L1 in the frame of L1 [m]: the middle of the disc, between the endplates of the meshes.

Beaucage-Gauvreau et al. 2019 (doi:10.1080/10255842.2018.1564819) have it 5 mm from there.
"""


def bones_in_their_places(skeleton: Skeleton) -> Skeleton:
    """The bones of L1 to L5 are drawn turned by 4 to 15 deg and, from L3 down, shifted by 4 to 14 mm.

    Their true position follows from the muscles that begin on them: with `LUMBAR_TURNS` and no shift all attachments
    lie on the bone (median distance 0.5 mm instead of 2.9), and every disc opens to the front.
    """
    changed = []
    for name, turn in LUMBAR_TURNS.items():
        vertebra, rotation = skeleton.segments[name], turn_about_z(turn)
        meshes = tuple(replace(m, position=np.zeros(3), rotation=rotation) for m in vertebra.meshes)
        changed.append(replace(vertebra, meshes=meshes))
    return skeleton.with_segments(*changed)


LUMBAR_TURNS = {"lumbar5": -21.0, "lumbar4": -3.0, "lumbar3": 9.0, "lumbar2": 16.0, "lumbar1": 22.0}
"""Angle about z from each vertebra's mesh to its segment [deg].

With them and no shift the meshes lie, point for point within 0.001 mm and at 0.87 of their size, on those of a model
with the same frames and muscle attachments: Beaucage-Gauvreau et al. 2019, doi:10.1080/10255842.2018.1564819, as in
Pose2Sim 0.10.49; both come from Christophy et al. 2012, doi:10.1007/s10237-011-0290-6.
A fit to the muscles' attachments alone, free to turn, shift and scale, comes within 1 deg of them (L2: 3 deg).
"""


def turn_about_z(degrees: float) -> Array:
    """(3, 3) rotation about z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def belly_wall_between_hip_and_chest(skeleton: Skeleton) -> Skeleton:
    """The belly wall hangs on L5, which used to take all of the trunk's bending and turning, and took the wall along.

    With L5's true share it would stay behind and the obliques would halve and double their length. It gets hinges of
    its own; its two slides, which are locked to zero in myo-sim, go.
    """
    abdomen = skeleton.segments["Abdomen"]
    hinges = tuple(j for j in abdomen.joints if j.kind == "hinge")
    bend, turn = (
        Joint(name, "hinge", axis) for name, axis in zip(("Abs_r1", "Abs_r2"), np.eye(3)[:2], strict=True)
    )
    return skeleton.with_segments(replace(abdomen, joints=(*hinges, bend, turn)))


def knees_turn_in_the_condyles(skeleton: Skeleton) -> Skeleton:
    """The knee's hinges turn about the tibia's origin, 9 mm away from the knee of the model that the legs come from.

    Bent by 90 deg the tibia lies 12.8 mm from its position in that model and the hamstrings are 12 mm too short; with
    `KNEE_CENTRE` both models agree. The kneecap is fixed to the femur and needs no repair.
    """
    changed = []
    for side, centre in zip(SIDES, (KNEE_CENTRE, _MIRROR @ KNEE_CENTRE), strict=True):
        tibia = skeleton.segments[f"tibia_{side}"]
        joints = tuple(replace(j, anchor=centre) if j.kind == "hinge" else j for j in tibia.joints)
        changed.append(replace(tibia, joints=joints))
    return skeleton.with_segments(*changed)


KNEE_CENTRE = np.array([-0.00808954, -0.0035348, -0.00148474])
"""Centre of rotation of the right knee in the tibia's frame [m]: ``walker_knee_r`` of ``Rajagopal2015.osim``.

Rajagopal et al. 2016, doi:10.1109/TBME.2016.2586891. Its position in the femur less this is exactly myo-sim's tibia.
"""


def swap_the_rectus_sides(skeleton: Skeleton) -> Skeleton:
    """``rect_abd_r`` runs on the left of the body and ``rect_abd_l`` on the right."""
    right, left = skeleton.muscles["rect_abd_r"], skeleton.muscles["rect_abd_l"]
    return skeleton.with_muscles(replace(right, path=left.path), replace(left, path=right.path))


def without_the_psoas_sets(skeleton: Skeleton) -> Skeleton:
    """The model has two psoas sets, one ending on the pelvis and one beginning there, so strength counts twice.

    Both are removed, with the iliacus, whose path is built like the psoas's; ``fascicles`` adds one set instead.
    """
    gone = {name for name in skeleton.muscles if name.startswith(("Ps_", "psoas_", "iliacus_"))}
    return _used_wraps(skeleton.without_muscles(gone))


def _used_wraps(skeleton: Skeleton) -> Skeleton:
    used = {step.wrap for m in skeleton.muscles.values() for step in m.path if isinstance(step, Around)}
    return replace(skeleton, wraps={name: w for name, w in skeleton.wraps.items() if name in used})


IDLE = ("IL_L1", "IL_L2", "IL_L3", "IL_L4", "IL_R5", "IL_R6", "LTpL_L1", "LTpT_R12")
"""Muscles of the back whose wraps have no effect."""


def without_idle_wraps(skeleton: Skeleton) -> Skeleton:
    """Eight back muscles a side have cylinders that they hardly touch in the range of the trunk; they run straight.

    ``IL_L2`` touches in 1 of 100 postures and changes by less than 0.5 mm. ``IL_L3`` touches in fewer than 1 of 1000
    and is then led around the far side of its cylinder, 90 cm too long. The other six never touch.
    """
    names = {f"{name}_{side}" for name in IDLE for side in SIDES}
    straight = [
        replace(m, path=tuple(step for step in m.path if isinstance(step, Point)))
        for name, m in skeleton.muscles.items()
        if name in names
    ]
    return _used_wraps(skeleton.with_muscles(*straight))


def symmetric(skeleton: Skeleton) -> Skeleton:
    """Left and right of the model differ slightly: the right is mirrored, and midline parts move to the midline."""
    segments = dict(skeleton.segments)
    for name, segment in skeleton.segments.items():
        if name.endswith("_r"):
            left = segments[_other(name)]
            segments[left.name] = replace(mirrored_segment(segment), meshes=left.meshes)
        elif not name.endswith("_l"):
            segments[name] = replace(
                segment, position=segment.position * [1, 1, 0], centre=segment.centre * [1, 1, 0]
            )
    wraps = dict(skeleton.wraps)
    for name, wrap in skeleton.wraps.items():
        if name.endswith("_r"):
            wraps[_other(name)] = mirrored_wrap(wrap)
        elif _other(name) not in skeleton.wraps:
            # a midline cylinder lies across the body
            wraps[name] = replace(wrap, position=wrap.position * [1, 1, 0], rotation=np.eye(3))
    right = [m for m in skeleton.muscles.values() if m.name.endswith("_r")]
    return with_both_sides(Skeleton(segments, wraps, skeleton.muscles), right)


def with_both_sides(skeleton: Skeleton, right: list[Muscle]) -> Skeleton:
    """Exchange or add muscles of the right side, and their mirror images on the left."""
    left = [mirrored_muscle(muscle, set(skeleton.wraps)) for muscle in right]
    return skeleton.with_muscles(*right, *left)


def mirrored_segment(segment: Segment) -> Segment:
    """Mirror a right segment to the left; axes of x and y hinges are reversed, so that signs keep their meaning."""
    joints = tuple(
        replace(
            j,
            name=_other(j.name),
            axis=_MIRROR @ j.axis * (1.0 if j.kind == "slide" else -1.0),
            anchor=_MIRROR @ j.anchor,
        )
        for j in segment.joints
    )
    return replace(
        segment,
        name=_other(segment.name),
        parent=None if segment.parent is None else _other(segment.parent),
        position=_MIRROR @ segment.position,
        rotation=_MIRROR @ segment.rotation @ _MIRROR,
        joints=joints,
        centre=_MIRROR @ segment.centre,
        inertia=_MIRROR @ segment.inertia @ _MIRROR,
    )


def mirrored_muscle(muscle: Muscle, wraps: set[str]) -> Muscle:
    """Mirror a right muscle to the left; a wrap without a left twin lies on the midline and is kept."""

    def mirrored(step: Point | Around) -> Point | Around:
        if isinstance(step, Point):
            return Point(_other(step.segment), _MIRROR @ step.position)
        twin = _other(step.wrap) if step.wrap.endswith("_r") and _other(step.wrap) in wraps else step.wrap
        side = None if step.side is None else Point(_other(step.side.segment), _MIRROR @ step.side.position)
        return Around(twin, side)

    return replace(muscle, name=_other(muscle.name), path=tuple(mirrored(step) for step in muscle.path))


def mirrored_wrap(wrap: Wrap) -> Wrap:
    """Mirror a right wrap to the left."""
    return replace(
        wrap,
        segment=_other(wrap.segment),
        position=_MIRROR @ wrap.position,
        rotation=_MIRROR @ wrap.rotation @ _MIRROR,
    )


def _other(name: str) -> str:
    """The left name of a right part; midline names are kept."""
    return name[:-2] + "_l" if name.endswith("_r") else name


def _hangs_on(segments: dict[str, Segment], name: str, ancestor: str) -> bool:
    parent = segments[name].parent
    return parent is not None and (parent == ancestor or _hangs_on(segments, parent, ancestor))


def _frame_in(skeleton: Skeleton, part: Segment, ancestor: str) -> tuple[Array, Array]:
    """Origin (3,) [m] and axes (3, 3) of a segment in an ancestor's frame, joints at zero."""
    position, rotation, parent = part.position, part.rotation, part.parent
    while parent != ancestor:
        assert parent is not None
        above = skeleton.segments[parent]
        position, rotation = above.position + above.rotation @ position, above.rotation @ rotation
        parent = above.parent
    return position, rotation
