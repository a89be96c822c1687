"""What files of devices say is kept once, comes back in order, and goes with its person and its back-up."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from psoas.day import Observation, StepPart, ZoneHint
from psoas.errors import UsageError
from psoas.store.backup import backup, restore
from psoas.store.device_rows import FileContent
from psoas.store.store import Store

FIRST = Observation(1_709_550_000, 1_709_553_600, "sitting", None, "thigh", 0.9)
HINT = Observation(1_709_553_600, 1_709_557_200, None, "gym", "wrist", 0.0, started=True)

STEPS = [StepPart(1_709_550_000, "wrist", 120.0), StepPart(1_709_553_900, "phone", 30.5)]

OFFSETS = [ZoneHint(1_709_550_000, 32_400)]


def keep(
    store: Store,
    profile_id: int,
    source: str,
    observations: Sequence[Observation],
    steps: Sequence[StepPart] = (),
    offsets: Sequence[ZoneHint] = (),
) -> int:
    content = FileContent(tuple(observations), tuple(steps), tuple(offsets))
    return store.save_device_file(profile_id, source, content)


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        me = store.profiles()[0].id
        assert keep(store, me, "a.csv", [HINT, FIRST, FIRST]) == 2
        assert keep(store, me, "again.csv", [FIRST, HINT]) == 0
        assert keep(store, me, "b.csv", [replace(FIRST, wear="wrist")]) == 1
        assert keep(store, me, "none.csv", []) == 0
        assert store.observations(me, FIRST.start_s, HINT.end_s) == {
            "a.csv": [FIRST, HINT],
            "b.csv": [replace(FIRST, wear="wrist")],
        }
        assert store.observations(me, FIRST.end_s, FIRST.end_s + 1) == {"a.csv": [HINT]}
        assert store.remove_device_file(me, "a.csv") == FileContent((FIRST, HINT))
        assert store.observations(me, 0, HINT.end_s) == {"b.csv": [replace(FIRST, wear="wrist")]}


def test_steps_are_kept_by_file_once_and_a_later_export_may_know_more(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        me = store.profiles()[0].id
        assert keep(store, me, "a.zip", [], STEPS) == 2
        assert keep(store, me, "a.zip", [], STEPS) == 0
        assert keep(store, me, "copy.zip", [], STEPS) == 0
        assert keep(store, me, "a.zip", [], [replace(STEPS[1], count=90.0)]) == 1
        assert keep(store, me, "a.zip", [], [replace(STEPS[1], count=20.0)]) == 0
        kept = [STEPS[0], replace(STEPS[1], count=90.0)]
        assert store.steps(me, 0, STEPS[1].start_s + 1) == {"a.zip": kept}
        assert store.steps(me, STEPS[0].start_s + 300, STEPS[1].start_s + 1) == {"a.zip": kept[1:]}
        keep(store, me, "b.csv", [FIRST], [])
        files = store.device_files(me)
        assert [(one.source, one.observations, one.steps) for one in files] == [
            ("a.zip", 0, 2),
            ("b.csv", 1, 0),
        ]
        assert (files[0].start_s, files[0].end_s) == (STEPS[0].start_s, STEPS[1].start_s + 300)
        removed = store.remove_device_file(me, "a.zip")
        assert removed == FileContent((), tuple(kept))
        assert store.steps(me, 0, 2_000_000_000) == {}
        assert store.save_device_file(me, "a.zip", removed) == 2


def test_a_back_up_holds_them(tmp_path: Path) -> None:
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "other.db"))
    with Store.open(url) as store:
        keep(store, store.profiles()[0].id, "a.csv", [FIRST, HINT], STEPS, OFFSETS)
    restore(other, backup(url, tmp_path / "kept.zip"))
    with Store.open(other) as store:
        me = store.profiles()[0].id
        assert store.observations(me, 0, HINT.end_s) == {"a.csv": [FIRST, HINT]}
        assert store.steps(me, 0, 2_000_000_000) == {"a.csv": STEPS}
        assert store.offsets(me, 0, 2_000_000_000) == {"a.csv": OFFSETS}
        assert store.offsets(me, 0, OFFSETS[0].start_s - 1) == {}


def test_nobody_s_are_refused(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store, pytest.raises(UsageError):
        keep(store, 99, "a.csv", [FIRST])
