"""Frames of a motion before forces are computed: positions, inverse dynamics and contacts."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from psoas.body import Body
from psoas.loads.contacts import Contacts, contact_points, find_contacts
from psoas.loads.dynamics import Dynamics, Motion, inverse_dynamics
from psoas.loads.equations import Equations, equations_of
from psoas.muscle import Index
from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class Frames:
    """N frames of a motion before forces are computed.

    Attributes:
        equations: the layout of the body's equations of motion.
        motion: in the coordinates of the body with its joints cut open.
        dynamics: the segments' positions, and the generalised forces that the motion needs, measured ground forces
            subtracted.
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


def frames_of(body: Body, motion: Motion, *, recorded: bool = False) -> Frames:
    """Solve the inverse dynamics of a motion and find its contacts.

    Args:
        motion: N frames in the body's coordinates.
        recorded: True for frames of one movement over one floor; False for separate postures that are held still.
    """
    equations, points = equations_of(body), contact_points(body)
    opened_motion, dynamics, positions = motion_dynamics(body, motion)
    if recorded:
        segments, _ = _skin(body)
        velocities = dynamics.velocities(segments, positions)
        groups = [slice(None)]
    else:
        velocities = np.zeros_like(positions)
        groups = [slice(row, row + 1) for row in range(len(motion))]
    contacts = joined(
        [
            find_contacts(
                equations.opened,
                points,
                positions[group],
                velocities[group],
                dynamics.centre[group],
                dynamics.rotations[group],
            )
            for group in groups
        ]
    )
    return Frames(equations, opened_motion, dynamics, contacts, positions, recorded)


def motion_dynamics(body: Body, motion: Motion) -> tuple[Motion, Dynamics, Array]:
    """Solve the inverse dynamics of a motion in the body with its joints cut open.

    Returns:
        The motion in the coordinates of that body, its dynamics, and (N, K, 3) positions of the contact points [m].
    """
    equations = equations_of(body)
    slides = np.zeros((len(motion), len(equations.slides)))
    opened_motion = Motion(
        *(np.hstack([part, slides]) for part in (motion.pose, motion.velocity, motion.acceleration))
    )
    dynamics = inverse_dynamics(equations.opened, opened_motion)
    return opened_motion, dynamics, dynamics.points(*_skin(body))


@lru_cache(maxsize=8)
def _skin(body: Body) -> tuple[list[int], Array]:
    """Segments (K,) of the contact points in the body with its joints cut open, and (K, 3) positions in them."""
    points, model = contact_points(body), equations_of(body).opened.model
    return [model.body(one.segment).id for one in points], np.array([one.position for one in points])


def joined(parts: list[Contacts]) -> Contacts:
    """Contacts of independent postures in one object; its floor is that of the first."""
    return replace(
        parts[0],
        supports=np.concatenate([one.supports for one in parts]),
        normals=np.concatenate([one.normals for one in parts]),
        heights=np.concatenate([one.heights for one in parts]),
    )
