"""The verdict on one figure: passed, not passed, or either, as its error band allows."""

from typing import Literal

import numpy as np

from psoas.estimate import Estimate

Verdict = Literal["good", "fault", "undecided", "info"]


def judged(figure: Estimate, least: float | None, most: float | None) -> Verdict:
    """The verdict on a figure; ``info`` where it has no limit, ``undecided`` where its band holds both sides of one."""
    if least is None and most is None:
        return "info"
    if could_be_either(figure, least, most):
        return "undecided"
    return "fault" if is_beyond(figure.value, least, most) else "good"


def could_be_either(figure: Estimate, *limits: float | None) -> bool:
    """Whether the error band of a figure holds both sides of one of the limits."""
    reach = figure.reach
    return reach is not None and any(
        limit is not None and abs(figure.value - limit) < reach for limit in limits
    )


def is_beyond(value: float, least: float | None, most: float | None) -> bool:
    """Whether a value lies outside its limits."""
    return (least is not None and value < least) or (most is not None and value > most)


def share_of_travel(
    change_deg: float, travel_deg: float, change_error_deg: float | None, travel_error_deg: float
) -> Estimate:
    """How far the back or the pelvis moved for each degree of the thigh.

    Args:
        change_deg, travel_deg: of the back, and of the thigh, which is not 0.
        change_error_deg, travel_error_deg: one standard error of each; None where that of the back is not known.
    """
    share = change_deg / travel_deg
    if change_error_deg is None or not travel_deg > 0:
        return Estimate.of(share, None, "1")
    error = float(np.hypot(change_error_deg, max(0.0, share) * travel_error_deg)) / travel_deg
    return Estimate.of(share, error, "1")
