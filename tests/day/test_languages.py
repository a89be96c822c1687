"""What is said of files of devices is in the language of now; what programs read is the same in every language."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from psoas.day import DayAnswers, read_days, remarks
from psoas.export import day_json, day_table
from psoas.words import Language, speaking
from tests.day.made_sensors import actigraph_epochs
from tests.day.samples import samples

PARIS = ZoneInfo("Europe/Paris")
HOME = DayAnswers(PARIS)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A good file, one that is cut, one of something else, and one that leaves a question open."""
    every = samples()
    contents = {
        "aw.json": every["aw.json"],
        "export.xml": every["export.xml"][: len(every["export.xml"]) * 2 // 3],
        "page.fit": b"<html><body>sign in</body></html>",
        "ankle.agd": actigraph_epochs(datetime(2024, 3, 4, 9), [15], limb="Left Ankle"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("speaks", "errors", "remark"),
    [
        (
            "de",
            [
                "ankle.agd stammt von einem Sensor am Knöchel; füge --worn hip hinzu, oder wrist oder thigh, wenn er "
                "dort war",
                "page.fit ist eine Webseite und keine Datei im Format FIT; melde dich an und lade sie neu herunter",
            ],
            "Ereignisse von Fenstern und Webseiten",
        ),
        (
            "fr",
            [
                "ankle.agd vient d'un capteur à la cheville\xa0; ajoute --worn hip, ou wrist ou thigh, "
                "s'il était là",
                "page.fit est une page web et pas un fichier de FIT\xa0; "
                "connecte-toi et télécharge-le à nouveau",
            ],
            "événements de fenêtres et de pages web",
        ),
    ],
)
def test_errors_and_remarks_are_in_the_language_of_now(
    files: list[Path], speaks: Language, errors: list[str], remark: str
) -> None:
    with speaking(speaks):
        reading = read_days(files, HOME)
    assert [str(one) for one in reading.errors] == errors
    assert remark in [one.what for one in remarks(reading)]
    assert {one.reason for one in remarks(reading)}.isdisjoint(errors)


def test_days_formats_and_tables_are_the_same_in_every_language(files: list[Path]) -> None:
    english = read_days(files, HOME)
    with speaking("es"):
        spanish = read_days(files, HOME)
        assert spanish.days == english.days
        assert spanish.files == english.files
        assert "".join(day_table(spanish.days)) == "".join(day_table(english.days))
        found = json.loads("".join(day_json(spanish, "Europe/Paris")))
    expected = json.loads("".join(day_json(english, "Europe/Paris")))
    for day in (*found["days"], *expected["days"]):
        for evidence in day["hip"]["evidence"]:
            assert evidence.pop("claim")
    assert (found["days"], found["read"]) == (expected["days"], expected["read"])


def test_an_open_question_is_answered_where_the_person_is(files: list[Path]) -> None:
    asking = replace(HOME, how={**HOME.how, "place": "say below where it was worn"})
    reading = read_days(files, asking)
    assert str(reading.errors[0]) == "ankle.agd is of a sensor on the ankle; say below where it was worn"
