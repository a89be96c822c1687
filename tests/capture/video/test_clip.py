"""Reading clips and photos: what phones make comes out upright, in RGB, with real times."""

import itertools
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from psoas.capture.video import clip as clip_module
from psoas.capture.video.clip import Frame, probe, read_frames
from psoas.errors import InputError

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 230, 230)


def squares() -> NDArray[np.uint8]:
    """The picture of the ``rotated`` clips: red, green over blue, white."""
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:32, :48], picture[:32, 48:], picture[32:, :48], picture[32:, 48:] = RED, GREEN, BLUE, WHITE
    return picture


def assert_shows_squares(rgb: NDArray[np.uint8], within: int = 12) -> None:
    height, width = rgb.shape[:2]
    assert (width, height) == (96, 64)
    for x, y in itertools.product((10, 85), (8, 55)):
        assert np.abs(rgb[y, x].astype(int) - squares()[y, x]).max() <= within


def grey(frame: Frame) -> float:
    return float(frame.rgb.mean())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_rotation_flag_is_obeyed(clips: Path, turn: int) -> None:
    info = probe(clips / f"rotated_{turn}.mp4")
    assert (info.width, info.height) == (96, 64)
    for frame in read_frames(clips / f"rotated_{turn}.mp4"):
        assert_shows_squares(frame.rgb)
        assert frame.rgb.flags.c_contiguous


def test_a_turned_clip_is_scaled_and_still_upright(clips: Path) -> None:
    frame = next(read_frames(clips / "rotated_90.mp4", max_side=48))
    assert frame.rgb.shape == (32, 48, 3)
    assert frame.scale == pytest.approx(2)
    assert np.abs(frame.rgb[4, 5].astype(int) - RED).max() <= 12


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mov", "libx264", "yuv420p"),
        ("a.mov", "libx265", "yuv420p"),
        ("a.mp4", "libx265", "yuv420p10le"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.avi", "mpeg4", "yuv420p"),
    ],
)
def test_reads_what_phones_and_browsers_make(make_clip: Any, name: str, codec: str, pix_fmt: str) -> None:
    path = make_clip(name, codec=codec, pix_fmt=pix_fmt, frames=12)
    with read_frames(path) as reader:
        frames = list(reader)
    assert not reader.damaged
    assert reader.info.frames == 12
    assert reader.info.fps == pytest.approx(30, abs=0.5)
    assert reader.info.duration_s == pytest.approx(0.4, abs=0.05)
    assert [frame.index for frame in frames] == list(range(12))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(12) / 30, abs=0.001)
    assert [grey(frame) for frame in frames] == pytest.approx(20 + 10 * np.arange(12), abs=6)


@pytest.mark.parametrize(("codec", "name"), [("libvpx-vp9", "a.webm"), ("libx264", "a.mp4")])
def test_reads_odd_sizes(make_clip: Any, codec: str, name: str) -> None:
    path = make_clip(name, codec=codec, size=(641, 359), pix_fmt="yuv444p", frames=3)
    for frame in read_frames(path):
        assert frame.rgb.shape == (359, 641, 3)
    assert next(read_frames(path, max_side=333)).rgb.shape == (187, 333, 3)


def test_times_are_the_file_s_own(make_clip: Any) -> None:
    stamps = [500, 533, 600, 610, 900, 933, 1400]
    frames = list(read_frames(make_clip("vfr.webm", codec="libvpx-vp9", stamps_ms=stamps), max_fps=1000))
    assert frames[0].time_s == 0
    assert [f.time_s for f in frames] == pytest.approx([(s - 500) / 1000 for s in stamps], abs=0.0015)


def test_4k_is_scaled_down(make_clip: Any) -> None:
    path = make_clip(size=(3840, 2160), frames=3)
    assert (probe(path).width, probe(path).height) == (3840, 2160)
    frames = list(read_frames(path))
    assert [f.rgb.shape for f in frames] == [(720, 1280, 3)] * 3
    assert frames[0].scale == pytest.approx(3)


def test_slow_motion_is_thinned_by_time(make_clip: Any) -> None:
    path = make_clip(fps=240, frames=240, size=(64, 64))
    with read_frames(path) as reader:
        times = [frame.time_s for frame in reader]
    assert not reader.damaged
    assert reader.info.fps == pytest.approx(240)
    assert reader.info.analysed_fps == 60
    assert len(times) == pytest.approx(60, abs=1)
    assert np.diff(times).min() > 0.012


def test_60_fps_with_rounded_times_loses_no_frame(make_clip: Any) -> None:
    stamps = [round(i * 1000 / 60) for i in range(60)]
    path = make_clip("a.webm", codec="libvpx-vp9", stamps_ms=stamps, size=(64, 64))
    assert len(list(read_frames(path))) == 60


