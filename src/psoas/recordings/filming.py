"""How the camera ran and stood: the picture turned upright, the roll taken out, and a speed that does not look real."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psoas.capture.pose import Captured, levelled, turned_upright
from psoas.capture.video import MAX_FPS, CameraRoll, ClipInfo, RoomLevel
from psoas.estimate import Estimate
from psoas.findings import Analysis, Filming, NotMeasured, view_words
from psoas.motion import Pitch, SlowPace, lean_in_picture, which_way_up
from psoas.sides import SideWord
from psoas.timeseries import Array
from psoas.words import N_, _

SURE_DEG: Final = 1.2
"""Standard error of the roll up to which it is taken out of the angles [deg]."""

LEAST_ROLL_DEG: Final = 1.5
"""A smaller roll stays in the angles: it is no larger than the error of its estimate [deg]."""

MOST_ROLL_DEG: Final = 15.0
"""A larger roll is found only where the person leans with it; else the lines were no edges of a room [deg]."""

LEAST_LEAN_DEG: Final = 12.0
"""A person who leans so far in the picture makes the room worth a second look (ours) [deg]."""

ALIKE_DEG: Final = 15.0
"""How far the roll by the room and the lean of the person may be apart: people lean, too (ours) [deg]."""

LOOKS: Final = 2
"""Times that the room is looked at about a larger roll: first where the person leans to, then where its lines are."""

LEAST_GAP_S: Final = 0.25
"""A time without pictures that counts [s]; a shorter one hides no move."""


@dataclass(frozen=True)
class RightWayUp:
    """What was seen, in the upright picture.

    Attributes:
        shown: as the upright picture shows it.
        level: with the camera's roll taken out, to be measured.
        size: width and height of the upright picture [px].
        not_measured: what stays open, with what to do.
        tilted: why nothing can be measured where the camera was rolled by an unknown angle; None where it can.
        pitch: how far the camera looked down by the lines of the room; None where they do not tell.
    """

    shown: Captured
    level: Captured
    size: tuple[int, int]
    filming: Filming
    not_measured: tuple[NotMeasured, ...]
    tilted: str | None = None
    pitch: Pitch | None = None


def right_way_up(info: ClipInfo, captured: Captured, room: RoomLevel | None) -> RightWayUp:
    """Turn the picture upright and take out the camera's roll.

    Args:
        captured: as the file shows it.
        room: has watched the pictures; None leaves the roll open.
    """
    size = (info.width, info.height)
    way = which_way_up(captured.points, captured.world)
    shown = turned_upright(captured, size, way.turn_deg) if way.turn_deg else captured
    size = (size[1], size[0]) if way.turn_deg % 180 else size
    level, tilted = _roll(room, way.turn_deg, shown, way.lies) if way.sure else (None, None)
    filming = Filming(
        filmed_fps=info.filmed_fps,
        slowed=info.slowed,
        turned_deg=way.turn_deg,
        roll_deg=None if level is None else level.roll_deg,
        roll_error_deg=None if level is None else level.error_deg,
        levelled=_counts(level),
    )
    filming = _with_steadiness(filming, info, captured.points.time)
    straight = levelled(shown, size, roll_out_of(filming)) if filming.levelled else shown
    left_open = []
    if not way.sure:
        left_open.append(
            NotMeasured(
                "upright_picture",
                _(
                    "the person lies in the picture, or the picture lies on its side; nothing shows "
                    "which. If they stood or knelt, turn the picture upright on the phone and check it "
                    "again"
                ),
            )
        )
    if room is not None and not _sure(level):
        left_open.append(NotMeasured("camera_level", _not_level(level)))
    return RightWayUp(shown, straight, size, filming, tuple(left_open), tilted, _pitch(level))


def _roll(
    room: RoomLevel | None, turn_deg: int, shown: Captured, lies: bool
) -> tuple[CameraRoll | None, str | None]:
    """The camera's roll by the room, and why nothing can be measured where only the person shows that it is large.

    Args:
        lies: the person lies, and their lean shows nothing.
    """
    level = None if room is None else room.level(turn_deg)
    if level is not None and abs(level.roll_deg) > MOST_ROLL_DEG:
        level = None
    if lies:
        return level, None
    lean, most = lean_in_picture(shown.points, shown.world)
    if _sure(level) or abs(lean) < LEAST_LEAN_DEG:
        return level, None
    near: CameraRoll | None = CameraRoll(lean, 0.0)
    for _look in range(LOOKS):
        near = None if room is None or near is None else room.level(turn_deg, near.roll_deg)
    if near is not None and _sure(near) and abs(near.roll_deg - lean) <= ALIKE_DEG:
        return near, None
    if abs(lean) <= most:
        return level, None
    return level, _(LEANS[_way(lean)], lean=abs(lean))


LEANS: Final[dict[SideWord, str]] = {
    "left": N_(
        "you lean {lean:.0f} degrees to the left in it, farther than feet can carry: the camera was tilted, or you "
        "leaned against something, and no edges of a room show which"
    ),
    "right": N_(
        "you lean {lean:.0f} degrees to the right in it, farther than feet can carry: the camera was tilted, or you "
        "leaned against something, and no edges of a room show which"
    ),
}
TILTED: Final[dict[SideWord, str]] = {
    "left": N_(
        "Upright edges of the room lean {roll:.0f} degrees to the left, give or take {error:.0f}, because the camera "
        "was tilted; the angles are corrected for it."
    ),
    "right": N_(
        "Upright edges of the room lean {roll:.0f} degrees to the right, give or take {error:.0f}, because the camera "
        "was tilted; the angles are corrected for it."
    ),
}


def roll_out_of(filming: Filming) -> float:
    """The roll that was taken out of the angles [deg]; 0 where it stayed."""
    return filming.roll_deg if filming.levelled and filming.roll_deg is not None else 0.0


def camera_lines(analysis: Analysis) -> list[str]:
    """Say in sentences how the camera stood and ran, where that matters for the figures."""
    view = view_words(analysis.view)
    return [*([] if view is None else [view]), *filming_lines(analysis.source.filming)]


def filming_lines(filming: Filming) -> list[str]:
    """Say in sentences what was put right, and what was not."""
    lines = []
    if filming.slowed > 1:
        lines.append(
            _(
                "The clip plays {times:.3g} times slower than life; all times are the real ones.",
                times=filming.slowed,
            )
        )
    elif filming.slowed < 1:
        lines.append(
            _(
                "The clip plays {times:.3g} times faster than life; all times are the real ones.",
                times=1 / filming.slowed,
            )
        )
    if filming.speed_doubt is not None:
        lines.append(_("The speed may not be real: {why}.", why=filming.speed_doubt))
    if filming.turned_deg == 180:
        lines.append(_("The picture stood on its head and was turned round."))
    elif filming.turned_deg:
        lines.append(_("The picture lay on its side and was turned upright."))
    if filming.levelled and filming.roll_deg is not None:
        roll = Estimate.of(filming.roll_deg, filming.roll_error_deg, "deg")
        lines.append(_(TILTED[_way(roll.value)], roll=abs(roll.value), error=roll.reach or 0.0))
    if filming.longest_gap_s:
        lines.append(
            _(
                "Pictures are missing, for {seconds:.1f} s at the longest; that time is not seen.",
                seconds=filming.longest_gap_s,
            )
        )
    elif filming.rate_varies:
        lines.append(_("The pictures do not follow each other evenly; each is used at its own time."))
    return lines


def _pitch(level: CameraRoll | None) -> Pitch | None:
    """The camera's pitch by the room, where its roll is known: lines that are no room's show neither."""
    if level is None or not _sure(level) or not math.isfinite(level.pitch_error_deg):
        return None
    return Pitch(math.radians(level.pitch_deg), math.radians(level.pitch_error_deg))


def _way(deg: float) -> SideWord:
    return "right" if deg > 0 else "left"


def _sure(level: CameraRoll | None) -> bool:
    return level is not None and level.error_deg <= SURE_DEG


def _counts(level: CameraRoll | None) -> bool:
    return level is not None and _sure(level) and abs(level.roll_deg) >= LEAST_ROLL_DEG


def _not_level(level: CameraRoll | None) -> str:
    if level is not None and abs(level.roll_deg) > 2 * level.error_deg:
        return _(
            "whether the camera stood level could not be read from the room; it may have been tilted by {roll:.0f} "
            "degrees. The lean of the trunk and the thigh hold for a level camera; have a door, a shelf or the edge "
            "of a wall in the picture",
            roll=abs(level.roll_deg),
        )
    return _(
        "whether the camera stood level could not be read from the room. The lean of the trunk and the thigh hold "
        "for a level camera; have a door, a shelf or the edge of a wall in the picture"
    )


def speed_doubt(info: ClipInfo, slow: SlowPace | None) -> str | None:
    """Say why the speed of a file does not look real; None where it may be, or where the file knows it.

    Args:
        slow: the pace of the person's moves, where nobody moves so slowly.
    """
    file_is_sure = info.filmed_fps is not None and abs(info.filmed_fps / (info.fps * info.slowed) - 1) < 0.3
    if slow is None or info.is_photo or file_is_sure:
        return None
    what = {
        "moves": _("a move takes {seconds:.1f} s, as in slow motion", seconds=slow.seconds),
        "run": _("a stride takes {seconds:.1f} s, and nobody runs so slowly", seconds=slow.seconds),
        "walk": _(
            "a stride takes {seconds:.1f} s, and nobody takes such long steps so slowly", seconds=slow.seconds
        ),
    }[slow.kind]
    return _(
        "{what}, so times are not judged. Add --filmed-fps with the pictures a second that "
        "the camera took, such as 120 or 240, or --filmed-fps {fps:.3g} if the speed is real",
        what=what,
        fps=info.fps,
    )


def _with_steadiness(filming: Filming, info: ClipInfo, time: Array) -> Filming:
    """Read from the times (T,) [s] whether pictures are missing, and whether they come unevenly."""
    gaps = np.diff(time)
    if len(gaps) < 10:
        return filming
    usual = float(np.median(gaps))
    longest = float(gaps.max())
    low, high = np.percentile(gaps, [5, 95])
    thinned = info.fps * info.slowed > MAX_FPS
    return replace(
        filming,
        rate_varies=bool(not thinned and high - low > 0.5 * usual),
        longest_gap_s=longest if longest > max(LEAST_GAP_S, 3 * usual) else 0.0,
    )
