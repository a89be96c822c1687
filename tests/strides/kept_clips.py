"""Rendered runs and walks as the pose network saw them, measured once."""

from dataclasses import replace
from functools import cache

from benchmarks.stride_clips import StrideClip, stride_clips

from psoas.capture.pose import Captured
from psoas.motion import MeasuredMotion
from psoas.recordings.analyse import measure_side_view
from psoas.strides import ClipStrides, GaitPart, clip_strides, named_by_feet

GOOD, ARCHING = "l_run_treadmill_60fps", "m_run_arched_30fps"
WALKING, LEFT_FARTHER = "x09_q19_walk60_l6", "x02_q5_run60_l6"
CROUCHED, CROUCHED_LEFT_FARTHER, MIXED = "x07_q15_walk60", "x23_q4_walk60_l6", "x26_anna_walk60_r6"
HIDDEN_LEG = "x22_chidi_run60_arch"
TURNED_VIEWS = ("d0_h8_walk60_25", "d1_h9_run60_-25")
SLOW, PANNED = "n_run_past_slowmo", "x17_q0_walk_pan30"


def clip_named(name: str) -> StrideClip:
    return next(one for one in stride_clips() if one.name == name)


def motion_of(name: str) -> MeasuredMotion:
    return named_motion(name)[0]


@cache
def named_motion(name: str) -> tuple[MeasuredMotion, tuple[GaitPart, ...]]:
    clip = clip_named(name)
    return named_by_feet(clip.captured.points, measure_side_view(clip.captured, clip.size)[0])


@cache
def strides_of(name: str) -> ClipStrides:
    return clip_strides(clip_named(name).captured, *named_motion(name))


def slowed(captured: Captured, times: float) -> Captured:
    """The same played slower."""
    return replace(
        captured,
        points=replace(captured.points, time=captured.points.time * times),
        world=replace(captured.world, time=captured.world.time * times),
        contours=replace(captured.contours, time=captured.contours.time * times),
    )
