"""Learn `src/psoas/strides/foot_events.json` from rendered runs and walks, and measure strides on bodies left out.

    python -m benchmarks.strides            prints the table, writes nothing
    python -m benchmarks.strides --write    writes the offsets and the errors too

The clips behind `benchmarks/strides` (made by `benchmarks/stride_clips.py`) show rendered people who run and walk on a
treadmill and past the camera. The error of a clip is always that of offsets which were learnt without its body.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.rows import Row, show
from benchmarks.stride_clips import StrideClip, stride_clips
from psoas.estimate import NORMAL_95
from psoas.motion import LEGS, Leg, MeasuredMotion
from psoas.recordings.analyse import measure_side_view
from psoas.strides import Stride, foot_events
from psoas.strides.clip_events import clip_events, gait_parts
from psoas.strides.clip_strides import TURNED_DEG, raw_strides
from psoas.strides.foot_events import Event, Gait, Offset, Sighting

EVENTS: tuple[Event, ...] = ("strike", "toe_off")
PATH = Path(foot_events.__file__).with_suffix(".json")

GAITS: tuple[Gait, ...] = ("running", "walking")
TRUE = {
    "thigh_behind_vertical_deg": "femur_world_at_peak",
    "trunk_lean_deg": "trunk_lean_mean",
    "knee_at_strike_deg": "knee_at_strike",
    "overstride_m": "overstride_m",
    "contact_s": "contact_s",
    "flight_s": "flight_s",
    "cadence_steps_min": "cadence_steps_min",
}
"""Figures of a stride, and their names in the truth."""

MARGIN = 1.3
"""Factor from the error on rendered clips to the band; real skin, clothes and phones vary more."""

LEAST_CLIPS = 3
"""Clips and legs in which a witness has to be seen for its offset to be learnt."""

MATCHED = 0.25
"""Largest time from a witness to its true event, in strides."""


@cache
def measured(name: str) -> MeasuredMotion:
    """The motion of a clip, by its name."""
    clip = next(one for one in stride_clips() if one.name == name)
    return measure_side_view(clip.captured, clip.size)[0]


def true_events(clip: StrideClip, leg: Leg, event: Event) -> list[float]:
    """Instants of a leg's events [s]."""
    keys = ("foot_strike_s", "next_strike_s") if event == "strike" else ("toe_off_s",)
    return sorted({one[key] for one in clip.strides if one["leg"] == leg for key in keys})


@cache
def witnesses(name: str, leg: Leg, event: Event) -> tuple[float, tuple[tuple[Sighting, float], ...]]:
    """Duration of a stride [s], and what was seen of each event of a leg with the true instant [s]."""
    clip = next(one for one in stride_clips() if one.name == name)
    found, true = [], np.array(true_events(clip, leg, event))
    stride_s = 0.0
    for part in gait_parts(clip.captured.points, measured(name)):
        stride_s = part.stride_s
        found += [
            (one, float(true[np.abs(true - one.anchor_s).argmin()]))
            for one in part.sightings(leg, event)
            if len(true) and np.abs(true - one.anchor_s).min() <= MATCHED * stride_s
        ]
    return stride_s, tuple(found)


def learn(clips: Iterable[StrideClip], gait: Gait, event: Event) -> dict[str, Offset]:
    """Offsets of the witnesses: the median over clips of the median in each, and how much both vary."""
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for clip in clips:
        if clip.movement != gait:
            continue
        for leg in LEGS:
            stride_s, seen = witnesses(clip.name, leg, event)
            after: dict[str, list[float]] = defaultdict(list)
            for sighting, true in seen:
                for name, instant in sighting.instants.items():
                    after[name].append((instant - true) / stride_s)
            for name, values in after.items():
                if len(values) >= 0.6 * len(seen):
                    rows[name].append((float(np.median(values)), float(np.var(values))))
    found = {}
    for name, row in sorted(rows.items()):
        if len(row) >= LEAST_CLIPS:
            between, within = np.array(row).T
            middle = float(np.median(between))
            spread = np.sqrt((1.4826 * np.median(np.abs(between - middle))) ** 2 + np.median(within))
            found[name] = Offset(round(middle, 5), round(float(max(spread, 0.002)), 5))
    return found


@cache
def left_out_offsets(body: str, gait: Gait) -> dict[Event, dict[str, Offset]]:
    """Offsets that were learnt without a body."""
    others = [one for one in stride_clips() if one.body != body]
    return {event: learn(others, gait, event) for event in EVENTS}


@dataclass(frozen=True, eq=False)
class Pair:
    """A stride that was found, and the true one."""

    clip: StrideClip
    found: Stride
    true: Mapping[str, Any]

    def error(self, figure: str) -> float | None:
        """Found less true, in the figure's unit; None where it was not measured."""
        one = self.found.figure(figure)
        return None if one is None else one.value - self.true[TRUE[figure]]


@cache
def raw_pairs() -> tuple[Pair, ...]:
    """Strides of all clips with events by offsets learnt without their body, before figures are corrected."""
    return tuple(pair for clip in stride_clips() for pair in matched(clip, raw(clip)))


