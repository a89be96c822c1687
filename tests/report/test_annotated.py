"""The annotated clip keeps time, size and count, says what was measured, and gives up cleanly."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from psoas.capture.video.clip import Frame
from psoas.draw.overlay import GREEN, GREY, VERMILLION, PoseTrack, arch_colour, draw_pose
from psoas.draw.text_band import cells_at, cue_at
from psoas.errors import InputError
from psoas.exercises.half_kneeling.thresholds import load_thresholds
from psoas.report.annotated import Annotator, write_annotated_clip
from tests.report.made import made_photo, made_stretch, made_walk, wall, walls

LIMIT = load_thresholds().arch_deg


def stamps(path: Path) -> list[float]:
    with av.open(str(path)) as clip:
        return [float(frame.time) for frame in clip.decode(video=0) if frame.time is not None]


def test_every_picture_is_there_at_its_time(tmp_path: Path) -> None:
    moments = [0.0, 0.033, 0.1, 0.12, 0.5, 1.7, 1.733]
    count = write_annotated_clip(
        made_stretch(), [wall(moment, 320) for moment in moments], tmp_path / "a.mp4", fps=30
    )
    assert count == len(moments)
    np.testing.assert_allclose(stamps(tmp_path / "a.mp4"), moments, atol=1e-3)


@pytest.mark.parametrize("side", [320, 333, 97])
def test_odd_sizes_become_even(tmp_path: Path, side: int) -> None:
    write_annotated_clip(made_stretch(), walls(5, side=side), tmp_path / "a.mp4", fps=30)
    with av.open(str(tmp_path / "a.mp4")) as clip:
        stream = clip.streams.video[0]
        assert stream.width % 2 == stream.height % 2 == 0
        assert side <= stream.width <= side + 1
        assert stream.codec_context.pix_fmt == "yuv420p"


def test_the_index_stands_at_the_front_for_players_that_stream(tmp_path: Path) -> None:
    write_annotated_clip(made_stretch(), walls(30), tmp_path / "a.mp4", fps=30)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_without_h264_another_encoder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av, "codecs_available", {"mpeg4"})
    write_annotated_clip(made_stretch(), walls(5), tmp_path / "a.mp4", fps=30)
    with av.open(str(tmp_path / "a.mp4")) as clip:
        assert clip.streams.video[0].codec_context.name == "mpeg4"


def test_no_picture_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no picture"):
        write_annotated_clip(made_stretch(), [], tmp_path / "a.mp4", fps=30)


@pytest.mark.parametrize("error", [KeyboardInterrupt, InputError])
def test_an_interruption_comes_through(tmp_path: Path, error: type[BaseException]) -> None:
    def broken() -> Iterator[Frame]:
        yield from itertools.islice(walls(30), 10)
        raise error("stop")

    with pytest.raises(error, match="stop"):
        write_annotated_clip(made_stretch(), broken(), tmp_path / "a.mp4", fps=30)


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_annotated_clip(made_stretch(), walls(200), tmp_path / "missing" / "a.mp4", fps=30)


def test_the_band_counts_and_times_the_hold() -> None:
    analysis = made_stretch(2, arched=True)
    pose = PoseTrack(analysis).at(7.5)
    values = {label: value for label, value, _ in cells_at(analysis, pose, 7.5)}
    assert values == {"Repetition": "2 of 2", "Hold": "1.5 s", "Rear thigh": "+12°", "Back arch": "+24°"}
    assert cue_at(analysis, 7.5) == "Ribs down, belt buckle to chin, smaller move"
    assert cue_at(analysis, 0.5) is None


def test_what_was_not_seen_is_said() -> None:
    hidden = made_stretch(hidden_back=True)
    values = dict(cell[:2] for cell in cells_at(hidden, PoseTrack(hidden).at(3.0), 3.0))
    assert values["Back arch"] == "not seen"
    walk = made_walk()
    values = dict(cell[:2] for cell in cells_at(walk, PoseTrack(walk).at(2.2), 2.2))
    assert values["Trunk"] == "not seen"


def test_the_back_has_the_colour_of_its_arch() -> None:
    assert arch_colour(LIMIT - 1, LIMIT) == GREEN
    assert arch_colour(LIMIT + 1, LIMIT) == VERMILLION
    assert arch_colour(None, LIMIT) == arch_colour(20.0, None) == GREY


def test_nothing_is_drawn_across_a_gap_in_time() -> None:
    analysis = made_stretch()
    track = analysis.points.time
    gappy = replace(analysis, points=analysis.points.where((track < 2) | (track > 3)))
    assert PoseTrack(gappy).at(2.5).points == {}
    assert PoseTrack(gappy).at(1.51).points["nose"] == pytest.approx(
        PoseTrack(analysis).at(1.51).points["nose"]
    )


def test_the_one_pose_of_a_photo_holds_for_every_moment() -> None:
    assert len(PoseTrack(made_photo()).at(9.0).points) == 33


def test_the_rear_thigh_is_drawn_where_it_is() -> None:
    analysis = made_stretch()
    pose = PoseTrack(analysis).at(3.0)
    rgb = np.full((540, 960, 3), 120, np.uint8)
    draw_pose(rgb, pose, 1.0, LIMIT)
    x, y = (sum(pair) / 2 for pair in zip(pose.points["right_hip"], pose.points["right_knee"], strict=True))
    assert tuple(rgb[round(y), round(x)]) == (240, 228, 66)
    assert (rgb[:, 700:] == 120).all()


def test_a_person_outside_the_picture_is_no_trouble() -> None:
    analysis = made_stretch()
    pose = PoseTrack(analysis).at(3.0)
    away = replace(pose, points={name: (x - 5000, y) for name, (x, y) in pose.points.items()})
    rgb = np.full((270, 480, 3), 120, np.uint8)
    draw_pose(rgb, replace(away, outline=pose.outline - 9000), 2.0, LIMIT)
    assert (rgb == 120).all()


def test_the_text_is_large_enough_for_a_phone() -> None:
    """A phone shows the clip about 390 points wide; values are then 16 points or more."""
    for width in (360, 640):
        picture = Annotator(made_stretch()).draw(wall(3.0, width))
        band = picture.shape[0] - wall(3.0, width).rgb.shape[0]
        assert band * 390 / width >= 38
