"""Strength of the leg muscles and paths of the hip abductors, by ``leg_muscles.json``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from psoas.body.repairs import with_both_sides
from psoas.body.tables import Muscle, Point, Skeleton
from psoas.data import read_data


def leg_muscles() -> Mapping[str, Any]:
    """The figures of ``leg_muscles.json`` with their sources: strengths [N] and paths by the name without a side."""
    content: Mapping[str, Any] = read_data("psoas.body", "leg_muscles.json")
    return content


def legs_of_the_source(skeleton: Skeleton) -> Skeleton:
    """Give the leg muscles the strength of the model they come from, and the hip abductors their corrected paths.

    The strengths of myo-sim were fitted to another muscle model, with which tensor fasciae latae has 0.65, the inner
    gastrocnemius 0.72 and the upper gluteus maximus 1.32 of the source's; fibres and tendons here are the source's. The
    path of tensor fasciae latae had an arm about hip flexion of 97 mm at 120 deg.
    """
    content = leg_muscles()
    return with_both_sides(
        skeleton,
        [
            _changed(skeleton.muscles[f"{name}_r"], strength, content["paths"].get(name))
            for name, strength in content["strength_N"].items()
        ],
    )


def _changed(muscle: Muscle, strength: float, points: list[dict[str, Any]] | None) -> Muscle:
    path = muscle.path
    if points is not None:
        path = tuple(Point(point["segment"], np.array(point["point_m"])) for point in points)
    return replace(muscle, strength=strength, path=path)
