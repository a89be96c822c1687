"""The 33 landmarks of BlazePose, in the order of the network's output (Bazarevsky 2020, arXiv:2006.10204)."""

import numpy as np

LANDMARKS: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)

INDEX: dict[str, int] = {name: index for index, name in enumerate(LANDMARKS)}

OTHER_SIDE = np.array(
    [INDEX[name.replace("left", "?").replace("right", "left").replace("?", "right")] for name in LANDMARKS]
)
"""(33,) for each landmark the index of its twin on the other side of the body; the nose is its own."""
