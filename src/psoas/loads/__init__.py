"""Muscle forces, contact forces and joint reactions: inverse dynamics and static optimisation."""

from psoas.loads.abdomen import abdominal_force, checked_pressure, published_pressure
from psoas.loads.body_loads import (
    LARGEST_FORCE,
    LARGEST_MOMENT,
    Assumptions,
    Loads,
    ligament_moments,
    loads_of,
)
from psoas.loads.contacts import contact_points
from psoas.loads.dynamics import Motion
from psoas.loads.equilibrium import Problem, solve
from psoas.loads.frames import frames_of, skin_positions
from psoas.loads.joint_loads import DISCS, HIPS
from psoas.loads.load_quantities import LOAD_QUANTITIES, OVER_TIME
from psoas.loads.motion_loads import MotionLoads, held_loads, motion_loads
from psoas.loads.motion_values import MotionValues
from psoas.loads.posture_loads import (
    Difference,
    NamedPosture,
    PostureLoad,
    PostureLoads,
    over_time_values,
    posture_loads,
    quantities,
)
from psoas.loads.prepared_motion import PreparedMotion, prepared_motion
from psoas.loads.recruitment import Power
from psoas.loads.sensitivity import Varied, usual_variations
from psoas.loads.settling import WhatIf, what_if
from psoas.loads.settling_words import Quantity
from psoas.loads.side_bending import GROUPS, LEVELS, SideBending, side_bending
from psoas.loads.side_runs import SideRuns

__all__ = [
    "DISCS",
    "GROUPS",
    "HIPS",
    "LARGEST_FORCE",
    "LARGEST_MOMENT",
    "LEVELS",
    "LOAD_QUANTITIES",
    "OVER_TIME",
    "Assumptions",
    "Difference",
    "Loads",
    "Motion",
    "MotionLoads",
    "MotionValues",
    "NamedPosture",
    "PostureLoad",
    "PostureLoads",
    "Power",
    "PreparedMotion",
    "Problem",
    "Quantity",
    "SideBending",
    "SideRuns",
    "Varied",
    "WhatIf",
    "abdominal_force",
    "checked_pressure",
    "contact_points",
    "frames_of",
    "held_loads",
    "ligament_moments",
    "loads_of",
    "motion_loads",
    "over_time_values",
    "posture_loads",
    "prepared_motion",
    "published_pressure",
    "quantities",
    "side_bending",
    "skin_positions",
    "solve",
    "usual_variations",
    "what_if",
]
