"""Muscles beside those of myo-sim: straight muscles from ``added_muscles.json``, on both sides."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from psoas.body.repairs import with_both_sides
from psoas.body.tables import Muscle, Point, Skeleton
from psoas.data import read_data


def added_muscles() -> Mapping[str, Any]:
    """The rows of ``added_muscles.json`` by the muscle's name without a side."""
    rows: Mapping[str, Any] = read_data("psoas.body", "added_muscles.json")["muscles"]
    return rows


def add_muscles(skeleton: Skeleton) -> Skeleton:
    """Add the muscles of ``added_muscles.json`` to both sides of a skeleton."""
    return with_both_sides(skeleton, [_right_muscle(name, row) for name, row in added_muscles().items()])


def _right_muscle(name: str, row: Mapping[str, Any]) -> Muscle:
    return Muscle(
        name=f"{name}_r",
        path=tuple(Point(point["segment"], np.array(point["point_m"])) for point in row["points"]),
        strength=row["strength_N"],
        optimal_fibre_length=row["optimal_fibre_length_m"],
        tendon_slack_length=row["tendon_slack_length_m"],
        pennation=row["pennation_rad"],
    )
