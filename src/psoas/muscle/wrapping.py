"""Shortest paths around spheres and cylinders, many at once.

A path from a point to another either passes the surface on the straight line, or touches it along an arc: in the plane
across the axis of a cylinder, or in that of a sphere's centre and both points, it is two tangents and the arc between
them; along the axis of a cylinder it climbs evenly. A point outside of the surface says on which side the muscle lies.
The rules are those of MuJoCo's tendons, with which the tests compare.
"""

import numpy as np

from psoas.body import cross
from psoas.timeseries import Array

TINY = 1e-30
"""Squares of lengths and products below this count as zero."""


def wrap(
    start: Array, end: Array, centre: Array, side: Array, axis: Array, radius: Array
) -> tuple[Array, Array, Array]:
    """Find the points where W paths meet and leave their surfaces, at N poses.

    Args:
        start, end: (3, W, N) points before and after the surface [m].
        centre: (3, W, N) of the surface [m].
        side: (3, W, N) from the centre to a point outside, on the side of the muscle [m].
        axis: (3, W, N) unit, of a cylinder; zero for a sphere.
        radius: (W,) [m].

    Returns:
        Both points (3, W, N) [m], and the length (W, N) of the arc between them [m]. Where a path passes the surface,
        both points lie half way between start and end, and the arc is zero.
    """
    begin: Array = start - centre
    finish: Array = end - centre
    low, high = _dot(begin, axis), _dot(finish, axis)
    begin -= low * axis
    finish -= high * axis
    first, last, both = _dot(begin, begin), _dot(finish, finish), _dot(begin, finish)
    square, radius = (radius**2)[:, None], radius[:, None]
    share = np.clip((first - both) / (first + last - 2 * both), 0.0, 1.0)
    nearest = begin + share * (finish - begin)
    touches = (_dot(nearest, nearest) <= square) | (_dot(nearest, side) < 0)
    touches &= (first >= square) & (last >= square)
    # the rest is for the paths that touch in some pose
    own = np.flatnonzero(touches.any(axis=1))
    begin, finish, axis, side, centre = (one[:, own] for one in (begin, finish, axis, side, centre))
    low, high, first, last, both = (one[own] for one in (low, high, first, last, both))
    touches, square, radius = touches[own], square[own], radius[own]

    normal = _normals(begin, finish, axis, side)
    tangents = [np.sqrt(np.maximum(one - square, 0.0)) for one in (first, last)]
    feet = [point * (square / one) for point, one in ((begin, first), (finish, last))]
    offsets = [
        cross(normal, point) * (radius * tangent / one)
        for point, tangent, one in ((begin, tangents[0], first), (finish, tangents[1], last))
    ]
    mean, apart = feet[0] + feet[1], offsets[0] - offsets[1]
    right, left = (_dot(way, side) / np.sqrt(_dot(way, way)) for way in (mean - apart, mean + apart))
    reach = [np.arctan2(tangent, radius) for tangent in tangents]
    turn = np.arctan2(_dot(normal, cross(finish, begin)), both)
    turn += 2 * np.pi * (turn < 0)
    within, beyond = np.abs(reach[0] - reach[1]), reach[0] + reach[1]
    crossed = [(within <= angle) & (angle <= beyond) for angle in (turn, 2 * np.pi - turn)]
    rightwards = ~crossed[0] & (crossed[1] | (right > left))
    touches &= ~(crossed[0] & crossed[1])
    sign = 2.0 * rightwards - 1.0
    arc = sign * turn - beyond
    for _ in range(2):
        arc += 2 * np.pi * (arc < 0)
    arc *= radius
    climb = (high - low) / (tangents[0] + arc + tangents[1])
    on = feet[0] - sign * offsets[0] + (low + climb * tangents[0]) * axis + centre
    off = feet[1] + sign * offsets[1] + (high - climb * tangents[1]) * axis + centre
    arc *= np.sqrt(1.0 + climb**2)
    meets: Array = (start + end) / 2
    leaves, arcs = meets.copy(), np.zeros(meets.shape[1:])
    meets[:, own] = np.where(touches, on, meets[:, own])
    leaves[:, own] = np.where(touches, off, leaves[:, own])
    arcs[own] = np.where(touches, arc, 0.0)
    return meets, leaves, arcs


def _normals(begin: Array, finish: Array, axis: Array, side: Array) -> Array:
    """(3, W, N) unit normals of the planes in which the paths run: across a cylinder, or through a sphere's centre.

    A path straight through the centre of a sphere leaves it on the side of the muscle.
    """
    sphere = ~axis[:, :, 0].any(axis=0)
    normal = axis.copy()
    start, end, outside = begin[:, sphere], finish[:, sphere], side[:, sphere]
    plane = cross(start, end)
    plane = np.where(_dot(plane, plane) < TINY, cross(start, outside), plane)
    normal[:, sphere] = plane / np.sqrt(np.maximum(_dot(plane, plane), TINY))
    return normal


def _dot(a: Array, b: Array) -> Array:
    """(...) dot product over the first axis."""
    product: Array = a[0] * b[0]
    product += a[1] * b[1]
    product += a[2] * b[2]
    return product
