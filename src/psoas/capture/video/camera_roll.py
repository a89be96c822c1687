"""How far the camera was rolled, read from long straight lines of the room: doors, corners, shelves, skirting boards.

Upright edges lean by the roll, and by the keystone effect of a pitched camera, which grows with the distance from the
picture's middle. Level edges lean by the roll, and by perspective where the wall is not square to the camera, which
grows with the distance from the horizon. Both slopes are unknown and are found with the roll; what the lines leave open
becomes the error.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.video.clip import Frame
from psoas.child_processes import aside

Grey = NDArray[np.uint8]
Array = NDArray[np.float64]

LOOK_S: Final = (0.0, 1.5, 5.0)
"""Times of the pictures that are looked at [s]."""

SIDE: Final = 480
"""Longer side of the pictures that are looked at [px]."""

STEEPEST_DEG: Final = 25.0
"""Edges within this angle of upright or level are looked at [deg]."""

VOTE_DEG: Final = 0.5
VOTE_PX: Final = 1.5
LEAST_GRADIENT: Final = 3.0
"""Least brightness step of an edge, per pixel."""

MOST_LINES: Final = 16
LEAST_LENGTH: Final = 0.15
"""Shortest line that counts, as a share of the picture's side."""

LONG: Final = 0.4
"""Length from which a line counts fully, as a share of the picture's side."""

LINE_ERROR_DEG: Final = 0.7
"""Standard error of the direction of one line, lens distortion included."""

OUTLIERS: Final = 0.3
"""Share of lines that are neither upright nor level: a lamp that leans, the edge of a mat, a shadow."""

EXPLAINED: Final = 0.75
UNEXPLAINED_DEG: Final = 10.0
"""Where less than `EXPLAINED` of the lines fits a room, the error grows with the lacking share, by this much [deg]."""

ROLL_DEG: Final = 5.0
"""Spread of the rolls with which people film; it decides where there are no lines."""

KEYSTONE_DEG: Final = 5.0
"""Lean of upright edges at the picture's side, as one standard deviation: a pitch of `PITCH_DEG`."""

PITCH_DEG: Final = 10.0
"""Spread of the pitches with which people film [deg]."""

PERSPECTIVE_DEG: Final = 6.0
"""Lean of level edges at the picture's upper and lower side, as one standard deviation: a wall turned by 20 degrees."""

LEAST_ERROR_DEG: Final = 0.5
HALF_WIDTH: Final = 0.6
"""Tangent of half the viewing angle along the longer side; a phone's main camera has 0.55 to 0.7."""

ROLLS: Final = np.arange(-20.0, 20.01, 0.25)
SLOPES: Final = np.linspace(-3.0, 3.0, 41)
"""Pitches and turns that are tried, in standard deviations."""


@dataclass(frozen=True)
class CameraRoll:
    """The camera's roll, and its pitch.

    Attributes:
        roll_deg: + where upright things lean to the right in the picture [deg].
        error_deg: one standard error [deg].
        pitch_deg: + where the camera looks down, by the lines alone [deg].
        pitch_error_deg: one standard error [deg]; infinite where the lines do not tell.
    """

    roll_deg: float
    error_deg: float
    pitch_deg: float = 0.0
    pitch_error_deg: float = float("inf")


