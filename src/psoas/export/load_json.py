"""The machine-readable loads: the schema `psoas.load/1`."""

import math
from typing import Any

from psoas.body import COORDINATES
from psoas.estimate import Estimate
from psoas.export.rounded import all_rounded, rounded
from psoas.findings import LoadsOverTime
from psoas.loads import (
    DISCS,
    GROUPS,
    HIPS,
    LEVELS,
    LOAD_QUANTITIES,
    Assumptions,
    Difference,
    MotionLoads,
    PostureLoad,
    PostureLoads,
    Quantity,
    SideBending,
    WhatIf,
    quantities,
)
from psoas.sides import SIDES, Side, both
from psoas.timeseries import Array
from psoas.words import speaking

SCHEMA = "psoas.load/1"
JOINTS = {joint: [one for one in LOAD_QUANTITIES.values() if one.part == joint] for joint in (*DISCS, *HIPS)}
PSOAS = both("psoas")


def postures_json(found: PostureLoads) -> dict[str, Any]:
    """Postures, and how each differs from the first; None where a posture is not held."""
    return {
        "schema": SCHEMA,
        "postures": [_posture(one) for one in found.postures],
        "differences": [_difference(one) for one in found.differences],
    }


def trunk_json(assumed: Assumptions) -> dict[str, Any]:
    """What is assumed of the belly and of the spine's ligaments; a list where postures differ in pressure."""
    pressure = assumed.abdominal_pressure
    return {
        "abdominal_pressure_kPa": pressure if isinstance(pressure, float) else list(pressure),
        "ligaments_press": bool(assumed.ligament_press),
    }


def _posture(one: PostureLoad) -> dict[str, Any]:
    def figure(name: str) -> float | None:
        return rounded(one.figures[name].value) if one.held else None

    def band(name: str) -> list[float | None]:
        return [rounded(end) if one.held else None for end in (one.figures[name].low, one.figures[name].high)]

    joints = {
        joint: {f"{load.component}_N": figure(load.key) for load in loads}
        | {"bands": {f"{load.component}_N": band(load.key) for load in loads}}
        for joint, loads in JOINTS.items()
    }
    return {
        "name": one.posture.name,
        "coordinates_deg": {
            name: round(math.degrees(value) if COORDINATES[name].unit == "rad" else value, 6)
            for name, value in one.posture.coordinates.items()
        },
        "contacts": list(one.contacts),
        "held": one.held,
        "joints": joints,
        **{f"{name}_N": figure(name) for name in PSOAS},
        "bands": {f"{name}_N": band(name) for name in PSOAS},
        "activation": {name: _activation(one, side) for name, side in zip(PSOAS, SIDES, strict=True)},
        "fascicles": {
            part.name: {
                "side": part.side,
                "origin": part.origin,
                "force_N": rounded(part.force) if one.held else None,
                "passive_N": rounded(part.passive),
                "activation": rounded(part.activation, 4) if one.held else None,
            }
            for part in one.fascicles
        },
        "max_activation": rounded(one.max_activation, 4) if one.held else None,
        "strongest_muscle": one.strongest if one.held else None,
        "residual_N": float(f"{one.residual_force:.3g}"),
        "residual_Nm": float(f"{one.residual_moment:.3g}"),
        "not_held_when": list(one.unheld),
    }


def _activation(one: PostureLoad, side: Side) -> dict[str, float | None]:
    """Activation of one psoas and its band; None where the posture is not held."""
    found = one.psoas_activation[side]
    ends = {"value": found.value, "low": found.low, "high": found.high}
    return {name: rounded(end, 4) if one.held and end is not None else None for name, end in ends.items()}


def _difference(one: Difference) -> dict[str, Any]:
    loads = ((LOAD_QUANTITIES[name], change) for name, change in one.loads.items())
    return {
        "from": one.first,
        "to": one.second,
        "loads_N": {
            ".".join(filter(None, (load.part, load.component))): _changed(change) for load, change in loads
        },
        "psoas_length_mm": {side: _changed(change, 1000) for side, change in one.psoas_length.items()},
    }


def _changed(change: Estimate, unit: float = 1.0) -> dict[str, Any]:
    ends = {"change": change.value, "low": change.low, "high": change.high}
    values = {name: None if end is None else rounded(unit * end, 2) for name, end in ends.items()}
    return values | {"clear": change.differs_from_zero}


def recording_json(file: str, detail: MotionLoads, loads: LoadsOverTime) -> dict[str, Any]:
    """A recording: the same figures over time.

    Args:
        file: its name.
        detail: of the frames.
        loads: with their band.
    """
    solved, held = detail.loads.solved, detail.loads.in_equilibrium
    series = dict(zip(LOAD_QUANTITIES, detail.over_time(quantities(detail.loads)).T, strict=True))
    return {
        "schema": SCHEMA,
        "file": file,
        "ground": "measured" if detail.measured else "predicted",
        "time_s": [round(float(one), 6) for one in detail.time],
        "carried": round(float(held.mean()), 4),
        "not_carried_s": [round(float(one), 6) for one in detail.time[detail.motion.known[~held]]],
        "absent": list(detail.motion.absent),
        "joints": {
            joint: {f"{load.component}_N": all_rounded(series[load.key]) for load in of_joint}
            for joint, of_joint in JOINTS.items()
        },
        "bands": {
            LOAD_QUANTITIES[name].part: {
                "low": all_rounded(loads.low[name]),
                "high": all_rounded(loads.high[name]),
            }
            for name in loads.value.names
        },
        "bands_without": list(loads.unheld),
        **{f"{name}_N": all_rounded(series[name]) for name in PSOAS},
        "max_activation": all_rounded(detail.over_time(solved.activation.max(axis=1)), 4),
        "residual_N": float(f"{solved.residual_force[held].max(initial=0.0):.3g}"),
        "residual_Nm": float(f"{solved.residual_moment[held].max(initial=0.0):.3g}"),
    }


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """Standing before and after a change of the psoas."""
    return {name: _quantity(one) for name, one in found.quantities.items()}


@speaking("en")
def side_bending_json(found: SideBending) -> dict[str, Any]:
    """Shares of the muscle groups in the resistance to bending sideways: their capacity, and their part in tasks."""

    def by_group(values: Array) -> dict[str, float | None]:
        return dict(zip(GROUPS, all_rounded(values, 4), strict=True))

    return {
        "side": found.capacity.side,
        "capacity_Nm": by_group(found.capacity.moment),
        "capacity_share": by_group(found.capacity.shares),
        "level_share": dict(zip(LEVELS, map(by_group, found.capacity.level_shares), strict=True)),
        "tasks": [
            {"task": one.says, "moment_Nm": by_group(one.moment), "ligaments_Nm": rounded(one.ligaments, 2)}
            for one in found.tasks
        ],
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    figures = {"before": one.before, "after": one.after, "change": one.change}
    return {"unit": one.unit} | {
        when: dict(zip(("value", "low", "high"), all_rounded(ends, 3), strict=True))
        for when, ends in figures.items()
    }
