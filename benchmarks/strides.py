"""Learn `src/psoas/strides/foot_events.json` and `clip_errors.json` from rendered runs and walks, and measure strides.

    python -m benchmarks.strides            prints the table, writes nothing
    python -m benchmarks.strides --write    writes what was learnt, too

The clips behind `benchmarks/strides` (made by `benchmarks/stride_clips.py`) show rendered people who run and walk on a
treadmill and past the camera, still or panned; some walk in a crouch. The error of a clip is always that of figures
which were learnt without its body.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.rows import Row, show
from benchmarks.stride_clips import StrideClip, stride_clips
from benchmarks.stride_learning import (
    MATCHED,
    differences,
    is_turned,
    left_out,
    left_out_errors,
    left_out_events,
    rms,
    true_events,
)
from benchmarks.stride_tables import band_error, bodies, clip_errors_table, foot_events_table
from benchmarks.stride_trunks import left_out_trunks, trunk_errors, trunk_table
from psoas import strides
from psoas.estimate import NORMAL_95
from psoas.motion import LEGS, Leg
from psoas.strides.foot_events import EVENTS, Event
from psoas.strides.trunk import Target
from psoas.strides.view_errors import TURNED_DEG

LEAST_REAL, MOST_SAME = 5.0, 1.5
"""True difference of the thighs from which it has to be found, and to which none may be claimed [deg]. A walk that was
made with 6 degrees between the hips has 3 to 10 between the thighs."""

FOLDER = Path(strides.__file__).parent


def rows() -> list[Row]:
    """The table of strides in clips, each by offsets and corrections of other bodies."""
    return [*event_rows(), *figure_rows(), *side_rows(), *trunk_rows()]


def event_rows() -> Iterator[Row]:
    """Foot strike and toe-off by leg and rate of the camera."""
    for leg in LEGS:
        for fast, limit in ((True, 0.020), (False, 0.035)):
            clips = [one for one in stride_clips() if (one.fps >= 60) == fast]
            for event in EVENTS:
                yield _event_row(clips, leg, event, limit)


def _event_row(clips: list[StrideClip], leg: Leg, event: Event, limit_s: float) -> Row:
    errors, missed, made_up, hidden, every = [], 0, 0, 0, 0
    for clip in clips:
        true = true_events(clip, leg, event)
        every += len(true)
        if leg == "far" and is_hidden(clip, leg):
            hidden += len(true)
            continue
        found = found_events(clip, leg, event)
        within = (
            MATCHED
            / 2
            * float(np.mean([one["next_strike_s"] - one["foot_strike_s"] for one in clip.strides]))
        )
        for instant in true:
            gaps = [one - instant for one in found if abs(one - instant) <= within]
            errors += [min(gaps, key=abs)] if gaps else []
            missed += not gaps
        made_up += sum(
            true[0] - within < one < true[-1] + within
            and min(abs(one - instant) for instant in true) > within
            for one in found
        )
    word = "foot strike" if event == "strike" else "toe-off"
    rate = ">= 60" if limit_s < 0.03 else "30"
    beyond = sum(abs(one) > limit_s for one in errors)
    return Row(
        f"{word}, {leg} leg, {rate} fps",
        f"all within {1000 * limit_s:.0f} ms" + (", or not measured" if leg == "far" else ""),
        f"{len(errors)} of {every} found, {beyond} beyond, {made_up} made up, {missed} left out"
        + (f", {hidden} of legs said to be hidden" if leg == "far" else "")
        + f"; rms {1000 * rms(errors):.0f}, worst {1000 * max(map(abs, errors), default=0):.0f} ms",
        not (made_up or beyond or (missed and leg == "near")),
    )


def is_hidden(clip: StrideClip, leg: Leg) -> bool:
    """It is said of a leg that it is hidden, so that none of its events is measured."""
    return any(part.side_of(leg) in events.reasons for part, events in left_out_events(clip))


def found_events(clip: StrideClip, leg: Leg, event: Event) -> list[float]:
    """Instants of a leg's events by offsets of other bodies [s]."""
    return [
        instant
        for part, events in left_out_events(clip)
        for instant in (events.strikes if event == "strike" else events.toe_offs).get(part.side_of(leg), ())
    ]


