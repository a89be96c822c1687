"""The two BlazePose networks, run by LiteRT on the processor (weights: see the NOTICE in ``weights/``)."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.pose.crop import SIZE, Region, Rgb, apply
from psoas.capture.pose.landmarks import OTHER_SIDE
from psoas.capture.pose.mirror import faces_left
from psoas.capture.pose.quiet import own_stderr
from psoas.child_processes import threads
from psoas.errors import InputError
from psoas.timeseries import Array
from psoas.words import _

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import Interpreter

Weights = Literal["full", "lite"]
Float = NDArray[np.float32]

FOLDER = Path(__file__).parent / "weights"
DETECTOR_SIZE = 224
_DETECTOR, _LANDMARKER = "pose_detection.tflite", "pose_landmark_{}.tflite"


@dataclass(frozen=True)
class Pose:
    """The landmark network's answer for one crop.

    Attributes:
        points: (33, 2) [px of the frame].
        visibility: (33,) 0..1.
        world: (33, 3) [m], origin between the hips, x right, y down, z away from the camera.
        silhouette: (256, 256) log odds that a pixel of the crop, mirrored where ``region`` is, shows the person; 0 is
            the outline.
        region: the crop.
        following: the square for the next frame, mirrored where the person faces left.
        presence: 0..1, the network's confidence that the crop shows a person.
    """

    points: Array
    visibility: Float
    world: Float
    silhouette: Float
    region: Region
    following: Region
    presence: float


def sigmoid(values: Array) -> Array:
    """Compute 1 / (1 + exp(-x)) without overflow."""
    result: Array = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return result


class Detector:
    """Finds people in a whole frame."""

    def __init__(self) -> None:
        self._network = _load(_DETECTOR)
        self._input = self._network.get_input_details()[0]["index"]
        outputs = {int(detail["shape"][-1]): detail["index"] for detail in self._network.get_output_details()}
        self._boxes, self._scores = outputs[12], outputs[1]
        self._anchors = _anchors()

    def __call__(self, rgb: Rgb, least: float) -> list[Region]:
        """Detect people in a (H, W, 3) frame: the square to look at for each, highest score (0..1) first.

        Scores below ``least`` do not count. Overlapping answers are merged (non-maximum suppression at an overlap of
        0.3, as BlazePose does).
        """
        height, width = rgb.shape[:2]
        scale = DETECTOR_SIZE / max(height, width)
        small = (max(1, round(width * scale)), max(1, round(height * scale)))
        left, top = (DETECTOR_SIZE - small[0]) // 2, (DETECTOR_SIZE - small[1]) // 2
        reduced = Image.fromarray(rgb).resize(small, Image.Resampling.BILINEAR, reducing_gap=2.0)
        square = np.zeros((1, DETECTOR_SIZE, DETECTOR_SIZE, 3), np.float32)
        square[0, top : top + small[1], left : left + small[0]] = np.asarray(reduced, np.float32) / 127.5 - 1
        self._network.set_tensor(self._input, square)
        self._network.invoke()
        scores = sigmoid(self._network.get_tensor(self._scores)[0, :, 0])
        likely = np.flatnonzero(scores >= least)
        likely = likely[np.argsort(-scores[likely])]
        raw = self._network.get_tensor(self._boxes)[0][likely]
        centres = raw[:, :2] + self._anchors[likely] * DETECTOR_SIZE
        boxes = np.column_stack([centres - raw[:, 2:4] / 2, centres + raw[:, 2:4] / 2])
        keypoints = raw[:, 4:12].reshape(-1, 4, 2) + self._anchors[likely, None] * DETECTOR_SIZE
        keypoints = (keypoints - [left, top]) / scale
        return [Region.from_circle(*keypoints[index, :2]) for index in _separate(boxes, overlap=0.3)]


class Landmarker:
    """Finds 33 landmarks and the silhouette of the person in a crop."""

    def __init__(self, weights: Weights = "full") -> None:
        self._network = _load(_LANDMARKER.format(weights))
        self._input = self._network.get_input_details()[0]["index"]
        self._outputs = {
            tuple(int(size) for size in detail["shape"]): detail["index"]
            for detail in self._network.get_output_details()
        }

    def __call__(self, rgb: Rgb, region: Region) -> Pose:
        """Estimate the pose in the (H, W, 3) frame at ``region``; it is one only where ``presence`` is high.

        In a mirrored region the answer is that of the mirrored picture, mirrored back.
        """
        self._network.set_tensor(self._input, region.cut(rgb)[None])
        self._network.invoke()
        raw = self._output(1, 195).reshape(39, 5)
        heat = self._output(1, 64, 64, 39)[0]
        points = apply(region.to_frame(), _refined(raw[:, :2], heat))
        cos, sin = np.cos(region.angle), np.sin(region.angle)
        world = self._output(1, 117).reshape(39, 3)[:33].copy()
        order = np.arange(33)
        if region.mirrored:
            order = OTHER_SIDE
            world[:, 0] *= -1
        world[:, :2] = world[:, :2] @ np.array([[cos, sin], [-sin, cos]], np.float32)
        following = Region.from_circle(points[33], points[34])
        return Pose(
            points=points[:33][order],
            visibility=sigmoid(raw[:33, 3]).astype(np.float32)[order],
            world=world[order],
            silhouette=self._output(1, 256, 256, 1)[0, :, :, 0].copy(),
            region=region,
            following=replace(following, mirrored=faces_left(world[order], region.mirrored)),
            presence=float(self._output(1, 1)[0, 0]),
        )

    def _output(self, *shape: int) -> Float:
        tensor: Float = self._network.get_tensor(self._outputs[shape])
        return tensor


def verify_weights(path: Path) -> None:
    """Check a file of weights against its line in ``SHA256SUMS`` beside it, once a process (about 20 ms).

    Raises:
        InputError: the file is missing or was changed.
    """
    if not _is_whole(path):
        raise InputError(
            _("the pose network file {file} is missing or damaged: install psoas again", file=path.name)
        )


@cache
def _is_whole(path: Path) -> bool:
    lines = (path.parent / "SHA256SUMS").read_text().splitlines()
    return path.is_file() and f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in lines


@cache
def load_network(weights: Weights) -> None:
    """Load LiteRT and check the weights in advance: processes that are forked from this one need not do it again.

    Raises:
        InputError: a file of weights is missing or was changed.
    """
    import ai_edge_litert.interpreter  # noqa: F401 - loading it takes most of the time

    for name in (_DETECTOR, _LANDMARKER.format(weights)):
        verify_weights(FOLDER / name)


def _load(name: str) -> "Interpreter":
    """Load a network onto two cores: measured 40 instead of 28 pictures a second, with the same answers."""
    from ai_edge_litert.interpreter import Interpreter

    path = FOLDER / name
    verify_weights(path)
    with own_stderr():
        network = Interpreter(model_path=str(path), num_threads=threads(2))
        network.allocate_tensors()
    return network


def _anchors() -> NDArray[np.float64]:
    """Compute (2254, 2) centres of the detector's cells in 0..1: two a cell at stride 8 and 16, six at stride 32."""
    layers = []
    for stride, count in ((8, 2), (16, 2), (32, 6)):
        cells = DETECTOR_SIZE // stride
        centre = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(centre, centre, indexing="ij")
        layers.append(np.repeat(np.column_stack([x.ravel(), y.ravel()]), count, axis=0))
    return np.concatenate(layers)


