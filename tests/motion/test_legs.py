import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.legs import LONGEST_PRICE_FRAMES, SWAP_PRICE, SWITCH_PRICE, unswapped


def walk(steps: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Two legs that pass each other, as in walking."""
    swing = 60 * np.sin(2 * np.pi * np.arange(steps) / 30)
    shape = np.array([[0, 0], [0, 40], [-5, 45], [20, 45]], float)
    near = shape + np.column_stack([swing, np.abs(swing) * 0.2])[:, None]
    far = shape + np.column_stack([-swing, np.abs(swing) * 0.1])[:, None]
    return near, far


@given(st.integers(0, 99), st.integers(1, 20))
def test_a_swapped_run_is_found_and_undone(start: int, length: int) -> None:
    near, far = walk()
    truth = np.zeros(len(near), bool)
    truth[start : start + length] = True
    seen_near, seen_far = near.copy(), far.copy()
    seen_near[truth], seen_far[truth] = far[truth], near[truth]
    swapped = unswapped(seen_near, seen_far, leg_px=250.0)
    seen_near[swapped], seen_far[swapped] = seen_far[swapped], seen_near[swapped]
    gap = np.hypot(*(near - far).mean(1).T)
    ends = [gap[[max(at - 1, 0), min(at, len(gap) - 1)]].min() for at in (start, start + length)]
    if start + length >= len(gap):
        ends.pop()
    price = SWAP_PRICE * min(length, LONGEST_PRICE_FRAMES) + 2 * SWITCH_PRICE
    # while legs pass each other they look alike, and where they are near, their jump proves less than the swap costs
    apart = gap[max(start - 1, 0) : start + length + 1].min() > 45
    if start > 0 and apart and min(8 * (end / 250) ** 2 for end in ends) > price:
        assert np.abs(seen_near - near).max() < 1e-9


def test_legs_that_only_pass_each_other_are_left_alone() -> None:
    near, far = walk()
    assert not unswapped(near, far, leg_px=250.0).any()


def test_missing_frames_do_no_harm() -> None:
    near, far = walk()
    near[10:30] = np.nan
    assert not unswapped(near, far, leg_px=250.0).any()
    assert not unswapped(np.full((5, 4, 2), np.nan), np.full((5, 4, 2), np.nan), 250.0).any()


def test_a_swap_that_lasts_through_a_hold_is_undone() -> None:
    """In a hold both legs jump at once at its ends; for how long they stayed exchanged does not matter."""
    near, far = (
        np.repeat(leg[:1], 400, axis=0) for leg in (walk()[0] + [60.0, 30.0], walk()[1] - [60.0, 0.0])
    )
    swapped = np.zeros(400, bool)
    swapped[100:280] = True
    seen = np.where(swapped[:, None, None], far, near), np.where(swapped[:, None, None], near, far)
    assert (unswapped(*seen, leg_px=250.0) == swapped).all()


@given(st.floats(1.2, 1.7), st.floats(0.005, 0.03), st.integers(0, 2**31 - 1))
def test_the_legs_of_a_runner_are_not_exchanged_as_they_pass(
    strides_per_s: float, noise: float, seed: int
) -> None:
    """At 30 frames a second a runner's foot moves by a fifth of the leg between two frames."""
    phase = 2 * np.pi * strides_per_s * np.arange(150) / 30
    both, heel, toes = [], np.array([-12.0, 10.0]), np.array([40.0, 14.0])
    for start in (0.0, np.pi):
        thigh = np.radians(8 - 32 * np.cos(phase + start))
        shank = thigh - np.radians(50 - 45 * np.cos(phase + start + 1.8))
        knee = 125 * np.column_stack([np.sin(thigh), np.cos(thigh)])
        ankle = knee + 125 * np.column_stack([np.sin(shank), np.cos(shank)])
        both.append(np.stack([knee, ankle, ankle + heel, ankle + toes], axis=1))
    rng = np.random.default_rng(seed)
    near, far = (leg + rng.normal(0, 250 * noise, leg.shape) for leg in both)
    assert unswapped(near, far, leg_px=250.0).mean() < 0.03
