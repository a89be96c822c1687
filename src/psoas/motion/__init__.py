"""From points to joint angles, the arch of the lower back, and what the person does."""

from psoas.motion.angles import Leg, widening
from psoas.motion.balance import Pitch, lean_in_picture
from psoas.motion.calibration import load_calibration
from psoas.motion.filtering import smooth, stretches
from psoas.motion.frontal import FROM_FRONT_DEG
from psoas.motion.inverse_kinematics import fit_markers, inverse_kinematics
from psoas.motion.marker_map import marker_template, read_marker_map, renamed_markers
from psoas.motion.marker_sets import listed
from psoas.motion.measure import MeasuredMotion, measure
from psoas.motion.mixed_legs import without_names
from psoas.motion.ongoing_fit import OngoingFit
from psoas.motion.opensim_coordinates import from_opensim
from psoas.motion.pace import SlowPace
from psoas.motion.recording_error import load_recording_error
from psoas.motion.sagittal import SagittalMotion, sagittal_motion
from psoas.motion.standard_errors import SIDED, standard_errors
from psoas.motion.upright import check_upright
from psoas.motion.which_way_up import which_way_up

__all__ = [
    "FROM_FRONT_DEG",
    "SIDED",
    "Leg",
    "MeasuredMotion",
    "OngoingFit",
    "Pitch",
    "SagittalMotion",
    "SlowPace",
    "check_upright",
    "fit_markers",
    "from_opensim",
    "inverse_kinematics",
    "lean_in_picture",
    "listed",
    "load_calibration",
    "load_recording_error",
    "marker_template",
    "measure",
    "read_marker_map",
    "renamed_markers",
    "sagittal_motion",
    "smooth",
    "standard_errors",
    "stretches",
    "which_way_up",
    "widening",
    "without_names",
]
