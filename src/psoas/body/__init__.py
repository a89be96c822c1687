"""The body: its coordinates, its skeleton, its psoas."""

from psoas.body.coordinates import BODY_COORDINATES, COORDINATES, Coordinate
from psoas.body.fascicles import Fascicle, psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.scaling import Person

__all__ = [
    "BODY_COORDINATES",
    "COORDINATES",
    "Body",
    "Coordinate",
    "Fascicle",
    "Person",
    "load_body",
    "psoas_fascicles",
]
