"""An event that was seen wrongly is where all others expect it, and what was seen well stays."""

import numpy as np
import pytest

from psoas.motion import Leg
from psoas.strides.foot_events import Event
from psoas.strides.rhythm import SeenEvent, in_rhythm

STRIDE_S, ERROR_S = 0.72, 0.006
PHASES: dict[tuple[Leg, Event], float] = {
    ("near", "strike"): 0.0,
    ("near", "toe_off"): 0.36,
    ("far", "strike"): 0.52,
    ("far", "toe_off"): 0.87,
}


def steps(number: int = 6, uneven: float = 0.0) -> list[SeenEvent]:
    """Strides of a runner, whose pace drifts: by a share of a stride from one stride to the next."""
    keys = sorted(
        (start + phase, leg, event) for (leg, event), phase in PHASES.items() for start in range(number)
    )
    noise = np.random.default_rng(4).normal(size=len(keys))
    phases = np.array([phase for phase, _, _ in keys])
    at = STRIDE_S * (phases + uneven * np.cumsum(noise * np.sqrt(np.diff(phases, prepend=0.0))))
    return [
        SeenEvent(leg, event, float(instant), ERROR_S)
        for instant, (_, leg, event) in zip(at, keys, strict=True)
    ]


@pytest.mark.parametrize("number", [0, 3, 8, 17])
@pytest.mark.parametrize("off_s", [0.03, -0.08])
def test_an_event_whose_witnesses_disagree_is_where_the_others_expect_it(number: int, off_s: float) -> None:
    seen = steps()
    true = seen[number].at_s
    seen[number] = SeenEvent(seen[number].leg, seen[number].event, true + off_s, 0.03)
    found = in_rhythm(seen, STRIDE_S)
    assert found[number].at_s == pytest.approx(true, abs=0.015)
    others = [(one, two) for one, two in zip(steps(), found, strict=True) if one != steps()[number]]
    assert max(abs(one.at_s - two.at_s) for one, two in others) < 0.004


def test_a_wrong_event_that_looks_sure_has_a_wide_error() -> None:
    seen = steps()
    true = seen[8].at_s
    seen[8] = SeenEvent(seen[8].leg, seen[8].event, true + 0.07, ERROR_S)
    found = in_rhythm(seen, STRIDE_S)
    assert found[8].at_s == pytest.approx(true, abs=0.02)
    assert found[8].error_s > 1.2 * found[9].error_s


def test_the_stride_time_need_not_be_known_exactly() -> None:
    for known in (0.98, 1.02):
        found = in_rhythm(steps(), known * STRIDE_S)
        assert [one.at_s for one in found] == pytest.approx([one.at_s for one in steps()], abs=0.003)


def test_who_limps_keeps_the_limp() -> None:
    """Each leg has a phase of its own, so that the steps need not be even."""
    late = [SeenEvent(one.leg, one.event, one.at_s + 0.09 * (one.leg == "far"), ERROR_S) for one in steps()]
    assert [one.at_s for one in in_rhythm(late, STRIDE_S)] == pytest.approx(
        [one.at_s for one in late], abs=1e-4
    )


@pytest.mark.parametrize("uneven", [0.02, 0.05])
def test_uneven_strides_are_not_made_even(uneven: float) -> None:
    seen = steps(12, uneven)
    found = in_rhythm(seen, STRIDE_S)
    assert (
        np.std([one.at_s - two.at_s for one, two in zip(seen, found, strict=True)]) < 0.2 * uneven * STRIDE_S
    )
    true, kept = (
        np.diff([one.at_s for one in of if (one.leg, one.event) == ("near", "strike")])
        for of in (seen, found)
    )
    assert np.std(kept) > 0.6 * np.std(true)


def test_a_single_event_is_as_it_was_seen() -> None:
    assert in_rhythm(steps()[:1], STRIDE_S) == [steps()[0]]
    assert in_rhythm([], STRIDE_S) == []
