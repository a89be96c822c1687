"""Two bright stickers on the pelvis: found in each picture without asking, and followed through the recording.

A person may put a small sticker on the front and on the back bony point of the pelvis (25 mm, any bright colour, both
the same). Each picture is searched near the hip for small round spots whose colour differs from the cloth around them
(`spots`). Any logo, button or fold may be a spot, so the two stickers are chosen over the whole recording: the pair of
one colour that stays at one place of the pelvis (`follow`).
"""

import numpy as np
import scipy
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.pose.crop import SIZE, Rgb, apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

SPOTS = 8
"""Most spots that are kept of one picture."""

SPOT = ("x", "y", "red", "blue")
"""A spot's values: its place [px], and how far its colour lies from its surroundings' (see `spots`)."""

SCALE = 128
"""Pixels for one trunk length in the patch that is searched; a sticker of 25 mm is about 6 of them wide."""

ACROSS = (-0.50, 0.50)
"""Sides of the patch beside the middle of the hips, in trunk lengths."""

UPWARDS = (-0.16, 0.46)
"""Lower and upper edge of the patch over the middle of the hips, in trunk lengths."""

SPREAD = (1.2, 5.0)
"""Widths of the two Gaussians whose difference shows spots of a sticker's size [px of the patch]."""

LEAST_CONTRAST = 8.0
"""Least difference of colour between a spot and its surroundings, of 255: a fifth of what a sticker has."""

ROUND = 0.12
"""Least ratio of a spot's flattest to its sharpest curvature; a seam or an edge has less."""

GOES_ON = 0.7
"""Share of a spot's contrast that, where it goes on to 8 px from the middle, makes the spot the end of a stripe."""

CLOTH = (np.linspace(0.02, 0.42, 9), np.linspace(-0.20, 0.20, 9))
"""Places up the line from hip to shoulder, and beside it, where the colours of the trunk are read, in trunk lengths."""

CLOTH_SHARE = 0.15
"""Share of these places which, when of a spot's colour, makes the spot a patch of cloth, as between two arms."""

OWN_COLOUR = 0.5
"""Difference from the spot, in the spot's contrast, below which a place is of its colour."""

LEAST_TRUNK_PX = 60.0
"""Least length of a trunk [px] on which a sticker is larger than a pixel of the video's colour."""

APART = (0.28, 0.62)
"""Distance of the two stickers, in trunk lengths; 0.3 to 0.55 on people of usual build, over clothes."""

STEEP = np.radians(45)
"""Steepest line between the two stickers, against the picture's horizontal [rad]."""

OVER_HIP = (-0.06, 0.38)
"""How far a sticker lies over the hip's landmark, in trunk lengths; the bony points lie 0.15 to 0.2 over the joint."""

HUE = np.radians(25)
"""Largest difference of hue of the two stickers [rad]; one may lie in shadow, which changes little of the hue."""

STRENGTH_RATIO = 6.0
"""Largest ratio of the two stickers' contrast; one may be seen nearly from its edge."""

STRAY = 0.12
"""How far a sticker strays from its usual place beside the hip, in trunk lengths: pelvis and landmarks move."""

TRIED = 150
"""Most pairs that are tried as the model of all others."""

COUNTED_PICTURES = 400
"""Pictures, evenly spread, whose pairs are counted to find that model."""

LEAST_FOUND = 0.4
"""Least share of the pictures with a person in which the pair has to be seen; a chance pair comes and goes."""

FOREMOST = 0.6
"""Least share of these in which the pair are the two strongest spots near the hip; folds and seams are weaker."""

LEAST_PICTURES = 10
"""Fewest pictures from which stickers are told from chance."""

LEAST_STICKER = 16.0
"""Least contrast of a sticker in the median of all pictures, of 255; see `LEAST_CONTRAST`."""


