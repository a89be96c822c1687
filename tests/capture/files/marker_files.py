"""Marker files, written the way capture programs write them."""

from collections.abc import Sequence
from pathlib import Path

import ezc3d
import numpy as np

from psoas.timeseries import Array


def standing_person(frames: int = 20) -> tuple[Array, list[str], Array]:
    """Time, names and (T, N, 3) positions [m], y up, of a few markers on someone who sways."""
    names = ["Head", "C7", "RASI", "LASI", "RKNE", "RHEE"]
    still = np.array(
        [
            [0.02, 1.7, 0.01],
            [-0.06, 1.45, 0.01],
            [0.1, 1.0, 0.13],
            [0.1, 1.0, -0.13],
            [0.05, 0.5, 0.12],
            [-0.05, 0.04, 0.1],
        ]
    )
    time = np.arange(frames) / 100
    sway = np.stack([0.02 * np.sin(6 * time), 0 * time, 0.01 * np.cos(6 * time)], axis=1)
    return time, names, still[None] + sway[:, None]


def write_trc(path: Path, time: Array, names: Sequence[str], positions: Array, unit: str = "mm") -> None:
    """A ``.trc`` with blanks where a position is NaN."""
    factor = {"mm": 1000.0, "cm": 100.0, "m": 1.0}[unit]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"100\t100\t{len(time)}\t{len(names)}\t{unit}\t100\t1\t{len(time)}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{number}" for number in range(1, len(names) + 1) for axis in "XYZ"),
        "",
    ]
    for frame, (moment, row) in enumerate(zip(time, positions.reshape(len(time), -1), strict=True), start=1):
        cells = ["" if np.isnan(value) else f"{value * factor:.6f}" for value in row]
        lines.append("\t".join([str(frame), f"{moment:.6f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_c3d(
    path: Path,
    names: Sequence[str],
    positions: Array,
    unit: str = "mm",
    screen: tuple[str, str] | None = None,
    rate: float = 100.0,
) -> None:
    """A ``.c3d`` of (T, N, 3) positions in ``unit``, by ezc3d; NaN becomes a point with the residual -1."""
    file = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [rate]
    point["LABELS"]["value"] = tuple(names)
    point["UNITS"]["value"] = (unit,)
    data = np.ones((4, len(names), len(positions)))
    data[:3] = positions.transpose(2, 1, 0)
    unseen = np.isnan(data[0])
    data[:3, unseen] = 0
    file["data"]["points"] = data
    file["data"]["meta_points"]["residuals"] = np.where(unseen, -1.0, 0.0)[None]
    if screen is not None:
        file.add_parameter("POINT", "X_SCREEN", [screen[0]])
        file.add_parameter("POINT", "Y_SCREEN", [screen[1]])
    file.write(str(path))