def raw(clip: StrideClip) -> list[Stride]:
    """The strides of a clip as the view shows them."""
    motion = measured(clip.name)
    offsets = left_out_offsets(clip.body, clip.movement)
    return [
        stride
        for part in gait_parts(clip.captured.points, motion)
        for stride in raw_strides(part, motion, offsets=offsets)[0]
    ]


def matched(clip: StrideClip, strides: Iterable[Stride]) -> list[Pair]:
    """Each stride with the true one of its leg that begins nearest, within a quarter of its time."""
    pairs = []
    for stride in strides:
        mine = [one for one in clip.strides if one["leg"] == stride.leg]
        near = min(mine, key=lambda one: abs(one["foot_strike_s"] - stride.foot_strike_s), default=None)
        limit = MATCHED * (stride.end_s - stride.foot_strike_s)
        if near is not None and abs(near["foot_strike_s"] - stride.foot_strike_s) <= limit:
            pairs.append(Pair(clip, stride, near))
    return pairs


def offset_without(body: str | None, gait: Gait, leg: Leg, figure: str) -> float:
    """Median over the clips from beside of the median error in each, without the clips of a body."""
    medians = []
    for clip in stride_clips():
        if clip.body == body or clip.movement != gait or abs(clip.yaw_deg) > TURNED_DEG:
            continue
        errors = errors_of(clip, leg, figure)
        if errors:
            medians.append(float(np.median(errors)))
    return float(np.median(medians)) if medians else 0.0


def errors_of(clip: StrideClip, leg: Leg, figure: str) -> list[float]:
    """Errors of a figure in the strides of one leg."""
    pairs = [pair for pair in raw_pairs() if pair.clip is clip and pair.found.leg == leg]
    return [error for error in (pair.error(figure) for pair in pairs) if error is not None]


def left_out_errors(gait: Gait, leg: Leg, figure: str, turned: bool) -> list[float]:
    """Errors of a figure after its correction by other bodies, in all strides."""
    return [
        error - offset_without(clip.body, gait, leg, figure)
        for clip in stride_clips()
        if clip.movement == gait and (abs(clip.yaw_deg) > TURNED_DEG) == turned
        for error in errors_of(clip, leg, figure)
    ]


def differences(gait: Gait, figure: str) -> list[tuple[StrideClip, float, float]]:
    """Near less far leg, means of the strides: found, with corrections by other bodies, and true; from beside."""
    rows = []
    for clip in stride_clips():
        if clip.movement != gait or abs(clip.yaw_deg) > TURNED_DEG:
            continue
        sides = []
        for leg in LEGS:
            pairs = [
                pair
                for pair in raw_pairs()
                if pair.clip is clip and pair.found.leg == leg and pair.error(figure) is not None
            ]
            if not pairs:
                break
            true = float(np.mean([pair.true[TRUE[figure]] for pair in pairs]))
            error = float(np.mean([pair.error(figure) for pair in pairs]))
            sides.append((true + error - offset_without(clip.body, gait, leg, figure), true))
        if len(sides) == 2:
            (near, true_near), (far, true_far) = sides
            rows.append((clip, near - far, true_near - true_far))
    return rows


def rms(values: Iterable[float]) -> float:
    """Root mean square; 0 without a value."""
    table = np.array(list(values), float)
    return float(np.sqrt((table**2).mean())) if len(table) else 0.0


def errors_table() -> dict[str, Any]:
    """The content of ``clip_errors.json``."""
    figures: dict[str, Any] = {}
    sides: dict[str, Any] = {}
    for gait in GAITS:
        figures[gait] = {leg: {} for leg in LEGS}
        sides[gait] = {}
        for name in TRUE:
            for leg in LEGS:
                beside, turned = (rms(left_out_errors(gait, leg, name, one)) for one in (False, True))
                if beside:
                    figures[gait][leg][name] = {
                        "offset": round(offset_without(None, gait, leg, name), 4),
                        "error": round(MARGIN * beside, 4),
                        "turned": round(MARGIN * max(turned, beside), 4),
                    }
            found = [found - true for _, found, true in differences(gait, name)]
            if found:
                sides[gait][name] = round(MARGIN * rms(found), 4)
    clips = stride_clips()
    return {
        "made_by": "python -m benchmarks.strides --write",
        "from": f"{len(clips)} rendered clips of {len({clip.body for clip in clips})} bodies",
        "margin": MARGIN,
        "figures": figures,
        "differences": sides,
    }


def offsets_table() -> dict[str, Any]:
    """The content of ``foot_events.json``."""
    clips = stride_clips()
    return {
        "made_by": "python -m benchmarks.strides --write",
        "from": f"{len(clips)} rendered clips of {len({clip.body for clip in clips})} bodies",
        "offsets": {
            gait: {
                event: {
                    name: {"after": one.after, "spread": one.spread}
                    for name, one in learn(clips, gait, event).items()
                }
                for event in EVENTS
            }
            for gait in GAITS
        },
    }


def rows() -> list[Row]:
    """The table of strides in clips, each by offsets and corrections of other bodies."""
    return [*event_rows(), *figure_rows(), *side_rows()]


