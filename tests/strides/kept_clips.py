"""Rendered runs and walks as the pose network saw them, measured once."""

from dataclasses import replace
from functools import cache

from benchmarks.stride_clips import clip_named
from benchmarks.stride_learning import measured

from psoas.capture.pose import Captured
from psoas.motion import MeasuredMotion
from psoas.strides import ClipStrides, clip_strides

GOOD, ARCHING = "l_run_treadmill_60fps", "m_run_arched_30fps"
WALKING, LEFT_FARTHER = "x09_q19_walk60_l6", "x02_q5_run60_l6"
CROUCHED, CROUCHED_LEFT_FARTHER, MIXED = "x07_q15_walk60", "x23_q4_walk60_l6", "x26_anna_walk60_r6"
HIDDEN_LEG = "x22_chidi_run60_arch"
TURNED_VIEWS = ("d0_h8_walk60_25", "d1_h9_run60_-25")
SLOW, PANNED = "n_run_past_slowmo", "x17_q0_walk_pan30"


def motion_of(name: str) -> MeasuredMotion:
    return measured(name)[0]


@cache
def strides_of(name: str) -> ClipStrides:
    return clip_strides(clip_named(name).captured, *measured(name))


def slowed(captured: Captured, times: float) -> Captured:
    """The same played slower."""
    return replace(
        captured,
        points=replace(captured.points, time=captured.points.time * times),
        world=replace(captured.world, time=captured.world.time * times),
        contours=replace(captured.contours, time=captured.contours.time * times),
    )
