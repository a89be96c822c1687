"""The peer's part of `benchmarks.peer`: run by the Python of an environment of its own, which has mediapipe and av.

python peer_mediapipe.py OUT CLIP...

Writes OUT/NAME.npz for each clip: ``points`` (T, 33, 2) [px], NaN where nobody was found, and ``seconds`` that the
network took.
"""

import sys
import time
from pathlib import Path

import av
import mediapipe  # type: ignore[import-not-found, unused-ignore]
import numpy as np


def main(out: Path, clips: list[Path]) -> None:
    """Follow the person through each clip with BlazePose full in MediaPipe's video mode."""
    for clip in clips:
        rows = []
        took = 0.0
        pose = mediapipe.solutions.pose.Pose(static_image_mode=False, model_complexity=1)
        with av.open(str(clip)) as container:
            for frame in container.decode(video=0):
                rgb = frame.to_ndarray(format="rgb24")
                began = time.perf_counter()
                found = pose.process(rgb).pose_landmarks
                took += time.perf_counter() - began
                size = rgb.shape[1], rgb.shape[0]
                rows.append(
                    [[mark.x * size[0], mark.y * size[1]] for mark in found.landmark]
                    if found
                    else [[np.nan, np.nan]] * 33
                )
        pose.close()
        np.savez_compressed(out / f"{clip.stem}.npz", points=np.array(rows), seconds=took)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
