"""What the audit trail says is read in the reader's language; what is kept of it is not changed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from psoas import clinic
from psoas.clinic.trail_words import ACTIONS, SUBJECTS, action_words, subject_words
from psoas.words import Language, speaking

SQL = sorted((Path(clinic.__file__).parent / "sql").glob("*.sql"))
VALUES = {"account": "12", "name": "Gait lab", "request": "GET /api/v1/jobs"}
NO_SUBJECT = {"", "open", "people", "psoas.person", "read", "change"}
"""Texts in the calls that are no subject."""


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
    assert len(written) > 20
    with speaking(speaks):
        for action, subject in written:
            same = speaks == "es" and subject == "token Gait lab: GET /api/v1/jobs"
            assert (subject_words(action, subject) == subject) is same, subject
        for action in ACTIONS:
            assert action_words(action) != action or action in {"token"}, action


def test_in_english_it_stands_as_it_is_kept() -> None:
    for message in SUBJECTS:
        kept = message.format(**VALUES)
        assert subject_words("account", kept) == kept
    assert [action_words(one) for one in ACTIONS] == list(ACTIONS)


def test_what_people_named_is_shown_as_they_named_it() -> None:
    with speaking("de"):
        assert subject_words("read", "/sessions") == "/sessions"
        assert subject_words("insert", "sessions") == "sessions"
        assert "locked" in subject_words("token", "token locked: GET /api/v1/jobs")
        assert "{request}" in subject_words("token", "token {request}: GET /x")
        assert subject_words("invite", "client") == "Klient"
