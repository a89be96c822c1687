"""The real speed of a recording: how much slower or faster the file plays than the movement was."""

from typing import Final

from psoas.errors import UsageError
from psoas.words import _

LEAST_FPS, MOST_FPS = 1.0, 2000.0
"""Pictures a second that a user may give."""

SLOW_MOTION_FPS: Final = 100.0
"""Least rate of the camera at which a tag is read as slow motion. A phone that films 60 pictures a second gives fewer
in the dark without slowing anything, so a tag of 60 beside a file of 30 proves nothing."""

LEAST_RATIO: Final = 1.5
"""Least ratio of both rates at which a tag counts; below it the file's clock is the camera's."""


def real_speed(
    played_fps: float, tagged_fps: float | None, given_fps: float | None = None
) -> tuple[float | None, float]:
    """Decide how many pictures a second the camera took, and by how much the file is slowed.

    Args:
        played_fps: of the file.
        tagged_fps: of the camera, by a tag of the file; None without one.
        given_fps: of the camera, by the user, who is believed; None where nothing was given.

    Returns:
        Pictures a second of the camera, or None where nobody says; and seconds of the file for one real second: above 1
        for slow motion, below 1 for a time lapse.

    Raises:
        UsageError: ``given_fps`` is below `LEAST_FPS` or above `MOST_FPS`.
    """
    if given_fps is not None:
        if not LEAST_FPS <= given_fps <= MOST_FPS:
            raise UsageError(
                _(
                    "--filmed-fps {given:g}: give the pictures a second of the camera, {least:g} to "
                    "{most:g}, such as 120 or 240 for slow motion",
                    given=given_fps,
                    least=LEAST_FPS,
                    most=MOST_FPS,
                )
            )
        return given_fps, given_fps / played_fps
    if tagged_fps is None:
        return None, 1.0
    ratio = tagged_fps / played_fps
    slow_motion = ratio >= LEAST_RATIO and tagged_fps >= SLOW_MOTION_FPS
    time_lapse = ratio <= 1 / LEAST_RATIO
    return tagged_fps, ratio if slow_motion or time_lapse else 1.0
