"""The table of coordinates: name, unit, sign, range, and the joints that each moves; nothing else restates it.

Coordinates of the body move its joints; the other quantities are measured in a clip and move nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf, radians

from psoas.sides import LETTER, other_side


@dataclass(frozen=True)
class Move:
    """A joint that follows a coordinate x: ``c0 + c1 x + c2 x^2 + ...`` [rad, or m in the unscaled body]."""

    joint: str
    polynomial: tuple[float, ...] = (0.0, 1.0)


@dataclass(frozen=True)
class Coordinate:
    """One named quantity of the body.

    Attributes:
        name: OpenSim's name where it has one.
        unit: unit inside the program, ``rad`` or ``m``.
        positive: meaning of a positive value.
        label: plain words for plots.
        relative: True where a clip shows only the change from the person's own start.
        opensim_sign: OpenSim's raw value for our positive one, in the model of Rajagopal 2016
            (doi:10.1109/TBME.2016.2586891; x forward, y up, z right, all turning about z); None where OpenSim
            has no such coordinate. The older gait2392 differs in one place: its knee is negative in flexion.
        range: least and greatest value for which the body holds [unit].
        moves: the joints that it moves; none where it is only measured in a clip.
    """

    name: str
    unit: str
    positive: str
    label: str
    relative: bool = False
    opensim_sign: float | None = None
    range: tuple[float, float] = (-inf, inf)
    moves: tuple[Move, ...] = ()

    @property
    def absolute_label(self) -> str:
        """The label where the source has a zero of its own."""
        return self.label.removesuffix(", change")


def _degrees(low: float, high: float) -> tuple[float, float]:
    return radians(low), radians(high)


def _sides(
    name: str,
    positive: str,
    label: str,
    opensim_sign: float | None = None,
    degrees: tuple[float, float] | None = None,
    moves: tuple[Move, ...] = (),
) -> Iterator[Coordinate]:
    """The coordinates of both sides, left first."""
    for word, side in sorted(LETTER.items()):
        yield Coordinate(
            f"{name}_{side}",
            "rad",
            positive,
            f"{label}, {word}",
            opensim_sign=opensim_sign,
            range=(-inf, inf) if degrees is None else _degrees(*degrees),
            moves=tuple(replace(move, joint=f"{move.joint}_{side}") for move in moves),
        )


def _shares(axis: str, **level: float) -> tuple[Move, ...]:
    return tuple(Move(f"{name}_{axis}", (0.0, share)) for name, share in level.items())


_FLEXION = _shares("FE", L5_S1=0.125, L4_L5=0.185, L3_L4=0.204, L2_L3=0.231, L1_L2=0.255)
_BENDING = _shares("LB", L5_S1=0.1355, L4_L5=0.1811, L3_L4=0.2453, L2_L3=0.2501, L1_L2=0.188)
_ROTATION = _shares(
    "AR", L5_S1=0.03778, L4_L5=0.03778, L3_L4=0.03778, L2_L3=0.03111, L1_L2=0.02889, T12_L1=0.82666
)
"""Shares of the lumbar joints (Christophy et al. 2012, doi:10.1007/s10237-011-0290-6, as in myo-sim); a row sums to 1.

L5/S1 has the remainder of flexion and bending. In rotation it is assumed to be as stiff as L4/5, and T12/L1 stands for
the whole chest, which does most of the turning.
"""

_BELLY = tuple(
    Move(joint, (0.0, share - of_l5))
    for joint, share, of_l5 in (("Abs_r3", 0.6429, 0.125), ("Abs_r1", 0.5, 0.1355), ("Abs_r2", 0.5, 0.03778))
)
"""The belly wall turns by 0.6429 of the lumbar coordinate (Christophy 2012), less the share of L5, its parent.

