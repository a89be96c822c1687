"""The band above a picture counts, times the hold, and says what was not seen."""

from dataclasses import replace

import pytest
from benchmarks.thomas_pictures import FOLDER as THOMAS
from benchmarks.thomas_pictures import analysed, load

from psoas.draw.overlay import WHITE, PoseTrack
from psoas.draw.text_band import TextBand, cells_at, cue_at
from psoas.quantities import MOVEMENTS
from tests.report.made import made_stretch, made_walk


def test_the_band_counts_and_times_the_hold() -> None:
    analysis = made_stretch(2, arched=True)
    pose = PoseTrack(analysis).at(7.5)
    values = {label: value for label, value, _ in cells_at(analysis, pose, 7.5)}
    assert values == {"Repetition": "2 of 2", "Hold": "1.5 s", "Rear thigh": "+12°", "Back arch": "+24°"}
    assert cue_at(analysis, 7.5) == "Ribs down, belt buckle to chin, smaller move"
    assert cue_at(analysis, 0.5) is None
    first, last = analysis.repetitions
    small = replace(analysis, repetitions=(replace(first, faults=("small_travel",)), last))
    values = {label: value for label, value, _ in cells_at(small, PoseTrack(small).at(7.5), 7.5)}
    assert values["Repetition"] == "1 of 1", "a move that does not count is not counted here either"


def test_what_was_not_seen_is_said() -> None:
    hidden = made_stretch(hidden_back=True)
    values = dict(cell[:2] for cell in cells_at(hidden, PoseTrack(hidden).at(3.0), 3.0))
    assert values["Back arch"] == "not seen"
    walk = made_walk()
    values = dict(cell[:2] for cell in cells_at(walk, PoseTrack(walk).at(2.2), 2.2))
    assert values["Trunk"] == "not seen"


@pytest.mark.parametrize("from_front", [False, True])
def test_a_pose_without_a_name_is_not_recognised_from_every_side(from_front: bool) -> None:
    walk = made_walk()
    photo = replace(walk, movement="unknown", source=replace(walk.source, is_photo=True))
    pose = replace(PoseTrack(photo).at(2.2), from_front=from_front)
    assert dict(cell[:2] for cell in cells_at(photo, pose, 0.0))["Pose"] == "not recognised"


@pytest.mark.parametrize(
    "doing", ["not recognised", *(one.doing for name, one in MOVEMENTS.items() if name != "unknown")]
)
def test_no_word_of_the_band_is_cut_off(doing: str) -> None:
    band = TextBand(620)
    picture = band.band((("", "", WHITE),) * 3 + (("Pose", doing, WHITE),))
    edge = picture[:, -2:]
    assert (edge == edge[0, 0]).all()


def test_a_clinical_test_has_its_leg_and_figures_while_the_leg_rests() -> None:
    analysis = analysed(load(THOMAS / "ctL0_q1.npz"))
    track = PoseTrack(analysis)
    cells = [tuple(cell[:2] for cell in cells_at(analysis, track.at(at), at)) for at in (0.2, 3.0)]
    assert [label for label, _ in cells[0]] == ["Leg", "Thigh", "Knee", "Time"]
    assert [words for _, words in cells[0][:3]] == ["", "", ""]
    assert cells[1][0] == ("Leg", "right")
    assert cells[1][2][1].startswith("+7")
