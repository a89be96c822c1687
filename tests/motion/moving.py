"""People of bone and angle who walk, run, squat and lunge, seen by a camera from the side or up to 45 degrees off."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.timeseries import Array, TimeSeries
from tests.motion.figure import down

Angles = dict[str, Array]
"""``lean``, and for ``l`` and ``r`` ``thigh``, ``knee`` and ``foot`` [deg] as in `psoas.motion.angles`, (T,)."""


@dataclass(frozen=True)
class Person3D:
    """Lengths [m] and the camera that looks at them."""

    trunk: float = 0.50
    thigh: float = 0.42
    shank: float = 0.41
    foot: float = 0.24
    hips: float = 0.17
    yaw_deg: float = 0.0
    far_m: float = 3.5
    high_m: float = 0.8
    noise: float = 0.004
    seed: int = 0
    mirrored: bool = False
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rng", np.random.default_rng(self.seed))

    def filmed(self, time: Array, angles: Angles, pinned: str = "floor") -> tuple[TimeSeries, TimeSeries]:
        """Landmarks [px] and their estimated depth [m] of the person, who faces right (left where mirrored).

        Args:
            pinned: ``floor`` puts the lowest point on it; ``hip`` is as high as ``angles["height"]`` [m]; a joint
                such as ``r_knee`` stays where it is and rests on the floor.
        """
        joints = self._joints(time, angles)
        if pinned == "hip":
            shift = np.column_stack([np.zeros(len(time)), angles["height"]])
        elif pinned == "floor":
            low = np.min([joint[:, 1] for joint in joints.values()], axis=0)
            shift = np.column_stack([np.zeros(len(time)), -low])
        else:
            rest = 0.05 if pinned.endswith("knee") else 0.02
            shift = np.array([0.0, rest]) - joints[pinned]
        shown = {name: joint + shift for name, joint in joints.items()}
        return self._seen(time, shown)

    def _joints(self, time: Array, angles: Angles) -> dict[str, Array]:
        """(T, 2) forwards and up from the hips."""
        wide = np.ones(len(time))
        lean = angles["lean"] * wide
        shoulder = -self.trunk * down(lean)
        joints = {"hip": np.zeros((len(time), 2)), "shoulder": shoulder}
        joints["nose"] = shoulder - 0.24 * down(lean) + [0.10, 0.0]
        joints["ear"] = shoulder - 0.24 * down(lean)
        for side in "lr":
            thigh, knee = angles[f"thigh_{side}"] * wide, angles[f"knee_{side}"] * wide
            foot = angles.get(f"foot_{side}", 0.0) * wide
            at = self.thigh * down(thigh)
            joints[f"{side}_knee"] = at
            joints[f"{side}_ankle"] = at + self.shank * down(thigh + knee)
            toe = np.column_stack([np.cos(np.radians(foot)), -np.sin(np.radians(foot))])
            sole = np.column_stack([-np.sin(np.radians(foot)), -np.cos(np.radians(foot))])
            joints[f"{side}_heel"] = joints[f"{side}_ankle"] - 0.2 * self.foot * toe + 0.06 * sole
            joints[f"{side}_foot_index"] = joints[f"{side}_ankle"] + 0.6 * self.foot * toe + 0.06 * sole
            joints[f"{side}_wrist"] = shoulder + 0.5 * down(lean - 20)
        return joints

    def _seen(self, time: Array, joints: dict[str, Array]) -> tuple[TimeSeries, TimeSeries]:
        turn = np.radians(self.yaw_deg)
        pixels: dict[str, Array] = {}
        depths: dict[str, Array] = {}
        for name in LANDMARKS:
            word, _, part = name.partition("_")
            side = {"left": -1.0, "right": 1.0}.get(word, 0.0)
            plane = joints.get(f"{word[0]}_{part}", joints.get(part if side else word))
            if plane is None:
                near = "wrist" if part in ("elbow", "pinky", "index", "thumb") else "nose"
                plane = joints[f"{word[0]}_{near}"] if near == "wrist" else joints["nose"]
            half = (
                0.18 if part == "shoulder" else 0.07 if part == "ear" else 0.0 if not side else self.hips / 2
            )
            across = half * side
            x = plane[:, 0] * np.cos(turn) + across * np.sin(turn)
            away = plane[:, 0] * np.sin(turn) - across * np.cos(turn)
            scale = 900.0 / (self.far_m + away)
            noise = self.rng.normal(0, self.noise * 900 / self.far_m, (2, len(time)))
            pixels[f"{name}.x"] = 480 + scale * x + noise[0]
            pixels[f"{name}.y"] = 270 - scale * (plane[:, 1] - self.high_m) + noise[1]
            for axis, value in zip("xyz", (x, -plane[:, 1], away), strict=True):
                depths[f"{name}.{axis}"] = value + self.rng.normal(0, self.noise, len(time))
        if self.mirrored:
            pixels, depths = _mirrored(pixels, 960.0), _mirrored(depths, 0.0)
        points = TimeSeries.from_columns(time, pixels, "px")
        return points, TimeSeries.from_columns(time, depths, "m")


def _mirrored(columns: dict[str, Array], width: float) -> dict[str, Array]:
    swap = {"left": "right", "right": "left"}
    found = {}
    for name, values in columns.items():
        word, _, rest = name.partition("_")
        other = f"{swap[word]}_{rest}" if word in swap else name
        found[other] = width - values if name.endswith(".x") else values
    return found


def bump(phase: Array, at: float, width: float) -> Array:
    """A bell over a cycle of 0..1."""
    away = (phase - at + 0.5) % 1.0 - 0.5
    bell: Array = np.exp(-((away / width) ** 2))
    return bell


def walk(time: Array, strides_per_s: float) -> Angles:
    """Thigh and knee as in Winter 1991, in round figures."""
    angles: Angles = {"lean": np.full(len(time), 3.0)}
    for side, start in (("r", 0.0), ("l", 0.5)):
        phase = time * strides_per_s + start
        angles[f"thigh_{side}"] = -8 - 20 * np.cos(2 * np.pi * (phase + 0.06))
        angles[f"knee_{side}"] = 5 + 12 * bump(phase, 0.14, 0.10) + 57 * bump(phase, 0.72, 0.12)
        angles[f"foot_{side}"] = -15 * bump(phase, 0.0, 0.06) + 45 * bump(phase, 0.6, 0.1)
    return angles


def run(time: Array, strides_per_s: float, knee: float = 95.0) -> Angles:
    """Thigh and knee as in Novacheck 1998, in round figures; the hips are lowest in the middle of each stance."""
    angles: Angles = {"lean": np.full(len(time), 8.0)}
    for side, start in (("r", 0.0), ("l", 0.5)):
        phase = time * strides_per_s + start
        angles[f"thigh_{side}"] = -12 - 32 * np.cos(2 * np.pi * (phase + 0.10))
        angles[f"knee_{side}"] = 15 + 27 * bump(phase, 0.14, 0.10) + (knee - 15) * bump(phase, 0.66, 0.15)
        angles[f"foot_{side}"] = 45 * bump(phase, 0.45, 0.15)
    angles["height"] = 0.86 - 0.035 * np.cos(4 * np.pi * (time * strides_per_s - 0.15))
    return angles


def cycles(time: Array, seconds: float, still_s: float = 0.3) -> Array:
    """0 standing, 1 low, one smooth cycle after the other from ``still_s`` on."""
    share: Array = np.where(
        time < still_s, 0.0, 0.5 - 0.5 * np.cos(2 * np.pi * np.maximum(time - still_s, 0) / seconds)
    )
    return share


def between(share: Array, **ends: tuple[float, ...]) -> Angles:
    """Angles that go from the first to the last of each row as ``share`` goes from 0 to 1."""
    return {name: np.interp(share, np.linspace(0, 1, len(way)), way) for name, way in ends.items()}


def squat(time: Array, seconds: float = 3.0) -> Angles:
    """Both feet flat, the trunk leans so that the balance is kept."""
    one = between(cycles(time, seconds), lean=(0, 42), thigh=(0, -98), knee=(0, 122))
    return {"lean": one["lean"]} | {
        f"{part}_{side}": one[part] for side in "lr" for part in ("thigh", "knee")
    }


def rise(time: Array, at_s: float) -> Angles:
    """Seated with the shanks upright until ``at_s``, then the trunk leans, and the person stands up."""
    share = np.clip((time - at_s) / 1.6, 0, 1)
    one = between(share, lean=(0, 38, 20, 0), thigh=(-87, -82, -40, 0), knee=(87, 95, 50, 0))
    return {"lean": one["lean"]} | {
        f"{part}_{side}": one[part] for side in "lr" for part in ("thigh", "knee")
    }


def split_squat(time: Array, front: str = "r", seconds: float = 3.0) -> Angles:
    """The feet stay apart; the rear heel is up."""
    rear = "l" if front == "r" else "r"
    share = 0.5 - 0.5 * np.cos(2 * np.pi * time / seconds)
    front_leg = {f"thigh_{front}": (-28.0, -82.0), f"knee_{front}": (22.0, 86.0), f"foot_{front}": (0.0, 0.0)}
    rear_leg = {f"thigh_{rear}": (30.0, 8.0), f"knee_{rear}": (10.0, 78.0), f"foot_{rear}": (50.0, 62.0)}
    return between(share, lean=(4.0, 8.0), **front_leg, **rear_leg)


def lunge(time: Array, fronts: Callable[[int], str], seconds: float = 4.0) -> Angles:
    """From standing a step forwards, down, up, and back; ``fronts`` gives the leg of each repetition."""
    share = np.clip(0.5 - 0.5 * np.cos(2 * np.pi * time / seconds), 0, 1)
    number = (time / seconds).astype(int)
    ends: dict[str, tuple[float, ...]] = {
        "thigh_f": (0, -22, -40, -82), "knee_f": (0, 15, 30, 86), "foot_f": (0, 0, 0, 0),
        "thigh_b": (0, 20, 28, 8), "knee_b": (0, 5, 15, 78), "foot_b": (0, 30, 50, 62),
    }  # fmt: skip
    one = between(share, lean=(0, 4, 6), **ends)
    right = np.array([fronts(int(count)) == "r" for count in number])
    angles: Angles = {"lean": one["lean"]}
    for part in ("thigh", "knee", "foot"):
        angles[f"{part}_r"] = np.where(right, one[f"{part}_f"], one[f"{part}_b"])
        angles[f"{part}_l"] = np.where(right, one[f"{part}_b"], one[f"{part}_f"])
    return angles


def half_kneel(time: Array, rear: str = "r", seconds: float = 5.0, travel: float = 14.0) -> Angles:
    """The rear shin on the floor, its foot stretched; the hips go forwards and back."""
    front = "l" if rear == "r" else "r"
    share = 0.5 - 0.5 * np.cos(2 * np.pi * time / seconds)
    rear_leg = {
        f"thigh_{rear}": (0.0, travel),
        f"knee_{rear}": (88.0, 88.0 - travel),
        f"foot_{rear}": (160.0, 160.0),
    }
    front_leg = {
        f"thigh_{front}": (-90.0, -86.0),
        f"knee_{front}": (88.0, 88.0 + travel),
        f"foot_{front}": (0.0, 0.0),
    }
    return between(share, lean=(0.0, 2.0), **rear_leg, **front_leg)


def still(time: Array, **angles: float) -> Angles:
    """One posture."""
    return {name: np.full(len(time), value) for name, value in angles.items()}
