"""The body to turn: its bones once, then posture after posture."""

from psoas.app.body3d.element import Body3D
from psoas.app.body3d.frames import PosedFrame, PosedFrames, frames_of

__all__ = ["Body3D", "PosedFrame", "PosedFrames", "frames_of"]
