"""Passive moment of the lumbar spine, discs and ligaments without muscles, about the body's three lumbar coordinates.

The five levels L5/S1 to L1/2 are one spring about each axis, zero in standing and stiffening towards the ends of the
range of cadaver spines. Passive muscle and abdominal wall, which measurements on living trunks contain, are excluded.
All figures and how each is known are in ``lumbar_passive.json``; the moment is known to a factor of two or three
(`passive_lumbar_band`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from psoas.body import COORDINATES
from psoas.data import read_data
from psoas.timeseries import Array


@dataclass(frozen=True)
class Spring:
    """Resistance in one direction: ``linear t + cubic t^3`` up to the angle ``end``, linear beyond.

    Attributes:
        linear: stiffness at neutral [N.m/rad], > 0.
        cubic: stiffening [N.m/rad^3], > 0.
        end: angle at which the stiffness has reached its end value [rad], > 0.
    """

    linear: float
    cubic: float
    end: float

    def moment(self, angle: Array) -> Array:
        """Magnitude of the resistance at ``angle`` >= 0 [rad], in N.m."""
        curved = np.minimum(angle, self.end)
        slope = self.linear + 3 * self.cubic * self.end**2
        moment: Array = self.linear * curved + self.cubic * curved**3 + slope * (angle - curved)
        return moment


@dataclass(frozen=True)
class PassiveLumbar:
    """Figures of ``lumbar_passive.json`` for the calculation.

    Attributes:
        flexion, extension, bending, rotation: springs of the five lumbar levels together, the last two to either side.
        turning: share of the body's ``lumbar_rotation`` in these levels; the rest is in the chest.
        band: low and high end of the moment as fractions of it.
    """

    flexion: Spring
    extension: Spring
    bending: Spring
    rotation: Spring
    turning: float
    band: tuple[float, float]


@cache
def load_passive_lumbar() -> PassiveLumbar:
    """The figures of the package's ``lumbar_passive.json``, read once."""
    content: dict[str, Any] = read_data("psoas.muscle", "lumbar_passive.json")
    moment = float(content["reference_moment_N_m"]["value"])
    preload, share = content["preload"], float(content["neutral_share"]["value"])
    angle = {
        direction: float(np.radians(sum(content["angle_at_reference_deg"][direction])))
        * (1 - (float(preload["narrowing"]) if direction in preload["applies_to"] else 0.0))
        for direction in ("flexion", "extension", "bending", "rotation")
    }
    end = float(np.degrees(content["end_stiffness_N_m_per_deg"]["value"]))

    def spring(direction: str, neutral_of: str) -> Spring:
        linear = share * moment / angle[neutral_of]
        cubic = (moment - linear * angle[direction]) / angle[direction] ** 3
        return Spring(linear, cubic, float(np.sqrt((end - linear) / (3 * cubic))))

    chest = content["chest_joint"]["name"]
    lumbar = (move for move in COORDINATES["lumbar_rotation"].moves if move.joint != chest)
    return PassiveLumbar(
        flexion=spring("flexion", "flexion"),
        extension=spring("extension", "flexion"),
        bending=spring("bending", "bending"),
        rotation=spring("rotation", "rotation"),
        turning=sum(move.polynomial[1] for move in lumbar if move.joint.endswith("_AR")),
        band=(float(content["band"]["low"]), float(content["band"]["high"])),
    )


def passive_lumbar_moment(
    extension: ArrayLike, bending: ArrayLike = 0.0, rotation: ArrayLike = 0.0, *, scale: float = 1.0
) -> Array:
    """Moment of the lumbar discs and ligaments on the upper body, which turns it back to standing.

    About each axis it depends on that axis alone and, unlike in life, not on the load on the spine. It is 10 N.m at
    34 deg of flexion, 23 of extension, 29 of bending and 64 of rotation, of which the lumbar levels have 11.

    Args:
        extension, bending, rotation: the body's ``lumbar_extension`` (+ arched), ``lumbar_bending`` (+ to the right)
            and ``lumbar_rotation`` (+ to the left) [rad], 0 in standing, broadcast together.
        scale: size of the body (`psoas.muscle.capsule.moment_scale`).

    Returns:
        (..., 3) [N.m] about the three coordinates, + in their positive direction, with the uncertainty of
        `passive_lumbar_band`. Yamamoto et al. 1989, doi:10.1097/00007632-198911000-00020, gives the angles.
    """
    lumbar = load_passive_lumbar()
    arch, side, turn = np.broadcast_arrays(
        np.asarray(extension, float), np.asarray(bending, float), np.asarray(rotation, float)
    )
    sagittal = np.where(arch < 0, lumbar.flexion.moment(np.abs(arch)), lumbar.extension.moment(np.abs(arch)))
    sizes = (
        sagittal,
        lumbar.bending.moment(np.abs(side)),
        lumbar.rotation.moment(np.abs(turn) * lumbar.turning),
    )
    signs = np.sign(np.stack((arch, side, turn), axis=-1))
    return np.asarray(-scale * signs * np.stack(sizes, axis=-1), dtype=np.float64)


def posterior_ligament_force(moment: ArrayLike) -> Array:
    """Force with which the ligaments behind the spine press the discs of the bent spine.

    They carry a share of the passive moment that bends the spine back, each on its lever; the moment itself is that of
    `passive_lumbar_moment` and is not made anew. In an arched spine they are slack.

    Args:
        moment: about ``lumbar_extension`` [N.m], + where it bends the spine back.

    Returns:
        The same shape [N], >= 0. Shares and levers are in ``lumbar_passive.json``, ``posterior_ligaments``.
    """
    ligaments = read_data("psoas.muscle", "lumbar_passive.json")["posterior_ligaments"]["ligaments"].values()
    per_moment = sum(one["share"] / one["lever_m"] for one in ligaments)
    return np.asarray(np.maximum(moment, 0.0) * per_moment, dtype=np.float64)


def passive_lumbar_band() -> tuple[float, float]:
    """The uncertainty of `passive_lumbar_moment`: its low and high end as fractions of it (0.5 and 2.7).

    The band is our choice and contains the published stiffnesses; rotation is the least certain.
    """
    return load_passive_lumbar().band
