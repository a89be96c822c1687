"""Sittings of a day: which interruptions end one, and which gaps leave it open."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SittingRun:
    """One sitting without a break; all in the unit of the parts that it was found in.

    Attributes:
        start, end: its ends.
        sat: time in it that was sitting; interruptions too short for a break are left out.
    """

    start: int
    end: int
    sat: int


def find_sittings(
    parts: Iterable[tuple[int, int, bool]], shortest_break: float
) -> tuple[list[SittingRun], int, int]:
    """Find the sittings, and count the breaks and the unknown gaps between them.

    Args:
        parts: start, end and whether it is sitting, in order of time, without overlap; time between two is unknown.
        shortest_break: an interruption counts from here on, in the unit of the parts.
    """
    found: list[SittingRun] = []
    breaks = unknown_gaps = 0
    between: list[tuple[int, int]] = []
    for start, end, sits in parts:
        if not sits:
            between.append((start, end))
            continue
        if not found:
            found.append(SittingRun(start, end, end - start))
        else:
            last = found[-1]
            longest_known = _longest_run(between)
            all_known = sum(b - a for a, b in between) == start - last.end
            if all_known and longest_known < shortest_break:
                found[-1] = SittingRun(last.start, end, last.sat + end - start)
            else:
                found.append(SittingRun(start, end, end - start))
                breaks += longest_known >= shortest_break
                unknown_gaps += longest_known < shortest_break
        between = []
    return found, breaks, unknown_gaps


def _longest_run(parts: Iterable[tuple[int, int]]) -> int:
    """Length of the longest run of parts that touch."""
    longest = run = before = 0
    for start, end in parts:
        run = (run if start == before else 0) + end - start
        before = end
        longest = max(longest, run)
    return longest
