"""Videos and photos of phones, decoded."""

from psoas.capture.video.clip import ClipInfo, Frame, probe, read_frames
from psoas.capture.video.preview import Preview
from psoas.capture.video.read_ahead import ReadAhead

__all__ = ["ClipInfo", "Frame", "Preview", "ReadAhead", "probe", "read_frames"]