To the side and about the long axis it follows half of the chest's motion (ours; no figure was found).
"""

_KNEE = (
    Move("knee_angle"),
    Move("knee_angle_translation2", (7.69254e-11, 0.00587971, -0.00125622, -2.61846e-06, 6.24355e-07)),
    Move("knee_angle_translation1", (9.53733e-08, 0.00312879, -0.00230804, 0.000561561, 5.68366e-07)),
    Move("knee_angle_rotation2", (-1.47325e-08, 0.0791, -0.0328478, -0.0252183, 0.0108321)),
    Move("knee_angle_rotation3", (1.08939e-08, 0.369499, -0.169478, 0.0251643, 3.50498e-07)),
    Move("knee_angle_beta_translation2", (-0.0108281, -0.0487847, 0.00927644, 0.0131673, -0.00349673)),
    Move("knee_angle_beta_translation1", (0.0524192, -0.0150188, -0.0340522, 0.0133393, -0.000879151)),
    Move("knee_angle_beta_rotation1", (0.010506, 0.0247615, -1.31647, 0.716337, -0.138302)),
)
"""Knee and kneecap as polynomials of the knee angle (Rajagopal et al. 2016, as fitted in myo-sim 0.2.4)."""


def _root(name: str, positive: str, label: str, degrees: float, sign: float) -> Coordinate:
    limits = _degrees(-degrees, degrees)
    return Coordinate(name, "rad", positive, label, name == "pelvis_tilt", sign, limits, (Move(name),))


def _place(name: str, positive: str, label: str) -> Coordinate:
    return Coordinate(name, "m", positive, label, opensim_sign=1.0, range=(-50.0, 50.0), moves=(Move(name),))


COORDINATES: dict[str, Coordinate] = {
    coordinate.name: coordinate
    for coordinate in [
        Coordinate("trunk_lean", "rad", "leaning forward", "trunk from vertical"),
        _root("pelvis_tilt", "front of the pelvis down", "pelvic tilt, change", 90, -1.0),
        _root("pelvis_list", "right hip down", "pelvis, side", 60, 1.0),
        _root("pelvis_rotation", "turned to the left", "pelvis, turn", 180, 1.0),
        _place("pelvis_tx", "forward", "pelvis, forward"),
        _place("pelvis_ty", "up", "pelvis, up"),
        _place("pelvis_tz", "to the right", "pelvis, right"),
        Coordinate(
            "lumbar_extension",
            "rad",
            "lower back arched",
            "arch of the lower back, change",
            True,
            1.0,
            _degrees(-60, 30),
            (*_FLEXION, _BELLY[0]),
        ),
        Coordinate(
            "lumbar_bending",
            "rad",
            "bent to the right",
            "lower back, side bend",
            opensim_sign=1.0,
            range=_degrees(-25, 25),
            moves=(*_BENDING, _BELLY[1]),
        ),
        Coordinate(
            "lumbar_rotation",
            "rad",
            "turned to the left",
            "trunk, turn",
            opensim_sign=1.0,
            range=_degrees(-45, 45),
            moves=(*_ROTATION, _BELLY[2]),
        ),
        Coordinate("rear_thigh_angle", "rad", "knee behind the hip", "rear thigh from vertical"),
        Coordinate("rear_hip_extension", "rad", "thigh behind the pelvis", "rear hip opening, change", True),
        Coordinate("front_knee_angle", "rad", "knee bent", "front knee"),
        Coordinate("rear_knee_angle", "rad", "knee bent", "rear knee"),
        *_sides("thigh_angle", "knee behind the hip", "thigh from vertical"),
        *_sides("hip_extension", "thigh behind the pelvis", "hip extension, thigh against pelvis"),
        *_sides(
            "hip_flexion",
            "thigh forward",
            "hip, bent",
            1.0,
            (-30, 120),
            (Move("hip_flexion"),),
        ),
        *_sides(
            "hip_adduction",
            "knee towards the midline",
            "hip, sideways",
            1.0,
            (-45, 30),
            (Move("hip_adduction"),),
        ),
        *_sides("hip_rotation", "knee turned inwards", "hip, turn", 1.0, (-40, 40), (Move("hip_rotation"),)),
        *_sides("knee_angle", "knee bent", "knee", 1.0, (0, 120), _KNEE),
        *_sides("ankle_angle", "toes up", "ankle", 1.0, (-40, 30), (Move("ankle_angle"),)),
        *_sides(
            "subtalar_angle", "sole inwards", "heel, sideways", 1.0, (-20, 20), (Move("subtalar_angle"),)
        ),
        *_sides("mtp_angle", "toes down", "toes", -1.0, (-60, 30), (Move("mtp_angle"),)),
        *_sides("arm_flex", "arm forward", "shoulder, forward", 1.0, (-90, 180), (Move("arm_flex"),)),
        *_sides(
            "arm_add",
            "arm to the side of the body",
            "shoulder, sideways",
            1.0,
            (-180, 30),
            (Move("arm_add"),),
        ),
        *_sides("elbow_flex", "elbow bent", "elbow", 1.0, (0, 150), (Move("elbow_flex"),)),
        Coordinate("hip_forward", "m", "hips towards the front", "hips, forward"),
        Coordinate("hip_up", "m", "hips up", "hips, up"),
        Coordinate("front_knee_past_toes", "m", "knee in front of the toes", "front knee past the toes"),
    ]
}

BODY_COORDINATES: tuple[str, ...] = tuple(
    name for name, coordinate in COORDINATES.items() if coordinate.moves
)
"""The independent coordinates of the body, in the order in which a pose lists them."""

ANTISYMMETRIC = ("pelvis_list", "pelvis_rotation", "pelvis_tz", "lumbar_bending", "lumbar_rotation")
"""Coordinates of the body whose sign changes when left and right are exchanged."""


def mirrored_coordinate(name: str) -> tuple[str, float]:
    """The coordinate of the mirrored body that has this one's value, and its sign."""
    return other_side(name), -1.0 if name in ANTISYMMETRIC else 1.0
