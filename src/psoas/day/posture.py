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
from typing import Final, Literal, get_args

import numpy as np

from psoas.day.epochs import EPOCH_S, Epochs
from psoas.day.rules import figure
from psoas.errors import CannotTellError
from psoas.timeseries import Array, Index, Mask, runs_of
from psoas.words import _

Posture = Literal["unknown", "level", "upright", "walking", "running", "cycling"]
POSTURES: Final[tuple[Posture, ...]] = get_args(Posture)
UNKNOWN, LEVEL, UPRIGHT, WALKING, RUNNING, CYCLING = range(6)
UNITS: Final = (1.0, 9.80665, 1000.0)
"""The size of gravity in g, in m/s^2 and in mg."""
RHYTHMIC: Final = 0.6
"""Share of the movement that is rhythm in walking and cycling."""
STILL_SD_G: Final = 0.05
"""Below it the mean acceleration is gravity."""
STEADY: Final = 0.8
"""Share of the walks with the same up from which a sensor is always put back the same way."""
LONG_RHYTHM_S: Final = 60.0
"""Cycling lasts at least so long."""


@dataclass(frozen=True, eq=False)
class Postures:
    """Posture of each epoch.

    Attributes:
        start_s: (N,) [s].
        posture: (N,) place in `POSTURES`.
        lay_s: time in which the sensor lay somewhere [s].
        turned: how often it was put back another way.
    """

    start_s: Array
    posture: Array
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
    lying = _lies(epochs.start_s, direction, movement, figure("not_worn_s"), figure("not_worn_turn_deg"))
    laid = _lies(epochs.start_s, direction, movement, figure("laid_s"), figure("laid_turn_deg"))
    known = ~wrong & ~lying & epochs.alive
    rhythmic = known & (epochs.rhythm >= RHYTHMIC) & (movement >= figure("walking_least_sd_g"))
    places = np.cumsum(np.diff(laid, prepend=False) & laid, dtype=np.int64)
    blocks = _blocks(epochs.start_s, direction, rhythmic, places)
    if not blocks:
        raise CannotTellError(
            _(
                "{file} holds no walk of {seconds:g} s, from which psoas learns which way is up; "
                "walk for two minutes with the sensor in its place",
                file=name,
                seconds=figure("learnt_walk_s"),
            )
        )
    angle_before, angle_after = _angles(epochs.start_s, direction, places, blocks)
    limit = np.radians(figure("replaced_deg"))
    turned = sum(bool(_angle(a.up, b.up) > limit) for a, b in itertools.pairwise(blocks))
    posture = _posture(np.degrees(angle_before), np.degrees(angle_after), rhythmic, movement, epochs)
    posture[~known] = UNKNOWN
    posture = _smoothed(posture)
    return Postures(epochs.start_s, posture, float(lying.sum() * EPOCH_S), turned)


def _unit(epochs: Epochs, name: str) -> float:
    """The size of gravity in the unit of the file."""
    if not len(epochs.start_s):
        raise CannotTellError(
            _("{file} holds no five seconds of acceleration without a gap; record it again", file=name)
        )
    alive = epochs.alive if epochs.alive.any() else np.ones(len(epochs.alive), bool)
    quiet = alive & (epochs.movement <= np.quantile(epochs.movement[alive], 0.4))
    size = float(np.median(np.linalg.norm(epochs.mean[quiet], axis=1)))
    for unit in UNITS:
        if figure("least_g") <= size / unit <= figure("most_g"):
            return unit
    raise CannotTellError(
        _(
            "{file}: the acceleration at rest is {size:.3g}, and gravity would be 1 g or {gravity:.2f} m/s^2; "
            "record the accelerometer with gravity",
            file=name,
            size=size,
            gravity=UNITS[1],
        )
    )


def _lies(start_s: Array, direction: Array, movement: Array, least_s: float, most_deg: float) -> Mask:
    """(N,) whether the sensor lies on a table: for some time not the slightest movement or turn."""
    floor = max(figure("not_worn_sd_g"), 1.5 * float(np.quantile(movement, 0.05)))
    calm = movement < min(floor, 4 * figure("not_worn_sd_g"))
    calm[1:] &= np.diff(start_s) < 1.5 * EPOCH_S
    lying = np.zeros(len(calm), bool)
    least, most = round(least_s / EPOCH_S), np.radians(most_deg)
    for begin, end in runs_of(calm):
        first = begin
        while first + least <= end + 1:
            resting = np.median(direction[first : first + least], axis=0)
            resting /= max(float(np.linalg.norm(resting)), 1e-9)
            away = _angle(direction[first : end + 1], resting) > most
            stop = first + int(np.argmax(away)) if away.any() else end + 1
            if stop - first >= least:
                lying[first:stop] = True
            first = max(stop, first + 1)
    return lying


