"""Left and right, in letters and words."""

from psoas.sides import LETTER, OTHER, OTHER_WORD, SIDES, WORD, both


def test_letters_and_words_belong_together() -> None:
    for side in SIDES:
        assert LETTER[WORD[side]] == side
        assert OTHER[OTHER[side]] == side != OTHER[side]
        assert OTHER_WORD[WORD[side]] == WORD[OTHER[side]]


def test_both_names_of_a_part() -> None:
    assert both("knee_angle") == ("knee_angle_r", "knee_angle_l")
