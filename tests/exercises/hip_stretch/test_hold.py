"""Rest, a repetition's travel and a return are told by the same rules in the score and on the live ring."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psoas.exercises.hip_stretch.hold import at_rest, counts, went_back
from psoas.exercises.hip_stretch.thresholds import load_thresholds

DEGREES = st.floats(-40, 40)


def test_the_thigh_rests_whichever_way_it_creeps_and_not_where_it_is_fast_or_unseen() -> None:
    assert at_rest(np.array([-20.0, -2.0, 0.0, 2.0, 20.0, np.nan])).tolist() == [
        False, True, True, True, False, False,
    ]  # fmt: skip


def test_a_repetition_counts_from_the_limit_of_the_travel_on() -> None:
    limits = load_thresholds()
    assert counts(limits.travel_counts_deg, limits)
    assert not counts(np.nextafter(limits.travel_counts_deg, 0), limits)


@given(DEGREES, st.floats(1, 40), st.floats(0, 1), st.floats(-20, 20))
def test_a_return_past_the_middle_separates_two_holds_wherever_the_person_started(
    start: float, travel: float, depth: float, elsewhere: float
) -> None:
    top, low = start + travel, start + travel * (1 - depth)
    if abs(depth - 0.5) > 1e-6:
        assert went_back(low, start, top) == (depth > 0.5)
        assert went_back(low + elsewhere, start + elsewhere, top + elsewhere) == (depth > 0.5)
