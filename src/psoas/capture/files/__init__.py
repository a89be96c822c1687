"""Motion-capture and force files."""

from psoas.capture.files.force_plates import read_force_plates
from psoas.capture.files.ground_forces import GroundForce, read_ground_forces
from psoas.capture.files.markers import Markers, plain_marker_name
from psoas.capture.files.mot import CoordinateTable
from psoas.capture.files.motion_file import MOTION_FILE_WORDS, MOTION_FILES, read_motion_file
from psoas.capture.files.picture_file import PHOTO_FILES, VIDEO_FILES
from psoas.capture.files.text_file import read_lines, read_table_text

__all__ = [
    "MOTION_FILES",
    "MOTION_FILE_WORDS",
    "PHOTO_FILES",
    "VIDEO_FILES",
    "CoordinateTable",
    "GroundForce",
    "Markers",
    "plain_marker_name",
    "read_force_plates",
    "read_ground_forces",
    "read_lines",
    "read_motion_file",
    "read_table_text",
]
