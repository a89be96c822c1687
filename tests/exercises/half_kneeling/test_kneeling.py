"""Kneeling is where both knees are bent and the hips are low."""

import numpy as np

from psoas.exercises.half_kneeling.kneeling import kneeling_mask
from tests.exercises.hip_stretch.sessions import series

TIME = np.arange(0, 10, 1 / 30)


def test_standing_is_no_kneeling_and_one_wrong_frame_of_a_knee_changes_nothing() -> None:
    knee = np.where(TIME < 4, 10.0, 95.0)
    knee[200] = 5.0
    kneels = kneeling_mask(series(TIME, 0 * TIME, front_knee_angle=knee))
    assert (kneels == (TIME >= 4)).all()


def test_hips_that_rise_by_the_length_of_a_shank_are_no_kneeling_though_no_knee_was_seen() -> None:
    up = np.where(TIME > 7, 0.9, 0.45)
    unseen = np.full(len(TIME), np.nan)
    kneels = kneeling_mask(series(TIME, 0 * TIME, front_knee_angle=unseen, hip_up_m=up))
    assert (kneels == (TIME <= 7)).all()
    assert kneeling_mask(series(TIME, 0 * TIME, front_knee_angle=unseen)).all()
