"""Triangles to pixels without a graphics card: Pillow fills the triangles, NumPy lights the pixels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.draw.surfaces import Surface
from psoas.timeseries import Array, Mask

AMBIENT = 0.58
"""Share of the light that reaches every side of a surface."""
LIGHT = np.array([-0.48, 0.62, 0.62], dtype=np.float32) / np.float32(math.hypot(0.48, 0.62, 0.62))
"""Direction to the light in the camera's axes: over the viewer's left shoulder."""

Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Camera:
    """A camera without perspective, so that a length means the same everywhere in the picture.

    Attributes:
        axes: (3, 3) unit rows in the world: to the right of the picture, up in it, towards the viewer.
        centre: (2,) the point of the picture plane [m] that is drawn at ``middle``.
        middle: (x, y) [px].
        scale: [px/m].
        size: width and height of the picture [px].
    """

    axes: Array
    centre: Array
    middle: tuple[float, float]
    scale: float
    size: tuple[int, int]

    def project(self, points: Array) -> Array:
        """World points (..., 3) [m] to x [px, right], y [px, down] and nearness [m, towards the viewer]."""
        seen = points @ self.axes.T
        projected: Array = np.empty_like(seen)
        projected[..., 0] = (seen[..., 0] - self.centre[0]) * self.scale + self.middle[0]
        projected[..., 1] = (self.centre[1] - seen[..., 1]) * self.scale + self.middle[1]
        projected[..., 2] = seen[..., 2]
        return projected


@dataclass(frozen=True, eq=False)
class Fragments:
    """The visible parts of a surface, at the pixels of a picture that show them.

    Attributes:
        pixels: (N,) their numbers, row by row, increasing.
        part: (N,) the number of the part of the surface.
        nearness: (N,) [m] towards the viewer.
        light: (N,) 0..1, how brightly it is lit.
        index: (H * W,) for each pixel of the picture its place in the others, -1 where nothing is seen.
        width: of the picture [px].
    """

    pixels: Numbers
    part: NDArray[np.int32]
    nearness: NDArray[np.float32]
    light: NDArray[np.float32]
    index: NDArray[np.int32]
    width: int

    def nearness_at(self, pixels: Numbers) -> NDArray[np.float32]:
        """[m] at any pixels of the picture, -inf where nothing is seen."""
        found: NDArray[np.float32] = np.append(self.nearness, np.float32(-np.inf))[self.index[pixels]]
        return found

    def contours(self, step_m: float, groups: NDArray[np.int32] | None = None) -> Mask:
        """(N,) where one part ends, or where the surface falls away by more than a step [m].

        Args:
            step_m: [m].
            groups: of each part, where several parts have no line between them.
        """
        mine = self.part if groups is None else groups[self.part]
        part = np.append(mine, np.int32(-1))
        nearness = np.append(self.nearness, np.float32(-np.inf))
        edges = np.zeros(len(self.pixels), dtype=bool)
        for offset in (1, -1, self.width, -self.width):
            beside = self.index[np.clip(self.pixels + offset, 0, len(self.index) - 1)]
            edges |= part[beside] != mine
            edges |= np.abs(nearness[beside] - self.nearness) > step_m
        return edges


def viewing_axes(azimuth_deg: float, elevation_deg: float) -> Array:
    """The axes of a camera that looks at a person who faces +x, with z up.

    Args:
        azimuth_deg: where the viewer stands: 0 in front, 90 at the person's left, -90 at the right [deg].
        elevation_deg: how far above the horizon, -90..90 [deg].

    Returns:
        (3, 3) unit rows: right of the picture, up in it, towards the viewer.
    """
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    flat = np.array([math.cos(azimuth), math.sin(azimuth), 0.0])
    towards = flat * math.cos(elevation) + np.array([0.0, 0.0, math.sin(elevation)])
    right = np.array([-flat[1], flat[0], 0.0])
    axes: Array = np.stack([right, np.cross(towards, right), towards])
    return axes


def fitted(
    axes: Array, points: Array, box: tuple[float, float, float, float], size: tuple[int, int]
) -> Camera:
    """The camera that shows all points as large as they go into a box of the picture.

    Args:
        axes: (3, 3) of the camera.
        points: (N, 3) in the world [m], N >= 1.
        box: left, top, right, bottom [px].
        size: width and height of the picture [px].
    """
    flat = points @ axes[:2].T
    low, high = flat.min(axis=0), flat.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    left, top, right, bottom = box
    scale = min((right - left) / span[0], (bottom - top) / span[1])
    return Camera(axes, (low + high) / 2, ((left + right) / 2, (top + bottom) / 2), float(scale), size)


def rasterise(surface: Surface, camera: Camera) -> Fragments:
    """Draw a surface: what part, how near and how bright it is at each pixel.

    Args:
        surface: to be drawn.
        camera: that sees it.

    Triangles that face away are left out; the others are filled from far to near with their own number
    (painter's algorithm). Each pixel then takes its nearness and its normal from the corners of the triangle
    that it shows, and is lit after Lambert, a little darker where the surface turns away.
    """
    width, height = camera.size
    corners = camera.project(surface.vertices)[surface.faces]
    x, y = corners[..., 0], corners[..., 1]
    doubled = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    inside = (x.max(1) >= 0) & (x.min(1) < width) & (y.max(1) >= 0) & (y.min(1) < height)
    shown = np.flatnonzero((doubled < 0) & inside)
    nearness = corners[shown, :, 2].mean(axis=1)
    order = np.argsort(nearness, kind="stable")
    shown = shown[order]

    picture = Image.new("I", camera.size, -1)
    polygon = ImageDraw.Draw(picture).polygon
    for number, outline in enumerate(corners[shown, :, :2].reshape(-1, 6).tolist()):
        polygon(outline, fill=number)
    index = np.asarray(picture).ravel()
    pixels = np.flatnonzero(index >= 0)
    drawn = index[pixels]
    corners, faces = corners[shown].astype(np.float32), surface.faces[shown]

    shares = _shares(corners, drawn, pixels, width)
    tilted = (surface.normals @ camera.axes.T).astype(np.float32)[faces]
    normals = np.einsum("nk,nkc->nc", shares, tilted[drawn])
    normals /= np.maximum(np.sqrt(np.einsum("nc,nc->n", normals, normals)), 1e-9)[:, None]
    light = AMBIENT + (1 - AMBIENT) * np.maximum(normals @ LIGHT, 0)
    light *= 0.72 + 0.28 * np.clip(normals[:, 2], 0, 1)
    light *= np.einsum("nk,nk->n", shares, surface.light.astype(np.float32)[faces][drawn])
    near = np.einsum("nk,nk->n", shares, corners[:, :, 2][drawn])

    places = np.full(len(index), -1, dtype=np.int32)
    places[pixels] = np.arange(len(pixels), dtype=np.int32)
    return Fragments(pixels, surface.parts[shown][drawn], near, light, places, width)


def silhouette(surface: Surface, camera: Camera) -> Mask:
    """(H, W) where a surface is seen, whatever lies before it."""
    picture = Image.new("1", camera.size)
    polygon = ImageDraw.Draw(picture).polygon
    for outline in camera.project(surface.vertices)[surface.faces][..., :2].reshape(-1, 6).tolist():
        polygon(outline, fill=1)
    return np.asarray(picture)


def _shares(corners: Array, drawn: NDArray[np.int32], pixels: Numbers, width: int) -> Array:
    """(N, 3) how much of each corner is in the middle of a pixel; never outside of the triangle."""
    row, column = np.divmod(pixels, width)
    x = corners[:, :, 0][drawn] - (column + 0.5).astype(np.float32)[:, None]
    y = corners[:, :, 1][drawn] - (row + 0.5).astype(np.float32)[:, None]
    after, before = [1, 2, 0], [2, 0, 1]
    shares = x[:, before] * y[:, after] - x[:, after] * y[:, before]
    np.clip(shares, 1e-6, None, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
