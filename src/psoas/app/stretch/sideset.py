"""One side's set while it runs: each finished repetition is kept before it is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from math import isfinite
from typing import Protocol

from psoas.app.stretch.album import Album
from psoas.capture.pose import Weights
from psoas.exercises import Repetition
from psoas.plan import KeptPicture, RepetitionRecord
from psoas.quantities import RECORDED
from psoas.recordings import Reading
from psoas.sides import SideWord as Side

CHANGED = 0.5
"""A figure that moved by less, as the start becomes known better, is not written again before the set ends."""


class Keeper(Protocol):
    """Where the repetitions of a session go; each call returns when they are safe, or at least soon."""

    @property
    def trouble(self) -> str | None:
        """Why something is not safe yet; None where all is."""

    def begin_set(self, side: Side, weights: Weights | None, bands: dict[str, float]) -> int:
        """A new set; its number."""

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        """Keep a repetition, or what is known better of it by now."""

    def end_set(
        self, set_id: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        """Keep the whole set as it was at its end, and why something of it was not measured."""

    def keep_frames(self, set_id: int, frames: Sequence[KeptPicture]) -> None:
        """Keep pictures of the set's repetitions."""


class SideSet:
    """One side's repetitions.

    Args:
        keeper: where they go; asked for a set when the first one is finished.
        side: the rear leg.
        since_s: the oldest picture that belongs to it [s].
        weights: of the pose network.

    Attributes:
        count: announced repetitions; never falls.
        repetitions: as known now.
    """

    def __init__(self, keeper: Keeper, side: Side, since_s: float, weights: Weights) -> None:
        self.side, self.since_s, self.count = side, since_s, 0
        self._keeper, self._weights = keeper, weights
        self._id: int | None = None
        self._errors: Mapping[str, float] = {}
        self._unmeasured: Mapping[str, str] = {}
        self._saved: dict[int, RepetitionRecord] = {}
        self.repetitions: tuple[RepetitionRecord, ...] = ()

    def keep(self, reading: Reading) -> bool:
        """Keep repetitions that are new or have changed; True where one more is to be announced."""
        self._errors, self._unmeasured = reading.errors, reading.unmeasured
        found = [record_of(one, 0, self.since_s) for one in reading.repetitions]
        merged = sorted(self._merged(found), key=lambda one: one.start_s)
        newest = tuple(replace(one, number=number) for number, one in enumerate(merged, start=1))
        for record in newest:
            if not _same(self._saved.get(record.number), record):
                self._save(record)
        self.repetitions = newest
        counted = sum(one.counts for one in newest)
        more, self.count = counted > self.count, counted
        return more

    def end(self, album: Album | None = None) -> None:
        """Keep the set as it is now, with pictures of its repetitions where an album has collected them."""
        if self._id is not None:
            self._keeper.end_set(self._id, self.repetitions, self._unmeasured)
            if album is not None:
                self._keeper.keep_frames(self._id, album.key_frames(self.repetitions, self.since_s))

    def _merged(self, found: list[RepetitionRecord]) -> list[RepetitionRecord]:
        """Merge new repetitions with those already announced; an announced repetition is never dropped.

        An announced repetition gets the better figures of the one that was found in its place. Where there is none,
        because its pictures are gone or are now read otherwise, it stays as it was.
        """
        announced = [one for one in self.repetitions if one.counts]
        merged = []
        for one in announced:
            there = [new for new in found if _overlap(one, new)]
            clear = len(there) == 1 and sum(_overlap(other, there[0]) for other in announced) == 1
            merged.append(there[0] if clear and there[0].counts else one)
        return merged + [new for new in found if not any(_overlap(one, new) for one in announced)]

    def _save(self, record: RepetitionRecord) -> None:
        if self._id is None:
            known = {} if self._weights == "lite" else recorded_errors(self._errors)
            self._id = self._keeper.begin_set(self.side, self._weights, known)
        self._keeper.save(self._id, record)
        self._saved[record.number] = record


def recorded_errors(errors: Mapping[str, float]) -> dict[str, float]:
    """One standard error of a repetition's figures [deg] by name, for the store.

    Args:
        errors: by coordinate.
    """
    return {name: errors[coordinate] for name, coordinate in RECORDED.items() if coordinate in errors}


def record_of(repetition: Repetition, number: int, since_s: float) -> RepetitionRecord:
    """A repetition as it is kept; times count from ``since_s``."""
    lean = repetition.trunk_lean_deg
    return RepetitionRecord(
        number=number,
        start_s=round(repetition.start_s - since_s, 3),
        end_s=round(repetition.end_s - since_s, 3),
        hold_s=round(repetition.hold_s, 3),
        thigh_travel_deg=repetition.thigh_travel_deg,
        hip_opening_deg=repetition.hip_extension_change_deg,
        arch_deg=repetition.arch_change_deg,
        pelvis_deg=repetition.pelvis_tilt_change_deg,
        trunk_lean_deg=lean if isfinite(lean) else None,
        faults=repetition.faults_by_value,
        good=repetition.good,
        possible_faults=repetition.possible_faults,
    )


def _verdict(record: RepetitionRecord) -> tuple[object, ...]:
    return record.faults, record.possible_faults, record.good


def _overlap(first: RepetitionRecord, second: RepetitionRecord) -> bool:
    """Whether two records share half of the shorter one's time."""
    shared = min(first.end_s, second.end_s) - max(first.start_s, second.start_s)
    return shared > 0.5 * min(first.end_s - first.start_s, second.end_s - second.start_s)


def _same(before: RepetitionRecord | None, after: RepetitionRecord) -> bool:
    """Whether nothing changed that would change a sentence."""
    if before is None or _verdict(before) != _verdict(after):
        return False
    for field in fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if (old is None) != (new is None):
            return False
        if isinstance(new, float) and abs(new - old) > CHANGED:
            return False
    return True
