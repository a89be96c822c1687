"""Opening what came as a file, as a photograph of the sheet or as its letters: homework, or results of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from psoas.app import clock
from psoas.errors import UsageError
from psoas.homework import ENDING, HomeworkFile, homework_of_code, read_code, read_file
from psoas.plan import Homework, HomeworkResults, Profile, SessionRecord, done_sets
from psoas.store import KeptHomework, Store
from psoas.words import _

PHOTOS: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class OpenedResults:
    """Results that were opened.

    Attributes:
        person: whose homework they answer.
        new: they are newer than those that were kept.
    """

    person: Profile
    results: HomeworkResults
    new: bool


def read_sent(content: bytes, name: str, passphrase: str = "") -> HomeworkFile | HomeworkResults:
    """Read a file of homework or results, or a photograph of the sheet, by the ending of its name.

    Raises:
        InputError: it cannot be read.
        UsageError: its name has another ending.
    """
    ending = PurePath(name).suffix.lower()
    if ending == ENDING:
        return read_file(content, name, passphrase)
    if ending in PHOTOS:
        return HomeworkFile(read_code(content, name))
    raise UsageError(
        _(
            "{name} is no homework; choose a file that ends in {ending}, or a photo of the sheet (.jpg, .png).",
            name=name,
            ending=ENDING,
        )
    )


def read_letters(code: str) -> HomeworkFile:
    """Read the letters of a code.

    Raises:
        InputError: they are no code of homework.
    """
    return HomeworkFile(homework_of_code(code))


def person_named(people: list[Profile], homework: Homework) -> Profile:
    """The person whom homework names.

    Raises:
        UsageError: nobody or several here have this name; nobody else gets it.
    """
    found = [one for one in people if one.name.casefold() == homework.client.strip().casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in people)
    raise UsageError(
        _(
            "This homework is for {client}, and nobody here, or more than one person, has this name; give --person "
            "with one of: {names}",
            client=homework.client,
            names=names,
        )
    )


def keep_homework(store: Store, person: Profile, file: HomeworkFile) -> bool:
    """Keep homework that a person opens; False where they have opened it before.

    Raises:
        UsageError: another person here has opened it.
    """
    return store.homework.keep(person.id, "received", file.homework, clock.utc_now(), file.pictures)


def keep_results(store: Store, results: HomeworkResults) -> OpenedResults:
    """Keep what came back.

    Raises:
        UsageError: it answers no homework that was given here.
    """
    number, new = store.homework.keep_results(results)
    person = next(one for one in store.profiles() if one.id == number)
    return OpenedResults(person, results, new)


def results_of(sessions: Iterable[SessionRecord], person: Profile, kept: KeptHomework) -> HomeworkResults:
    """What a person did of homework that they opened: the sets of its stretches since that day, and nothing else.

    Args:
        sessions: of the person.
    """
    opened = kept.kept_at.astimezone().date()
    sets = done_sets(kept.homework, sessions, opened)
    return HomeworkResults(kept.homework.key, person.name, opened, clock.utc_now(), sets)


def file_stem(name: str) -> str:
    """A name as every disk allows it in the name of a file."""
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
    return kept.strip("-")[:40] or "homework"
