"""What the hip flexor went through in a day: a description from the body's own postures, and never a verdict on harm.

A file says that somebody sat, not how. So each activity is a range of hip flexion and of the lower back, and each
figure has a low and a high end. Lengths are those of the whole psoas of a person of 1.70 m against standing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, pi
from typing import Any

import numpy as np

from psoas.body import Person, load_body, named_posture
from psoas.data import read_data
from psoas.day.bout import Day, DayBout
from psoas.day.rules import RESTING
from psoas.estimate import Estimate
from psoas.findings import Evidence, load_evidence
from psoas.muscle import PsoasAngles, change_from_standing


@dataclass(frozen=True)
class HipPosture:
    """The hip in one activity.

    Attributes:
        name: of the activity or its context.
        low_deg, high_deg: hip flexion, thigh against pelvis.
        moves: it goes through this range all the time; else it is held somewhere in it.
        change_mm: length of the psoas against standing, - is shorter, with its band.
        source: of the angles.
    """

    name: str
    low_deg: float
    high_deg: float
    moves: bool
    change_mm: Estimate
    source: str

    @property
    def reaches_neutral(self) -> bool | None:
        """Whether the hip gets to neutral; None where it may or may not."""
        neutral = _table()["neutral_deg"]["value"]
        if self.moves:
            return bool(self.low_deg <= neutral)
        if self.low_deg > neutral:
            return False
        return True if self.high_deg <= neutral else None

    def share(self, low_deg: float, high_deg: float) -> tuple[float, float, float]:
        """Share of the time between two angles: likely, least and most."""
        if self.moves:
            middle, reach = (self.low_deg + self.high_deg) / 2, (self.high_deg - self.low_deg) / 2
            below = [
                0.5 + asin(float(np.clip((end - middle) / reach, -1, 1))) / pi for end in (low_deg, high_deg)
            ]
            part = below[1] - below[0]
            return part, part, part
        width = self.high_deg - self.low_deg
        inside = max(0.0, min(high_deg, self.high_deg) - max(low_deg, self.low_deg))
        part = inside / width if width else float(low_deg <= self.low_deg < high_deg)
        return part, float(part >= 1), float(part > 0)


@dataclass(frozen=True)
class HipDay:
    """What the hips went through.

    Attributes:
        bands: lower and upper end of hip flexion [deg] and the hours in it.
        activities: hours of each activity that is described, longest first.
        undescribed_s: known time of activities of which the hip is not described.
        away_s: longest time without reaching neutral that is known.
        away_most_s: the longest that it may have been, with unknown time in it.
        openings: how often each hip was opened past neutral, by steps; None where nobody walked.
        evidence: what studies say, with its verdict.
    """

    bands: tuple[tuple[float, float, Estimate], ...]
    activities: tuple[tuple[HipPosture, float], ...]
    undescribed_s: int
    away_s: int
    away_most_s: int
    openings: Estimate | None
    evidence: tuple[Evidence, ...]


def hip_day(day: Day) -> HipDay:
    """Describe what the hips went through on a day."""
    lengths: dict[str, int] = {}
    undescribed = 0
    for bout in day.bouts:
        name = _name(bout)
        if name is None:
            undescribed += bout.length_s
        else:
            lengths[name] = lengths.get(name, 0) + bout.length_s
    rows = sorted(((hip_posture(name), length) for name, length in lengths.items()), key=lambda row: -row[1])
    away, away_most = _away(day)
    known = load_evidence()
    return HipDay(
        bands=tuple(_bands(rows)),
        activities=tuple((posture, length / 3600) for posture, length in rows),
        undescribed_s=undescribed,
        away_s=away,
        away_most_s=away_most,
        openings=_openings(day),
        evidence=tuple(known[name] for name in _table()["evidence"]),
    )


@cache
def hip_posture(name: str) -> HipPosture:
    """The hip in an activity, from ``hip.json`` and the body's own postures."""
    row = _table()["activities"][name]
    if "postures" in row:
        postures = [named_posture(one).degrees for one in row["postures"]]
        spread = row.get("spread_deg", 0.0)
        hips = [one.get("hip_flexion_r", 0.0) for one in postures]
        lumbars = [one.get("lumbar_extension", 0.0) for one in postures]
        hip = (min(hips) - spread, max(hips) + spread)
        corners = [
            (one + way * spread, other) for one, other in zip(hips, lumbars, strict=True) for way in (-1, 1)
        ]
    else:
        hip = (row["hip_deg"][0], row["hip_deg"][1])
        corners = [(one, other) for one in row["hip_deg"] for other in row["lumbar_deg"]]
    return HipPosture(name, *hip, bool(row.get("moves")), _change(corners), row["source"])


def _change(corners: Sequence[tuple[float, float]]) -> Estimate:
    """Length of the psoas against standing over some angles [deg], in mm, with the error of the model."""
    hip, lumbar = np.radians(np.array(corners)).T
    changes = change_from_standing(load_body(Person()), "r", PsoasAngles(hip, lumbar))
    value, error = (1000 * one[:, -1] for one in changes)
    low, high = float((value - error).min()), float((value + error).max())
    return Estimate(float((value.min() + value.max()) / 2), low, high, "mm")


def _name(bout: DayBout) -> str | None:
    """The row of ``hip.json`` for a bout; None where there is none."""
    known = _table()["activities"]
    if bout.context in RESTING:
        return "lying"
    if bout.context in known:
        return bout.context
    return bout.kind if bout.kind in known else None


def _bands(rows: Sequence[tuple[HipPosture, int]]) -> list[tuple[float, float, Estimate]]:
    found = []
    for low, high in pairwise(_table()["bands_deg"]):
        hours = np.zeros(3)
        for posture, length in rows:
            hours += np.array(posture.share(low, high)) * length / 3600
        likely, least, most = hours.tolist()
        found.append((low, high, Estimate(likely, least, most, "h")))
    return found


def _away(day: Day) -> tuple[int, int]:
    """Longest time without reaching neutral: what is known, and what it may have been."""
    least = most = known = possible = 0
    before = day.start_s
    for bout in (*day.bouts, None):
        start = day.end_s if bout is None else bout.start_s
        if start > before:
            least, known = max(least, known), 0
            possible += start - before
        if bout is None:
            break
        before = bout.end_s
        name = _name(bout)
        reaches = None if name is None else hip_posture(name).reaches_neutral
        known = known + bout.length_s if reaches is False else 0
        possible = 0 if reaches else possible + bout.length_s
        least, most = max(least, known), max(most, possible)
    return least, max(most, possible)


def _openings(day: Day) -> Estimate | None:
    """How often each hip was opened past neutral: once with every other step."""
    walked = sum(bout.length_s for bout in day.bouts if bout.kind == "walking") / 60
    if not walked:
        return None
    low, high = (cadence * walked / 2 for cadence in _table()["cadence_min"]["value"])
    if day.steps is not None:
        counted = day.steps / 2
        return Estimate(counted, min(counted, low), max(counted, high), "1")
    return Estimate((low + high) / 2, low, high, "1")


def _table() -> dict[str, Any]:
    return read_data("psoas.day", "hip.json")
