"""The model's posture while somebody stretches: the start of the protocol, moved as was measured."""

from collections.abc import Mapping
from math import nan, radians

from psoas.sides import SideWord as Side

START = {"hip_flexion": 0.0, "knee_angle": 95.0, "ankle_angle": -40.0}
FRONT = {"hip_flexion": 90.0, "knee_angle": 90.0}
"""Rear and front leg at the start of a repetition [deg], see the protocol: rear knee under the hip, front hip and knee
about 90. One camera does not tell a person's own, so everybody's starts here."""


def live_posture(side: Side, now: Mapping[str, float]) -> dict[str, float]:
    """Coordinates of the body [rad] for what is measured now.

    Args:
        side: the leg that kneels.
        now: changes from the person's own start [deg], see `psoas.quantities.RECORDED`.

    Returns:
        Where the back is not measured, lower back and pelvis are NaN: the psoas then has no length.
    """
    rear, front = ("l", "r") if side == "left" else ("r", "l")
    degrees = {f"{name}_{rear}": value for name, value in START.items()}
    degrees |= {f"{name}_{front}": value for name, value in FRONT.items()}
    tilt = now.get("pelvis", nan)
    travel = now.get("thigh_travel", 0.0)
    degrees["lumbar_extension"] = now.get("arch", nan)
    degrees["pelvis_tilt"] = 0.0 if tilt != tilt else tilt
    degrees[f"hip_flexion_{rear}"] -= now.get("hip_opening", travel)
    degrees[f"hip_flexion_{front}"] += degrees["pelvis_tilt"]
    degrees[f"knee_angle_{rear}"] -= travel
    return {name: radians(value) for name, value in degrees.items()}
