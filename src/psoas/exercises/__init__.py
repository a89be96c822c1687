"""Scored exercises, one folder each."""

from psoas.exercises.repetition import Lengthening, Repetition

__all__ = ["Lengthening", "Repetition"]
