import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.legs import unswapped


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
    at_the_ends = gap[[max(start - 1, 0), start, start + length - 1, min(start + length, len(gap) - 1)]]
    if start > 0 and at_the_ends.min() > 45:  # legs that are passing each other just then look alike
        assert np.abs(seen_near - near).max() < 1e-9


def test_legs_that_only_pass_each_other_are_left_alone() -> None:
    near, far = walk()
    assert not unswapped(near, far, leg_px=250.0).any()


def test_missing_frames_do_no_harm() -> None:
    near, far = walk()
    near[10:30] = np.nan
    assert not unswapped(near, far, leg_px=250.0).any()
    assert not unswapped(np.full((5, 4, 2), np.nan), np.full((5, 4, 2), np.nan), 250.0).any()
