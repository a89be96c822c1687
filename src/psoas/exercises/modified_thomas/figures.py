"""The figures of the modified Thomas test."""

from typing import Final

from psoas.exercises.clinical_test import End
from psoas.quantities import MeasuredQuantity
from psoas.words import N_

PACKAGE: Final = "psoas.exercises.modified_thomas"
"""Import name of the folder, whose data files hold limits and errors."""

THIGH: Final = MeasuredQuantity(
    "thigh_over_couch",
    "deg",
    N_("Thigh over the couch"),
    N_("thigh"),
    N_("how far the thigh that hangs is above the level of the couch, - below it"),
    "thigh_angle",
    "thigh_deg",
    "thigh_over_couch",
)
KNEE: Final = MeasuredQuantity(
    "hanging_knee",
    "deg",
    N_("Knee bent"),
    N_("knee"),
    N_("how far the knee of the leg that hangs is bent"),
    "knee_angle",
    "knee_deg",
    "hanging_knee",
)
PELVIS: Final = MeasuredQuantity(
    "pelvis_on_couch",
    "deg",
    N_("Pelvis against the couch"),
    N_("pelvis"),
    N_("how far the pelvis is tipped forward against the couch, - where it is tucked"),
    "pelvis_tilt",
    "pelvis_tilt_deg",
    "pelvis_on_couch",
)
CHANGE: Final = MeasuredQuantity(
    "pelvis_since_start",
    "deg",
    N_("Pelvis since the leg came down"),
    N_("pelvis since the start"),
    N_("how far the pelvis tipped forward while the leg came down"),
    "pelvis_tilt",
    "pelvis_tilt_change_deg",
    "pelvis_since_start",
)

FIGURES: Final = (THIGH, KNEE, PELVIS, CHANGE)
"""In the order of tables; the band of the first one is that of the test."""

LIMITS: Final[dict[str, dict[End, str]]] = {
    THIGH.key: {"most": "thigh_most_deg"},
    KNEE.key: {"least": "knee_least_deg"},
    PELVIS.key: {"most": "pelvis_most_deg"},
    CHANGE.key: {"most": "pelvis_most_deg"},
}
"""Names of the limits of each figure, by its key."""

FAULTS: Final = {
    THIGH.key: "thigh_above",
    KNEE.key: "knee_straight",
    PELVIS.key: "pelvis_tipped",
    CHANGE.key: "pelvis_tipped",
}
"""The fault of a figure beyond its limit, by its key."""
