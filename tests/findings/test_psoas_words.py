"""The sentences about the psoas name the sign, the band and the contrast, and their millimetres add up."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from psoas.estimate import Estimate
from psoas.findings.psoas_words import Contrast, lengthening_says


def figure(mm: float, error: float) -> Estimate:
    return Estimate(mm, mm - error, mm + error, "mm")


def test_words_for_shorter_and_for_a_pelvis_that_tipped() -> None:
    contrast = Contrast(figure(-6, 2), figure(5, 2), figure(11, 3), (2, 0), True, ())
    says = lengthening_says(figure(-6, 2), share_percent=-1.8, seen=(2, 3), contrast=contrast)
    assert says == (
        "In the hold the psoas was 6 mm shorter than at your start, give or take 2 (1.8 % of its length). "
        "This was seen in 2 of 3 repetitions. "
        "With a still pelvis the same move of the thigh would have made it 5 mm longer: "
        "the tip took away 11 mm, give or take 3."
    )


LENGTHS = st.floats(-20, 20)


@given(LENGTHS, LENGTHS, st.integers(0, 1))
def test_the_millimetres_of_a_sentence_add_up(arched: float, quiet: float, others: int) -> None:
    ends, lost = (figure(arched, 0.1), figure(quiet, 0.1)), figure(quiet - arched, 0.1)
    contrast = Contrast(*ends, lost, (1, others), False, ())
    says = lengthening_says(ends[0], share_percent=1, seen=(1, 1), contrast=contrast)
    assume(all(one.differs_from_zero for one in (*ends, lost)))
    told = re.findall(r"(\d+) mm(?: (longer|shorter))?", says)
    first, second = (int(mm) * (1 if way == "longer" else -1) for mm, way in told[:2])
    assert int(told[2][0]) == abs(second - first)
    assert told[2][1] == ""


def test_a_change_within_its_error_is_called_neither_longer_nor_shorter() -> None:
    says = lengthening_says(figure(2, 3), share_percent=0.6, seen=(3, 3), contrast=None)
    assert says == (
        "In the hold the psoas was not measurably longer or shorter than at your start (+2 mm, give or take 3)."
    )
