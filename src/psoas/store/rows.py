"""Conversion of `psoas.plan.records` to rows of the tables, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from math import isfinite
from typing import Any

from sqlalchemy import RowMapping

from psoas.errors import UsageError
from psoas.plan import Bout, Profile, RepetitionRecord, SetRecord, Settings
from psoas.words import _

MEASURED = ("thigh_travel_deg", "hip_opening_deg", "arch_deg", "pelvis_deg", "trunk_lean_deg")


def profile_of(row: RowMapping) -> Profile:
    """Make a profile from a row."""
    settings = Settings(**{field.name: row[field.name] for field in fields(Settings)})
    return Profile(row["id"], row["name"], row["created_at"], row["height_m"], settings)


def profile_row(profile: Profile) -> dict[str, Any]:
    """Make a row of the changeable part of a profile.

    Raises:
        UsageError: the name is empty or cannot be printed, or the height is no number.
    """
    height = None if profile.height_m is None else finite(_("the height"), profile.height_m)
    return {"name": clean_name(profile.name), "height_m": height, **vars(profile.settings)}


def clean_name(name: str) -> str:
    """Remove space around a name.

    Raises:
        UsageError: the name is empty or cannot be printed.
    """
    name = name.strip()
    if not name or not name.isprintable():
        raise UsageError(
            _("A name needs at least one letter, and only what can be printed; write another one.")
        )
    return name


def set_of(row: RowMapping, repetitions: Sequence[RepetitionRecord]) -> SetRecord:
    """Make a set from a row and its repetitions."""
    values = {name: value for name, value in row.items() if name != "session_id"}
    return SetRecord(**values, repetitions=tuple(repetitions))


def repetition_of(row: RowMapping, corrections: Mapping[str, bool]) -> RepetitionRecord:
    """Make a repetition from a row and what the person says of its faults."""
    values = {name: value for name, value in row.items() if name != "set_id"}
    names = {name: tuple(row[name]) for name in ("faults", "possible_faults")}
    return RepetitionRecord(**{**values, **names}, corrections=corrections)


def repetition_row(set_id: int, repetition: RepetitionRecord) -> dict[str, Any]:
    """Make a row of a repetition.

    Raises:
        UsageError: a value is not finite.
    """
    row: dict[str, Any] = {"set_id": set_id, "number": int(repetition.number)}
    for name in ("start_s", "end_s", "hold_s"):
        row[name] = finite(_what(name, repetition), getattr(repetition, name))
    for name in MEASURED:
        value = getattr(repetition, name)
        row[name] = None if value is None else finite(_what(name, repetition), value)
    good = repetition.good
    figures = {name: finite(_what(name, repetition), value) for name, value in repetition.figures.items()}
    return {
        **row,
        "faults": list(repetition.faults),
        "possible_faults": list(repetition.possible_faults),
        "good": None if good is None else bool(good),
        "figures": figures,
    }


def _what(name: str, repetition: RepetitionRecord) -> str:
    return _("{name} of repetition {number}", name=name, number=repetition.number)


def bands_row(bands: Mapping[str, float]) -> dict[str, float]:
    """Check error bands by name.

    Raises:
        UsageError: a value is not finite.
    """
    return {name: finite(_("the band of {name}", name=name), value) for name, value in bands.items()}


def finite(what: str, value: float) -> float:
    """Convert a value to a plain float.

    Raises:
        UsageError: the value is not finite.
    """
    number = float(value)
    if not isfinite(number):
        raise UsageError(
            _(
                "Refused, nothing was saved: {what} is {value}, not a number; leave it out instead.",
                what=what,
                value=number,
            )
        )
    return number


def check_day(day: date, bouts: Iterable[Bout]) -> None:
    """Check the bouts of a day.

    Raises:
        UsageError: bouts overlap, or one is of another day.
    """
    end = 0
    for bout in sorted(bouts):
        if bout.day != day:
            raise UsageError(
                _(
                    "A bout of {other} is not part of {day}; save each day by itself.",
                    other=bout.day,
                    day=day,
                )
            )
        if bout.start_min < end:
            raise UsageError(
                _(
                    "Two bouts of {day} overlap before minute {end}; end one before the next begins.",
                    day=day,
                    end=end,
                )
            )
        end = bout.end_min
