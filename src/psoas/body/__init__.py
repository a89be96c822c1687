"""The body: its coordinates, its skeleton, its psoas."""

from psoas.body.coordinates import BODY_COORDINATES, COORDINATES, Coordinate
from psoas.body.fascicles import Fascicle, psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import Posture, named_posture, named_postures
from psoas.body.scaling import Person

__all__ = [
    "BODY_COORDINATES",
    "COORDINATES",
    "Body",
    "Coordinate",
    "Fascicle",
    "Person",
    "Posture",
    "load_body",
    "named_posture",
    "named_postures",
    "psoas_fascicles",
]
