"""Values that are read part by part are those of loads that are kept, to the bit."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.loads.body_loads import Assumptions
from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.motion_loads import held_loads, motion_loads
from psoas.loads.motion_values import motion_values
from psoas.loads.posture_loads import over_time_values, quantities
from psoas.loads.prepared_motion import prepared_motion
from tests.loaded import body
from tests.loads.stepping import stepping
from tests.recordings.made_motion import knee_bend, plates


@pytest.mark.parametrize("way", ["plates", "predicted", "steps", "still"])
def test_values_without_the_loads_are_those_of_the_loads(way: str) -> None:
    made = stepping(0.0) if way == "steps" else knee_bend()
    values = made.values.copy()
    values[20:24, made.names.index("hip_flexion_r")] = np.nan
    recording = replace(made, values=values)
    ground, still, done = plates() if way == "plates" else (), way == "still", list[int]()
    kept = held_loads(body(), recording) if still else motion_loads(body(), recording, ground=ground)
    motion = prepared_motion(body(), recording, still=still, ground=ground)
    values = motion_values(body(), Assumptions(), quantities, motion, progress=done.append)
    np.testing.assert_array_equal(values, kept.over_time(quantities(kept.loads)))
    assert np.isfinite(values).all(axis=1).sum() > len(recording) / 2
    assert done == [len(motion)]


def test_every_part_is_read() -> None:
    recording, done = knee_bend(fps=300.0), list[int]()
    assert len(recording) > LARGEST_PART
    kept = held_loads(body(), recording)
    motion = prepared_motion(body(), recording, still=True)
    values = motion_values(body(), Assumptions(), over_time_values, motion, progress=done.append)
    np.testing.assert_array_equal(values, kept.over_time(over_time_values(kept.loads)))
    assert done == [LARGEST_PART, len(recording)]
