"""Videos and photos of phones, decoded."""

from psoas.capture.video.camera_roll import CameraRoll, RoomLevel
from psoas.capture.video.clip import MAX_FPS, ClipInfo, Frame, probe, read_frames
from psoas.capture.video.jpeg_scans import has_too_many_scans
from psoas.capture.video.preview import Preview
from psoas.capture.video.read_ahead import ReadAhead

__all__ = [
    "MAX_FPS",
    "CameraRoll",
    "ClipInfo",
    "Frame",
    "Preview",
    "ReadAhead",
    "RoomLevel",
    "has_too_many_scans",
    "probe",
    "read_frames",
]