def spots(rgb: Rgb, pose: Pose) -> NDArray[np.float32]:
    """Find small coloured spots near the hips.

    1. The surroundings of the hip are scaled to a patch in which the trunk is 128 px long.
    2. Its two colour differences, red and blue less lightness, are filtered by a difference of Gaussians.
    3. Each maximum that is about as long as it is wide, and not of the cloth's colour, is a spot; its place is the
       centre of its bright part.

    Args:
        rgb: (H, W, 3) the picture.
        pose: of the person.

    Returns:
        (8, 4) `SPOT`, strongest first, NaN where there are fewer; places in px of the picture.
    """
    found = np.full((SPOTS, len(SPOT)), np.nan, np.float32)
    hip, shoulder = (
        (pose.points[INDEX[f"left_{part}"]] + pose.points[INDEX[f"right_{part}"]]) / 2
        for part in ("hip", "shoulder")
    )
    trunk = float(np.hypot(*(shoulder - hip)))
    if not trunk >= LEAST_TRUNK_PX:
        return found
    corners = hip + trunk * np.array([[ACROSS[0], -UPWARDS[1]], [ACROSS[1], -UPWARDS[0]]])
    (left, top), (right, bottom) = np.round(np.clip(corners, 0, rgb.shape[1::-1])).astype(int)
    factor = SCALE / trunk
    size = (round((right - left) * factor), round((bottom - top) * factor))
    if min(size) < SCALE // 4:
        return found
    patch = Image.fromarray(rgb[top:bottom, left:right]).resize(size, Image.Resampling.BILINEAR)
    colour = _colour(np.asarray(patch, np.float32))
    narrow = scipy.ndimage.gaussian_filter(colour, (0, SPREAD[0], SPREAD[0]), truncate=3)
    change = narrow - scipy.ndimage.gaussian_filter(colour, (0, SPREAD[1], SPREAD[1]), truncate=3)
    strength = np.hypot(*change)
    row, column = _maxima(strength)
    step = (np.array([right, bottom]) - (left, top)) / size
    up = (shoulder - hip) / step
    middle = (hip - (left, top)) / step
    grid = middle + CLOTH[0][:, None, None] * up + CLOTH[1][:, None] * np.array([-up[1], up[0]])
    at = np.clip(grid.reshape(-1, 2), 0, np.array(size) - 1).astype(int)
    cloth = narrow[:, at[:, 1], at[:, 0]]
    places, colours = _centres(narrow, change, cloth, row, column)
    places = places * step + (left, top)
    worn = _on_person(pose, places)
    rows = np.column_stack([places, colours])[worn][:SPOTS]
    found[: len(rows)] = rows
    return found


def _on_person(pose: Pose, places: Array) -> NDArray[np.bool_]:
    """(N,) places [px] that lie on the person's silhouette, or at most 2 px of the network's crop beside it."""
    column, row = np.clip(apply(pose.region.from_frame(), places), 2, SIZE - 3).astype(int).T
    window = np.arange(-2, 3)
    around = pose.silhouette[row[:, None, None] + window[:, None], column[:, None, None] + window]
    worn: NDArray[np.bool_] = around.max((1, 2)) > 0
    return worn


