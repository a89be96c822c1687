"""Light, grain and blur are read from the pictures, whatever the person wears."""

from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from psoas.capture.pose.network import Pose
from psoas.capture.pose.picture import PictureQuality, median_quality, rate
from psoas.capture.pose.tracker import PoseTracker
from tests.capture.pose.composed import Rgb, pictures


@pytest.fixture(scope="module", params=["a_stretch_right_ok", "k_squat", "f1_stand_neutral"])
def shot(clips: Path, request: pytest.FixtureRequest) -> tuple[Rgb, Pose]:
    (rgb,) = pictures(clips / f"{request.param}.mp4", most=1)
    pose = PoseTracker()(rgb, 0.0)
    assert pose is not None
    return rgb, pose


def grained(rgb: Rgb, amount: float) -> Rgb:
    noise = np.random.default_rng(4).normal(0, amount, rgb.shape)
    grains: Rgb = np.clip(rgb + noise, 0, 255).astype(np.uint8)
    return grains


def test_each_defect_shows_in_its_own_figure(shot: tuple[Rgb, Pose]) -> None:
    rgb, pose = shot
    clear = rate(rgb, pose, 1.0)
    assert clear.brightness > 0.4
    assert clear.noise < 0.006
    assert clear.blur < 0.75
    assert rate(rgb // 8, pose, 1.0).brightness < 0.15
    assert rate(grained(rgb, 15), pose, 1.0).noise > 0.012
    blurred = np.asarray(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(pose.region.side / 40)))
    assert rate(blurred, pose, 1.0).blur > 0.8
    assert clear.cut_off < 0.02
    assert rate(rgb, pose, 2.0).size_px == pytest.approx(2 * clear.size_px)


def test_whoever_is_cut_off_at_the_neck_covers_the_edge(shot: tuple[Rgb, Pose]) -> None:
    rgb, pose = shot
    shoulders = int(pose.points[[11, 12], 1].mean())
    cut = np.ascontiguousarray(rgb[shoulders:])
    lower = PoseTracker()(cut, 0.0)
    if lower is not None and abs(lower.region.angle) < 1:  # the legs alone may look like somebody upside down
        assert rate(cut, lower, 1.0).cut_off > 0.05


def test_where_nobody_is_seen_the_whole_picture_is_rated(shot: tuple[Rgb, Pose]) -> None:
    rated = rate(shot[0], None, 1.0)
    assert rated.brightness > 0.3
    assert np.isnan(rated.size_px)


def test_the_median_is_of_the_pictures_with_the_person() -> None:
    assert median_quality([]) is None
    rated = [PictureQuality(0.1 * k, 0.0, 0.5, 100.0) for k in (5, 6, 7)] + [
        PictureQuality(0.0, 0.0, 1.0, np.nan)
    ] * 5
    middle = median_quality(rated)
    assert middle is not None
    assert astuple(middle) == pytest.approx((0.6, 0.0, 0.5, 100.0, 0.0))
    alone = median_quality(rated[3:])
    assert alone is not None
    assert alone.blur == 1.0
