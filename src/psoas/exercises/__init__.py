"""Scored exercises, one folder each."""

from psoas.exercises.repetition import Lengthening, Repetition, Unfinished
from psoas.exercises.timeline import Timeline

__all__ = ["Lengthening", "Repetition", "Timeline", "Unfinished"]
