"""The pose networks: the files are the published ones, and they see a person where one is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from psoas.capture.pose import network
from psoas.capture.pose.crop import SIZE, Region, apply
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.network import Detector, Landmarker, verify_weights
from psoas.errors import InputError
from tests.capture.pose.composed import pictures


@pytest.mark.parametrize("path", sorted(network.FOLDER.glob("*.tflite")), ids=lambda path: path.name)
def test_the_weights_are_the_published_ones(path: Path) -> None:
    verify_weights(path)


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_weights_are_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(network.FOLDER, folder)
    path = folder / "pose_landmark_lite.tflite"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    if damage == "changed":
        path.write_bytes(content)
    monkeypatch.setattr(network, "FOLDER", folder)
    with pytest.raises(InputError, match=r"pose_landmark_lite.tflite is missing or damaged: install psoas"):
        Landmarker("lite")
    Detector()


def test_a_file_that_is_no_network_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(network.FOLDER / "SHA256SUMS", tmp_path)
    (tmp_path / "pose_landmark_full.tflite").write_bytes(b"nothing of the kind")
    monkeypatch.setattr(network, "FOLDER", tmp_path)
    with pytest.raises(InputError, match=r"pose_landmark_full.tflite is missing or damaged"):
        Landmarker("full")


def test_the_networks_say_nothing_on_standard_error() -> None:
    program = "from psoas.capture.pose.network import Detector, Landmarker; Detector(), Landmarker('lite')"
    quiet = {key: value for key, value in os.environ.items() if key != "PSOAS_DEBUG"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=quiet
    )
    assert done.stderr == ""


@pytest.mark.parametrize("weights", ["full", "lite"])
def test_a_person_is_found_and_their_joints_lie_where_they_are(clips: Path, weights: network.Weights) -> None:
    rgb = pictures(clips / "a_stretch_right_ok.mp4", side=960, most=1)[0]
    found = Detector()(rgb, 0.5)
    assert len(found) == 1
    look = Landmarker(weights)
    pose = look(rgb, look(rgb, found[0]).following)
    assert pose.presence > 0.9
    assert pose.points.shape == (33, 2)
    assert pose.world.shape == (33, 3)
    assert pose.silhouette.shape == (SIZE, SIZE)
    named = dict(zip(LANDMARKS, pose.points, strict=True))
    assert named["nose"][1] < named["right_shoulder"][1] < named["right_hip"][1] < named["right_knee"][1]
    rear, front = sorted(named[f"{side}_ankle"][0] for side in ("left", "right"))
    assert rear < named["right_hip"][0] < front
    hip = apply(pose.region.from_frame(), named["right_hip"]).astype(int)
    assert pose.silhouette[hip[1], hip[0]] > 0


def test_nobody_is_found_in_a_plain_picture() -> None:
    plain = np.full((270, 480, 3), 128, np.uint8)
    assert Detector()(plain, 0.5) == []
    assert Landmarker("lite")(plain, Region(240, 135, 200, 0.0)).presence < 0.5
