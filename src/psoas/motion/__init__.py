"""From points to joint angles, the arch of the lower back, and what the person does."""

from psoas.motion.angles import LEGS, OTHER_LEG, Leg, Stick, stick_figure, trunk_lean, widening, wrapped
from psoas.motion.arch import contours_of, trunk_shape
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
from psoas.motion.pace import SlowPace, slowest_run
from psoas.motion.posed_recording import foot_points
from psoas.motion.recording_error import load_recording_error
from psoas.motion.sagittal import SagittalMotion, sagittal_motion
from psoas.motion.segment_list import main_movement
from psoas.motion.standard_errors import SIDED, standard_errors
from psoas.motion.stretch import metres_per_px
from psoas.motion.upright import check_upright
from psoas.motion.which_way_up import which_way_up

__all__ = [
    "FROM_FRONT_DEG",
    "LEGS",
    "OTHER_LEG",
    "SIDED",
    "Leg",
    "MeasuredMotion",
    "OngoingFit",
    "Pitch",
    "SagittalMotion",
    "SlowPace",
    "Stick",
    "check_upright",
    "contours_of",
    "fit_markers",
    "foot_points",
    "from_opensim",
    "inverse_kinematics",
    "lean_in_picture",
    "listed",
    "load_calibration",
    "load_recording_error",
    "main_movement",
    "marker_template",
    "measure",
    "metres_per_px",
    "read_marker_map",
    "renamed_markers",
    "sagittal_motion",
    "slowest_run",
    "smooth",
    "standard_errors",
    "stick_figure",
    "stretches",
    "trunk_lean",
    "trunk_shape",
    "which_way_up",
    "widening",
    "without_names",
    "wrapped",
]
