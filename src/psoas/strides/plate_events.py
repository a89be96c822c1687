"""Foot strike and toe-off from force plates: a foot stands where the vertical force exceeds 20 N.

A plate knows no feet. Where its file does not name one, the foot is the one that the centre of pressure lies under. A
foot on two plates is one contact. Steps beside the plates, and steps that only partly hit one, are by the movement of
the feet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.capture.files import GroundForce
from psoas.sides import SIDES, Side
from psoas.strides.stride import FootEvents
from psoas.timeseries import Array, TimeSeries, runs_over_gaps

SHORTEST_CONTACT_S = 0.05
"""Shorter contacts are noise or a knock, but where the recording cuts them; a sprinter's take 0.08 s (ours) [s]."""

LEAST_PEAK_N = 100.0
"""A contact that never reaches this is noise (ours) [N]."""

LONGEST_DIP_S = 0.03
"""Time without force inside one contact, as at the edge between two plates or by noise [s]."""

FARTHEST_M = 0.25
"""Distance of the centre of pressure from the line of a foot, heel to toe tip, beyond which it is not its own [m]."""

MIXED_SHARE = 0.15
"""Share of a contact in which the other foot is nearer, from which both feet were on the plate (ours)."""

AGREE_S = 0.08
"""Difference between plate and movement beyond which a foot hit a plate only partly [s]; where it hit it well, they
differ by 0.035 s at most."""

SAMPLES = 25
"""Instants of a contact at which the centre of pressure is compared with the feet."""


@dataclass(frozen=True)
class Contact:
    """A time in which a foot pressed on a plate; None is an end that the recording does not hold."""

    start_s: float | None
    end_s: float | None
    middle_s: float


def plate_events(
    plates: Sequence[GroundForce], feet: TimeSeries, by_motion: FootEvents, turned: float = 0.0
) -> FootEvents:
    """Foot strikes and toe-offs by plates, and of the steps beside them by the movement of the feet.

    Args:
        plates: forces of the recording.
        feet: from `psoas.motion.foot_points`.
        by_motion: from `motion_events`.
        turned: angle by which the recording was turned to the left about the vertical before it became coordinates
            [rad].
    """
    found: dict[Side, list[Contact]] = {side: [] for side in SIDES}
    for plate in plates:
        named = next((side for side in SIDES if plate.segment.endswith(f"_{side}")), None)
        for first, last in _runs(plate):
            if plate.time[last] < feet.time[0] or plate.time[first] > feet.time[-1]:
                continue
            side = named or _foot_under(plate, first, last, feet, turned)
            if side is not None:
                found[side].append(_contact(plate, first, last))
    named_all = bool(plates) and all(plate.segment for plate in plates)
    strikes: dict[Side, tuple[float, ...]] = {}
    toe_offs: dict[Side, tuple[float, ...]] = {}
    by_plates: dict[Side, frozenset[float]] = {}
    for side in SIDES:
        contacts = _joined(found[side])
        kept = contacts if named_all else [one for one in contacts if _whole(one, by_motion, side)]
        starts, ends = (
            [at for at in times if at is not None and feet.time[0] <= at <= feet.time[-1]]
            for times in ([one.start_s for one in kept], [one.end_s for one in kept])
        )
        strikes[side] = _completed(starts, by_motion.strikes[side], kept)
        toe_offs[side] = _completed(ends, by_motion.toe_offs[side], kept)
        by_plates[side] = frozenset((*starts, *ends))
    reasons = {
        side: why for side, why in by_motion.reasons.items() if not strikes[side] and not toe_offs[side]
    }
    return FootEvents(strikes, toe_offs, by_plates, reasons)


def _runs(plate: GroundForce) -> list[tuple[int, int]]:
    """First and last sample of each contact of a plate, without noise."""
    vertical = np.nan_to_num(plate.force[:, 1])
    cut = {0, len(vertical) - 1}
    return [
        (first, last)
        for first, last in runs_over_gaps(plate.time, vertical > 0, LONGEST_DIP_S)
        if (plate.time[last] - plate.time[first] >= SHORTEST_CONTACT_S or {first, last} & cut)
        and vertical[first : last + 1].max() >= LEAST_PEAK_N
    ]


