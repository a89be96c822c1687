"""Clips that were slowed, turned or rolled measure as the same clip that was not, or say why not."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from benchmarks.calibrate import FOLDER
from benchmarks.features import samples
from benchmarks.turned import Turned, turned_clips
from PIL import Image

from psoas.capture.pose.recording import Captured
from psoas.capture.pose.turned import levelled, turned_upright
from psoas.capture.video.camera_roll import CameraRoll, RoomLevel
from psoas.capture.video.clip import ClipInfo, read_frames
from psoas.export.check_json import to_json
from psoas.findings.analysis import Analysis, Filming
from psoas.recordings.clip import analyse_captured, analyse_clip
from psoas.recordings.filming import filming_lines

SIZE = (960, 540)


class KnownRoom(RoomLevel):
    """A room whose lines show a known roll."""

    def __init__(self, roll: CameraRoll | None) -> None:
        super().__init__()
        self.roll = roll

    def level(self, turn_deg: int = 0, near_deg: float = 0.0) -> CameraRoll | None:
        return self.roll


@pytest.fixture(scope="module")
def seen() -> Captured:
    return next(one.captured for one in samples(FOLDER) if one.name == "a_stretch_right_ok")


def clip_info(captured: Captured, **how: float) -> ClipInfo:
    time = captured.points.time
    fps = 1 / float(np.median(np.diff(time)))
    info = ClipInfo(Path("clip.mp4"), len(time), fps, float(time[-1]), *SIZE, False, fps, float(time[-1]))
    return replace(info, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def upright(seen: Captured) -> Analysis:
    return analyse_captured(clip_info(seen), seen, room=KnownRoom(CameraRoll(0.2, 0.5)))


def slowed(captured: Captured, by: float) -> Captured:
    series = {
        name: replace(getattr(captured, name), time=getattr(captured, name).time * by)
        for name in ("points", "world", "contours")
    }
    return replace(captured, **series)


def reasons(analysis: Analysis) -> dict[str, str]:
    return {one.id: one.reason for one in analysis.not_measured}


def test_an_ordinary_clip_is_left_as_it_is(upright: Analysis) -> None:
    filming = upright.source.filming
    assert (filming.turned_deg, filming.levelled, filming.speed_doubt) == (0, False, None)
    assert filming_lines(filming) == []
    assert not {"camera_level", "upright_picture", "hold"} & set(reasons(upright))


def test_times_of_a_clip_slowed_four_times_are_not_judged(seen: Captured) -> None:
    slow = slowed(seen, 4)
    analysis = analyse_captured(clip_info(slow), slow)
    faults = {fault for one in analysis.repetitions for fault in one.faults}
    assert analysis.repetitions
    assert not faults & {"long_hold", "short_hold"}
    assert not {"hold", "move_time", "long_hold"} & {finding.id for finding in analysis.findings}
    assert "--filmed-fps" in reasons(analysis)["hold"]
    assert "--filmed-fps" in (to_json(analysis)["source"]["speed_doubt"] or "")


def test_who_says_that_the_speed_is_real_is_believed(seen: Captured) -> None:
    slow = slowed(seen, 4)
    analysis = analyse_captured(clip_info(slow), slow, speed_given=True)
    assert analysis.source.filming.speed_doubt is None
    assert "hold" in {finding.id for finding in analysis.findings}


def test_a_file_whose_camera_and_clock_agree_is_not_doubted(seen: Captured) -> None:
    slow = slowed(seen, 4)
    fps = clip_info(slow).fps
    assert analyse_captured(clip_info(slow, filmed_fps=fps), slow).source.filming.speed_doubt is None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_picture_measures_the_same(seen: Captured, upright: Analysis, turn: int) -> None:
    sideways = SIZE[::-1] if turn % 180 else SIZE
    info = clip_info(seen, width=sideways[0], height=sideways[1])
    analysis = analyse_captured(info, turned_upright(seen, SIZE, turn))
    assert analysis.source.filming.turned_deg == -turn % 360
    assert (analysis.source.width, analysis.source.height) == SIZE
    assert analysis.points.values == pytest.approx(upright.points.values, abs=1e-3, nan_ok=True)
    assert analysis.angles.values == pytest.approx(upright.angles.values, abs=1e-4, nan_ok=True)
    assert len(filming_lines(analysis.source.filming)) == 1


@pytest.mark.parametrize("roll", [-8.0, 3.0])
def test_a_known_roll_is_taken_out_of_the_angles_and_stays_in_the_picture(
    seen: Captured, upright: Analysis, roll: float
) -> None:
    tilted = levelled(seen, SIZE, -roll)
    analysis = analyse_captured(clip_info(seen), tilted, room=KnownRoom(CameraRoll(roll, 0.5)))
    assert analysis.source.filming.levelled
    assert analysis.points.values == pytest.approx(tilted.points.values, nan_ok=True)
    lean = np.nanmedian(analysis.angles["trunk_lean"] - upright.angles["trunk_lean"])
    assert np.degrees(lean) == pytest.approx(0, abs=0.5)
    assert f"{abs(roll):.0f} degrees" in filming_lines(analysis.source.filming)[0]


@pytest.mark.parametrize("roll", [None, CameraRoll(8.0, 2.5), CameraRoll(19.0, 0.5)])
def test_a_roll_that_is_not_sure_is_not_taken_out_but_said(seen: Captured, roll: CameraRoll | None) -> None:
    analysis = analyse_captured(clip_info(seen), seen, room=KnownRoom(roll))
    assert not analysis.source.filming.levelled
    assert "level" in reasons(analysis)["camera_level"]


@pytest.fixture(scope="module")
def walker() -> Turned:
    return next(one for one in turned_clips() if one.name == "w01_q4_walk_20")


@pytest.mark.parametrize("roll", [-24.0, 24.0])
def test_a_large_roll_is_taken_out_where_room_and_person_lean_alike(walker: Turned, roll: float) -> None:
    straight = analyse_captured(clip_info(walker.captured), walker.captured)
    tilted = levelled(walker.captured, SIZE, -roll)
    found = analyse_captured(clip_info(tilted), tilted, room=KnownRoom(CameraRoll(roll, 0.5)))
    assert found.source.filming.levelled
    assert found.source.filming.roll_deg == roll
    assert found.movement == straight.movement
    lean = np.nanmedian(found.angles["trunk_lean"] - straight.angles["trunk_lean"])
    assert np.degrees(lean) == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("roll", [None, CameraRoll(0.0, 8.0), CameraRoll(-24.0, 0.5)])
def test_a_large_roll_that_no_room_confirms_is_refused(walker: Turned, roll: CameraRoll | None) -> None:
    tilted = levelled(walker.captured, SIZE, -32.0)
    found = analyse_captured(clip_info(tilted), tilted, room=KnownRoom(roll))
    assert not found.view.usable
    assert found.movement == "unknown"
    assert not found.angles.names
    assert "the camera was tilted" in (found.view.reason or "")


def test_who_leans_in_a_room_that_stands_upright_is_read(walker: Turned) -> None:
    tilted = levelled(walker.captured, SIZE, -32.0)
    assert analyse_captured(clip_info(tilted), tilted, room=KnownRoom(CameraRoll(0.0, 0.5))).view.usable


def test_missing_pictures_are_said(seen: Captured) -> None:
    time = seen.points.time
    kept = (time < 3.0) | (time > 3.8)
    holed = Captured(seen.points.where(kept), seen.world.where(kept), seen.contours.where(kept), 1)
    filming = analyse_captured(clip_info(seen), holed).source.filming
    assert filming.longest_gap_s == pytest.approx(0.8, abs=0.15)
    assert "missing" in filming_lines(filming)[0]


def test_what_was_put_right_is_said_in_words() -> None:
    assert "4 times slower" in filming_lines(Filming(filmed_fps=120, slowed=4.0))[0]
    assert "30 times faster" in filming_lines(Filming(filmed_fps=1, slowed=1 / 30))[0]
    assert "stood on its head" in filming_lines(Filming(turned_deg=180))[0]
    assert "evenly" in filming_lines(Filming(rate_varies=True))[0]


def test_a_clip_that_lies_on_its_side_and_was_rolled_comes_out_upright(clips: Path, tmp_path: Path) -> None:
    """The whole way from a file, through the pose network."""
    path = tmp_path / "sideways.mp4"
    with read_frames(clips / "a_stretch_right_ok.mp4", max_side=640, max_fps=10) as frames:
        tilted = [
            Image.fromarray(frame.rgb).rotate(-6, resample=Image.Resampling.BICUBIC)
            for frame in islice(frames, 16)
        ]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast", "crf": "16"})
        stream.pix_fmt, stream.width, stream.height = "yuv420p", tilted[0].height, tilted[0].width
        for image in tilted:
            picture = np.ascontiguousarray(np.rot90(np.asarray(image)), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    analysis = analyse_clip(path)
    filming = analysis.source.filming
    assert (filming.turned_deg, filming.levelled) == (90, True)
    assert filming.roll_deg == pytest.approx(6, abs=1.2)
    assert analysis.facing == "right"
    assert abs(np.degrees(np.nanmedian(analysis.angles["trunk_lean"]))) < 4
