"""The one table of coordinates: name, unit, sign and what a person reads. Nothing else restates it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coordinate:
    """One named quantity of the body.

    Attributes:
        name: OpenSim's name where it has one.
        unit: unit inside the program, ``rad`` or ``m``.
        positive: what a positive value means.
        label: plain words for plots.
        relative: True where only the change from the person's own start is known.
        opensim_sign: OpenSim's raw value for our positive one, in the model of Rajagopal 2016
            (doi:10.1109/TBME.2016.2586891; x forward, y up, z right, all turning about z); None where OpenSim
            has no such coordinate. The older gait2392 differs in one place: its knee is negative in flexion.
    """

    name: str
    unit: str
    positive: str
    label: str
    relative: bool = False
    opensim_sign: float | None = None


def _sides(name: str, positive: str, label: str, opensim_sign: float | None = None) -> list[Coordinate]:
    words = {"l": "left", "r": "right"}
    return [
        Coordinate(f"{name}_{side}", "rad", positive, f"{label}, {words[side]}", opensim_sign=opensim_sign)
        for side in "lr"
    ]


COORDINATES: dict[str, Coordinate] = {
    coordinate.name: coordinate
    for coordinate in [
        Coordinate("trunk_lean", "rad", "leaning forward", "trunk from vertical"),
        Coordinate("pelvis_tilt", "rad", "front of the pelvis down", "pelvic tilt, change", True, -1.0),
        Coordinate(
            "lumbar_extension", "rad", "lower back arched", "arch of the lower back, change", True, 1.0
        ),
        Coordinate("rear_thigh_angle", "rad", "knee behind the hip", "rear thigh from vertical"),
        Coordinate("rear_hip_extension", "rad", "thigh behind the pelvis", "rear hip opening, change", True),
        Coordinate("front_knee_angle", "rad", "knee bent", "front knee"),
        Coordinate("rear_knee_angle", "rad", "knee bent", "rear knee"),
        *_sides("thigh_angle", "knee behind the hip", "thigh from vertical"),
        *_sides("hip_flexion", "knee in front of the trunk line", "hip, thigh against trunk", 1.0),
        *_sides("knee_angle", "knee bent", "knee", 1.0),
        *_sides("ankle_angle", "toes up", "ankle", 1.0),
        Coordinate("hip_forward", "m", "hips towards the front", "hips, forward"),
        Coordinate("hip_up", "m", "hips up", "hips, up"),
        Coordinate("front_knee_past_toes", "m", "knee in front of the toes", "front knee past the toes"),
    ]
}
