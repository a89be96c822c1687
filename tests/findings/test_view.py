"""Whether the camera stood right; where not, what is wrong and what to change. Photos are made from rendered clips."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import psoas
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.picture import PictureQuality
from psoas.cli.run_check import check_files
from psoas.findings.view import judge_view
from psoas.timeseries import TimeSeries
from tests.capture.pose.composed import pictures

SIZE = (200, 400)
HEIGHTS = {"hip": 200, "knee": 280, "ankle": 360, "heel": 368, "foot_index": 368, "shoulder": 100}


def standing(
    visibility: dict[str, float] | None = None, frames: int = 5, seen: int = 5, down: float = 0.0
) -> TimeSeries:
    """Somebody who stands in the middle of a 200 x 400 picture, moved ``down`` [px]; seen in the first frames."""
    values = np.full((frames, 66), np.nan)
    confidence: NDArray[np.floating] = np.zeros((frames, 66))
    for index, name in enumerate(LANDMARKS):
        part = name.split("_", 1)[-1]
        values[:seen, 2 * index : 2 * index + 2] = [100, HEIGHTS.get(part, 50) + down]
        confidence[:seen, 2 * index : 2 * index + 2] = (visibility or {}).get(part, 0.95)
    names = tuple(f"{name}.{axis}" for name in LANDMARKS for axis in "xy")
    return TimeSeries(np.arange(frames) / 30, names, values, ("px",) * 66, confidence)


def test_a_side_view_is_usable() -> None:
    view = judge_view(standing(), 4.0, True, SIZE)
    assert (view.kind, view.usable, view.reason) == ("side", True, None)


@pytest.mark.parametrize(
    ("yaw", "facing", "kind", "words"),
    [
        (55.0, True, "oblique", "about 55 degrees off a side view"),
        (-55.0, True, "oblique", "about 55 degrees off a side view"),
        (80.0, True, "front", "from the front or the back"),
        (20.0, False, "front", "from the front or the back"),
    ],
)
def test_another_direction_is_refused(yaw: float, facing: bool, kind: str, words: str) -> None:
    view = judge_view(standing(), yaw, facing, SIZE)
    assert (view.kind, view.usable) == (kind, False)
    assert words in (view.reason or "")
    assert "side" in (view.advice or "")


@pytest.mark.parametrize("turn", [-40.0, 30.0, 45.0])
def test_a_turned_person_is_read_where_a_body_was_fitted(turn: float) -> None:
    view = judge_view(standing(), turn, True, SIZE)
    assert (view.kind, view.usable, view.yaw_deg) == ("oblique", True, abs(turn))
    rough = judge_view(standing(), turn, True, SIZE, rough=True)
    assert not rough.usable


def test_a_leg_that_the_body_hides_from_behind_is_not_measured() -> None:
    view = judge_view(standing(), -40.0, True, SIZE, unread="your body hides a leg from it")
    assert (view.kind, view.usable) == ("oblique", False)
    assert "hides a leg" in (view.reason or "")


def test_somebody_who_is_cut_off_at_the_head_is_read_from_the_side_only() -> None:
    assert judge_view(standing(down=-80), 4.0, True, SIZE).usable
    view = judge_view(standing(down=-80), 4.0, False, SIZE)
    assert (view.usable, view.reason) == (False, "the head is outside the picture")


def test_what_is_cut_off_is_said_before_the_direction() -> None:
    view = judge_view(standing(down=60), 80.0, True, SIZE)
    assert (view.kind, view.reason) == ("front", "the feet are outside the picture")


def test_somebody_who_faces_neither_side_though_filmed_from_one_is_not_said_to_be_filmed_from_the_front() -> (
    None
):
    assert "which way the person faces" in (judge_view(standing(), 5.0, False, SIZE).reason or "")


def folded(shaken: float = 0.0) -> TimeSeries:
    """Somebody who sits with the trunk on the thighs: the shoulders lie at the knees."""
    points = shaking(shaken, ("hip", "shoulder", "knee"))
    for side in ("left", "right"):
        points[f"{side}_shoulder.y"][:] += 160.0
        points[f"{side}_hip.x"][:] -= 80.0
    return points


def test_a_folded_body_is_named_where_it_is_in_the_way() -> None:
    assert judge_view(folded(), 4.0, True, SIZE).usable
    for view in (judge_view(folded(), 4.0, False, SIZE), judge_view(folded(0.06), 4.0, True, SIZE)):
        assert "folded" in (view.reason or "")


def test_nobody_to_be_seen() -> None:
    dark = judge_view(standing(seen=0), None, False, SIZE, picture=replace(CLEAR, brightness=0.05))
    assert "so dark that nobody" in (dark.reason or "")
    view = judge_view(standing(seen=0), None, False, SIZE)
    assert (view.kind, view.usable, view.reason) == ("unknown", False, "nobody could be seen in it")


@pytest.mark.parametrize(
    ("down", "words"),
    [(60, "the feet are outside the picture"), (-120, "the head and shoulders are outside the picture")],
)
def test_cut_off_parts_are_named(down: float, words: str) -> None:
    view = judge_view(standing(down=down), 4.0, True, SIZE)
    assert (view.usable, view.reason) == (False, words)


def test_parts_that_the_network_only_guesses_are_named() -> None:
    guessed = {"ankle": 0.2, "foot_index": 0.2, "heel": 0.2, "knee": 0.1}
    view = judge_view(standing(guessed, frames=9, seen=5), 4.0, True, SIZE)
    assert not view.usable
    assert (view.reason or "").startswith("the knees and feet cannot be seen")


def photo(path: Path, clip: Path, top: float = 0.0, bottom: float = 1.0, every: int = 1) -> Path:
    rgb = pictures(clip, every, side=960, most=2)[-1]
    Image.fromarray(rgb[int(top * len(rgb)) : int(bottom * len(rgb))]).save(path, quality=92)
    return path


@pytest.mark.parametrize(
    ("clip", "bottom", "part"), [("f1_stand_neutral", 0.72, "feet"), ("a_stretch_right_ok", 0.72, "feet")]
)
def test_a_cropped_picture_is_refused(
    clips: Path, tmp_path: Path, clip: str, bottom: float, part: str
) -> None:
    analysis = psoas.check(
        photo(tmp_path / "photo.jpg", clips / f"{clip}.mp4", bottom=bottom), out=tmp_path / "out"
    )
    assert not analysis.view.usable
    assert analysis.view.reason == f"the {part} are outside the picture"
    assert not (tmp_path / "out").exists()


def test_legs_behind_furniture_are_not_measured(clips: Path, tmp_path: Path) -> None:
    path = photo(tmp_path / "photo.png", clips / "f1_stand_neutral.mp4")
    rgb = np.array(Image.open(path))
    rgb[int(0.72 * len(rgb)) : int(0.97 * len(rgb))] = 120
    Image.fromarray(rgb).save(path)
    view = psoas.check(path, out=tmp_path / "out").view
    assert not view.usable
    assert "cannot be seen: outside the picture, or something stands in front" in (view.reason or "")


def test_an_empty_room_is_refused(clips: Path, tmp_path: Path) -> None:
    path = photo(tmp_path / "photo.jpg", clips / "j_leaves_frame.mp4", every=200)
    assert psoas.check(path, out=tmp_path / "out").view.reason == "nobody could be seen in it"


@pytest.mark.parametrize(
    ("clip", "movement"), [("a_stretch_right_ok", "half_kneeling_stretch"), ("f1_stand_neutral", "standing")]
)
def test_one_photo_gives_the_angles_of_one_pose(
    clips: Path, tmp_path: Path, clip: str, movement: str
) -> None:
    analysis = psoas.check(photo(tmp_path / "photo.jpg", clips / f"{clip}.mp4"), out=tmp_path / "out")
    assert analysis.view.usable
    assert analysis.movement == movement
    assert analysis.repetitions == ()
    changes = {"lumbar_extension", "pelvis_tilt", "rear_hip_extension"}
    assert changes.isdisjoint(finding.id for finding in analysis.findings)
    assert "lumbar_extension" in {missing.id for missing in analysis.not_measured}
    assert {"trunk_lean", "knee_angle_r"} <= {finding.id for finding in analysis.findings}
    assert Path(analysis.files["report"]).is_file()


def test_a_clip_without_feet_ends_with_exit_code_3_and_says_why(
    clips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clip.mp4"
    shots = [rgb[: int(0.72 * len(rgb)) // 2 * 2] for rgb in pictures(clips / "k_squat.mp4", 5, most=6)]
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 10)
        stream.width, stream.height, stream.pix_fmt = shots[0].shape[1], shots[0].shape[0], "yuv420p"
        for rgb in shots:
            file.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, "rgb24")))
        file.mux(stream.encode())
    assert check_files([path], out=tmp_path / "out") == 3
    said = "".join(capsys.readouterr())
    assert "the feet are outside the picture" in said.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def shaking(amount: float, parts: tuple[str, ...]) -> TimeSeries:
    """Somebody who stands, with noise of ``amount`` trunk lengths on these parts."""
    points = standing(frames=40, seen=40)
    rng = np.random.default_rng(3)
    for name in points.names:
        if name.split("_", 1)[-1].split(".")[0] in parts:
            points[name][:] += rng.normal(0, amount * 100, len(points))
    return points


CLEAR = PictureQuality(brightness=0.6, noise=0.003, blur=0.6, size_px=400)


@pytest.mark.parametrize(
    ("picture", "words", "advice"),
    [
        (replace(CLEAR, brightness=0.1), "too dark", "light"),
        (replace(CLEAR, noise=0.03), "too grainy", "light"),
        (replace(CLEAR, blur=0.9), "too blurred", "clean the lens"),
        (replace(CLEAR, size_px=90), "too small in the picture", "come closer"),
        (replace(CLEAR, cut_off=0.2, brightness=0.1), "cut off at the edge", "step back"),
        (CLEAR, "jump from one picture to the next", "clothes"),
        (None, "jump from one picture to the next", "clothes"),
    ],
)
def test_a_body_that_cannot_be_followed_is_put_down_to_the_picture_only_where_it_shows(
    picture: PictureQuality | None, words: str, advice: str
) -> None:
    """Bright, sharp clips were once called too dark, blurred or grainy, and nobody should buy a lamp for them."""
    shaken = shaking(0.04, ("hip", "shoulder"))
    assert judge_view(shaking(0.003, ("hip", "shoulder", "knee")), 4.0, True, SIZE, picture=picture).usable
    view = judge_view(shaken, 4.0, True, SIZE, picture=picture)
    assert not view.usable
    assert words in (view.reason or "")
    assert advice in (view.advice or "")
    oblique = judge_view(shaken, 60.0, True, SIZE, picture=picture)
    assert "picture" not in (oblique.reason or "")


def test_a_run_in_a_clear_picture_is_followed() -> None:
    """Landmarks of whoever moves fast jump more, and no lamp changes that."""
    restless = shaking(0.013, ("hip", "shoulder"))
    assert judge_view(restless, 4.0, True, SIZE, picture=CLEAR).usable
    assert not judge_view(restless, 4.0, True, SIZE, picture=replace(CLEAR, noise=0.03)).usable


def test_knees_that_jump_count_against_a_picture_only_where_they_rest_on_the_ground() -> None:
    points = shaking(0.04, ("knee",))
    assert judge_view(points, 4.0, True, SIZE).usable
    assert not judge_view(points, 4.0, True, SIZE, kneeling=True).usable


def test_somebody_who_was_measured_from_the_front_is_told_so_and_what_is_cut_off_still_counts() -> None:
    view = judge_view(standing(), 80.0, False, SIZE, from_front=True)
    assert (view.kind, view.usable, view.reason) == ("front", True, None)
    hidden = judge_view(
        standing(visibility={"ankle": 0.1, "foot_index": 0.1}), 80.0, False, SIZE, from_front=True
    )
    assert (hidden.kind, hidden.usable) == ("front", False)
    assert "feet cannot be seen" in (hidden.reason or "")
