"""From a recording to points: decoding, the pose network, and the contour of the trunk."""

from psoas.capture.clip import ClipInfo, Frame, FrameReader, probe, read_frames
from psoas.capture.landmarks import LANDMARKS
from psoas.capture.preview import Preview
from psoas.capture.readahead import ReadAhead
from psoas.capture.recording import Captured, capture

__all__ = [
    "LANDMARKS",
    "Captured",
    "ClipInfo",
    "Frame",
    "FrameReader",
    "Preview",
    "ReadAhead",
    "capture",
    "probe",
    "read_frames",
]
