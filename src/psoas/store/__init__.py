"""People, sessions and days, kept in a database."""

from psoas.store.backup import backup, restore
from psoas.store.coach_lock import CoachLock, RunningCoach
from psoas.store.database import data_folder, make_folder, parse_url, place_of
from psoas.store.device_rows import DeviceFile, FileContent
from psoas.store.hip_records import hip_records, person_forecasts
from psoas.store.homework_table import KeptHomework
from psoas.store.note_table import Note
from psoas.store.session_history import RemovedSession
from psoas.store.store import Store

__all__ = [
    "CoachLock",
    "DeviceFile",
    "FileContent",
    "KeptHomework",
    "Note",
    "RemovedSession",
    "RunningCoach",
    "Store",
    "backup",
    "data_folder",
    "hip_records",
    "make_folder",
    "parse_url",
    "person_forecasts",
    "place_of",
    "restore",
]
