"""What the loads assume of the belly and of the spine's ligaments, in words."""

import numpy as np

from psoas.body import Body
from psoas.loads import Assumptions, abdominal_force
from psoas.timeseries import Array
from psoas.words import _, number


def trunk_lines(body: Body, assumed: Assumptions) -> list[str]:
    """A sentence or two on each assumption that was made by an option; none on the usual ones."""
    lines = []
    if np.any(assumed.abdominal_pressure):
        pressures = np.unique(np.atleast_1d(assumed.abdominal_pressure))
        lines.append(
            _(
                "A pressure of {pressures} kPa in the belly is assumed: it pushes chest and pelvis apart with "
                "{forces} N in front of the spine. The muscles that make it are not asked to work, so this is the "
                "most that it can take off the spine. The band holds half of it and one and a half.",
                pressures=_range(pressures, ".3g"),
                forces=_range(abdominal_force(body, pressures), ".0f"),
            )
        )
    if assumed.ligament_press:
        lines.append(
            _(
                "The ligaments behind the bent spine are assumed to press its discs, as hard as they do where bending "
                "ends; the band holds that they do not."
            )
        )
    return lines


def _range(values: Array, form: str) -> str:
    low, high = (number(one, form) for one in (values[0], values[-1]))
    return low if low == high else _("{low} to {high}", low=low, high=high)