@dataclass(frozen=True, eq=False)
class _Block:
    """Walks one after the other with the same up, in one place of the sensor."""

    start_s: float
    end_s: float
    up: Array
    length_s: float
    place: int


def _blocks(start_s: Array, direction: Array, rhythmic: Mask, places: Index) -> list[_Block]:
    """Walks from which up is learnt; riding a bicycle between two walks with the same up is none."""
    turned = np.radians(figure("replaced_deg"))
    blocks: list[_Block] = []
    for begin, end in _rhythmic_runs(direction, rhythmic, turned):
        length = (end - begin + 1) * EPOCH_S
        if length < figure("learnt_walk_s"):
            continue
        up = np.median(direction[begin : end + 1], axis=0)
        up /= np.linalg.norm(up)
        one = _Block(start_s[begin], start_s[end] + EPOCH_S, up, length, int(places[begin]))
        last = blocks[-1] if blocks else None
        if last is not None and last.place == one.place and _angle(last.up, up) <= turned:
            total = last.length_s + length
            mixed = (last.up * last.length_s + up * length) / total
            one = _Block(last.start_s, one.end_s, mixed / np.linalg.norm(mixed), total, one.place)
            blocks[-1] = one
        else:
            blocks.append(one)
    if not blocks:
        return []
    steady, kept = _steady(blocks), blocks[:1]
    for block, after in itertools.pairwise(blocks[1:]):
        before = kept[-1]
        same = steady or before.place == block.place == after.place
        if not (same and _angle(before.up, after.up) <= turned < _angle(before.up, block.up)):
            kept.append(block)
    return kept if len(blocks) == 1 else [*kept, blocks[-1]]


def _steady(blocks: list[_Block]) -> bool:
    """Whether nearly all walks have the same up: the sensor is always put back the same way, or stays in its place."""
    ups, lengths = np.array([block.up for block in blocks]), np.array([block.length_s for block in blocks])
    near = _angle(ups, ups.T) <= np.radians(figure("replaced_deg"))
    return bool((near @ lengths).max() >= STEADY * lengths.sum())


def _rhythmic_runs(direction: Array, rhythmic: Mask, turned: float) -> Iterator[tuple[int, int]]:
    """First and last epoch of each rhythmic run in which the mean direction stays."""
    for begin, end in runs_of(rhythmic):
        first, total = begin, np.zeros(3)
        for number in range(begin, end + 1):
            if number > first and _angle(direction[number], total / np.linalg.norm(total)) > turned:
                yield first, number - 1
                first, total = number, np.zeros(3)
            total = total + direction[number]
        yield first, end


def _angle(directions: Array, up: Array) -> Array:
    """Angle between one or more directions and one or more ups, which are columns [rad]."""
    angle: Array = np.arccos(np.clip(directions @ up, -1, 1))
    return angle


def _angles(start_s: Array, direction: Array, places: Index, blocks: list[_Block]) -> tuple[Array, Array]:
    """(N,) angle to the up of the walk before and to that of the walk after [rad]; NaN where neither says anything.

    A walk says which way is up as long as the sensor was not laid away in between. After that it says so only where
    nearly all walks of the file agree, and those on both sides.
    """
    ups, own = np.array([block.up for block in blocks]), np.array([block.place for block in blocks])
    turned = np.radians(figure("replaced_deg"))
    before = np.searchsorted([block.start_s for block in blocks], start_s, "right") - 1
    after = np.searchsorted([block.end_s for block in blocks], start_s, "right")
    has_before, has_after = before >= 0, after < len(blocks)
    before, after = np.maximum(before, 0), np.minimum(after, len(blocks) - 1)
    steady = _steady(blocks)
    agree = steady & has_before & has_after & (_between(ups[before], ups[after]) <= turned)
    one_place = steady and len(set(own.tolist())) > 1
    use_before = has_before & ((own[before] == places) | agree | one_place)
    use_after = has_after & ((own[after] == places) | agree | one_place)
    first = np.where(use_before, before, after)
    second = np.where(use_after, after, first)
    found = [_between(direction, ups[number]) for number in (first, second)]
    for angles in found:
        angles[~use_before & ~use_after] = np.nan
    return found[0], found[1]


def _between(one: Array, other: Array) -> Array:
    """(N,) angle between two directions each [rad]."""
    angle: Array = np.arccos(np.clip(np.einsum("ij,ij->i", one, other), -1, 1))
    return angle


def _posture(before: Array, after: Array, rhythmic: Mask, movement: Array, epochs: Epochs) -> Array:
    """(N,) posture by the angles to up [deg]; unknown where the walk before and the walk after disagree."""
    limit = figure("upright_deg")
    level = before > limit
    posture = np.where(level, LEVEL, UPRIGHT)
    posture[(level != (after > limit)) | np.isnan(before)] = UNKNOWN
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
