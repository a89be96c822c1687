"""Homework goes from a trainer's database into a client's, and its results come back, without a server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from psoas.app.stretch.timed import timed_by_address
from psoas.app.trainer.access import found_client
from psoas.app.trainer.client_list import client_rows
from psoas.app.trainer.client_page import adherence_says
from psoas.app.trainer.opening import (
    OpenedResults,
    file_stem,
    keep_homework,
    keep_results,
    person_named,
    read_letters,
    read_sent,
    results_of,
)
from psoas.cli.run_coach import open_file
from psoas.errors import UsageError
from psoas.homework.code import homework_code
from psoas.homework.file import HomeworkFile, write_file
from psoas.plan.homework import Homework, HomeworkResults, HomeworkTask, adherence
from psoas.plan.records import Profile, RepetitionRecord
from psoas.store.store import Store
from tests.app.trainer.made import add_client
from tests.homework.made import PICTURES
from tests.store.ready import ready_file

TASK = HomeworkTask("bed_edge", ("left",), 1, 2, 30.0, 3)


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ready_file(tmp_path, "trainer.db")) as store:
        yield store


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Store]:
    """The client's own database, with two people."""
    with Store.open(ready_file(tmp_path, "home.db")) as store:
        yield store


def given_to(store: Store, name: str) -> tuple[Profile, Homework]:
    client = add_client(store, name)
    made = Homework("ab" * 8, name, "Kim", datetime.now(UTC).replace(microsecond=0), (TASK,), "Slowly.")
    store.homework.keep(client.id, "given", made, datetime.now(UTC))
    return client, made


def stretch(store: Store, person: Profile) -> None:
    now = datetime.now(UTC)
    session = store.begin_session(person.id, "practice", now, exercise="bed_edge")
    made = store.begin_set(session, "left", "timer", now)
    store.end_set(made, now, [RepetitionRecord(number, number, number, 30.0) for number in (1, 2)])
    store.end_session(session, now, pain_after=1)


def test_there_and_back(trainer: Store, home: Store) -> None:
    client, made = given_to(trainer, "Ada")
    sent = read_sent(
        write_file(HomeworkFile(made, PICTURES), "three blue horses"), "Ada.psoas", "three blue horses"
    )
    assert isinstance(sent, HomeworkFile)
    home.add_profile("Bea")
    ada = home.add_profile("ada")
    assert person_named(home.profiles(), sent.homework) == ada
    assert keep_homework(home, ada, sent)
    assert not keep_homework(home, ada, sent)
    (kept,) = home.homework.of(ada.id, "received")
    assert home.homework.pictures(kept.id) == PICTURES
    stretch(home, ada)
    stretch(home, home.profiles()[0])
    back = read_sent(write_file(results_of(home.sessions(ada.id), ada, kept)), "Ada-results.psoas")
    assert isinstance(back, HomeworkResults)
    assert len(back.sets) == 1, "of this person alone"
    found = keep_results(trainer, back)
    assert found == OpenedResults(found.person, back, new=True)
    assert found.person.id == client.id
    (row,) = client_rows(trainer, tuple(trainer.profiles()))
    assert row.standing.last_active == back.opened
    (came,) = trainer.homework.of(client.id, "given")
    assert came.results is not None
    (share,) = adherence(made, came.results.sets, came.results.opened, back.opened)
    assert adherence_says(share) == "Lying at the edge of a bed: days done in the first week, 1 of 3 so far."


def test_the_letters_of_the_sheet_are_homework_too(trainer: Store, home: Store) -> None:
    _, made = given_to(trainer, "Ada")
    assert read_letters(homework_code(made)).homework == made


def test_nobody_unnamed_gets_homework_and_unknown_results_are_refused(trainer: Store, home: Store) -> None:
    _, made = given_to(trainer, "Ada")
    with pytest.raises(UsageError, match="is for Ada, and nobody here"):
        person_named(home.profiles(), made)
    kept = HomeworkResults("cd" * 8, "Ada", datetime.now(UTC).date(), datetime.now(UTC))
    with pytest.raises(UsageError, match="answer no homework"):
        keep_results(trainer, kept)
    me = trainer.profiles()[0]
    for number in ("99", "x", "9" * 30, "-1", str(me.id)):
        with pytest.raises(UsageError, match="no such client"):
            found_client(tuple(trainer.profiles()), number)
    with pytest.raises(UsageError, match=r"song\.mp3 is no homework"):
        read_sent(b"", "song.mp3")


def test_the_command_opens_homework_for_the_one_whom_it_names(
    trainer: Store, home: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, made = given_to(trainer, "Ada")
    file, url = tmp_path / "Ada.psoas", f"sqlite:///{tmp_path / 'home.db'}"
    file.write_bytes(write_file(HomeworkFile(made)))
    with pytest.raises(typer.Exit) as ended:
        open_file(url, file, None)
    assert ended.value.exit_code == 2
    assert "nobody here" in capsys.readouterr().err
    with pytest.raises(typer.Exit) as ended:
        open_file(url, file, "Me")
    assert ended.value.exit_code == 0
    assert "Opened: homework of Me" in capsys.readouterr().out
    assert len(home.homework.of(home.profiles()[0].id, "received")) == 1


def test_names_of_files_are_safe() -> None:
    assert file_stem("Zoë O'Neill/../x") == "Zoë-O-Neill----x"
    assert file_stem("🦵") == "homework"


def test_an_address_asks_the_timer_for_a_dose_and_nothing_else() -> None:
    chosen = timed_by_address({"timed": "bed_edge", "legs": "lrl", "times": "3", "hold": "30"})
    assert chosen is not None
    assert (chosen.name, chosen.sides, chosen.target, chosen.hold_s) == (
        "bed_edge",
        ("left", "right", "left"),
        3,
        30.0,
    )
    whole = {"timed": "bed_edge", "legs": "l", "times": "3", "hold": "30"}
    for wrong in ({"timed": "x"}, {"legs": "q"}, {"times": "-1"}, {"hold": "nan"}, {"hold": ""}):
        assert timed_by_address(whole | wrong) is None
