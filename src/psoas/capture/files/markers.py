"""Marker trajectories, the content of `.trc` and `.c3d` files."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psoas.capture.files.outliers import find_spikes
from psoas.errors import InputError
from psoas.timeseries import Array, Mask
from psoas.words import _, ngettext

SMALLEST_M, LARGEST_M = 0.3, 10.0
"""Smallest and largest span of the markers of one frame [m]: a pelvis with one thigh, a few people in one room."""

METRES = {
    "mm": 1e-3, "millimeter": 1e-3, "millimeters": 1e-3, "millimetre": 1e-3, "millimetres": 1e-3,
    "cm": 1e-2, "centimeter": 1e-2, "centimeters": 1e-2, "centimetre": 1e-2, "centimetres": 1e-2,
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0,
    "mete": 1.0, "metr": 1.0, "mill": 1e-3, "cent": 1e-2,
}  # fmt: skip
"""Metres of each unit, by its names; some programs cut a name after four letters."""

FARTHEST_M = 10.0
"""Greatest distance of a marker from the middle of the others in its frame [m]: people in one room."""

FASTEST_M_S = 40.0
"""Speed that no marker on a person reaches [m/s]; the hand of a pitcher has 36 m/s [Fleisig et al. 1999]."""

Notes = tuple[tuple[str, str], ...]
"""Remarks on a file: an id, and what the file says otherwise or what was left out, in a sentence without its dot."""


@dataclass(frozen=True, eq=False)
class Markers:
    """Marker trajectories in OpenSim's axes, y up. A marker that was not seen is NaN and stays so.

    Attributes:
        time: (T,) strictly increasing [s].
        names: N names as in the file, each seen in at least one frame.
        positions: (T, N, 3) [m].
        absent: names in the file that were not seen in a single frame.
        turned: the vertical axis of a file whose format has y up but which has not, such as ``z``; else None.
        notes: remarks on the file, for the user.

    Raises:
        ValueError: shapes that do not fit, a name that occurs twice, or time that does not increase.
    """

    time: Array
    names: tuple[str, ...]
    positions: Array
    absent: tuple[str, ...] = ()
    turned: str | None = None
    notes: Notes = ()

    def __post_init__(self) -> None:
        shape = (len(self.time), len(self.names), 3)
        if self.positions.shape != shape:
            raise ValueError(
                f"positions have the shape {self.positions.shape}; time and names ask for {shape}"
            )
        if len(set(self.names)) != len(self.names):
            raise ValueError("a name occurs twice")
        if len(self.time) > 1 and not bool((np.diff(self.time) > 0).all()):
            raise ValueError("time does not increase")


def plain_marker_name(name: str) -> str:
    """A marker's name in lower case without signs and without the subject before a colon.

    ``Anna:R_ASIS``, ``R.ASIS`` and ``RASIS`` become ``rasis``.
    """
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())


def distinct_names(names: Sequence[str], descriptions: Sequence[str] = ()) -> tuple[list[str], Notes]:
    """Give every marker a name of its own.

    Programs cut names after four letters, and write the whole name as the description: where names repeat, and
    descriptions begin like them and differ, these are the names. The second marker of a name that still
    repeats becomes ``NAME (2)``.

    Args:
        names: of the markers, in the order of the file; descriptions: of the first of them, where the file has any.

    Returns:
        The names, and a remark where one repeated.
    """
    count = Counter(names)
    found = list(names)
    for name in [name for name, times in count.items() if times > 1]:
        places = [index for index, other in enumerate(names) if other == name]
        words = [descriptions[index] if index < len(descriptions) else "" for index in places]
        longer = all(plain_marker_name(word).startswith(plain_marker_name(name)) for word in words)
        if longer and len(set(words)) == len(words) and not set(words) & set(found):
            for index, word in zip(places, words, strict=True):
                found[index] = word
    used: Counter[str] = Counter()
    repeated = []
    for index, name in enumerate(found):
        used[name] += 1
        if used[name] > 1:
            found[index] = f"{name} ({used[name]})"
            repeated.append(name)
    if not repeated:
        return found, ()
    several = ", ".join(sorted(set(repeated))[:12])
    return found, (
        (
            "markers_repeated",
            _("These names occur more than once, and the first of each is used: {several}", several=several),
        ),
    )


def checked_markers(
    time: Array, names: list[str], positions: Array, unit: str, path: Path, notes: Notes = ()
) -> Markers:
    """Turn the numbers of a file into markers: metres, gaps as NaN, without markers that were never seen.

    Args:
        time: (T,) increasing [s].
        names: N different names.
        positions: (T, N, 3) in ``unit``; a marker with a NaN, or with all three zero, was not seen.
        unit: as the file writes it.
        notes: remarks on the file so far; wild cells are added.

    Raises:
        InputError: an unknown unit, no marker at all, or a size that shows that the unit is wrong.
    """
    factor = METRES.get(unit.strip().lower())
    if factor is None:
        raise InputError(
            _(
                "{file}: the unit {unit!r} in its header is not known; write mm, cm or m",
                file=path.name,
                unit=unit.strip()[:20],
            )
        )
    unseen = ~np.isfinite(positions).all(axis=2) | (positions == 0).all(axis=2)
    metres = np.where(unseen[:, :, None], np.nan, positions * factor)
    seen = ~unseen.all(axis=0)
    if not seen.any():
        raise InputError(
            _("{file} holds not one marker position; export the trial with its trajectories", file=path.name)
        )
    _check_unit(metres[:, seen], unit.strip(), factor, path)
    wild = _wild(time, metres)
    metres[wild] = np.nan
    if wild.any():
        says = ngettext(
            "{count} marker position is left out as a gap: farther than {farthest:g} m from the other markers, or "
            "there and back faster than {fastest:g} m/s ({markers})",
            "{count} marker positions are left out as a gap: farther than {farthest:g} m from the other markers, or "
            "there and back faster than {fastest:g} m/s ({markers})",
            int(wild.sum()),
            farthest=FARTHEST_M,
            fastest=FASTEST_M_S,
            markers=", ".join(np.array(names)[wild.any(axis=0)][:5]),
        )
        notes = (*notes, ("wild_cells", says))
    there = np.flatnonzero(np.isfinite(metres[:, :, 0]).any(axis=0)).tolist()
    return Markers(
        time,
        tuple(names[index] for index in there),
        metres[:, there],
        tuple(name for index, name in enumerate(names) if index not in there),
        notes=notes,
    )


def _wild(time: Array, metres: Array) -> Mask:
    """Find the positions (T, N, 3) [m] that no marker on a person can have: (T, N)."""
    seen = np.isfinite(metres[:, :, 0])
    wild = np.zeros(seen.shape, dtype=bool)
    full = seen.sum(axis=1) >= 3
    middle = np.nanmedian(metres[full], axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        wild[full] = (np.abs(metres[full] - middle) > FARTHEST_M).any(axis=2)
    near = np.where(wild[:, :, None], np.nan, metres)
    for index in range(metres.shape[1]):
        wild[:, index] |= find_spikes(time, near[:, index], fastest=FASTEST_M_S)
    return wild


def span_of(positions: Array) -> float:
    """Measure how far the markers of a frame lie apart along an axis, at most: the median over the frames [m].

    Args:
        positions: (T, N, 3) [m], NaN where not seen; frames with fewer than four markers do not count.

    Returns:
        The span, or NaN where no frame counts.
    """
    full = positions[np.isfinite(positions[:, :, 0]).sum(axis=1) >= 4]
    if not len(full):
        return float("nan")
    return float(np.median((np.nanmax(full, axis=1) - np.nanmin(full, axis=1)).max(axis=1)))


def _check_unit(metres: Array, unit: str, factor: float, path: Path) -> None:
    span = span_of(metres)
    if not np.isfinite(span) or SMALLEST_M <= span <= LARGEST_M:
        return
    fitting = [name for name in ("mm", "cm", "m") if 0.5 <= span / factor * METRES[name] <= 2.5]
    values = {"file": path.name, "span": span, "unit": unit}
    raise InputError(
        _(
            "{file}: the unit looks wrong, its markers would span {span:.3g} m with {unit} as the header says; write "
            "{fitting} in its header",
            **values,
            fitting=fitting[0],
        )
        if fitting
        else _(
            "{file}: the unit looks wrong, its markers would span {span:.3g} m with {unit} as the header says; check "
            "the unit in its header and the export",
            **values,
        )
    )
