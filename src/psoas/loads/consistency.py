"""Dynamic consistency: accelerations are adjusted minimally so that residual forces at the pelvis vanish.

Ground forces and accelerations are measured separately and never agree exactly; residual forces would have to act on
the pelvis. Instead the accelerations, second derivatives of measured positions, are changed by the least sum of squares
that brings motion and ground into equilibrium (the step in one frame of Remy and Thelen 2009, doi:10.1115/1.3005148;
cf. OpenSim's residual reduction). Where no plate measured, the same is done with the predicted forces of steps, and if
the motion needs a force that its contacts cannot exert.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import scipy

from psoas.body import Body
from psoas.loads.dynamics import segment_twists
from psoas.loads.equations import ROOT
from psoas.loads.equilibrium import FRICTION, friction_edges
from psoas.loads.frames import Frames
from psoas.timeseries import Array, Index

RESIDUAL_FORCE_LIMIT, RESIDUAL_MOMENT_LIMIT = 0.1, 0.05
"""Largest residuals that are removed, in body weights and in body weights times height (ours; Hicks et al. 2015,
doi:10.1115/1.4029304, allow a residual moment of 75 N.m); with larger ones the frame stays without equilibrium."""

FRICTION_SHARE = 0.95
"""Share of the friction that an adjusted frame uses, so that its forces are not at the limit of what is possible."""


@dataclass(frozen=True, eq=False)
class Consistent:
    """N frames in which motion and ground are consistent, unless their residuals exceed the limits.

    Attributes:
        frames: with the generalised forces of the adjusted motion.
        residuals: (N, 6) residual force [N] and moment [N.m] at the pelvis before the adjustment.
        change: (N, C) of the accelerations that removes them [m/s2, rad/s2]; zero where the residuals are too large.
    """

    frames: Frames
    residuals: Array
    change: Array

    @classmethod
    def unchanged(cls, frames: Frames) -> Self:
        """Frames that are left as they are."""
        return cls(frames, np.zeros((len(frames.motion), len(ROOT))), np.zeros_like(frames.motion.pose))

    def selected(self, frames: slice) -> "Consistent":
        """Some of the frames."""
        return Consistent(self.frames.selected(frames), self.residuals[frames], self.change[frames])


def with_given_ground(frames: Frames, wrenches: Mapping[str, Array], share: Array) -> Consistent:
    """Make frames of a motion consistent with given ground forces.

    Where these are all of the ground's push they replace the contacts; where they are a share of it, the contacts have
    to exert the rest of what the motion needs, and only the same share of what was left over is removed.

    Args:
        wrenches: by segment, (N, 6) force [N] and moment about the world's origin [N.m] on it, in MuJoCo's world; zero
            where the share is.
        share: (N,) 0 ... 1, of the ground's push.
    """
    body, rows = frames.equations.body, np.flatnonzero(share > 0)
    if not len(rows):
        return Consistent.unchanged(frames)
    exerted = {body.model.body(name).id: wrench.T for name, wrench in wrenches.items()}
    supports = frames.contacts.supports.copy()
    supports[share >= 1] = 0
    contacts = replace(frames.contacts, supports=supports)
    given = replace(frames, dynamics=frames.dynamics.without(body, exerted), contacts=contacts)
    residuals = np.zeros((len(supports), len(ROOT)))
    needed, left = (one.dynamics.force[rows][:, _root(body)] for one in (frames, given))
    residuals[rows] = left - (1 - share[rows, None]) * needed
    return _adjusted(given, residuals, rows)


def with_possible_ground(frames: Frames, rows: Index) -> Consistent:
    """Adjust some frames minimally so that their own contacts can balance them.

    Args:
        frames: of the motion, with its contacts.
        rows: indices of the frames that may be adjusted.
    """
    if not len(rows):
        return Consistent.unchanged(frames)
    body, root = frames.equations.body, _root(frames.equations.body)
    residuals = np.zeros((len(frames.motion), len(root)))
    reach = frames.dynamics.selected(rows).root_inertia(body, root)
    for row, inertia in zip(rows.tolist(), reach, strict=True):
        measure = np.linalg.cholesky(inertia @ inertia.T)
        edges = _root_contact_forces(frames.selected(slice(row, row + 1)))
        needed = frames.dynamics.force[row, root]
        residuals[row] = needed
        if edges.size:  # SciPy 1.17's nnls crashes where there is no column
            scaled = np.linalg.solve(measure, np.column_stack([edges, needed]))
            residuals[row] -= edges @ scipy.optimize.nnls(scaled[:, :-1], scaled[:, -1])[0]
    return _adjusted(frames, residuals, rows)


def _adjusted(frames: Frames, residuals: Array, rows: Index) -> Consistent:
    """Remove the residuals of some frames by the least change of their accelerations."""
    body, weight = frames.equations.body, frames.equations.body.person.weight
    force, moment = np.abs(residuals[:, :3]).max(axis=1), np.abs(residuals[:, 3:]).max(axis=1)
    small = (force <= RESIDUAL_FORCE_LIMIT * weight) & (
        moment <= RESIDUAL_MOMENT_LIMIT * weight * body.person.height_m
    )
    rows = rows[small[rows]]
    change = np.zeros_like(frames.motion.pose)
    if not len(rows):
        return Consistent(frames, residuals, change)
    reach = frames.dynamics.selected(rows).root_inertia(body, _root(body))
    across = reach.swapaxes(1, 2)
    change[rows] = -(across @ np.linalg.solve(reach @ across, residuals[rows, :, None]))[:, :, 0]
    return Consistent(replace(frames, dynamics=frames.dynamics.accelerated(body, change)), residuals, change)


def _root(body: Body) -> list[int]:
    return [body.coordinate_index(name) for name in ROOT]


def _root_contact_forces(frame: Frames) -> Array:
    """(6, 4k) generalised forces at the pelvis of the edges of the friction pyramids, in one frame."""
    on = frame.contacts.touching[0]
    edges = friction_edges(frame.contacts.normals[0, on], FRICTION_SHARE * FRICTION)
    moments = np.cross(frame.positions[0, on][:, None], edges)
    wrenches = np.concatenate([edges, moments], axis=2).reshape(-1, 6)
    body = frame.equations.body
    coordinates, twists = segment_twists(body, frame.dynamics.posed, body.model.body("pelvis").id)
    order = [int(np.flatnonzero(coordinates == index)[0]) for index in _root(body)]
    forces: Array = twists[order, :, 0] @ wrenches.T
    return forces