def _separate(boxes: Array, overlap: float) -> list[int]:
    """Select the (N, 4) boxes, best first, that overlap no better one by more than ``overlap``; give their indices."""
    kept: list[int] = []
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for index in range(len(boxes)):
        low = np.maximum(boxes[kept, :2], boxes[index, :2])
        high = np.minimum(boxes[kept, 2:], boxes[index, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        if not (shared > overlap * (area[kept] + area[index] - shared)).any():
            kept.append(index)
    return kept


def _refined(points: Float, heat: Float) -> Float:
    """Move points (39, 2) [crop px] to the centre of mass of their (64, 64, 39) heat map within 7 x 7 cells."""
    cells = heat.shape[0]
    pixels = SIZE / cells
    cell = np.floor(points / pixels).astype(int)
    window = np.arange(-3, 4)
    columns, rows = cell[:, :1] + window, cell[:, 1:] + window
    inside = ((rows >= 0) & (rows < cells))[:, :, None] & ((columns >= 0) & (columns < cells))[:, None, :]
    logits = heat[
        rows.clip(0, cells - 1)[:, :, None],
        columns.clip(0, cells - 1)[:, None, :],
        np.arange(len(points))[:, None, None],
    ]
    share = np.where(inside, sigmoid(logits), 0.0)
    total = share.sum((1, 2))
    centre = np.column_stack([(share.sum(1) * columns).sum(1), (share.sum(2) * rows).sum(1)])
    usable = (share.max((1, 2)) >= 0.5) & ((cell >= 0) & (cell < cells)).all(1)
    refined: Float = points.copy()
    refined[usable] = centre[usable] / total[usable, None] * pixels
    return refined
