"""The modified Thomas test: how far the thigh sinks and the knee bends while the other knee is held to the chest."""

from psoas.exercises.modified_thomas.definition import TEST
from psoas.exercises.modified_thomas.judge import change_by_gap
from psoas.exercises.modified_thomas.pelvis import gap_under_back

__all__ = ["TEST", "change_by_gap", "gap_under_back"]
