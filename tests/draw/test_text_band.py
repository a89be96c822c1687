"""The band above a picture counts, times the hold, and says what was not seen."""

from psoas.draw.overlay import PoseTrack
from psoas.draw.text_band import cells_at, cue_at
from tests.report.made import made_stretch, made_walk


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
