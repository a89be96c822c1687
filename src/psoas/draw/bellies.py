"""The psoas and the iliacus as bellies: one home of their shape for pictures, report and browser.

A belly has the volume of its fibres, cross-section times optimal fibre length, and keeps it: as long as its fibres are
now, it is thicker where they are shorter. It lies along the path of its fascicle, over the brim and around the front of
the hip, moved aside as far as its neighbours and the bones need room (`belly_layout`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import mujoco
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from psoas.body import Body, Person, load_body, once_per_body, psoas_fascicles
from psoas.data import read_data
from psoas.draw.belly_layout import Layout, arranged
from psoas.draw.body_shapes import PATH_STEP_M, bones_of, fascicle_path, smoothed
from psoas.draw.rings import Rings, along
from psoas.muscle import muscle_parameters, muscle_paths
from psoas.sides import SIDES, WORD, Side
from psoas.timeseries import Array

RINGS: Final = 29
"""Number of rings of a belly with its tendon."""
SHORTEST: Final = 0.35
"""A belly is never drawn shorter than this share of its optimal fibre length."""
END_M: Final = 0.0006
"""Least radius of a ring, so that a belly has no point."""
THIN_M, WIDEST = 0.0015, 1.15
"""A belly moves aside as its radius grows from that in standing, from this radius on and up to this many times."""
SLIP_SMOOTHING_M: Final = 0.014
MERGED_M: Final = 0.03
"""How far below its point on the pelvis a slip of the iliacus is on the model's strand."""
PLACES: Final = (1 - np.cos(np.linspace(0, np.pi, RINGS))) / 2 * 0.5 + np.linspace(0, 1, RINGS) * 0.5
"""(K,) where the rings lie, as shares of the path: closer together at both ends."""


@dataclass(frozen=True, eq=False)
class Bellies:
    """The bellies of both sides in one posture.

    Attributes:
        names: (S,) the muscle of each belly; the iliacus has several.
        rings: of each, from its origin to the thigh bone.
        tendon: (S,) number of the first ring of each tendon.
    """

    names: tuple[str, ...]
    rings: Rings
    tendon: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class _Strands:
    """Figures of the S bellies of one side that do not change with the posture.

    Attributes:
        names: (S,) muscles.
        volume: (S,) [m3].
        fibre, slack: (S,) optimal fibre length and tendon slack length [m].
    """

    names: tuple[str, ...]
    volume: Array
    fibre: Array
    slack: Array


@cache
def belly_table() -> dict[str, Any]:
    """How bellies are drawn, with sources: ``belly.json``."""
    return read_data("psoas.draw", "belly.json")


def bellies(body: Body, data: mujoco.MjData) -> Bellies:
    """Shape the bellies of both sides, right side first, psoas from the top down and then iliacus.

    Args:
        body: with or without meshes.
        data: after ``mj_kinematics``, ``mj_comPos`` and ``mj_tendon``.
    """
    sides = [_side(body, data, side) for side in SIDES]
    names = tuple(name for side in SIDES for name in _strands(body)[side].names)
    centres, across, over, tendon = (np.concatenate(parts) for parts in zip(*sides, strict=True))
    return Bellies(names, Rings(centres, across, over), tendon)


def belly_volumes(body: Body) -> dict[str, float]:
    """Volume of each muscle of `bellies` [m3]: its fibres, cross-section times optimal length."""
    volumes: dict[str, float] = {}
    for strands in _strands(body).values():
        for name, volume in zip(strands.names, strands.volume.tolist(), strict=True):
            volumes[name] = volumes.get(name, 0.0) + volume
    return volumes


def muscle_stretch(body: Body, data: mujoco.MjData) -> dict[str, float]:
    """Length of every fascicle of the psoas, and of the iliacus, against standing [%], + longer."""
    standing = _standing(body)
    return {
        name: 100 * (float(data.ten_length[body.muscle_index(name)]) / length - 1)
        for name, length in standing.items()
    }


@once_per_body
def _standing(body: Body) -> dict[str, float]:
    """Length in standing of each muscle of `bellies` [m]."""
    lengths = muscle_paths(body, body.poses()).lengths[0]
    names = dict.fromkeys(name for strands in _strands(body).values() for name in strands.names)
    return {name: float(lengths[body.muscle_index(name)]) for name in names}


@once_per_body
def _strands(body: Body) -> dict[Side, _Strands]:
    """The strands of both sides, by side."""
    parameters = muscle_parameters(body)
    table = belly_table()
    per_m2 = 1e4 * table["specific_N_per_cm2"]

    def of_side(side: Side) -> _Strands:
        slips = len(table["iliacus_slips_m"])
        names = [one.name for one in psoas_fascicles() if one.side == side] + slips * [f"iliacus_{side}"]
        columns = [body.muscle_index(name) for name in names]
        fibre = parameters.optimal_fibre_length[columns]
        share = np.array([1 / names.count(name) for name in names])
        volume = share * parameters.max_isometric_force[columns] / per_m2 * fibre
        return _Strands(tuple(names), volume, fibre, parameters.tendon_slack_length[columns])

    return {side: of_side(side) for side in SIDES}


