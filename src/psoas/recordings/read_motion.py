"""A motion-capture file as coordinates of a body, with the statements about how they came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from psoas.body import PARTS, Body, Person, load_body
from psoas.capture.files import CoordinateTable, Markers
from psoas.errors import InputError
from psoas.estimate import Estimate
from psoas.findings import Finding, MotionSource, NotMeasured
from psoas.motion import fit_markers, from_opensim, inverse_kinematics, listed
from psoas.timeseries import Progress, TimeSeries
from psoas.words import N_, _, ngettext


@dataclass(frozen=True, eq=False)
class ReadMotion:
    """A file as coordinates.

    Attributes:
        coordinates: (T, C) [rad, m], the body's names and signs; NaN where unknown.
        body: of the person.
        source: how the file was made.
        findings, not_measured: statements about how the coordinates came.
        turned: by how much the recording was turned to the left about the vertical [rad].
    """

    coordinates: TimeSeries
    body: Body
    source: MotionSource
    findings: tuple[Finding, ...]
    not_measured: tuple[NotMeasured, ...]
    turned: float = 0.0


def read_motion(
    path: Path,
    found: TimeSeries | Markers,
    *,
    person: Person | None = None,
    height_m: float | None = None,
    progress: Progress | None = None,
) -> ReadMotion:
    """Convert the content of a file to coordinates of a body.

    Args:
        path: of the file, for messages; found: its content, as from `read_motion_file`.
        person: whose body; None stands for the usual one of ``height_m``. Markers measure its parts.
        height_m: standing height where it is known [m].

    Raises:
        InputError: what is in the file cannot be a person's movement.
    """
    person = person or (Person() if height_m is None else Person(height_m=height_m))
    try:
        if isinstance(found, Markers):
            return _from_markers(found, person, height_m, progress)
        return _from_coordinates(found, path, person, height_m)
    except InputError as error:
        says = str(error)
        raise InputError(says if path.name in says else f"{path.name}: {says}") from None


def _from_markers(
    found: Markers, person: Person, height_m: float | None, progress: Progress | None
) -> ReadMotion:
    if progress is not None:
        progress(N_("fitting the body to the markers"), 0, None)
    unscaled = load_body(Person(factors=dict.fromkeys(PARTS, 1.0)))
    fit = fit_markers(unscaled, found)

    def counted(done: int, total: int) -> None:
        if progress is not None:
            progress(N_("following the markers"), done, total)

    solved = inverse_kinematics(unscaled, found, fit, progress=counted)
    factors = {part: fit.factors[part] for part in PARTS if part in fit.factors}
    error = solved.marker_error["rms"]
    middle, most = 1000 * float(np.nanmedian(error)), 1000 * float(np.nanmax(error))
    used = len(fit.locations)
    says = _(
        "Joint angles were found from {used} markers, named as in {set_title}, by inverse "
        "kinematics on a body fitted to them. Zero is that of the model Rajagopal 2016; left "
        "and right are those of the file.",
        used=used,
        set_title=solved.set_title,
    )
    if found.turned is not None:
        says += " " + _(
            "In the file {axis} points up, told by the markers of trunk and feet, and not y as "
            "in a .trc: it was turned.",
            axis=found.turned,
        )
    error_says = _(
        "The body's markers lie {middle:.0f} mm from the measured ones in the middle frame "
        "and {most:.0f} mm at most (root mean square over a frame's markers).",
        middle=middle,
        most=most,
    )
    findings = (
        Finding("source", Estimate.of(float(used), None, "markers"), "info", says),
        Finding("marker_error", Estimate.of(middle, None, "mm"), "info", error_says),
    )
    not_used = (
        *_remarks((*found.notes, *fit.notes)),
        *unused("markers_unused", "marker", solved.unused),
        *unused("markers_absent", "marker", found.absent, _("never seen in the recording")),
    )
    source = MotionSource("markers", solved.coordinates, factors, height_m, (middle, most))
    body = load_body(replace(person, factors=factors))
    turned = float(np.radians(solved.turned_deg))
    return ReadMotion(solved.coordinates, body, source, findings, not_used, turned)


def _from_coordinates(found: TimeSeries, path: Path, person: Person, height_m: float | None) -> ReadMotion:
    motion = from_opensim(found, path.name)
    says = _(
        "Joint angles were read from the file and its own zero was taken: what counts as "
        "upright and as an unbent hip is that of the model it was made with. Left and right "
        "are those of the file."
    )
    if motion.knee_turned:
        says += " " + _("Its knees are negative when bent, as in the model gait2392, and were turned.")
    finding = Finding("source", None, "info", says)
    remarks = found.notes if isinstance(found, CoordinateTable) else ()
    not_used = (*_remarks(remarks), *unused("columns_unused", "column", motion.unused))
    source = MotionSource("coordinates", motion.coordinates, {}, height_m)
    return ReadMotion(motion.coordinates, load_body(person), source, (finding,), not_used)


def _remarks(notes: Iterable[tuple[str, str]]) -> Iterator[NotMeasured]:
    """The remarks of a reader on its file, for the user."""
    for name, says in notes:
        yield NotMeasured(name, says)


def unused(
    name: str, kind: Literal["marker", "column"], names: tuple[str, ...], why: str | None = None
) -> Iterator[NotMeasured]:
    """Say so where some names of a file were not used; None as the reason: the program does not know them."""
    if names:
        many = ngettext("{count} column not used", "{count} columns not used", len(names))
        if kind == "marker":
            many = ngettext("{count} marker not used", "{count} markers not used", len(names))
        why = why or _("not known to the program")
        yield NotMeasured(name, f"{many}, {why}: {listed(names)}")
