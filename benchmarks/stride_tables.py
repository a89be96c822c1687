"""The tables that `strides.py` writes, and the errors that their bands are drawn from."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import scipy

from benchmarks.calibrate import MARGIN
from benchmarks.stride_clips import stride_clips
from benchmarks.stride_learning import (
    HIP,
    TRUE,
    differences,
    is_turned,
    learn,
    left_out_errors,
    rms,
    view_errors,
)
from psoas.estimate import NORMAL_95
from psoas.motion import LEGS
from psoas.strides import GAITS, Gait
from psoas.strides.foot_events import EVENTS


def bodies(gait: Gait, *, turned: bool) -> int:
    """Bodies that were seen in a gait."""
    return len({one.body for one in stride_clips() if one.movement == gait and is_turned(one) == turned})


def band_error(errors: Sequence[float], people: int) -> float:
    """The standard error that a band is drawn from: few bodies show their spread badly, so that it is Student's.

    Args:
        errors: on bodies that nothing was learnt from.
        people: number of bodies.
    """
    return MARGIN * rms(errors) * float(scipy.special.stdtrit(people, 0.975)) / NORMAL_95


def clip_errors_table() -> dict[str, Any]:
    """The content of ``clip_errors.json``."""
    gaits: dict[str, Any] = {}
    for gait in GAITS:
        every = view_errors(stride_clips(), gait)
        figures: dict[str, dict[str, Any]] = {}
        for leg in LEGS:
            figures[leg] = {}
            for name, one in every.figures[leg].items():
                beside, turned = (
                    band_error(left_out_errors(gait, leg, name, of), bodies(gait, turned=of))
                    for of in (False, True)
                )
                figures[leg][name] = {
                    **asdict(one),
                    "error": round(beside, 4),
                    "turned": round(max(turned, beside), 4),
                }
        gaits[gait] = {
            "figures": figures,
            "differences": {
                name: round(
                    band_error(
                        [found - true for _, found, true in differences(gait, name)],
                        bodies(gait, turned=False),
                    ),
                    4,
                )
                for name in (HIP, *TRUE)
            },
        }
    return {**made(), "margin": MARGIN, "gaits": gaits}


def foot_events_table() -> dict[str, Any]:
    """The content of ``foot_events.json``."""
    return {
        **made(),
        "offsets": {
            gait: {
                event: {
                    name: {"after": one.after, "spread": one.spread}
                    for name, one in learn(stride_clips(), gait, event).items()
                }
                for event in EVENTS
            }
            for gait in GAITS
        },
    }


def made() -> dict[str, str]:
    """Which command wrote a file, and from how much."""
    clips = stride_clips()
    return {
        "made_by": "python -m benchmarks.strides --write",
        "from": f"{len(clips)} rendered clips of {len({clip.body for clip in clips})} bodies",
    }
