"""Posture from a sensor on the thigh or a phone in a front pocket, however it is turned.

1. The unit follows from the size at rest, which is that of gravity; without gravity nothing can be told.
2. Rhythmic movement is walking, running or cycling. The direction of gravity while the person walks is up for them. A
   phone that is put back another way has a new up from its next walk on.
3. A thigh that is turned more than 45 degrees away from up is level: the person sits, or lies. Else they stand.
4. A sensor that shows not the slightest movement lies on a table, and one whose samples are all equal sleeps: unknown.
   Between two walks with a different up, only what both say is known.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from psoas.day.epochs import EPOCH_S, Epochs
from psoas.day.rules import figure
from psoas.errors import CannotTellError
from psoas.timeseries import Array, Mask, runs_of

Posture = Literal["unknown", "level", "upright", "walking", "running", "cycling"]
POSTURES: Final[tuple[Posture, ...]] = ("unknown", "level", "upright", "walking", "running", "cycling")
UNKNOWN, LEVEL, UPRIGHT, WALKING, RUNNING, CYCLING = range(6)
UNITS: Final = {"g": 1.0, "m/s^2": 9.80665, "mg": 1000.0}
RHYTHMIC: Final = 0.6
"""Share of the movement that is rhythm in walking and cycling."""
STILL_SD_G: Final = 0.05
"""Below it the mean acceleration is gravity."""
LONG_RHYTHM_S: Final = 60.0
"""Cycling lasts at least so long."""


@dataclass(frozen=True, eq=False)
class Postures:
    """Posture of each epoch.

    Attributes:
        start_s: (N,) [s].
        posture: (N,) place in `POSTURES`.
        walked_s: walking from which up was learnt [s].
        lay_s: time in which the sensor lay somewhere [s].
        turned: how often it was put back another way.
    """

    start_s: Array
    posture: Array
    walked_s: float
    lay_s: float
    turned: int

    def runs(self) -> Iterator[tuple[float, float, Posture]]:
        """Start, end [s] and posture of each run of equal, adjacent epochs."""
        change = np.flatnonzero((np.diff(self.posture) != 0) | (np.diff(self.start_s) > 1.5 * EPOCH_S))
        for begin, end in zip(np.r_[0, change + 1], np.r_[change, len(self.posture) - 1], strict=True):
            yield self.start_s[begin], self.start_s[end] + EPOCH_S, POSTURES[int(self.posture[begin])]


def postures(epochs: Epochs, name: str) -> Postures:
    """The posture of each epoch of a sensor on the thigh.

    Args:
        epochs: of one file.
        name: of the file, for messages.

    Raises:
        CannotTellError: there is no gravity in the data, or no walk from which up can be learnt.
    """
    unit = _unit(epochs, name)
    mean, movement = epochs.mean / unit, epochs.movement / unit
    size = np.linalg.norm(mean, axis=1)
    direction = mean / np.maximum(size, 1e-9)[:, None]
    still = movement < STILL_SD_G
    wrong = still & ((size < figure("least_g")) | (size > figure("most_g")))
    lying = _lies(epochs.start_s, direction, movement)
    known = ~wrong & ~lying & epochs.alive
    rhythmic = known & (epochs.rhythm >= RHYTHMIC) & (movement >= figure("walking_least_sd_g"))
    blocks = _blocks(epochs.start_s, direction, rhythmic, epochs.rhythm_hz)
    if not blocks:
        raise CannotTellError(
            f"{name} holds no walk of {figure('learnt_walk_s'):g} s, from which psoas learns which way is up; "
            "walk for two minutes with the sensor in its place"
        )
    angle_before, angle_after, turned = _angles(epochs.start_s, direction, blocks)
    posture = _posture(np.degrees(angle_before), np.degrees(angle_after), rhythmic, movement, epochs)
    posture[~known] = UNKNOWN
    posture = _smoothed(posture)
    return Postures(
        epochs.start_s,
        posture,
        sum(block.length_s for block in blocks),
        float(lying.sum() * EPOCH_S),
        turned,
    )


def _unit(epochs: Epochs, name: str) -> float:
    """The size of gravity in the unit of the file."""
    if not len(epochs.start_s):
        raise CannotTellError(f"{name} holds no five seconds of acceleration without a gap; record it again")
    alive = epochs.alive if epochs.alive.any() else np.ones(len(epochs.alive), bool)
    quiet = alive & (epochs.movement <= np.quantile(epochs.movement[alive], 0.4))
    size = float(np.median(np.linalg.norm(epochs.mean[quiet], axis=1)))
    for unit in UNITS.values():
        if figure("least_g") <= size / unit <= figure("most_g"):
            return unit
    raise CannotTellError(
        f"{name}: the acceleration at rest is {size:.3g}, and gravity would be 1 g or 9.81 m/s^2; "
        "record the accelerometer with gravity"
    )


def _lies(start_s: Array, direction: Array, movement: Array) -> Mask:
    """(N,) whether the sensor lies on a table: for long not the slightest movement or turn."""
    floor = max(figure("not_worn_sd_g"), 1.5 * float(np.quantile(movement, 0.05)))
    floor = min(floor, 4 * figure("not_worn_sd_g"))
    turn = np.degrees(2 * np.arcsin(np.clip(np.linalg.norm(np.diff(direction, axis=0), axis=1) / 2, 0, 1)))
    calm = movement < floor
    steady = np.r_[True, (turn < figure("not_worn_turn_deg")) & (np.diff(start_s) < 1.5 * EPOCH_S)]
    lying = np.zeros(len(calm), bool)
    least = figure("not_worn_s") / EPOCH_S
    for begin, end in runs_of(calm):
        breaks = [begin, *(begin + np.flatnonzero(~steady[begin : end + 1][1:]) + 1), end + 1]
        for first, last in itertools.pairwise(breaks):
            if last - first >= least:
                lying[first:last] = True
    return lying


@dataclass(frozen=True, eq=False)
class _Block:
    """Walks one after the other with the same up."""

    start_s: float
    end_s: float
    up: Array
    hz: float
    length_s: float


def _blocks(start_s: Array, direction: Array, rhythmic: Mask, hz: Array) -> list[_Block]:
    """Walks from which up is learnt; riding a bicycle between two walks with the same up is none."""
    least = max(int(figure("learnt_walk_s") / EPOCH_S), 1)
    turned = np.radians(figure("replaced_deg"))
    blocks: list[_Block] = []
    for begin, end in runs_of(rhythmic):
        if end - begin + 1 < least:
            continue
        mine = slice(begin, end + 1)
        up = np.median(direction[mine], axis=0)
        up /= np.linalg.norm(up)
        if np.degrees(_angle(direction[mine], up).max()) > 60:
            continue
        one = _Block(
            start_s[begin],
            start_s[end] + EPOCH_S,
            up,
            float(np.median(hz[mine])),
            (end - begin + 1) * EPOCH_S,
        )
        if blocks and _angle(blocks[-1].up, up) <= turned:
            last = blocks[-1]
            total = last.length_s + one.length_s
            mixed = (last.up * last.length_s + up * one.length_s) / total
            cadence = (last.hz * last.length_s + one.hz * one.length_s) / total
            blocks[-1] = _Block(last.start_s, one.end_s, mixed / np.linalg.norm(mixed), cadence, total)
        else:
            blocks.append(one)
    kept: list[_Block] = []
    for place, block in enumerate(blocks):
        before = kept[-1] if kept else None
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if before is not None and after is not None and _angle(before.up, after.up) <= turned:
            continue
        kept.append(block)
    return kept


def _angle(directions: Array, up: Array) -> Array:
    """Angle between directions and up [rad]."""
    angle: Array = np.arccos(np.clip(directions @ up, -1, 1))
    return angle


def _angles(start_s: Array, direction: Array, blocks: list[_Block]) -> tuple[Array, Array, int]:
    """(N,) angle to the up of the walk before and to that of the walk after [rad], and how often up changed."""
    ups = np.array([block.up for block in blocks])
    ends = np.array([block.end_s for block in blocks])
    starts = np.array([block.start_s for block in blocks])
    before = np.clip(np.searchsorted(starts, start_s, "right") - 1, 0, len(blocks) - 1)
    after = np.clip(np.searchsorted(ends, start_s, "right"), 0, len(blocks) - 1)
    angles = [
        np.arccos(np.clip(np.einsum("ij,ij->i", direction, ups[place]), -1, 1)) for place in (before, after)
    ]
    return angles[0], angles[1], len(blocks) - 1


def _posture(before: Array, after: Array, rhythmic: Mask, movement: Array, epochs: Epochs) -> Array:
    """(N,) posture by the angles to up [deg]; unknown where the walk before and the walk after disagree."""
    limit = figure("upright_deg")
    level = before > limit
    posture = np.where(level, LEVEL, UPRIGHT)
    posture[level != (after > limit)] = UNKNOWN
    near = np.minimum(before, after)
    cycling = rhythmic & (near > figure("cycling_least_deg"))
    for begin, end in runs_of(cycling):
        if (end - begin + 1) * EPOCH_S >= LONG_RHYTHM_S:
            posture[begin : end + 1] = CYCLING
    walks = rhythmic & (near <= limit) & (posture != CYCLING)
    posture[walks] = WALKING
    posture[walks & (movement >= figure("running_least_sd_g")) & (epochs.rhythm_hz > 2.2)] = RUNNING
    return posture


def _smoothed(posture: Array) -> Array:
    """A single epoch between two equal others is what they are, where it is known."""
    smooth = posture.copy()
    alone = (posture[1:-1] != posture[:-2]) & (posture[:-2] == posture[2:]) & (posture[1:-1] != UNKNOWN)
    smooth[1:-1][alone] = posture[:-2][alone]
    return smooth
