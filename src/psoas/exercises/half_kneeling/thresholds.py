"""What a correct repetition is, in numbers: the values of ``thresholds.json``, which a user can change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any

from psoas.errors import UsageError

SCHEMA = "psoas.thresholds/1"
FAULT_NAMES = (
    "arched_back",
    "anterior_tilt",
    "leaning_back",
    "folding_forward",
    "short_hold",
    "long_hold",
    "bounce",
    "small_travel",
    "front_knee_past_toes",
    "rear_knee_not_under_hip",
)


@dataclass(frozen=True)
class Threshold:
    """One limit: its value and unit, the study that sets it or ``working default``, and what it means."""

    value: float
    unit: str
    source: str
    doi: str | None
    meaning: str


@dataclass(frozen=True)
class Fault:
    """One fault in plain words: what happened, what to try instead, and the studies behind the cue."""

    says: str
    cue: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Thresholds:
    """Every limit by name, in the unit that its name ends with.

    Attributes:
        entries: name to the limit with its source and meaning.
        faults: fault name to its words.
        (all others): the value of the entry of the same name; ``thresholds.json`` says what each means.
    """

    entries: Mapping[str, Threshold]
    faults: Mapping[str, Fault]
    travel_counts_deg: float
    travel_listed_deg: float
    return_deg: float
    hold_short_s: float
    hold_ideal_s: float
    hold_long_s: float
    hold_speed_m_s: float
    start_still_s: float
    start_thigh_deg: float
    start_trunk_deg: float
    start_front_knee_low_deg: float
    start_front_knee_high_deg: float
    tuck_low_deg: float
    tuck_high_deg: float
    glide_thigh_low_deg: float
    glide_thigh_high_deg: float
    move_short_s: float
    move_long_s: float
    pelvis_anterior_deg: float
    arch_deg: float
    ratio_good: float
    ratio_back_works: float
    trunk_back_deg: float
    trunk_forward_deg: float
    front_knee_deg: float
    front_knee_past_toes_m: float
    bounce_swing_deg: float
    bounce_speed_deg_s: float
    pull_most: float
    seen_share: float
    band_sigmas: float
    side_view_deg: float
    oblique_view_deg: float
    front_view_deg: float


LIMIT_NAMES = tuple(field.name for field in fields(Thresholds) if field.name not in ("entries", "faults"))


def load_thresholds(path: str | Path | None = None) -> Thresholds:
    """The limits of the file at ``path``, or the package's own.

    Args:
        path: a changed copy of ``thresholds.json``; None for the package's.

    Raises:
        UsageError: the file is missing, is not JSON, or a limit or fault in it is missing, unknown or of the
            wrong kind. The message names which.
    """
    if path is None:
        where = "the package's thresholds.json"
        text = files("psoas.exercises.half_kneeling").joinpath("thresholds.json").read_text(encoding="utf-8")
    else:
        where = str(path)
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"The thresholds file {where} cannot be read; give a changed copy of the package's thresholds.json."
            ) from error
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"The thresholds file {where} is not JSON ({error}); correct it there.") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise UsageError(f'The thresholds file {where} must be an object with "schema": "{SCHEMA}".')
    limits = _named(content, "thresholds", LIMIT_NAMES, where)
    faults = _named(content, "faults", FAULT_NAMES, where)
    entries = {name: _limit(name, limits[name], where) for name in LIMIT_NAMES}
    return Thresholds(
        entries=MappingProxyType(entries),
        faults=MappingProxyType({name: _fault(name, faults[name], where) for name in FAULT_NAMES}),
        **{name: entry.value for name, entry in entries.items()},
    )


def _named(content: dict[str, Any], part: str, names: tuple[str, ...], where: str) -> dict[str, Any]:
    found = content.get(part)
    if not isinstance(found, dict):
        raise UsageError(
            f'The thresholds file {where} has no object "{part}"; copy it from the package\'s file.'
        )
    for name in names:
        if not isinstance(found.get(name), dict):
            raise UsageError(f'"{name}" is missing in "{part}" of {where}; copy it from the package\'s file.')
    for name in found:
        if name not in names:
            raise UsageError(f'"{name}" in "{part}" of {where} is unknown; there is: {", ".join(names)}.')
    return found


def _limit(name: str, entry: dict[str, Any], where: str) -> Threshold:
    value = entry.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise UsageError(f'The value of "{name}" in {where} must be a number, not {value!r}.')
    doi = entry.get("doi")
    words = [entry.get(key) for key in ("unit", "source", "meaning")]
    if not all(isinstance(word, str) for word in words) or not isinstance(doi, str | None):
        raise UsageError(
            f'"{name}" in {where} needs unit, source and meaning as text, and doi as text or null.'
        )
    unit, source, meaning = (str(word) for word in words)
    return Threshold(float(value), unit, source, doi, meaning)


def _fault(name: str, entry: dict[str, Any], where: str) -> Fault:
    says, cue, sources = entry.get("says"), entry.get("cue"), entry.get("sources")
    fits = isinstance(sources, list) and all(isinstance(source, str) for source in sources)
    if not isinstance(says, str) or not isinstance(cue, str) or not fits or sources is None:
        raise UsageError(
            f'Fault "{name}" in {where} needs says and cue as text, and sources as a list of text.'
        )
    return Fault(says, cue, tuple(sources))
