"""A video file under FFmpeg: length, size and times; nothing but a video is opened."""

from pathlib import Path
from typing import Any

import pytest

from psoas.capture.video.stream import Video
from psoas.errors import InputError


def test_length_size_and_times(make_clip: Any) -> None:
    path = make_clip("a.mp4", frames=12, fps=24)
    with Video(path) as video:
        length = video.length()
        times = [video.seconds(picture) for picture in video.pictures()]
    assert length.frames == 12
    assert length.fps == pytest.approx(24)
    assert length.duration_s == pytest.approx(0.5, abs=0.05)
    assert times == pytest.approx([number / 24 for number in range(12)], abs=1e-3)
    assert not video.damaged


def test_a_picture_is_scaled_upright(clips: Path) -> None:
    with Video(clips / "rotated_90.mp4") as video:
        picture = next(video.pictures())
        width, height = video.upright_size()
        rgb, _ = video.rgb(picture, width // 2, height // 2)
        assert rgb is not None
        assert rgb.shape == (height // 2, width // 2, 3)
        assert video.rgb(picture, height, width) == (None, None)
        assert video.damaged


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video" * 100)
    with pytest.raises(InputError, match=r"a.mp4 is damaged or not a video; give a video"):
        Video(tmp_path / "a.mp4")
