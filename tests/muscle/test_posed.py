"""The psoas in one posture is compared with standing."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.errors import UsageError
from psoas.muscle.posed import posed_psoas


def test_standing_itself_changes_nothing() -> None:
    found = posed_psoas(load_body(), {})
    assert len(found.fascicles) == len(found.length) == 22
    np.testing.assert_allclose(found.change, 0.0, atol=1e-12)


def test_an_extended_hip_stretches_its_own_psoas_alone() -> None:
    found = posed_psoas(load_body(), {"hip_flexion_r": np.radians(-15)})
    right = np.array([one.side == "r" for one in found.fascicles])
    assert (found.stretch[right] > 0.015).all()
    np.testing.assert_allclose(found.stretch[~right], 0.0, atol=1e-9)


def test_an_angle_out_of_the_range_is_refused() -> None:
    with pytest.raises(UsageError, match="hip_flexion_r"):
        posed_psoas(load_body(), {"hip_flexion_r": np.radians(-60)})
