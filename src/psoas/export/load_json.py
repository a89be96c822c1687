"""The machine-readable loads: the schema `psoas.load/1`."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.body import COORDINATES
from psoas.findings import LoadMotion
from psoas.loads import (
    DISCS,
    GROUPS,
    HIPS,
    LEVELS,
    PARTS,
    Difference,
    Figure,
    MotionLoads,
    PostureLoad,
    PostureLoads,
    Quantity,
    SideBending,
    WhatIf,
)
from psoas.timeseries import Array

SCHEMA = "psoas.load/1"


def postures_json(found: PostureLoads) -> dict[str, Any]:
    """Postures, and how each differs from the first; None where a posture is not held."""
    return {
        "schema": SCHEMA,
        "postures": [_posture(one) for one in found.postures],
        "differences": [_difference(one) for one in found.differences],
    }


def _posture(one: PostureLoad) -> dict[str, Any]:
    def figure(name: str) -> float | None:
        return _number(one.figures[name].value) if one.held else None

    def band(name: str) -> list[float | None]:
        return _band(one.figures[name]) if one.held else [None, None]

    joints: dict[str, Any] = {
        disc: {f"{part}_N": figure(f"{disc}.{part}") for part in PARTS}
        | {"bands": {f"{part}_N": band(f"{disc}.{part}") for part in PARTS}}
        for disc in DISCS
    }
    for hip in HIPS:
        joints[hip] = {"contact_N": figure(f"{hip}.contact"), "bands": {"contact_N": band(f"{hip}.contact")}}
    return {
        "name": one.posture.name,
        "coordinates_deg": {
            name: round(math.degrees(value) if COORDINATES[name].unit == "rad" else value, 6)
            for name, value in one.posture.coordinates.items()
        },
        "contacts": list(one.contacts),
        "held": one.held,
        "joints": joints,
        "psoas_r_N": figure("psoas_r"),
        "psoas_l_N": figure("psoas_l"),
        "bands": {f"{name}_N": band(name) for name in ("psoas_r", "psoas_l")},
        "fascicles": {
            part.name: {
                "side": part.side,
                "origin": part.origin,
                "force_N": _number(part.force) if one.held else None,
                "passive_N": _number(part.passive),
                "activation": _number(part.activation, 4) if one.held else None,
            }
            for part in one.fascicles
        },
        "max_activation": _number(one.max_activation, 4) if one.held else None,
        "strongest_muscle": one.strongest if one.held else None,
        "residual_N": float(f"{one.residual_force:.3g}"),
        "residual_Nm": float(f"{one.residual_moment:.3g}"),
        "not_held_when": list(one.unheld),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "from": one.first,
        "to": one.second,
        "loads_N": {name: _changed(figure) for name, figure in one.loads.items()},
        "psoas_length_mm": {side: _changed(figure, 1000) for side, figure in one.psoas_length.items()},
    }


def _changed(figure: Figure, unit: float = 1.0) -> dict[str, Any]:
    values = {"change": figure.value, "low": figure.low, "high": figure.high}
    return {name: _number(unit * value, 2) for name, value in values.items()} | {"clear": figure.clear}


def recording_json(file: str, detail: MotionLoads, loads: LoadMotion) -> dict[str, Any]:
    """A recording: the same figures over time.

    Args:
        file: its name.
        detail: of the frames.
        loads: with their band.
    """
    solved = detail.loads.solved
    joints: dict[str, Any] = {}
    for number, disc in enumerate(DISCS):
        joints[disc] = {
            f"{part}_N": _series(detail.over_time(detail.loads.discs[:, number, place]))
            for place, part in enumerate(PARTS)
        }
    for number, hip in enumerate(HIPS):
        joints[hip] = {"contact_N": _series(detail.over_time(detail.loads.hips[:, number]))}
    fine = detail.loads.in_equilibrium
    return {
        "schema": SCHEMA,
        "file": file,
        "ground": "measured" if detail.measured else "predicted",
        "time_s": [round(float(one), 6) for one in detail.time],
        "carried": round(float(fine.mean()), 4),
        "not_carried_s": [round(float(one), 6) for one in detail.time[detail.known[~fine]]],
        "absent": list(detail.absent),
        "joints": joints,
        "bands": {
            name: {"low": _series(loads.low[name]), "high": _series(loads.high[name])}
            for name in loads.value.names
        },
        "bands_without": list(loads.unheld),
        "psoas_r_N": _series(detail.over_time(detail.loads.psoas[:, 0])),
        "psoas_l_N": _series(detail.over_time(detail.loads.psoas[:, 1])),
        "max_activation": _series(detail.over_time(solved.activation.max(axis=1)), 4),
        "residual_N": float(f"{solved.residual_force[fine].max(initial=0.0):.3g}"),
        "residual_Nm": float(f"{solved.residual_moment[fine].max(initial=0.0):.3g}"),
    }


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """Standing before and after a change of the psoas."""
    return {name: _quantity(one) for name, one in found.quantities.items()}


def side_bending_json(found: SideBending) -> dict[str, Any]:
    """Shares of the muscle groups in the resistance to bending sideways: what they could give, and what they do."""

    def by_group(values: Array) -> dict[str, float | None]:
        return dict(zip(GROUPS, (_number(float(one), 4) for one in values), strict=True))

    return {
        "side": found.capacity.side,
        "capacity_Nm": by_group(found.capacity.moment),
        "capacity_share": by_group(found.capacity.shares),
        "level_share": dict(zip(LEVELS, map(by_group, found.capacity.level_shares), strict=True)),
        "tasks": [
            {"task": one.says, "moment_Nm": by_group(one.moment), "ligaments_Nm": _number(one.ligaments, 2)}
            for one in found.tasks
        ],
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    ends = ("value", "low", "high")
    return {
        "unit": one.unit,
        **{
            when: dict(zip(ends, (_number(value, 3) for value in values), strict=True))
            for when, values in (("before", one.before), ("after", one.after), ("change", one.change))
        },
    }


def _series(values: NDArray[np.floating], digits: int = 1) -> list[float | None]:
    return [_number(float(value), digits) for value in np.asarray(values)]


def _band(figure: Figure) -> list[float | None]:
    return [_number(figure.low), _number(figure.high)]


def _number(value: float, digits: int = 1) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
