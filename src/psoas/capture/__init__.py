"""Recordings to points, markers and coordinates: video, the pose network, motion files."""
