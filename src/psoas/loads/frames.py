"""Frames of a motion before forces are computed: positions, inverse dynamics and contacts."""

from dataclasses import dataclass, replace

import numpy as np

from psoas.body import Body, FixedPoints, ForwardKinematics, once_per_body
from psoas.loads.contacts import Contacts, contact_points, find_contacts
from psoas.loads.dynamics import Dynamics, Motion, inverse_dynamics
from psoas.loads.equations import Equations, equations_of
from psoas.timeseries import Array, Index


@dataclass(frozen=True, eq=False)
class Frames:
    """N frames of a motion before forces are computed.

    Attributes:
        equations: the layout of the body's equations of motion.
        motion: in the body's coordinates.
        dynamics: the segments' positions, and the forces that the motion needs, measured ground forces subtracted.
        contacts: the points that are supported.
        positions: (N, K, 3) of all contact points in the world [m].
        recorded: whether the frames follow one another in time.
    """

    equations: Equations
    motion: Motion
    dynamics: Dynamics
    contacts: Contacts
    positions: Array
    recorded: bool

    def selected(self, frames: slice | Index) -> "Frames":
        """Some of the frames."""
        return replace(
            self,
            motion=self.motion.selected(frames),
            dynamics=self.dynamics.selected(frames),
            contacts=self.contacts.selected(frames),
            positions=self.positions[frames],
        )


def frames_of(body: Body, motion: Motion, *, recorded: bool = False, threads: int | None = None) -> Frames:
    """Solve the inverse dynamics of a motion and find its contacts.

    Args:
        motion: N frames in the body's coordinates.
        recorded: True for frames of one movement over one floor; False for separate postures that are held still.
        threads: number of threads; None takes one a core.
    """
    equations, points = equations_of(body), contact_points(body)
    dynamics = inverse_dynamics(body, motion, threads=threads)
    positions = skin_positions(body, dynamics.posed)
    velocities = np.zeros_like(positions)
    groups = [slice(row, row + 1) for row in range(len(motion))]
    if recorded:
        segments = np.array([body.model.body(point.segment).id for point in points])
        velocities = dynamics.velocities(segments, positions.T).T
        groups = [slice(None)]
    contacts = joined(
        [
            find_contacts(
                body,
                points,
                positions[group],
                velocities[group],
                dynamics.centre[group],
                dynamics.rotations[group],
            )
            for group in groups
        ]
    )
    return Frames(equations, motion, dynamics, contacts, positions, recorded)


def skin_positions(body: Body, posed: ForwardKinematics) -> Array:
    """(N, K, 3) positions of the contact points [m]."""
    return _skin(body).at(posed).T


@once_per_body
def _skin(body: Body) -> FixedPoints:
    """The contact points in their segments."""
    points = contact_points(body)
    segments = [body.model.body(one.segment).id for one in points]
    return FixedPoints.of(segments, np.array([one.position for one in points]))


def joined(parts: list[Contacts]) -> Contacts:
    """Contacts of independent postures in one object; its floor is that of the first."""
    return replace(
        parts[0],
        supports=np.concatenate([one.supports for one in parts]),
        normals=np.concatenate([one.normals for one in parts]),
        heights=np.concatenate([one.heights for one in parts]),
    )
