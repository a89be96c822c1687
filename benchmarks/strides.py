"""Learn `src/psoas/strides/foot_events.json` from rendered runs and walks, and measure strides on bodies left out.

    python -m benchmarks.strides            prints the table, writes nothing
    python -m benchmarks.strides --write    writes the offsets and the errors too

The clips behind `benchmarks/strides` (made by `benchmarks/stride_clips.py`) show rendered people who run and walk on a
treadmill and past the camera. The error of a clip is always that of offsets which were learnt without its body.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.stride_clips import StrideClip, stride_clips
from psoas.motion import LEGS, Leg, MeasuredMotion
from psoas.recordings.analyse import measure_side_view
from psoas.strides import foot_events
from psoas.strides.clip_events import clip_events, gait_parts
from psoas.strides.foot_events import Event, Gait, Offset, Sighting

EVENTS: tuple[Event, ...] = ("strike", "toe_off")
PATH = Path(foot_events.__file__).with_suffix(".json")

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
        for one in part.sightings(leg, event):
            if len(true) and np.abs(true - one.anchor_s).min() <= MATCHED * stride_s:
                found.append((one, float(true[np.abs(true - one.anchor_s).argmin()])))
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


def left_out_offsets(clip: StrideClip) -> dict[Event, dict[str, Offset]]:
    """Offsets that were learnt without the body of a clip."""
    others = [one for one in stride_clips() if one.body != clip.body]
    return {event: learn(others, clip.movement, event) for event in EVENTS}