@cache
def _layout() -> Layout:
    """Where the bellies lie beside their paths: of the usual person in standing, right side [m]."""
    body = load_body(meshes=True)
    data = body.posed(body.poses()[0])
    lines = _lines(body, data, "r")
    near = [
        bone.positioned(data)
        for bone in bones_of(body.model)
        if bone.role != "other" and bone.side in (None, WORD["r"])
    ]
    radii, _ = _radii(lines, _strands(body)["r"])
    return arranged(lines, radii, near, *_frame(lines, *_outwards(data, "r")))


def _side(body: Body, data: mujoco.MjData, side: Side) -> tuple[Array, Array, Array, NDArray[np.intp]]:
    """Centres and half axes of the rings of one side, each (S, K, 3) [m], and where the tendons begin (S,)."""
    strands, layout = _strands(body)[side], _layout()
    growth = body.person.height_m / Person().height_m
    lines = _lines(body, data, side)
    radii, tendon = _radii(lines, strands)
    outwards = _outwards(data, side)
    lateral, forward = _frame(lines, *outwards)
    wider = gaussian_filter1d((radii + THIN_M) / (layout.radii * growth + THIN_M), 1.0, axis=1)
    aside = layout.aside * growth * np.clip(wider, 0, WIDEST)[..., None]
    centres = lines + aside[..., :1] * lateral + aside[..., 1:] * forward
    lateral, forward = _frame(centres, *outwards)
    across = layout.outward[..., :1] * lateral + layout.outward[..., 1:] * forward
    over = np.cross(along(centres), across)
    shaped = Rings(centres, radii[..., None] * across, radii[..., None] * over)
    kept = np.sqrt(strands.volume / shaped.volumes())[:, None, None]
    return centres, kept * shaped.across, kept * shaped.over, tendon


def _lines(body: Body, data: mujoco.MjData, side: Side) -> Array:
    """(S, K, 3) paths of the strands of one side, from origin to thigh bone [m]."""
    model = body.model
    paths = [
        fascicle_path(model, data, model.tendon(one.name).id) for one in psoas_fascicles() if one.side == side
    ]
    strand = fascicle_path(model, data, model.tendon(f"iliacus_{side}").id)
    pelvis = data.body("pelvis")
    turn, place = pelvis.xmat.reshape(3, 3), pelvis.xpos
    growth = body.person.height_m / Person().height_m
    mirror = np.array([1.0, 1.0, 1.0 if side == "r" else -1.0])
    first = int(data.ten_wrapadr[model.tendon(f"iliacus_{side}").id]) + 1
    via = np.asarray(data.wrap_xpos).reshape(-1, 3)[first]
    rest = strand[np.linalg.norm(strand - via, axis=1).argmin() + round(MERGED_M / PATH_STEP_M) :]
    for slip in belly_table()["iliacus_slips_m"]:
        start = place + turn @ (growth * mirror * np.array(slip))
        paths.append(smoothed(np.concatenate([start[None], rest]), SLIP_SMOOTHING_M))
    return np.stack([_evenly(path) for path in paths])


def _evenly(path: Array) -> Array:
    """(K, 3) the points of an evenly spaced path at `PLACES`."""
    at = np.linspace(0, 1, len(path))
    return np.stack([np.interp(PLACES, at, path[:, axis]) for axis in range(3)], axis=1)


def _radii(lines: Array, strands: _Strands) -> tuple[Array, NDArray[np.intp]]:
    """(S, K) radius of each ring [m], an ellipsoid bent along the path and a thin tendon; (S,) first ring of that."""
    step = np.linalg.norm(np.diff(lines, axis=1), axis=-1)
    way = np.concatenate([np.zeros((len(lines), 1)), np.cumsum(step, axis=1)], axis=1)
    belly = np.maximum(way[:, -1] - strands.slack, SHORTEST * strands.fibre)[:, None]
    mean = strands.volume[:, None] / belly
    place = np.clip(way / belly, 0, 1)
    section = mean * 6 * place * (1 - place)
    tendon = belly_table()["tendon_share"] * (strands.volume / strands.fibre)[:, None]
    section = np.where(place > 0.5, np.maximum(section, tendon), section)
    section = np.maximum(section, np.pi * END_M**2)
    return np.sqrt(section / np.pi), (place < 1).sum(axis=1)


def _outwards(data: mujoco.MjData, side: Side) -> tuple[Array, float]:
    """(3,) unit, from the middle to this side of the pelvis, and the sign of forward, see `_frame`."""
    right = data.body("pelvis").xmat.reshape(3, 3)[:, 2]
    return (right, 1.0) if side == "r" else (-right, -1.0)


def _frame(lines: Array, outwards: Array, sign: float) -> tuple[Array, Array]:
    """Unit vectors across lines (S, K, 3): outwards, and forward where a line runs down."""
    directions = along(lines)
    lateral = outwards - (directions @ outwards)[..., None] * directions
    lateral /= np.maximum(np.linalg.norm(lateral, axis=-1, keepdims=True), 1e-9)
    return lateral, sign * np.cross(lateral, directions)
