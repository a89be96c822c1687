"""Thigh and knee say which muscle is short, and the pelvis says whether they may."""

import numpy as np
import pytest

from psoas.exercises import Examined, ExaminedLeg, clinical_test_of
from psoas.exercises.modified_thomas import TEST
from psoas.exercises.modified_thomas.figures import CHANGE, KNEE, PELVIS, THIGH
from psoas.exercises.modified_thomas.judge import judge
from psoas.findings import trial_rows
from tests.exercises.modified_thomas.made_test import examined
from tests.exercises.modified_thomas.test_trials import TIME, up_and_down

FLAT, WIDE = 0.05, 0.30


def leg(shown: Examined) -> ExaminedLeg:
    (one,) = judge(shown)
    return one


def test_it_is_registered() -> None:
    assert clinical_test_of("modified_thomas_test") is TEST
    assert clinical_test_of("lying") is None


@pytest.mark.parametrize(
    ("thigh", "knee", "verdict", "faults", "words"),
    [
        (-15, 95, "good", (), "neither the iliopsoas nor the rectus femoris"),
        (15, 95, "fault", ("thigh_above",), "over the hip alone"),
        (-15, 60, "fault", ("knee_straight",), "the rectus femoris, is short"),
        (15, 60, "fault", ("thigh_above", "knee_straight"), "or both are short"),
        (-15, 78, "undecided", (), "the rectus femoris, may be short: the error leaves that open"),
        (-2, 95, "undecided", (), "neither"),
    ],
)
def test_one_joint_and_two_joint_answer(
    thigh: float, knee: float, verdict: str, faults: tuple[str, ...], words: str
) -> None:
    found = leg(examined(thigh, knee, FLAT))
    assert (found.verdict, found.faults) == (verdict, faults)
    assert words in found.headline
    assert found.figures[THIGH.key].value == pytest.approx(thigh)
    assert found.figures[KNEE.key].value == pytest.approx(knee)


def test_a_low_thigh_of_a_tipped_pelvis_is_faked() -> None:
    found = leg(examined(-15, 95, WIDE))
    assert (found.verdict, found.faults) == ("fault", ("pelvis_tipped",))
    assert "does not count" in found.headline
    assert "arched off the couch" in found.says
    assert "iliopsoas" not in found.says


def test_a_pelvis_that_may_have_tipped_leaves_the_test_undecided() -> None:
    found = leg(examined(-15, 95, 0.16))
    assert (found.verdict, found.possible_faults) == ("undecided", ("pelvis_tipped",))
    assert "perhaps" in found.headline


def test_a_hidden_pelvis_gives_the_angle_alone_and_says_what_it_cannot_mean() -> None:
    found = leg(examined(15, 95, np.nan))
    assert found.verdict == "undecided"
    assert "32 of 100 short hips" in found.says
    assert PELVIS.key in found.unmeasured
    assert found.figures[THIGH.key].value == pytest.approx(15)


def test_from_aside_the_pelvis_is_not_read() -> None:
    assert "off the side" in leg(examined(15, 95, FLAT, turn_deg=28.0)).unmeasured[PELVIS.key]


def test_the_pelvis_is_compared_with_its_start_where_both_knees_were_held() -> None:
    thigh = up_and_down(2, low=-12.0)
    gap = np.where(thigh > 60, FLAT, 0.17)
    found = leg(examined(thigh, 90, gap, time=TIME))
    assert found.figures[CHANGE.key].value > 15
    assert found.faults == ("pelvis_tipped",)
    assert "While the leg came down" in found.says


def test_the_middle_trial_counts_and_three_do_not_shrink_the_band() -> None:
    thigh = np.minimum(
        up_and_down(1, low=2.0), np.minimum(up_and_down(6, low=5.0), up_and_down(11, low=14.0))
    )
    found, one = leg(examined(thigh, 90, FLAT, time=TIME)), leg(examined(5.0, 90, FLAT))
    assert len(found.trials) == 3
    assert found.figures[THIGH.key].value == pytest.approx(5.0, abs=0.5)
    assert (found.figures[THIGH.key].reach or 0) >= (one.figures[THIGH.key].reach or 0)


def test_an_unknown_level_widens_the_band_of_the_thigh_alone() -> None:
    known = examined(5.0, 90, FLAT)
    open_level = Examined(known.angles, known.captured, known.facing, known.turn_deg, None)
    for key, wider in ((THIGH.key, True), (KNEE.key, False)):
        before, after = (leg(one).figures[key].reach or 0 for one in (known, open_level))
        assert (after > before) == wider


def test_the_table_of_trials_says_what_is_wrong_in_plain_words() -> None:
    assert set(TEST.fault_words) == set(TEST.file.faults)
    _, rows = trial_rows(TEST, [leg(examined(-15, 60, FLAT))])
    assert rows[0][-1] == "knee too straight"
    _, rows = trial_rows(TEST, [leg(examined(-15, 78, FLAT))])
    assert rows[0][-1] == "undecided: perhaps knee too straight"