def _contact(plate: GroundForce, first: int, last: int) -> Contact:
    """A run as a contact; an end at the end of the recording, or beside a gap, is not known."""
    known = np.isfinite(plate.force[:, 1])
    start = float(plate.time[first]) if first > 0 and known[first - 1] else None
    end = float(plate.time[last]) if last < len(plate.time) - 1 and known[last + 1] else None
    return Contact(start, end, float((plate.time[first] + plate.time[last]) / 2))


def _foot_under(plate: GroundForce, first: int, last: int, feet: TimeSeries, turned: float) -> Side | None:
    """The foot that the centre of pressure lies under in a run; None where it is none, or both in turn."""
    inner = np.unique(np.linspace(first, last, SAMPLES + 2).round().astype(int))[1:-1]
    times = plate.time[inner]
    c, s = np.cos(turned), np.sin(turned)
    # a turn to the left about y, which points up: z, to the right, goes forward
    point = plate.point[inner][:, [0, 2]] @ np.array([[c, -s], [s, c]])
    away = {
        side: _distance(point, *(_at(feet, f"{name}", side, times) for name in ("heel", "tip")))
        for side in SIDES
    }
    distances = np.array([np.where(np.isfinite(away[side]), away[side], np.inf) for side in SIDES])
    known = np.isfinite(distances).any(axis=0)
    if known.sum() < 3:
        return None
    nearest = distances[:, known].argmin(axis=0)
    share = float(nearest.mean())
    if MIXED_SHARE < share < 1 - MIXED_SHARE:
        return None
    side = SIDES[round(share)]
    return side if float(np.median(distances[round(share), known])) <= FARTHEST_M else None


def _at(feet: TimeSeries, name: str, side: Side, times: Array) -> Array:
    """(N, 2) a point of a foot at other times, x and z [m]."""
    return np.column_stack(
        [np.interp(times, feet.time, feet[f"{name}_{axis}_{side}"]) for axis in ("x", "z")]
    )


def _distance(points: Array, heel: Array, tip: Array) -> Array:
    """(N,) distances of points (N, 2) from the lines between heels and toe tips (N, 2) [m]."""
    along = tip - heel
    share = ((points - heel) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9)
    nearest = heel + np.clip(share, 0.0, 1.0)[:, None] * along
    distance: Array = np.linalg.norm(points - nearest, axis=1)
    return distance


def _joined(contacts: Iterable[Contact]) -> list[Contact]:
    """Contacts of one foot on several plates as one, in the order of time."""
    joined: list[Contact] = []
    for one in sorted(contacts, key=lambda contact: contact.middle_s):
        before = joined[-1] if joined else None
        if before is not None and _overlap(before, one):
            starts = [contact.start_s for contact in (before, one)]
            ends = [contact.end_s for contact in (before, one)]
            start = None if None in starts else min(time for time in starts if time is not None)
            end = None if None in ends else max(time for time in ends if time is not None)
            joined[-1] = Contact(start, end, (before.middle_s + one.middle_s) / 2)
        else:
            joined.append(one)
    return joined


def _overlap(before: Contact, after: Contact) -> bool:
    end = np.inf if before.end_s is None else before.end_s
    start = -np.inf if after.start_s is None else after.start_s
    return bool(start - end <= LONGEST_DIP_S)


def _whole(contact: Contact, by_motion: FootEvents, side: Side) -> bool:
    """Whether the movement of the foot agrees that it was on the plate from strike to toe-off, as far as it shows."""
    for time, seen in ((contact.start_s, by_motion.strikes[side]), (contact.end_s, by_motion.toe_offs[side])):
        near = [one for one in seen if time is not None and abs(one - time) < 0.5]
        if time is not None and near and min(abs(one - time) for one in near) > AGREE_S:
            return False
    return True


def _completed(own: Sequence[float], seen: Sequence[float], contacts: Sequence[Contact]) -> tuple[float, ...]:
    """The times by plates, with those by movement that belong to none of the contacts."""

    def covered(time: float) -> bool:
        return any(
            (one.start_s is not None and abs(time - one.start_s) <= AGREE_S)
            or (one.end_s is not None and abs(time - one.end_s) <= AGREE_S)
            or (one.start_s or one.middle_s) <= time <= (one.end_s or one.middle_s)
            for one in contacts
        )

    return tuple(sorted([*own, *(time for time in seen if not covered(time))]))
