"""What files of devices say is kept once, comes back in order, and goes with its person and its back-up."""

from dataclasses import replace
from pathlib import Path

import pytest

from psoas.day import Observation
from psoas.errors import UsageError
from psoas.store.backup import backup, restore
from psoas.store.store import Store

FIRST = Observation(1_709_550_000, 1_709_553_600, "sitting", None, "thigh", 0.9)
HINT = Observation(1_709_553_600, 1_709_557_200, None, "gym", "wrist", 0.0, started=True)


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        me = store.profiles()[0].id
        assert store.save_observations(me, "a.csv", [HINT, FIRST, FIRST]) == 2
        assert store.save_observations(me, "again.csv", [FIRST, HINT]) == 0
        assert store.save_observations(me, "b.csv", [replace(FIRST, wear="wrist")]) == 1
        assert store.save_observations(me, "none.csv", []) == 0
        assert store.observations(me, FIRST.start_s, HINT.end_s) == {
            "a.csv": [FIRST, HINT],
            "b.csv": [replace(FIRST, wear="wrist")],
        }
        assert store.observations(me, FIRST.end_s, FIRST.end_s + 1) == {"a.csv": [HINT]}
        store.forget_observations(me)
        assert store.observations(me, 0, HINT.end_s) == {}


def test_a_back_up_holds_them(tmp_path: Path) -> None:
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "other.db"))
    with Store.open(url) as store:
        store.save_observations(store.profiles()[0].id, "a.csv", [FIRST, HINT])
    restore(other, backup(url, tmp_path / "kept.zip"))
    with Store.open(other) as store:
        assert store.observations(store.profiles()[0].id, 0, HINT.end_s) == {"a.csv": [FIRST, HINT]}


def test_nobody_s_are_refused(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store, pytest.raises(UsageError):
        store.save_observations(99, "a.csv", [FIRST])
