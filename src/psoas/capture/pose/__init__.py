"""The pose network: landmarks and silhouette of one person over time."""

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.live import LiveCapture, Look
from psoas.capture.pose.network import Weights, load_network
from psoas.capture.pose.outline import STATIONS
from psoas.capture.pose.picture import PictureQuality
from psoas.capture.pose.quiet import own_stderr
from psoas.capture.pose.recording import Captured, capture
from psoas.capture.pose.turned import as_filmed, levelled, turned_upright

__all__ = [
    "LANDMARKS",
    "STATIONS",
    "Captured",
    "LiveCapture",
    "Look",
    "PictureQuality",
    "Weights",
    "as_filmed",
    "capture",
    "levelled",
    "load_network",
    "own_stderr",
    "turned_upright",
]
