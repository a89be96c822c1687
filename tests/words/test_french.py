"""French texts have a no-break space before ``: ; ? ! %`` and inside ``« »``, in every message and in every number."""

import pytest

from psoas.words import number, read_catalogue, speaking
from tests.words.french import NO_BREAK, set_in_french, signs_without_space

COMMAND_LINE = ("PSOAS1:", "10%", "DE:À:PAS", "USER:", "Authorization:")
"""What people type as it stands."""


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Encore : trois ?", "Encore_: trois_?"),
        ("« oui » !", "«_oui_»_!"),
        ("%(share)s %(name)s", "%(share)s %(name)s"),
        ("sans les 2 %% les plus", "sans les 2_%% les plus"),
        ("{a: g} {b} : {c}", "{a: g} {b}_: {c}"),
        ('<a style="x : y">là</a> ;', '<a style="x : y">là</a>_;'),
        ("à 19:00", "à 19:00"),
    ],
)
def test_plain_spaces_become_no_break_spaces_beside_signs_alone(plain: str, set_: str) -> None:
    assert set_in_french(plain) == set_.replace("_", NO_BREAK)
    assert set_in_french(set_in_french(plain)) == set_in_french(plain)


def test_every_french_message_is_set_so() -> None:
    texts = [text for found in read_catalogue("fr").values() for text in found]
    assert len(texts) > 2000
    assert [text for text in texts if set_in_french(text) != text] == []


def test_no_french_message_lacks_the_space() -> None:
    for found in read_catalogue("fr").values():
        for text in found:
            bare = text
            for typed in COMMAND_LINE:
                bare = bare.replace(typed, "")
            assert signs_without_space(bare) == [], text


@pytest.mark.parametrize("text", ["Encore: trois", "Vraiment?", "non; oui", "50%", "«là»"])
def test_a_missing_space_is_found(text: str) -> None:
    assert signs_without_space(text) != []


def test_a_share_has_its_space_in_the_languages_that_write_it() -> None:
    assert number(0.5, ".0%") == "50%"
    for language in ("de", "es", "fr"):
        with speaking(language):
            assert number(0.5, ".0%") == f"50{NO_BREAK}%"