def test_one_frame_is_a_clip(make_clip: Any) -> None:
    frames = list(read_frames(make_clip(frames=1)))
    assert [f.time_s for f in frames] == [0]


def test_long_clips_are_thinned_and_end_at_the_limit(make_clip: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_module, "LONG_S", 2.0)
    monkeypatch.setattr(clip_module, "LIMIT_S", 4.0)
    path = make_clip(frames=180, size=(64, 64))
    with read_frames(path) as reader:
        times = [frame.time_s for frame in reader]
    assert (reader.info.analysed_fps, reader.info.analysed_s) == (15, 4)
    assert len(times) == reader.info.analysed_frames + 1
    assert times[-1] == pytest.approx(4)
    assert not reader.damaged


def test_a_clip_that_does_not_say_how_long_it_is_is_counted(tmp_path: Path, make_clip: Any) -> None:
    whole = make_clip("a.webm", codec="libvpx-vp9", frames=30)
    live = tmp_path / "live.webm"
    with av.open(str(whole)) as source, av.open(str(live), "w", options={"live": "1"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    with av.open(str(live)) as container:
        assert container.duration is None
    info = probe(live)
    assert info.frames == 30
    assert info.duration_s == pytest.approx(1, abs=0.05)


def test_pictures_that_are_not_square_are_stretched_to_what_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "wide.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 144, 108, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)
        container.mux(stream.encode(av.VideoFrame(144, 108, "yuv420p")))
        container.mux(stream.encode(None))
    assert (probe(path).width, probe(path).height) == (192, 108)
    assert next(read_frames(path)).rgb.shape == (108, 192, 3)


def test_stopping_early_lets_go_of_the_file(make_clip: Any) -> None:
    path = make_clip()
    reader = read_frames(path)
    next(reader)
    reader.close()
    assert list(reader) == []
    path.unlink()


# Photographs


# What cannot be read


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_frames(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


def test_says_what_is_wrong_and_what_to_do(tmp_path: Path, make_clip: Any) -> None:
    assert "no file" in refusal(tmp_path / "none.mp4")
    assert "is a folder" in refusal(tmp_path)
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refusal(tmp_path / "empty.mp4")
    (tmp_path / "notes.mp4").write_text("Dear diary, today I stretched.\n" * 50)
    assert "not a video" in refusal(tmp_path / "notes.mp4")
    assert "no picture" in refusal(make_clip("sound.m4a", video=False, sound=True))
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + bytes(100))
    assert "export it as JPEG" in refusal(tmp_path / "a.heic")
    (tmp_path / "half.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(50))
    assert "damaged photo" in refusal(tmp_path / "half.jpg")


def test_a_file_one_may_not_read_is_named(make_clip: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_clip()

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in refusal(path)


def test_a_playlist_reaches_no_other_file(tmp_path: Path, make_clip: Any) -> None:
    secret = make_clip()
    for name, text in {
        "list.mp4": f"ffconcat version 1.0\nfile {secret.name}\n",
        "list.m3u8": f"#EXTM3U\n#EXTINF:1,\n{secret.name}\n#EXT-X-ENDLIST\n",
    }.items():
        (tmp_path / name).write_text(text)
        assert "not a video" in refusal(tmp_path / name)


def test_a_clip_cut_off_gives_the_frames_it_has(clips: Path, tmp_path: Path) -> None:
    whole = (clips / "f1_stand_neutral.mp4").read_bytes()  # its index is at the front
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    with read_frames(cut) as reader:
        times = [frame.time_s for frame in reader]
    assert reader.damaged
    assert 10 < len(times) < 110
    with read_frames(clips / "f1_stand_neutral.mp4") as reader:
        assert len(list(reader)) == 120
    assert not reader.damaged


def test_a_clip_cut_off_before_its_index_is_refused(tmp_path: Path, make_clip: Any) -> None:
    whole = make_clip(frames=30).read_bytes()  # its index is at the end
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    assert "damaged or not a video" in refusal(tmp_path / "cut.mp4")


def test_the_decoder_s_own_words_do_not_reach_the_terminal(clips: Path, tmp_path: Path) -> None:
    data = bytearray((clips / "e_stretch_short_uneven.mp4").read_bytes()[:60_000])
    data[30_000:32_000] = os.urandom(2000)
    (tmp_path / "bad.mp4").write_bytes(data)
    program = "import sys; from psoas.capture.video.clip import read_frames; list(read_frames(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "bad.mp4"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to read the memory in use")
def test_memory_does_not_grow_with_length(make_clip: Any) -> None:
    path = make_clip(frames=1200, size=(160, 120))
    program = """
import sys
from psoas.capture.video.clip import read_frames
def resident():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
for frame in read_frames(sys.argv[1]):
    if frame.index == 500:
        early = resident()
print(resident() - early)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, timeout=60, check=True
    )
    assert float(done.stdout) < 10
