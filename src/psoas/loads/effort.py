"""The effort that recruitment minimises: activations to a power, each weighted by the volume of its muscle."""

import numpy as np

from psoas.muscle import MuscleParameters
from psoas.timeseries import Array

WEIGHTS_SUM = 300.0
"""Sum of the weights of all muscles: about one a path, so that the effort of the contacts stays negligible. It does not
depend on the number of paths."""


def effort_scale(parameters: MuscleParameters, power: int) -> Array:
    """Scale of each muscle's activation, such that effort is the sum of (scale x activation) ^ power.

    A muscle of weight w adds  w activation ^ power,  where w is its share of the volume (maximal force x optimal fibre
    length) of all muscles, times `WEIGHTS_SUM`. A back muscle counts with the force that it had before it got a
    greater tension (``body/back_strength.json``): it pulls more strongly, but is no larger. Without weights the effort
    depends on how many strands a muscle is drawn with: eleven strands of psoas would cost eleven times what one strand
    of the same force costs (Holmberg and Klarbring 2012, doi:10.1007/s11044-011-9277-4). With them, a muscle that is
    cut into strands costs what it did.

    Args:
        parameters: of m muscles.
        power: of the activations.

    Returns:
        (m,), or (N, m) where the parameters differ from frame to frame; > 0.
    """
    volume = parameters.max_isometric_force * parameters.passive_share * parameters.optimal_fibre_length
    weight = WEIGHTS_SUM * volume / volume.sum(axis=-1, keepdims=True)
    return np.asarray(weight ** (1 / power), dtype=np.float64)
