"""A repetition: its hold on any clock, its figures by quantity, and when it is good."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psoas.exercises.repetition import LEAST_HOLD_S, Repetition, RepetitionTimes, is_good
from psoas.quantities import ARCH, QUANTITIES, MeasuredQuantity

TIMES = st.lists(st.floats(0, 20), min_size=4, max_size=4).map(sorted)


@given(TIMES)
def test_every_sample_of_the_hold_is_in_it_and_a_short_hold_is_widened_around_its_middle(
    marks: list[float],
) -> None:
    one = RepetitionTimes(*marks)
    time = np.arange(-1, 22, 0.01)
    found = time[one.in_hold(time)]
    inside = time[(time >= one.hold_start_s + 1e-9) & (time <= one.hold_end_s - 1e-9)]
    assert set(inside) <= set(found)
    assert np.ptp(found) == pytest.approx(max(one.hold_s, LEAST_HOLD_S), abs=0.021)
    assert found.mean() == pytest.approx((one.hold_start_s + one.hold_end_s) / 2, abs=0.011)


def test_each_figure_is_given_by_its_quantity_and_nan_counts_as_not_measured() -> None:
    own = MeasuredQuantity("depth", "m", "Depth", "depth", "how deep the hips went")
    one = Repetition(0, 1, 3, 4, thigh_travel_deg=17, arch_change_deg=2, others={"depth": 0.4})
    assert [one.value_of(quantity) for quantity in (*QUANTITIES, own)] == [17, None, 2, None, None, 0.4]
    assert Repetition(0, 1, 3, 4, arch_change_deg=float("nan")).value_of(ARCH) is None
    assert Repetition(0, 1, 3, 4).value_of(own) is None


@example([], [float("nan")])
@given(
    st.sampled_from([[], ["arched_back"], ["short_hold", "bounce"]]),
    st.lists(st.sampled_from([None, float("nan"), 0.0, -7.5]), max_size=2),
)
def test_a_fault_decides_and_without_one_every_needed_figure_has_to_be_known(
    faults: list[str], needed: list[float | None]
) -> None:
    unknown = any(value is None or np.isnan(value) for value in needed)
    assert is_good(faults, needed) is (False if faults else None if unknown else True)
