"""Strength of the back muscles, by the specific tension of ``back_strength.json``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from psoas.body.tables import Skeleton
from psoas.data import read_data


def back_strength() -> Mapping[str, Any]:
    """The figures of ``back_strength.json`` with their sources; tensions in N/cm2."""
    row: Mapping[str, Any] = read_data("psoas.body", "back_strength.json")
    return row


def back_tension_band() -> tuple[float, float]:
    """Least and greatest specific tension of the back muscles among people, as factors on the usual one.

    Source: Burkhart et al. 2018, doi:10.1002/jor.23630.
    """
    row = back_strength()
    low, high = (end / row["specific_N_per_cm2"] for end in row["band_N_per_cm2"])
    return low, high


def is_back_muscle(name: str) -> bool:
    """True for a muscle of ``back_strength.json``."""
    return name.startswith(tuple(back_strength()["muscles"]))


def strengthen_back(skeleton: Skeleton) -> Skeleton:
    """Raise the back muscles from the specific tension of their source to that of living people.

    With the published strengths a man extends his trunk with 116 to 122 N.m; people reach 171 to 288
    (``validation/before.json`` and ``literature.json``, row 18).
    """
    row = back_strength()
    factor = row["specific_N_per_cm2"] / row["published_N_per_cm2"]
    return skeleton.with_muscles(
        *(
            replace(m, strength=factor * m.strength)
            for m in skeleton.muscles.values()
            if is_back_muscle(m.name)
        )
    )