def _colour(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Split off the (2, H, W) colour of a picture: red less lightness, blue less lightness (ITU-R BT.601)."""
    light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.stack([rgb[..., 0] - light, rgb[..., 2] - light])


def _maxima(strength: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the strongest maxima, twice as many as are kept, not nearer to the edge than 3 px."""
    inner = strength[3:-3, 3:-3]
    top = (inner >= LEAST_CONTRAST) & (inner == scipy.ndimage.maximum_filter(strength, 7)[3:-3, 3:-3])
    row, column = np.nonzero(top)
    order = np.argsort(-inner[row, column])[: 2 * SPOTS]
    return row[order] + 3, column[order] + 3


def _centres(
    narrow: Array, change: Array, cloth: Array, row: NDArray[np.intp], column: NDArray[np.intp]
) -> tuple[Array, Array]:
    """(N, 2) centres [px of the patch] and (N, 2) colours of those maxima that are round and unlike the cloth."""
    places, colours = [], []
    reach = np.arange(-8, 9)
    peaks = change[:, row, column].T
    own = np.einsum("nc,cnk->nk", peaks, narrow[:, row, column, None] - cloth[:, None])
    patch = (own < OWN_COLOUR * (peaks**2).sum(1)[:, None]).mean(1) > CLOTH_SHARE
    for down, across, peak in zip(row[~patch], column[~patch], peaks[~patch], strict=True):
        rows = np.clip(down + reach, 0, change.shape[1] - 1)
        columns = np.clip(across + reach, 0, change.shape[2] - 1)
        # how much of the peak's colour each pixel around it has
        share = np.tensordot(peak, change[:, rows[:, None], columns], 1) / (peak @ peak)
        if _roundness(share) < ROUND:
            continue
        core = scipy.ndimage.label(share > 0.4)[0]
        inside = core == core[8, 8]
        alike = scipy.ndimage.label(share > GOES_ON)[0]
        further = alike == alike[8, 8]
        if further[[0, -1]].any() or further[:, [0, -1]].any():
            continue
        weight = np.where(inside, share - 0.4, 0.0)
        total = weight.sum()
        places.append(
            [
                (weight.sum(0) * (across + reach)).sum() / total + 0.5,
                (weight.sum(1) * (down + reach)).sum() / total + 0.5,
            ]
        )
        colours.append(peak)
    return np.array(places).reshape(-1, 2), np.array(colours).reshape(-1, 2)


def _roundness(share: Array) -> float:
    """Ratio of the two curvatures at the middle of a window; below 0 where it is no maximum."""
    near = share[6:11, 6:11]
    across = near[2, 4] - 2 * near[2, 2] + near[2, 0]
    down = near[4, 2] - 2 * near[2, 2] + near[0, 2]
    mixed = (near[4, 4] - near[4, 0] - near[0, 4] + near[0, 0]) / 4
    flat, sharp = np.linalg.eigvalsh(-np.array([[across, mixed], [mixed, down]]))
    return float(flat / sharp) if sharp > 0 else -1.0


def follow(places: Array, colours: Array, points: Array) -> NDArray[np.float32]:
    """Choose the two stickers among the spots of all pictures: the pair of one colour that most of them show.

    Args:
        places: (T, 8, 2) spots [px].
        colours: (T, 8, 2) their colours.
        points: (T, 33, 2) landmarks [px].

    Returns:
        (T, 2, 2) the centres of the stickers on the picture's left and right [px], NaN where one is not seen and
        everywhere where the person wears none.
    """
    result = np.full((len(places), 2, 2), np.nan, np.float32)
    hip, shoulder = (
        (points[:, INDEX[f"left_{part}"]] + points[:, INDEX[f"right_{part}"]]) / 2
        for part in ("hip", "shoulder")
    )
    seen = np.flatnonzero(np.isfinite(hip[:, 0]))
    if len(seen) < LEAST_PICTURES:
        return result
    trunk = np.median(np.hypot(*(shoulder - hip)[seen].T))
    if trunk < LEAST_TRUNK_PX:
        return result
    beside = (places - hip[:, None]) / trunk
    some = np.unique(seen[np.linspace(0, len(seen) - 1, COUNTED_PICTURES).round().astype(int)])
    model = _model(beside[some], colours[some])
    if model is None:
        return result
    frame, first, second = _pairs(beside, colours)
    pair = np.stack([beside[frame, first], beside[frame, second]], 1)
    colour = np.stack([colours[frame, first], colours[frame, second]], 1)
    chosen = np.flatnonzero(_alike(pair, colour, *model))
    off = np.hypot(*np.moveaxis(pair[chosen] - model[0], 2, 0)).max(1)
    chosen = chosen[np.lexsort((off, frame[chosen]))]
    chosen = chosen[np.unique(frame[chosen], return_index=True)[1]]
    if len(chosen) < max(LEAST_FOUND * len(seen), LEAST_PICTURES):
        return result
    if ((first[chosen] < 2) & (second[chosen] < 2)).mean() < FOREMOST:
        return result
    result[frame[chosen], 0] = places[frame[chosen], first[chosen]]
    result[frame[chosen], 1] = places[frame[chosen], second[chosen]]
    return result


def _model(beside: Array, colours: Array) -> tuple[Array, Array] | None:
    """Usual place (2, 2) and colour (2, 2) of the pair that most of these pictures show; None without a bright one.

    The pairs of one picture are counted once, by the contrast of the strongest: a sticker stands out from folds.
    """
    frame, first, second = _pairs(beside, colours)
    if not len(frame):
        return None
    pair = np.stack([beside[frame, first], beside[frame, second]], 1)
    colour = np.stack([colours[frame, first], colours[frame, second]], 1)
    weaker = np.hypot(*np.moveaxis(colour, 2, 0)).min(1)
    tried = np.unique(np.linspace(0, len(frame) - 1, TRIED).round().astype(int))
    votes = [_sum_of_best(frame, weaker, _alike(pair, colour, pair[one], colour[one])) for one in tried]
    best = tried[int(np.argmax(votes))]
    alike = _alike(pair, colour, pair[best], colour[best])
    shade = np.median(colour[alike], 0)
    return None if np.hypot(*shade.T).min() < LEAST_STICKER else (np.median(pair[alike], 0), shade)


def _pairs(beside: Array, colours: Array) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Picture, left spot and right spot of every two spots that may be the two stickers."""
    with np.errstate(invalid="ignore"):
        high = (-beside[..., 1] > OVER_HIP[0]) & (-beside[..., 1] < OVER_HIP[1])
        way = beside[:, None] - beside[:, :, None]
        long = np.hypot(way[..., 0], way[..., 1])
        strength = np.hypot(colours[..., 0], colours[..., 1])
        ratio = strength[:, None] / strength[:, :, None]
        level = (way[..., 0] > 0) & (np.abs(way[..., 1]) < np.tan(STEEP) * way[..., 0])
        fits = high[:, None] & high[:, :, None] & level & (long > APART[0]) & (long < APART[1])
        fits &= (ratio < STRENGTH_RATIO) & (ratio > 1 / STRENGTH_RATIO)
        fits &= _same_hue(colours[:, None], colours[:, :, None])
    frame, first, second = np.nonzero(fits)
    return frame, first, second


def _sum_of_best(frame: NDArray[np.intp], weight: Array, counted: NDArray[np.bool_]) -> float:
    """Sum over the pictures of the largest weight of a counted pair."""
    best = np.zeros(int(frame[-1]) + 1)
    np.maximum.at(best, frame[counted], weight[counted])
    return float(best.sum())


def _same_hue(one: Array, other: Array) -> NDArray[np.bool_]:
    dot = (one * other).sum(-1)
    alike: NDArray[np.bool_] = dot > np.cos(HUE) * np.hypot(*np.moveaxis(one, -1, 0)) * np.hypot(
        *np.moveaxis(other, -1, 0)
    )
    return alike


def _alike(pair: Array, colour: Array, place: Array, shade: Array) -> NDArray[np.bool_]:
    """(N,) pairs at about this place (2, 2) and of about this colour (2, 2)."""
    near = np.hypot(*np.moveaxis(pair - place, 2, 0)) < STRAY
    ratio = np.hypot(*np.moveaxis(colour, 2, 0)) / np.hypot(*shade.T)
    strong = (ratio < STRENGTH_RATIO) & (ratio > 1 / STRENGTH_RATIO)
    return np.asarray((near & strong & _same_hue(colour, shade)).all(1))