def event_rows() -> Iterator[Row]:
    """Foot strike and toe-off by leg and rate of the camera."""
    for leg in LEGS:
        for fast, limit in ((True, 0.020), (False, 0.035)):
            clips = [one for one in stride_clips() if (one.fps >= 60) == fast]
            for event, word in (("strike", "foot strike"), ("toe_off", "toe-off")):
                yield _event_row(clips, leg, event, word, limit)


def _event_row(clips: list[StrideClip], leg: Leg, event: Event, word: str, limit_s: float) -> Row:
    errors, missed, made_up = [], 0, 0
    for clip in clips:
        true = true_events(clip, leg, event)
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
    rate = ">= 60" if limit_s < 0.03 else "30"
    beyond = sum(abs(one) > limit_s for one in errors)
    return Row(
        f"{word}, {leg} leg, {rate} fps",
        f"all within {1000 * limit_s:.0f} ms",
        f"{len(errors)} of {len(errors) + missed} found, {beyond} beyond, {made_up} made up; "
        f"rms {1000 * rms(errors):.0f}, worst {1000 * max(map(abs, errors), default=0):.0f} ms",
        not (missed or made_up or beyond),
    )


@cache
def found_events(clip: StrideClip, leg: Leg, event: Event) -> tuple[float, ...]:
    """Instants of a leg's events by offsets of other bodies [s]."""
    found: list[float] = []
    for part in gait_parts(clip.captured.points, measured(clip.name)):
        events = clip_events(part, left_out_offsets(clip.body, clip.movement))
        found += (events.strikes if event == "strike" else events.toe_offs).get(part.side_of(leg), ())
    return tuple(found)


def figure_rows() -> Iterator[Row]:
    """Figures of single strides, from beside and from a turned view."""
    asked = (
        ("contact_s", 0.020, "contact, worst stride", 1000, "ms"),
        ("flight_s", 0.025, "flight, worst stride", 1000, "ms"),
        ("thigh_behind_vertical_deg", 4.0, "thigh behind vertical at its peak, RMSE", 1, "degrees"),
        ("trunk_lean_deg", 4.0, "trunk lean, RMSE", 1, "degrees"),
    )
    for turned in (False, True):
        where = f"more than {TURNED_DEG:.0f} degrees off" if turned else "from beside"
        for leg in LEGS:
            yield _cadence_row(leg, turned, where)
            for name, limit, words, scale, unit in asked:
                errors = [one for gait in GAITS for one in left_out_errors(gait, leg, name, turned)]
                reached = rms(errors) if "RMSE" in words else max(map(abs, errors), default=0.0)
                yield Row(
                    f"{words}, {leg} leg, {where}",
                    f"<= {scale * limit:.0f} {unit}",
                    f"{scale * reached:.1f} {unit}, {len(errors)} strides (rms {scale * rms(errors):.1f})",
                    reached <= limit,
                )


def _cadence_row(leg: Leg, turned: bool, where: str) -> Row:
    shares = []
    for clip in stride_clips():
        if (abs(clip.yaw_deg) > TURNED_DEG) != turned:
            continue
        pairs = [pair for pair in raw_pairs() if pair.clip is clip and pair.found.leg == leg]
        if pairs:
            found, true = (
                np.mean([120 / value for value in column])
                for column in zip(
                    *(
                        (pair.found.end_s - pair.found.foot_strike_s, 120 / pair.true["cadence_steps_min"])
                        for pair in pairs
                    ),
                    strict=True,
                )
            )
            shares.append(abs(float(found / true) - 1))
    return Row(
        f"cadence of a clip, {leg} leg, {where}",
        "<= 1 %",
        f"worst {max(shares, default=0):.1%} of {len(shares)} clips",
        max(shares, default=0) <= 0.01,
    )


def side_rows() -> Iterator[Row]:
    """Left-right differences of the thigh behind vertical, by the band of their error."""
    for gait in GAITS:
        found = differences(gait, "thigh_behind_vertical_deg")
        error = rms(one - true for _, one, true in found)
        band = NORMAL_95 * MARGIN * error
        real = [(clip, one) for clip, one, _ in found if clip.difference_deg]
        same = [(clip, one) for clip, one, _ in found if not clip.difference_deg]
        seen = sum(abs(one) > band and one * clip.difference_deg > 0 for clip, one in real)
        claimed = sum(abs(one) > band for _, one in same)
        yield Row(
            f"left-right difference of the thigh, {gait}",
            "6 found, 0 not claimed",
            f"{seen} of {len(real)} found, {claimed} of {len(same)} claimed; "
            f"error {error:.1f}, band {band:.1f} degrees",
            seen == len(real) and not claimed,
        )


def main() -> None:
    """Print the table, and write what was learnt."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write foot_events.json and clip_errors.json")
    if parser.parse_args().write:
        for path, content in ((PATH, offsets_table()), (PATH.with_name("clip_errors.json"), errors_table())):
            path.write_text(json.dumps(content, indent=2) + "\n")
    show(rows())


if __name__ == "__main__":
    main()
