"""A pose in a picture, made without the network: a striped person who stands upright."""

import numpy as np

from psoas.capture.pose.crop import SIZE, Region, Rgb
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose

PLACES = {"shoulder": (0, -60), "hip": (0, 0), "knee": (0, 50), "ankle": (0, 100)}


def made_pose(x: float, y: float = 150.0, side: float = 256.0) -> Pose:
    """A person whose hips are at (x, y) [px]; their silhouette fills the crop."""
    points = np.tile([x, y], (33, 1)).astype(float)
    for part, (right, down) in PLACES.items():
        for number, leg in enumerate(("left", "right")):
            points[INDEX[f"{leg}_{part}"]] = x + right + 4 * number, y + down
    region = Region(x, y, side, 0.0)
    return Pose(
        points=points,
        visibility=np.ones(33, np.float32),
        world=np.zeros((33, 3), np.float32),
        silhouette=np.full((SIZE, SIZE), 9.0, np.float32),
        region=region,
        following=region,
        presence=1.0,
    )


def room(trunk: tuple[int, int, int], legs: tuple[int, int, int], x: int, y: int = 150) -> Rgb:
    """(300, 600, 3) a grey room with a person's clothes painted around hips at (x, y)."""
    rgb = np.full((300, 600, 3), 128, np.uint8)
    rgb[y - 70 : y, x - 30 : x + 30] = trunk
    rgb[y : y + 110, x - 30 : x + 30] = legs
    return rgb
