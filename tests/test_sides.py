"""Left and right, in letters and words."""

from psoas.sides import AHEAD, LETTER, OTHER, OTHER_WORD, SIDES, WORD, both, without_side


def test_letters_and_words_belong_together() -> None:
    for side in SIDES:
        assert LETTER[WORD[side]] == side
        assert OTHER[OTHER[side]] == side != OTHER[side]
        assert OTHER_WORD[WORD[side]] == WORD[OTHER[side]]


def test_both_names_of_a_part() -> None:
    assert both("knee_angle") == ("knee_angle_r", "knee_angle_l")


def test_a_name_without_its_side() -> None:
    assert {without_side(name) for name in (*both("knee_angle"), "knee_angle")} == {"knee_angle"}


def test_ahead_is_to_the_side_that_a_person_faces() -> None:
    assert AHEAD["right"] == -AHEAD["left"] == 1.0
