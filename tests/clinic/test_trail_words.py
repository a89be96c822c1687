"""What the audit trail says is read in the reader's language and in words; what is kept of it is not changed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from psoas import clinic
from psoas.clinic.records import TrailEntry
from psoas.clinic.trail_words import ACTIONS, SUBJECTS, TABLES, action_words, subject_words
from psoas.store import METADATA
from psoas.words import Language, speaking

SQL = sorted((Path(clinic.__file__).parent / "sql").glob("*.sql"))
VALUES = {"account": "12", "name": "Gait lab", "request": "GET /api/v1/jobs"}
NO_SUBJECT = {"", "open", "people", "psoas.person", "read", "change"}
"""Texts in the calls that are no subject."""

ENTRY = TrailEntry(7, 0, 3, "Anna", 5, "read", "", "Ben", 0)


def shown(action: str, subject: str, subject_account: str | None = "Ben") -> str:
    """What the trail shows of an entry, addresses as they are kept."""
    entry = replace(ENTRY, action=action, subject=subject, subject_account=subject_account)
    return subject_words(entry, lambda address: address)


def entries() -> Iterator[tuple[str, str]]:
    """Each action that the database writes, with each text beside it, values put in."""
    for path in SQL:
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"clinic\.record\((.*?);", text, re.DOTALL):
            words = re.findall(r"'([^']*)'", call)
            actions = [word for word in words if word in ACTIONS]
            for subject in set(words) - set(actions) - NO_SUBJECT:
                yield actions[0] if actions else "read", subject


def with_values(subject: str) -> list[str]:
    """A subject of the database as it is kept."""
    if subject == "token %s: %s":
        return ["token Gait lab: GET /api/v1/jobs"]
    if "becomes" in subject:
        return ["account 12 becomes owner", "account 12 becomes clinician"]
    return [subject.replace("%s", "12")]


@pytest.mark.parametrize("speaks", ["de", "es", "fr"])
def test_each_entry_that_the_database_writes_is_translated(speaks: Language) -> None:
    written = [(action, one) for action, subject in entries() for one in with_values(subject)]
    written += [("insert", table) for table in TABLES]
    assert len(written) > 40
    english = {one: shown(*one) for one in written}
    with speaking(speaks):
        for one in written:
            assert shown(*one) != english[one], one
        for action in ACTIONS:
            assert action_words(action) not in {action, ACTIONS[action]}, action


def test_no_entry_names_an_account_by_its_number() -> None:
    for kept in SUBJECTS:
        assert ("Ben" in shown("account", kept.format(**VALUES))) is ("{account}" in kept), kept
    assert shown("account", "account 12 ended") == "account ended: Ben"
    gone = shown("care", "account 12 sees this person", None)
    assert gone == "sees this person from now on: a deleted account, number 12"


def test_each_table_of_people_is_in_words() -> None:
    assert set(TABLES) == set(METADATA.tables)
    assert shown("insert", "key_frames") == "pictures of repetitions"
    assert shown("read", "sessions") == "sessions", "the name of a table only where a table was changed"


def test_what_people_named_is_shown_as_they_named_it() -> None:
    with speaking("de"):
        assert shown("read", "/sessions") == "/sessions"
        assert "locked" in shown("token", "token locked: GET /api/v1/jobs")
        assert "{request}" in shown("token", "token {request}: GET /x")
        assert shown("invite", "client") == "Klient"
