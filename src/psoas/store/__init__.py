"""People, sessions and days, kept in a database."""

from psoas.store.backup import backup, restore
from psoas.store.database import data_folder, make_folder, parse_url, place_of
from psoas.store.leftovers import own_name, sweep
from psoas.store.store import Store

__all__ = [
    "Store",
    "backup",
    "data_folder",
    "make_folder",
    "own_name",
    "parse_url",
    "place_of",
    "restore",
    "sweep",
]
