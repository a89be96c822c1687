"""Errors of the figures of a stride in a motion file, from ``event_errors.json``."""

from collections.abc import Mapping

import numpy as np

from psoas.data import read_data
from psoas.strides.stride import ANGLES, FootEvents, Gait


def figure_errors(events: FootEvents, gait: Gait, *, markers: bool) -> dict[str, float]:
    """One standard error of each figure of a stride in its own unit, its instants by the movement of the feet.

    Args:
        events: of the strides.
        gait: of the strides.
        markers: the angles are of a body that was fitted to markers. Angles from a file of coordinates have a zero
            whose error is not known, and so no error here.

    Returns:
        By the names of `FIGURES`; a figure whose error is not known is absent.
    """
    content = read_data("psoas.strides", "event_errors.json")
    errors = _time_errors(events, content["motion"][gait])
    return errors | dict.fromkeys(ANGLES, float(content["markers_deg"])) if markers else errors


def plate_errors(events: FootEvents) -> dict[str, float]:
    """One standard error of each time of a stride in its own unit, where its instants are those of force plates."""
    return _time_errors(events, read_data("psoas.strides", "event_errors.json")["forces"])


def _time_errors(events: FootEvents, times: Mapping[str, float]) -> dict[str, float]:
    """The errors of contact, flight and, where a stride is known, cadence."""
    errors = {name: float(times[name]) for name in ("contact_s", "flight_s")}
    steps = [np.diff(own) for own in events.strikes.values() if len(own) > 1]
    if steps:
        stride = float(np.median(np.concatenate(steps)))
        errors["cadence_steps_min"] = (
            120.0 / stride * float(np.sqrt(2)) * float(times["strike_repeat_s"]) / stride
        )
    return errors


def difference_errors(events: FootEvents) -> dict[str, float]:
    """One standard error of the difference between the sides of each figure that has one, in its own unit.

    Args:
        events: of a motion file; those of force plates are exact where all of them are.
    """
    content = read_data("psoas.strides", "event_errors.json")["side_difference"]
    times = float(content["forces_s" if events.of_plates(*events.every) else "motion_s"])
    return dict.fromkeys(ANGLES, float(content["angles_deg"])) | dict.fromkeys(
        ("contact_s", "flight_s"), times
    )
