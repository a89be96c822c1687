"""Endings of videos and photos; whether a file is one is decided by its first bytes."""

from typing import Final

VIDEO_FILES: Final = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", ".3gp", ".mts", ".mpg", ".mpeg")
PHOTO_FILES: Final = (".jpg", ".jpeg", ".png", ".webp")