def figure_rows() -> Iterator[Row]:
    """Figures of single strides, from beside and from a turned view."""
    asked = (
        ("contact_s", 0.020, "contact", 1000, "ms"),
        ("flight_s", 0.025, "flight", 1000, "ms"),
        ("thigh_behind_vertical_deg", 4.0, "thigh behind vertical at its peak", 1, "degrees"),
        ("trunk_lean_deg", 4.0, "trunk lean", 1, "degrees"),
    )
    for turned in (False, True):
        where = f"more than {TURNED_DEG:.0f} degrees off" if turned else "from beside"
        for leg in LEGS:
            yield _cadence_row(leg, turned, where)
            for name, limit, words, scale, unit in asked:
                errors = [one for gait in strides.GAITS for one in left_out_errors(gait, leg, name, turned)]
                worst = max(map(abs, errors), default=0.0)
                yield Row(
                    f"{words}, {leg} leg, {where}, RMSE of strides",
                    f"<= {scale * limit:.0f} {unit}",
                    f"{scale * rms(errors):.1f} {unit}, worst of {len(errors)} {scale * worst:.1f}",
                    bool(rms(errors) <= limit),
                )


def _cadence_row(leg: Leg, turned: bool, where: str) -> Row:
    shares = []
    for clip in stride_clips():
        pairs = [pair for pair in left_out(clip.name) if pair.found.leg == leg]
        if is_turned(clip) == turned and pairs:
            found = np.mean([pair.found.end_s - pair.found.foot_strike_s for pair in pairs])
            true = np.mean([120 / pair.true["cadence_steps_min"] for pair in pairs])
            shares.append(abs(float(found / true) - 1))
    worst = max(shares, default=0.0)
    return Row(
        f"cadence of a clip, {leg} leg, {where}",
        "<= 1 %",
        f"worst {worst:.1%} of {len(shares)} clips",
        worst <= 0.01,
    )


def side_rows() -> Iterator[Row]:
    """Left-right differences of the thigh behind vertical, by the band of their error.

    They are counted twice: by the true difference of the thighs, and by that of the hips as the clip was made.
    """
    for gait in strides.GAITS:
        found = differences(gait, "thigh_behind_vertical_deg")
        error = rms(one - true for _, one, true in found)
        band = NORMAL_95 * band_error([one - true for _, one, true in found], bodies(gait, turned=False))
        real = [(one, true) for _, one, true in found if abs(true) >= LEAST_REAL]
        same = [one for _, one, true in found if abs(true) <= MOST_SAME]
        seen = sum(abs(one) > band and one * true > 0 for one, true in real)
        claimed = sum(abs(one) > band for one in same)
        one_sided = [(one, clip.difference_deg) for clip, one, _ in found if clip.difference_deg]
        as_made = sum(abs(one) > band and one * made > 0 for one, made in one_sided)
        alike = [one for clip, one, _ in found if not clip.difference_deg]
        unlike = sum(abs(one) > band for one in alike)
        wrong = sum(abs(one) > band and one * true < 0 for _, one, true in found)
        yield Row(
            f"left-right difference of the thigh, {gait}",
            "6 found, 0 not claimed",
            f"by the true thighs {seen} of {len(real)} of {LEAST_REAL:g} degrees and more found, {claimed} of "
            f"{len(same)} of {MOST_SAME:g} and less claimed, {wrong} of all {len(found)} with the wrong sign; as the "
            f"hips were made {as_made} of {len(one_sided)} of 6 degrees found, {unlike} of {len(alike)} of 0 claimed; "
            f"error {error:.1f}, band {band:.1f} degrees",
            seen == len(real) and as_made == len(one_sided) and not (claimed or wrong or unlike),
        )


def trunk_rows() -> Iterator[Row]:
    """Pelvis and lower back at the greatest hip extension, between people and the arching runners."""
    found = left_out_trunks()
    both: tuple[tuple[Target, str], ...] = (
        ("pelvis_tilt", "pelvic tilt"),
        ("lumbar_extension", "lumbar extension"),
    )
    for target, words in both:
        one = trunk_errors(target)
        yield Row(
            f"{words} at the peak, difference between people, RMSE",
            "<= 5 degrees",
            f"{np.sqrt(2) * one:.1f} degrees; one person {one:.1f}, {len(found)} clips",
            bool(np.sqrt(2) * one <= 5),
        )
    arched, plain = (
        [said["lumbar_extension"] for one, said, _ in found if one.arched == of and "_run" in one.name]
        for of in (True, False)
    )
    yield Row(
        "arching runners told from good ones, lumbar extension",
        "apart",
        f"{len(arched)} arching {min(arched):.1f} and more, {len(plain)} good {max(plain):.1f} and less",
        min(arched) > max(plain),
    )


def main() -> None:
    """Print the table, and write what was learnt."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write foot_events.json and clip_errors.json")
    if parser.parse_args().write:
        for name, table in (
            ("foot_events.json", foot_events_table),
            ("clip_errors.json", clip_errors_table),
            ("trunk.json", trunk_table),
        ):
            (FOLDER / name).write_text(json.dumps(table(), indent=2) + "\n")
    show(rows())


if __name__ == "__main__":
    main()
