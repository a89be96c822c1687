"""The body: its coordinates."""

from psoas.body.coordinates import COORDINATES, Coordinate

__all__ = ["COORDINATES", "Coordinate"]
