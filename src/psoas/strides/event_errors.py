"""Errors of the figures of a stride in a motion file, from ``event_errors.json``."""

import numpy as np

from psoas.data import read_data
from psoas.strides.foot_events import Gait
from psoas.strides.stride import ANGLES, FootEvents


def figure_errors(events: FootEvents, gait: Gait, *, markers: bool) -> dict[str, float]:
    """One standard error of each figure of a stride in its own unit, by the names of `FIGURES`.

    Args:
        events: by force plates or by the movement of the feet.
        gait: of the strides.
        markers: the angles are of a body that was fitted to markers. Angles from a file of coordinates have a zero
            whose error is not known, and so no error here.
    """
    content = read_data("psoas.strides", "event_errors.json")
    times = content["forces"] if events.by == "forces" else content["motion"][gait]
    errors = {name: float(times[name]) for name in ("contact_s", "flight_s")}
    steps = [np.diff(times) for times in events.strikes.values() if len(times) > 1]
    if steps:
        stride = float(np.median(np.concatenate(steps)))
        errors["cadence_steps_min"] = (
            120.0 / stride * float(np.sqrt(2)) * float(times["strike_repeat_s"]) / stride
        )
    if markers:
        errors |= dict.fromkeys(ANGLES, float(content["markers_deg"]))
    return errors


def difference_errors(events: FootEvents) -> dict[str, float]:
    """One standard error of the difference between the sides of each figure that has one, in its own unit.

    Args:
        events: by force plates or by the movement of the feet, of a motion file.
    """
    content = read_data("psoas.strides", "event_errors.json")["side_difference"]
    times = float(content["forces_s" if events.by == "forces" else "motion_s"])
    return dict.fromkeys(ANGLES, float(content["angles_deg"])) | dict.fromkeys(
        ("contact_s", "flight_s"), times
    )
