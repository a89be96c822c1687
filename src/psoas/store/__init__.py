"""People, sessions and days, kept in a database."""

from psoas.store.backup import backup, restore
from psoas.store.client_table import ClientCopies
from psoas.store.coach_lock import CoachLock, RunningCoach
from psoas.store.database import (
    CLINIC,
    VERSION_TABLE,
    Database,
    data_folder,
    has_schema,
    make_folder,
    migrate,
    parse_url,
    place_of,
    schema_version,
)
from psoas.store.device_rows import DeviceFile, FileContent
from psoas.store.engine import make_engine
from psoas.store.failures import translated_errors
from psoas.store.hip_records import hip_records, person_forecasts
from psoas.store.homework_table import KeptHomework
from psoas.store.note_table import Note
from psoas.store.rows import clean_name, profile_row
from psoas.store.schema import METADATA, PROFILES, SCHEMA
from psoas.store.session_history import RemovedSession
from psoas.store.store import Store

__all__ = [
    "CLINIC",
    "METADATA",
    "PROFILES",
    "SCHEMA",
    "VERSION_TABLE",
    "ClientCopies",
    "CoachLock",
    "Database",
    "DeviceFile",
    "FileContent",
    "KeptHomework",
    "Note",
    "RemovedSession",
    "RunningCoach",
    "Store",
    "backup",
    "clean_name",
    "data_folder",
    "has_schema",
    "hip_records",
    "make_engine",
    "make_folder",
    "migrate",
    "parse_url",
    "person_forecasts",
    "place_of",
    "profile_row",
    "restore",
    "schema_version",
    "translated_errors",
]