class RoomLevel:
    """Estimates the roll from a few of the frames that pass through `watch`, in a thread of its own."""

    def __init__(self) -> None:
        self._aside = aside("psoas-level")
        self._looks: list[Future[tuple[Grey, CameraRoll | None]]] = []

    def watch(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass the frames on unchanged and look at those of `LOOK_S`."""
        due = list(LOOK_S)
        for frame in frames:
            if due and frame.time_s >= due[0]:
                del due[0]
                self._looks.append(self._aside.submit(_look, frame.rgb))
            yield frame
        self._aside.shutdown(wait=False)

    def level(self, turn_deg: int = 0, near_deg: float = 0.0) -> CameraRoll | None:
        """Wait for the estimates and join them; None where most pictures show not one long line.

        Args:
            turn_deg: the picture is turned by this much clockwise to be upright, 0, 90, 180 or 270.
            near_deg: a roll about which to look for lines; those of a room are looked for within `STEEPEST_DEG` of it.
        """
        looks = [look.result() for look in self._looks]
        if turn_deg or near_deg:
            levels = [camera_level(np.rot90(grey, -turn_deg // 90), near_deg) for grey, _ in looks]
        else:
            levels = [level for _, level in looks]
        found = [one for one in levels if one is not None]
        if not found or 2 * len(found) < len(looks):
            return None
        rolls = [one.roll_deg for one in found]
        error = float(np.hypot(np.median([one.error_deg for one in found]), np.std(rolls)))
        pitched = [one for one in found if np.isfinite(one.pitch_error_deg)]
        if not pitched:
            return CameraRoll(float(np.median(rolls)), error)
        pitches = [one.pitch_deg for one in pitched]
        pitch_error = float(np.hypot(np.median([one.pitch_error_deg for one in pitched]), np.std(pitches)))
        return CameraRoll(float(np.median(rolls)), error, float(np.median(pitches)), pitch_error)


def _look(rgb: NDArray[np.uint8]) -> tuple[Grey, CameraRoll | None]:
    picture = Image.fromarray(rgb).convert("L")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
    grey = np.asarray(picture)
    return grey, camera_level(grey)


def camera_level(grey: Grey, near_deg: float = 0.0) -> CameraRoll | None:
    """Estimate the roll from one picture (H, W) uint8, some hundred pixels wide; None where it shows no long line.

    Args:
        near_deg: a roll about which to look for lines.
    """
    inside = np.zeros(grey.shape, bool)
    inside[4:-4, 4:-4] = True
    if near_deg:
        grey, inside = (_straightened(picture, near_deg) for picture in (grey, inside))
        inside = scipy.ndimage.binary_erosion(inside > 0, iterations=4)
    smooth = scipy.ndimage.gaussian_filter(grey.astype(np.float64), 1.0)
    across, down = scipy.ndimage.sobel(smooth, 1) / 8, scipy.ndimage.sobel(smooth, 0) / 8
    upright = _lines(across, down, inside)
    level = _lines(down.T, across.T, inside.T)
    if not len(upright) and not len(level):
        return None
    upright[:, 1] *= -1  # an edge that leans right goes left on its way down
    posterior, explained = _posterior(upright, level, grey.shape)
    mean, error = _mean(posterior.sum(axis=1), ROLLS)
    error = max(LEAST_ERROR_DEG, error)
    pitch, pitch_error = _without_prior(*_mean(posterior.sum(axis=0), SLOPES * PITCH_DEG))
    error = float(np.hypot(error, UNEXPLAINED_DEG * max(0.0, EXPLAINED - explained)))
    return CameraRoll(mean + near_deg, error, pitch, pitch_error)


def _mean(chance: Array, values: Array) -> tuple[float, float]:
    """Mean and standard deviation of values with these chances."""
    chance = chance / chance.sum()
    mean = float(chance @ values)
    return mean, float(np.sqrt(chance @ (values - mean) ** 2))


def _without_prior(pitch_deg: float, error_deg: float) -> tuple[float, float]:
    """The pitch and its error by the lines alone: what people usually do is known to those who use it, too."""
    known = error_deg**-2.0 - PITCH_DEG**-2.0
    if known * PITCH_DEG**2 < 1:  # the lines tell less than what people usually do
        return 0.0, float("inf")
    return pitch_deg * error_deg**-2.0 / known, known**-0.5


def _straightened(picture: NDArray[np.generic], roll_deg: float) -> Grey:
    """The picture with a roll taken out; 0 where nothing was filmed."""
    whole = Image.fromarray(picture.astype(np.uint8))
    return np.asarray(whole.rotate(roll_deg, Image.Resampling.BILINEAR))


def _lines(strong: Array, weak: Array, inside: NDArray[np.bool_]) -> Array:
    """Find straight edges across which ``strong`` is the gradient, the longest first (Hough transform).

    Level edges are found as upright ones of the transposed picture.

    Returns:
        (N, 3) of each line: place across at half height, -1..1; angle from upright, + where the lower end is farther
        along the first axis [deg]; length as a share of the side.
    """
    height, width = strong.shape
    edge = inside & (np.abs(strong) > LEAST_GRADIENT)
    edge &= np.abs(weak) < np.tan(np.radians(STEEPEST_DEG)) * np.abs(strong)
    rows, columns = np.nonzero(edge)
    x, y = columns - width / 2, rows - height / 2
    side = np.sign(strong[edge])
    lean = np.degrees(np.arctan2(-weak[edge] * side, np.abs(strong[edge])))
    # each pixel votes for the lines through it in about the direction of its own edge
    angles = lean[:, None] + np.arange(-4.0, 4.01, VOTE_DEG)
    turned = np.round(angles / VOTE_DEG).astype(int)
    places = (x[:, None] - y[:, None] * np.tan(np.radians(turned * VOTE_DEG))) / VOTE_PX
    count_angles, count_places = round(2 * (STEEPEST_DEG + 5) / VOTE_DEG), round(2 * width / VOTE_PX)
    votes = (
        (turned + count_angles // 2) * count_places + np.round(places).astype(int) + count_places // 2
    ) * 2
    votes = np.where(np.abs(places) < count_places // 2 - 1, votes + (side[:, None] > 0), 0)
    score = np.bincount(votes.ravel(), minlength=2 * count_angles * count_places)
    score[:2] = 0
    alive = np.ones(len(x), bool)
    lines: list[tuple[float, float, float]] = []
    for _ in range(MOST_LINES):
        best = int(score.argmax())
        if score[best] < 0.6 * LEAST_LENGTH * height:
            break
        turn, place = divmod(best // 2, count_places)
        slope = np.tan(np.radians((turn - count_angles // 2) * VOTE_DEG))
        at = (place - count_places // 2) * VOTE_PX
        near = alive & (np.abs(x - slope * y - at) < 2.5) & ((side > 0) == bool(best % 2))
        long = len(np.unique(rows[near])) / height
        if long >= LEAST_LENGTH:
            fit = np.polyfit(y[near], x[near], 1)
            lines.append((float(fit[1]) / (width / 2), float(np.degrees(np.arctan(fit[0]))), long))
        gone = near | (alive & (votes == best).any(axis=1))
        score -= np.bincount(votes[gone].ravel(), minlength=len(score))
        score[:2] = 0
        alive &= ~gone
    return np.array(lines).reshape(-1, 3)


def _posterior(upright: Array, level: Array, shape: tuple[int, ...]) -> tuple[Array, float]:
    """Compute (R, S) chances of `ROLLS` and pitches, over all turns of the walls, and the share of lines that fit.

    Args:
        upright, level: (N, 3) from `_lines`, with the sign of the roll.
        shape: height and width of the picture [px].
    """
    height, width = shape
    half = HALF_WIDTH * width / max(shape)
    keystone = KEYSTONE_DEG * half / HALF_WIDTH * SLOPES
    # a camera that looks down sees upright edges spread upwards, and the horizon above the middle
    horizon = -np.radians(keystone) * (width / height) / half**2
    perspective = PERSPECTIVE_DEG * SLOPES
    rolls = ROLLS[:, None, None]
    total = np.zeros((len(ROLLS), len(SLOPES), len(SLOPES)))
    for place, angle, length in upright:
        off = angle - rolls - keystone[:, None] * place
        total += _log_fit(off, length)
    for place, angle, length in level:
        off = angle - rolls - perspective * (place - horizon[:, None])
        total += _log_fit(off, length)
    total -= 0.5 * (SLOPES[:, None] ** 2 + SLOPES**2)
    roll, pitch, turn = np.unravel_index(int(total.argmax()), total.shape)
    off = [a - ROLLS[roll] - keystone[pitch] * p for p, a, _ in upright]
    off += [a - ROLLS[roll] - perspective[turn] * (p - horizon[pitch]) for p, a, _ in level]
    lengths = np.minimum(1.0, np.concatenate([upright, level])[:, 2] / LONG)
    explained = float(lengths @ (np.abs(off) < 3 * LINE_ERROR_DEG) / lengths.sum())
    total -= 0.5 * (rolls / ROLL_DEG) ** 2
    return np.asarray(np.exp(total - total.max()).sum(axis=2)), explained


def _log_fit(off_deg: Array, length: float) -> Array:
    """Compute the log likelihood of a line that is off its expected direction; a line may be anything, too."""
    flat = OUTLIERS / (2 * STEEPEST_DEG)
    peak = (1 - OUTLIERS) / (np.sqrt(2 * np.pi) * LINE_ERROR_DEG)
    fits: Array = np.log(flat + peak * np.exp(-0.5 * (off_deg / LINE_ERROR_DEG) ** 2))
    return min(1.0, length / LONG) * fits
