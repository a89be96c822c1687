"""Results for other programs: JSON, CSV, OpenSim and MuJoCo files."""

from psoas.export.body_folder import BODY_SCHEMA, write_body
from psoas.export.check_json import CHECK_SCHEMA, to_json
from psoas.export.day_json import DAY_SCHEMA, day_json, day_table
from psoas.export.fhir import fhir_bundle
from psoas.export.forecast_json import FORECAST_SCHEMA, forecast_json
from psoas.export.load_json import postures_json, recording_json, side_bending_json, trunk_json, what_if_json
from psoas.export.motion_file import write_motion, write_table
from psoas.export.pose_json import pose_json
from psoas.export.progress_csv import progress_zip
from psoas.export.rounded import rounded
from psoas.export.whole_folder import check_place, earlier_result, write_folder
from psoas.export.wrong_answer import check_note, write_wrong_answer

__all__ = [
    "BODY_SCHEMA",
    "CHECK_SCHEMA",
    "DAY_SCHEMA",
    "FORECAST_SCHEMA",
    "check_note",
    "check_place",
    "day_json",
    "day_table",
    "earlier_result",
    "fhir_bundle",
    "forecast_json",
    "pose_json",
    "postures_json",
    "progress_zip",
    "recording_json",
    "rounded",
    "side_bending_json",
    "to_json",
    "trunk_json",
    "what_if_json",
    "write_body",
    "write_folder",
    "write_motion",
    "write_table",
    "write_wrong_answer",
]
