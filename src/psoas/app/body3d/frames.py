"""Postures as small messages for the browser: where each segment is, and each belly with its colour."""

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import mujoco
import numpy as np

from psoas.app.body3d.bones import SEGMENTS
from psoas.app.parts import sentence
from psoas.body import Body, Person, load_body, psoas_fascicles
from psoas.draw import PERCENT, Bellies, Callout, Rings, bellies, callouts, muscle_stretch, skin
from psoas.muscle import PosedPsoas, posed_psoas
from psoas.sides import SIDES, Side
from psoas.timeseries import Array
from psoas.words import N_, _

PER_M: Final = 1e4
"""Steps a metre in which rings are sent: a tenth of a millimetre."""
NOTICED: Final = 0.0005
"""Smallest share of the length that counts as a change."""
HIPS: Final = ("hip_flexion", "hip_adduction", "hip_rotation")
BACK: Final = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
PSOAS: Final[dict[Side, str]] = {"r": N_("the right psoas"), "l": N_("the left psoas")}
STRAND: Final[dict[Side, str]] = {
    "r": N_("the strand from the {origin}, right,"),
    "l": N_("the strand from the {origin}, left,"),
}
ASIDE: Final = "#a6a6a6"
"""Colour of the muscles of the other side."""


@dataclass(frozen=True, eq=False)
class PosedFrame(PosedPsoas):
    """The body in one posture; a length is NaN where an angle that it depends on was not measured.

    Attributes:
        coordinates: (C,) the body's coordinates as drawn [rad, m].
        segments: (S, 7) position [m] and orientation [quaternion w, x, y, z] of each of `SEGMENTS` in the room
            (x forward, y to the left, z up).
        muscles: bellies of psoas and iliacus, right side first.
        muscle_stretch: change of each belly's length over that in standing, NaN where not measured.
        skin: outline of the body.
        callouts: names on the right and on the left.
        hip_arm: (F,) moment arm about the hip's flexion, + where the fascicle bends the hip [m].
        height_m: of the person.
    """

    coordinates: Array
    segments: Array
    muscles: Bellies
    muscle_stretch: Array
    skin: Rings
    callouts: Mapping[Side, tuple[Callout, ...]]
    hip_arm: Array
    height_m: float

    def says(self, side: Side | None = None) -> str:
        """State the change of length in one sentence, of one side or, with None, of both."""
        half = len(self.length) // 2
        parts: dict[Side, Array] = {"r": self.stretch[:half], "l": self.stretch[half:]}
        words = [_amount(_(PSOAS[one]), shares) for one, shares in parts.items() if side in (None, one)]
        return sentence("; ".join(words))

    def update(self, side: Side | None = None) -> dict[str, Any]:
        """Write the message for ``<psoas-body>.applyFrame``: base64 of float32, little endian, and plain values.

        Args:
            side: of the muscles in colour; the others are grey. None: both.

        ``muscles`` and ``skin`` are the rings of each shape, see `psoas.draw.Rings`: centre, across and over [0.1 mm]
        around ``middle`` as base64 of int16.
        """
        middle = self.segments[0, :3]
        return {
            "height": self.height_m,
            "segments": _packed(self.segments),
            "middle": middle.tolist(),
            "muscles": _packed_rings(self.muscles.rings, middle),
            "tendons": self.muscles.tendon.tolist(),
            "skin": _packed_rings(self.skin, middle),
            "colours": self._colours(side),
            "callouts": [
                {"name": one.name, "says": one.says, "at": one.at.tolist()}
                for one in self.callouts[side or "r"]
            ],
            "attachments": self._attachments(),
            "side": side,
            "says": self.says(side),
            "brief": "" if side is None else self._brief(side),
        }

    def _attachments(self) -> list[str]:
        """One sentence on each attachment."""
        sentences = []
        for one, share in zip(self.fascicles, self.stretch.tolist(), strict=True):
            strand = _(STRAND[one.side], origin=_(one.origin))
            sentences.append(sentence(_amount(strand, np.array([share]))))
        return sentences

    def _brief(self, side: Side) -> str:
        """State the change of one side in two or three words, to be read from three metres."""
        half = len(self.stretch) // 2
        mean = 100 * float(self.stretch[:half].mean() if side == "r" else self.stretch[half:].mean())
        if math.isnan(mean):
            return _("not measured")
        if abs(mean) < 100 * NOTICED:
            return _("as in standing")
        if mean > 0:
            return _("{percent:.1f}\N{NO-BREAK SPACE}% longer", percent=mean)
        return _("{percent:.1f}\N{NO-BREAK SPACE}% shorter", percent=-mean)

    def _colours(self, side: Side | None) -> list[str]:
        return [
            "#{:02x}{:02x}{:02x}".format(*PERCENT.colour(100 * share)) if side in (None, name[-1]) else ASIDE
            for name, share in zip(self.muscles.names, self.muscle_stretch.tolist(), strict=True)
        ]


