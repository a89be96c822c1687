"""Values that are read piece by piece are those of loads that are kept, to the bit."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from psoas.loads.body_loads import Assumptions, Loads
from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.motion_loads import held_loads, motion_loads
from psoas.loads.motion_values import MotionValues
from psoas.loads.posture_loads import over_time_values, quantities
from psoas.loads.prepared_motion import PreparedMotion, prepared_motion
from psoas.timeseries import Array
from tests.loaded import body
from tests.loads.stepping import stepping
from tests.recordings.made_motion import knee_bend, plates


def computed(read: Callable[[Loads], Array], motion: PreparedMotion) -> Array:
    compute = MotionValues(body(), Assumptions(), read)
    values = compute.piece(compute.begin(motion), slice(0, len(motion)))
    return motion.over_time(values, np.ones(len(motion), dtype=bool))


@pytest.mark.parametrize("way", ["plates", "predicted", "steps", "still"])
def test_values_without_the_loads_are_those_of_the_loads(way: str) -> None:
    made = stepping(0.0) if way == "steps" else knee_bend()
    values = made.values.copy()
    values[20:24, made.names.index("hip_flexion_r")] = np.nan
    recording = replace(made, values=values)
    ground, still = plates() if way == "plates" else (), way == "still"
    kept = held_loads(body(), recording) if still else motion_loads(body(), recording, ground=ground)
    motion = prepared_motion(body(), recording, still=still, ground=ground)
    values = computed(quantities, motion)
    np.testing.assert_array_equal(values, kept.over_time(quantities(kept.loads)))
    assert np.isfinite(values).all(axis=1).sum() > len(recording) / 2


def test_every_part_is_read() -> None:
    recording = knee_bend(fps=300.0)
    assert len(recording) > LARGEST_PART
    kept = held_loads(body(), recording)
    motion = prepared_motion(body(), recording, still=True)
    values = computed(over_time_values, motion)
    np.testing.assert_array_equal(values, kept.over_time(over_time_values(kept.loads)))
