"""An exercise gives its figures, limits and faults in their order, each limit with the sign that it judges by."""

from dataclasses import replace

import pytest

from psoas.exercises.exercise import Measure
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.quantities import ARCH, HIP_OPENING, QUANTITIES, THIGH_TRAVEL, MeasuredQuantity

OWN = Measure(
    MeasuredQuantity("depth", "m", "Depth", "depth", "how deep the hips went"), "It was {}", "unseen"
)


def test_the_figures_that_all_exercises_share_come_first_in_the_order_of_every_table() -> None:
    mixed = replace(EXERCISE, measures=(OWN, *reversed(EXERCISE.measures)))
    assert mixed.quantities == (*QUANTITIES, OWN.quantity)


def test_a_limit_on_the_size_of_a_value_holds_on_both_sides_of_zero() -> None:
    limit = EXERCISE.file.limits["start_trunk_deg"].value
    assert EXERCISE.limits_of(replace(OWN, within="start_trunk_deg")) == (-limit, limit)
    assert EXERCISE.limits_of(replace(OWN, most="arch_deg")) == (None, EXERCISE.file.limits["arch_deg"].value)
    assert EXERCISE.limits_of(OWN) == (None, None)


def test_only_a_judged_quantity_has_a_most() -> None:
    assert EXERCISE.most(ARCH) == EXERCISE.threshold("arch_deg").value
    assert EXERCISE.most(THIGH_TRAVEL) is None, "it has a least"
    assert EXERCISE.most(HIP_OPENING) is None
    assert EXERCISE.most(OWN.quantity) is None


@pytest.mark.parametrize("first", range(len(EXERCISE.file.urgency)))
def test_the_fault_to_mend_first_is_the_most_urgent_of_those_shown(first: int) -> None:
    shown = EXERCISE.file.urgency[first:]
    assert EXERCISE.worst(reversed(shown)) == shown[0]


def test_without_a_fault_there_is_none_to_mend_and_an_unknown_limit_raises() -> None:
    assert EXERCISE.worst(()) is None
    assert EXERCISE.limit(None) is None
    with pytest.raises(KeyError):
        EXERCISE.limit("no_such_limit_deg")
