"""The card "Now" shows the sitting as it stands, and its buttons act on it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from nicegui import Client, ui

from psoas.app.today.now import PAUSES, Now
from psoas.store.store import Store
from tests.app.built import empty_page
from tests.app.today.test_reminder import Office, live
from tests.store.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(ready_file(tmp_path)) as store:
        yield Office(store)


def button(client: Client, words: str) -> ui.button:
    """The first button with these words."""
    return next(one for one in client.elements.values() if isinstance(one, ui.button) and one.text == words)


def words(client: Client) -> str:
    return " ".join(str(one.content) for one in client.elements.values() if isinstance(one, ui.html))


def pressed(client: Client) -> list[str]:
    """The kinds of sitting whose buttons are pressed."""
    buttons = [one for one in client.elements.values() if isinstance(one, ui.button)]
    return [one.text for one in buttons if one.props.get("aria-pressed") == "true"]


def test_nobody_can_stand_up_who_does_not_sit(office: Office) -> None:
    async def morning() -> None:
        with empty_page() as client:
            now = Now(office.reminder)
            assert "Nothing is being counted." in words(client)
            assert not button(client, "I am standing up").visible
            assert pressed(client) == []
            await now.turn()
            assert button(client, "I am standing up").visible
            assert pressed(client) == ["Desk"]
            assert 'Sitting since <time datetime="09:00">09:00</time>' in words(client)
            await now.answer(lambda: office.reminder.sit_down("couch"))
            assert pressed(client) == ["Couch"]
            await now.turn()
            assert pressed(client) == []
            assert not office.reminder.sitting

    live(morning)


def test_the_reminder_asks_until_it_is_answered(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(31)
        with empty_page() as client:
            now = Now(office.reminder)
            (dialog,) = [one for one in client.elements.values() if isinstance(one, ui.dialog)]
            assert dialog.value
            assert "You have been sitting for 31 min." in words(client)
            await now.answer(office.reminder.postpone)
            assert not dialog.value

    live(morning)


def test_a_pause_can_be_ended(office: Office) -> None:
    async def morning() -> None:
        with empty_page() as client:
            now = Now(office.reminder)
            assert not button(client, "Remind me again").visible
            for minutes in PAUSES.values():
                await now.answer(partial(office.reminder.pause, minutes))
                assert button(client, "Remind me again").visible
                await now.answer(office.reminder.resume)
                assert not button(client, "Remind me again").visible

    live(morning)