class PosedFrames:
    """Makes frames of one body; several threads may call it."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._data = mujoco.MjData(body.model)
        self._lock = Lock()
        model = body.model
        self._segments = [model.body(name).id for name in SEGMENTS]
        self._fascicles = [model.tendon(fascicle.name).id for fascicle in psoas_fascicles()]
        self._arms = [
            _entry(model, tendon, model.joint(f"hip_flexion_{fascicle.side}").id)
            for tendon, fascicle in zip(self._fascicles, psoas_fascicles(), strict=True)
        ]
        self._standing = posed_psoas(body, {}).standing_length

    def at(self, coordinates_rad: Mapping[str, float]) -> PosedFrame:
        """Compute the body in one posture.

        Args:
            coordinates_rad: names of the body's coordinates [rad, m]; omitted ones are zero, as in standing. A value
                beyond the body's range is set to the range's end. NaN is "not measured": drawn as in standing, and the
                fascicles that depend on it have no length.

        Raises:
            UsageError: an unknown coordinate.
        """
        body = self.body
        pose = np.zeros(len(body.coordinates))
        for name, value in coordinates_rad.items():
            pose[body.coordinate_index(name)] = 0.0 if math.isnan(value) else value
        pose = np.clip(pose, *body.ranges.T)
        with self._lock:
            data = self._data
            data.qpos[:] = body.joint_positions(pose[None])[0]
            mujoco.mj_kinematics(body.model, data)
            mujoco.mj_comPos(body.model, data)
            mujoco.mj_tendon(body.model, data)
            segments = np.hstack([data.xpos[self._segments], data.xquat[self._segments]])
            muscles, outline = bellies(body, data), skin(body, data)
            names = {side: callouts(data, muscles, side) for side in SIDES}
            stretch = muscle_stretch(body, data)
            length = data.ten_length[self._fascicles].copy()
            arms = -data.ten_J[self._arms]
        unknown = _unknown(coordinates_rad)
        length[unknown] = np.nan
        lost = {psoas_fascicles()[column].side for column in unknown}
        shares = np.array([np.nan if name[-1] in lost else stretch[name] / 100 for name in muscles.names])
        return PosedFrame(
            dict(coordinates_rad),
            psoas_fascicles(),
            length,
            self._standing,
            pose,
            segments,
            muscles,
            shares,
            outline,
            names,
            arms,
            body.person.height_m,
        )

    def frame(self, coordinates_rad: Mapping[str, float], *, side: Side | None = None) -> dict[str, Any]:
        """Write the message for one posture; see `at` and `PosedFrame.update`."""
        return self.at(coordinates_rad).update(side)


@lru_cache(maxsize=4)
def frames_of(height_m: float | None) -> PosedFrames:
    """Make the frames of a person of known height; cached for the next page.

    Args:
        height_m: standing height [m]; None is 1.70 m.

    Raises:
        UsageError: a height that no person has.
    """
    return PosedFrames(load_body(Person() if height_m is None else Person(height_m=height_m)))


def _entry(model: mujoco.MjModel, tendon: int, joint: int) -> int:
    """Find the index of the derivative of a tendon's length by a joint in MuJoCo's sparse Jacobian."""
    first = int(model.ten_J_rowadr[tendon])
    joints = model.ten_J_colind[first : first + int(model.ten_J_rownnz[tendon])]
    return first + int(np.flatnonzero(joints == model.jnt_dofadr[joint])[0])


def _unknown(coordinates: Mapping[str, float]) -> list[int]:
    """List the fascicles that depend on an angle that was not measured."""
    lost = {name for name, value in coordinates.items() if math.isnan(value)}
    return [
        column
        for column, fascicle in enumerate(psoas_fascicles())
        if not lost.isdisjoint({*BACK, *(f"{hip}_{fascicle.side}" for hip in HIPS)})
    ]


def _packed(values: Array) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode()


def _packed_rings(rings: Rings, middle: Array) -> str:
    whole = np.stack([rings.centres - middle, rings.across, rings.over], axis=2)
    steps = np.clip((PER_M * whole).round(), -32767, 32767)
    return base64.b64encode(steps.astype("<i2").tobytes()).decode()


def _amount(what: str, shares: Array) -> str:
    """Put changes into words, such as ``the right psoas is 1.6 to 2.5 % longer than in standing``."""
    if np.isnan(shares).any():
        return _("{what} is not measured", what=what)
    low, high = float(shares.min()), float(shares.max())
    if max(abs(low), abs(high)) < NOTICED:
        return _("{what} is as long as in standing", what=what)
    if low > -NOTICED or high < NOTICED:
        least, most = sorted((100 * abs(low), 100 * abs(high)))
        longer = high >= NOTICED
        if len(shares) == 1:
            says = (
                N_("{what} is {most:.1f} % longer than in standing")
                if longer
                else N_("{what} is {most:.1f} % shorter than in standing")
            )
            return _(says, what=what, most=most)
        says = (
            N_("{what} is {least:.1f} to {most:.1f} % longer than in standing")
            if longer
            else N_("{what} is {least:.1f} to {most:.1f} % shorter than in standing")
        )
        return _(says, what=what, least=least, most=most)
    return _(
        "{what} is shorter in some parts and longer in others ({low:+.1f} to {high:+.1f} %)",
        what=what,
        low=100 * low,
        high=100 * high,
    )
