"""Row 17: a muscle that is cut into strands does what it did."""

from unittest.mock import patch

import numpy as np
import pytest

from psoas.loads import equilibrium
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import MuscleParameters
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.invariance import STRAND, strand_parameters, strands, with_strands
from tests.loaded import body, poses


def test_the_body_passes_row_17() -> None:
    row = strands(body())
    assert (row.number, row.verdict) == (17, "pass"), row.reached
    assert row.source
    assert row.remark


def test_strands_that_count_alike_fail_row_17() -> None:
    """As they did before effort was weighted by volume."""

    def alike(parameters: MuscleParameters, power: int) -> Array:
        return np.ones(len(parameters.names))

    with patch.object(equilibrium, "effort_scale", alike):
        assert strands(body()).verdict == "fail"


def test_a_strand_runs_along_its_muscle_and_both_have_its_force() -> None:
    cut, count = with_strands(body()), len(body().muscles)
    assert cut.muscles[count:] == tuple(name + STRAND for name in body().muscles)
    lengths = muscle_paths(cut, poses()).lengths
    np.testing.assert_allclose(lengths[:, count:], lengths[:, :count], atol=1e-12)
    whole, shares = muscle_parameters(body()), np.linspace(0.1, 0.9, count)
    force = strand_parameters(whole, shares).max_isometric_force
    np.testing.assert_allclose(force[:count] + force[count:], whole.max_isometric_force)
    assert force[count] == pytest.approx(0.1 * whole.max_isometric_force[0])
