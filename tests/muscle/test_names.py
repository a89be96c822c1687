"""Every muscle has words that a person understands."""

import pytest

from psoas.body.loading import load_body
from psoas.muscle.names import name_on_both_sides, plain_name
from psoas.words import speaking


def test_every_muscle_of_the_body_has_words_and_its_side() -> None:
    for name in load_body().muscles:
        assert plain_name(name).startswith({"r": "right ", "l": "left "}[name[-1]])


def test_the_longest_beginning_that_fits_wins() -> None:
    assert "straight belly" in plain_name("rect_abd_r")
    assert "rectus femoris" in plain_name("recfem_l")


def test_an_unknown_muscle_is_told() -> None:
    with pytest.raises(KeyError, match="xyz"):
        plain_name("xyz_r")


def test_a_muscle_has_words_in_another_language_with_and_without_its_side() -> None:
    assert name_on_both_sides("soleus_r") == "calf (soleus)"
    with speaking("de"):
        assert (plain_name("soleus_r"), name_on_both_sides("soleus_r")) == (
            "Wade (Soleus), rechts",
            "Wade (Soleus)",
        )
