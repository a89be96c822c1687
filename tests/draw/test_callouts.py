"""Names point at what they say, on the side that is asked for."""

import numpy as np
import pytest

from psoas.draw.bellies import bellies
from psoas.draw.callouts import callouts
from psoas.sides import SIDES, Side
from tests.draw.posed import body, posture


@pytest.mark.parametrize("side", SIDES)
def test_each_name_is_at_its_place(side: Side) -> None:
    data = posture(hip_flexion_r=-0.2, hip_flexion_l=0.4)
    named = {one.name: one.at for one in callouts(data, bellies(body(), data), side)}
    assert list(named) == ["Lower spine", "Psoas", "Iliacus", "Front of the hip", "Thigh bone"]
    out = 1.0 if side == "l" else -1.0
    for name, at in named.items():
        assert name == "Lower spine" or out * at[1] > 0.01, "on its own side"
    thigh = data.body(f"femur_{side}").xpos
    assert np.linalg.norm(named["Thigh bone"] - thigh) < 0.08
    assert named["Psoas"][2] > named["Front of the hip"][2] > named["Thigh bone"][2] - 0.03
