"""The body: its coordinates, its skeleton, its psoas."""

from psoas.body.assemble import assemble
from psoas.body.back_strength import back_strength, back_tension_band, is_back_muscle
from psoas.body.coordinates import BODY_COORDINATES, COORDINATES, in_own_unit, mirrored_coordinate
from psoas.body.fascicles import Fascicle, psoas_fascicles, psoas_table
from psoas.body.kinematics import FixedPoints, ForwardKinematics, cross, in_segment, kinematics
from psoas.body.loading import load_body, rebuilt
from psoas.body.model import Body, moving_joints
from psoas.body.muscles import added_muscles
from psoas.body.once_per_body import once_per_body
from psoas.body.postures import Posture, both_sides, named_posture, named_postures
from psoas.body.reaction_joints import REACTION_JOINTS, parts_beyond
from psoas.body.repairs import LEVELS
from psoas.body.scaling import (
    GRAVITY,
    PART_WORDS,
    PARTS,
    Part,
    Person,
    person_table,
    reference_person,
    segment_factors,
)
from psoas.body.side_view import Leg, side_view_pose, stretching_legs
from psoas.body.source import rotation_of
from psoas.body.tables import Around, Joint, Muscle, Point, Segment, Skeleton, Wrap
from psoas.timeseries import Array

__all__ = [
    "BODY_COORDINATES",
    "COORDINATES",
    "GRAVITY",
    "LEVELS",
    "PARTS",
    "PART_WORDS",
    "REACTION_JOINTS",
    "Around",
    "Array",
    "Body",
    "Fascicle",
    "FixedPoints",
    "ForwardKinematics",
    "Joint",
    "Leg",
    "Muscle",
    "Part",
    "Person",
    "Point",
    "Posture",
    "Segment",
    "Skeleton",
    "Wrap",
    "added_muscles",
    "assemble",
    "back_strength",
    "back_tension_band",
    "both_sides",
    "cross",
    "in_own_unit",
    "in_segment",
    "is_back_muscle",
    "kinematics",
    "load_body",
    "mirrored_coordinate",
    "moving_joints",
    "named_posture",
    "named_postures",
    "once_per_body",
    "parts_beyond",
    "person_table",
    "psoas_fascicles",
    "psoas_table",
    "rebuilt",
    "reference_person",
    "rotation_of",
    "segment_factors",
    "side_view_pose",
    "stretching_legs",
]
