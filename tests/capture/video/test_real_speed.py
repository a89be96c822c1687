"""The real speed: what the file says of its camera, and what the user says."""

from pathlib import Path

import numpy as np
import pytest

from psoas.capture.video.clip import probe, read_frames
from psoas.capture.video.real_speed import real_speed
from psoas.errors import UsageError
from tests.conftest import MakeClip

ANDROID = "com.android.capture.fps"
APPLE = "com.apple.quicktime.full-frame-rate-playback-intent"


@pytest.mark.parametrize(
    ("played", "tagged", "slowed"),
    [(30, 120, 4), (30, 240, 8), (240, 240, 1), (30, 30, 1), (29.7, 30, 1), (30, 60, 1), (30, 1, 1 / 30)],
)
def test_a_tag_tells_slow_motion_and_a_time_lapse(played: float, tagged: float, slowed: float) -> None:
    filmed, by = real_speed(played, tagged)
    assert filmed == tagged
    assert by == pytest.approx(slowed)


def test_without_a_tag_the_clock_of_the_file_holds() -> None:
    assert real_speed(30.0, None) == (None, 1.0)


def test_the_user_is_believed_before_the_tag() -> None:
    assert real_speed(30.0, 120.0, 240.0) == (240.0, 8.0)
    assert real_speed(30.0, 120.0, 30.0) == (30.0, 1.0)


@pytest.mark.parametrize("fps", [0.0, -30.0, 5000.0, float("nan")])
def test_an_impossible_camera_is_refused(fps: float) -> None:
    with pytest.raises(UsageError, match="--filmed-fps"):
        real_speed(30.0, None, fps)


def test_slow_motion_by_an_android_tag_is_read_at_its_real_times(make_clip: MakeClip) -> None:
    slow = make_clip(frames=24, fps=30, tags={ANDROID: "120.0"})
    info = probe(slow)
    assert (info.filmed_fps, info.slowed) == (120.0, 4.0)
    assert info.duration_s == pytest.approx(0.2)
    times = [frame.time_s for frame in read_frames(slow, max_fps=240)]
    assert np.diff(times) == pytest.approx(1 / 120, abs=1e-4)


def test_an_apple_tag_says_that_the_clock_of_the_file_is_the_real_one(make_clip: MakeClip) -> None:
    info = probe(make_clip(fps=60, tags={APPLE: "0"}))
    assert info.filmed_fps == pytest.approx(60, rel=0.1)
    assert info.slowed == 1.0


def test_the_given_rate_puts_the_times_of_a_clip_right(make_clip: MakeClip) -> None:
    slow = make_clip(frames=12, fps=30)
    times = [frame.time_s for frame in read_frames(slow, filmed_fps=120)]
    assert times[-1] - times[0] < 12 / 120
    assert np.diff(times).min() >= 0.9 / 60  # no more than 60 real pictures a second are looked at


def test_a_photo_has_no_speed(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30)).save(tmp_path / "pose.jpg")
    with pytest.raises(UsageError, match="is a photo"):
        probe(tmp_path / "pose.jpg", filmed_fps=120)
