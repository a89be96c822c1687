"""Scenes with two people, put together from rendered clips of one."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_fill_holes, label

from psoas.capture.video.clip import read_frames

Rgb = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Picture = TypeVar("Picture", Rgb, Mask)


def pictures(path: Path, every: int = 1, side: int = 640, most: int | None = None) -> list[Rgb]:
    """Each ``every``-th frame of a clip, ``most`` of them at most."""
    with read_frames(path, max_side=side) as frames:
        return [frame.rgb for frame in islice(frames, 0, None if most is None else most * every, every)]


def person_mask(rgb: Rgb, empty: Rgb) -> Mask:
    """(H, W) where a picture differs from the same room without the person: without the shadow."""
    change = rgb.astype(int) - empty
    light = change @ np.array([0.299, 0.587, 0.114])
    differs = (np.abs(light) > 70) | (np.abs(change - light[:, :, None]).max(2) > 12)
    patches, count = label(binary_closing(differs, iterations=2))
    if not count:
        return np.zeros(differs.shape, bool)
    large = np.bincount(patches.ravel()) > 60
    large[0] = False
    filled: Mask = binary_fill_holes(large[patches])
    return filled


def walker(clips: Path, every: int) -> Iterator[tuple[Rgb, Mask]]:
    """A man in red who crosses the picture from left to right, and where he is, 640 x 360."""
    shots = pictures(clips / "j_leaves_frame.mp4")
    empty = shots[200]
    for rgb in shots[14:138:every]:
        yield rgb, person_mask(rgb, empty)


def pasted(onto: Rgb, rgb: Rgb, mask: Mask, behind: Mask | None = None, shift: int = 0) -> Rgb:
    """Put what ``mask`` shows of ``rgb`` onto a picture of the same size, moved to the right by ``shift`` [px].

    ``behind`` keeps what is in front of it.
    """
    rgb, mask = moved(rgb, shift), moved(mask, shift)
    if behind is not None:
        mask = mask & ~behind
    return np.where(mask[:, :, None], rgb, onto)


def moved(picture: Picture, shift: int) -> Picture:
    """A picture moved to the right by ``shift`` [px]; zero where nothing is left."""
    result = np.zeros_like(picture)
    width = picture.shape[1]
    if shift >= 0:
        result[:, shift:] = picture[:, : width - shift]
    else:
        result[:, :shift] = picture[:, -shift:]
    return result
