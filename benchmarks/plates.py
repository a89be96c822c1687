"""Foot strike and toe-off without force plates, beside the plates of the same recordings.

python -m benchmarks.plates MOTION[,FORCES] ...

MOTION is a motion file of somebody who walks or runs (.trc, .c3d, .mot) with force plates in it, beside it, or in
FORCES. For each recording and all together: how far the instants by the movement of the feet, and those after Zeni
2008, are from the plates', and how far the program's own instants are from the plates' where it has plates.

The errors in `psoas/strides/event_errors.json` are from public recordings that are not part of the project.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from psoas.capture.files import GroundForce, read_motion_file
from psoas.motion import foot_points, sagittal_motion
from psoas.recordings import gait_spans, read_motion, recorded_forces
from psoas.sides import SIDES, Side
from psoas.strides import FootEvents, motion_events, plate_events
from psoas.strides.motion_events import zeni_events
from psoas.timeseries import TimeSeries

NEAR_S = 0.15
"""Farther apart, two instants are not the same one."""

EDGE_S = 0.15
"""Instants so near to the ends of the recording are not expected."""

Errors = dict[tuple[str, str], list[float]]
"""By method and event: errors [s]; NaN where an instant of the plates was missed."""


def main() -> int:
    """Print the table; 1 where no recording could be compared."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("recordings", nargs="+")
    total: Errors = defaultdict(list)
    for words in parser.parse_args().recordings:
        motion, _, forces = words.partition(",")
        found = compared(Path(motion), Path(forces) if forces else None)
        print("\n".join(lines(Path(motion).name, found)))
        for key, errors in found.items():
            total[key] += errors
    print("\n".join(lines("all", total)))
    return 0 if total else 1


def compared(motion: Path, forces: Path | None) -> Errors:
    """Errors of all methods in one recording."""
    plates = recorded_forces(motion, forces).plates
    read = read_motion(motion, read_motion_file(motion))
    feet = foot_points(read.body, read.coordinates)
    by_motion = motion_events(feet, gait_spans(sagittal_motion(read.body, read.coordinates)))
    by_plates = plate_events(plates, feet, by_motion, read.turned)
    known = own_contacts(plates, by_plates)
    found: Errors = defaultdict(list)
    for side in SIDES:
        zeni = zeni_events(feet, side)
        for number, event in enumerate(("foot strike", "toe-off")):
            times = (by_plates.strikes, by_plates.toe_offs)[number][side]
            seen = (by_motion.strikes, by_motion.toe_offs)[number][side]
            expected = inside(known[side][number], feet)
            found["plates", event] += errors(expected, times)
            found["movement of the feet", event] += errors(expected, seen)
            found["Zeni 2008", event] += errors(expected, zeni[number])
    return found


def own_contacts(
    plates: Sequence[GroundForce], events: FootEvents
) -> dict[Side, tuple[list[float], list[float]]]:
    """First and last sample of 20 N and more, read off the forces themselves, and given to the foot of the events."""
    known: dict[Side, tuple[list[float], list[float]]] = {side: ([], []) for side in SIDES}
    for plate in plates:
        down = np.concatenate([[False], np.nan_to_num(plate.force[:, 1]) >= 20.0, [False]])
        edges = np.flatnonzero(np.diff(down.astype(int))).reshape(-1, 2)
        for first, after in edges:
            start, end = float(plate.time[first]), float(plate.time[after - 1])
            if end - start < 0.05:
                continue
            for side in SIDES:
                if any(abs(at - start) < 0.002 for at in events.strikes[side]) and first > 0:
                    known[side][0].append(start)
                if any(abs(at - end) < 0.002 for at in events.toe_offs[side]) and after < len(plate.time):
                    known[side][1].append(end)
    return known


def inside(times: Iterable[float], feet: TimeSeries) -> list[float]:
    """Those that are not at the ends of the recording."""
    start, end = float(feet.time[0]) + EDGE_S, float(feet.time[-1]) - EDGE_S
    return [at for at in times if start < at < end]


def errors(expected: Sequence[float], seen: Sequence[float]) -> list[float]:
    """Each instant's error [s]; NaN where it was missed or found twice."""
    found = []
    for at in expected:
        near = [one - at for one in seen if abs(one - at) < NEAR_S]
        found.append(near[0] if len(near) == 1 else np.nan)
    return found


def lines(name: str, found: Errors) -> list[str]:
    """The table of one recording."""
    rows = [
        f"{name}: {'method':22}{'event':13}{'number':>7}{'missed':>7}{'mean ms':>9}{'rms ms':>8}{'most ms':>9}"
    ]
    for (method, event), values in found.items():
        known = 1000 * np.array([value for value in values if np.isfinite(value)])
        if len(known):
            rows.append(
                f"  {method:24}{event:13}{len(values):7}{len(values) - len(known):7}{known.mean():9.1f}"
                f"{np.sqrt((known**2).mean()):8.1f}{np.abs(known).max():9.1f}"
            )
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
