"""The page of the audit trail speaks to whoever runs a clinic: people by name, pages and requests in words."""

import re
from html import unescape

from psoas.app.clinic.gate import CLIENT, CLINICIAN, RULES
from psoas.app.clinic.trail_page import address_words
from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import Ask
from tests.clinic.conftest import Founded, Member, Members
from tests.store.made import AT

NO_PERSON = {"/postures/{name}.jpg", "/moving/{name}.jpg", "/live"}
"""Routes of the coach that open nobody's data by their address."""

Row = dict[str, str]


def rows_of(ask: Ask, member: Member) -> list[Row]:
    """The rows of the page, newest first, by the names of their columns."""
    page = ask("GET", "/trail", member)
    assert page.status_code == 200
    cells = r'<td[^>]* data-label="([^"]*)">(.*?)</td>'
    return [
        {name: unescape(words) for name, words in re.findall(cells, row)}
        for row in re.findall(r"<tr><td.*?</tr>", page.text)
    ]


def test_an_owner_reads_names_and_words(ask: Ask, clinic: Clinic, members: Members) -> None:
    store = clinic.store_of(members.ben.secret, members.dora.person, "/progress")
    store.begin_session(members.dora.person, "practice", AT)
    clinic.give_care(members.anna.secret, members.cleo.id, members.dora.person)
    newest = rows_of(ask, members.anna)[:3]
    assert [(one["Who"], one["Did"], one["What"], one["Person"]) for one in newest] == [
        ("Anna", "access", "sees this person from now on: Cleo", "Dora"),
        ("Ben", "added", "sessions", "Dora"),
        ("Ben", "opened to change", "page Progress", "Dora"),
    ]
    (names, *_rest) = clinic.trail(members.anna.secret, most=1)
    assert (names.account, names.action, names.subject) == ("Anna", "read", "names of people")


def test_a_deleted_person_stays_a_number_and_the_trail_as_it_was(
    ask: Ask, clinic: Clinic, members: Members, founded: Founded
) -> None:
    clinic.end_care(members.dora.secret, members.ben.id, members.dora.person)
    kept = "SELECT * FROM clinic.audit ORDER BY id"
    clinic.remove_person(members.anna.secret, members.dora.person)
    before = founded.as_root(kept)
    rows = rows_of(ask, members.anna)
    deleted = f"a deleted person, number {members.dora.person}"
    removed = next(one for one in rows if one["Did"] == "removed")
    assert (removed["Who"], removed["Person"]) == ("Anna", deleted)
    ended = next(one for one in rows if one["What"] == "no longer sees this person: Ben")
    assert (ended["Who"], ended["Person"]) == (f"a deleted account, number {members.dora.id}", deleted)
    assert founded.as_root(kept)[: len(before)] == before


def test_a_client_sees_no_name_but_those_of_their_own_trail(
    ask: Ask, clinic: Clinic, members: Members
) -> None:
    clinic.store_of(members.ben.secret, members.dora.person, "/today").profiles()
    clinic.store_of(members.cleo.secret, members.emil.person, "/today").profiles()
    count = len(clinic.trail(members.dora.secret))
    rows = rows_of(ask, members.dora)
    assert {one["Person"] for one in rows} == {"Dora"}
    assert (rows[0]["Who"], rows[0]["What"]) == ("Ben", "page Today")
    assert "Emil" not in str(rows)
    assert len(clinic.trail(members.dora.secret)) == count, "a look at one's own trail reads nobody's data"


def test_who_has_no_account_is_no_account(ask: Ask, members: Members, founded: Founded) -> None:
    founded.as_root("UPDATE profiles SET height_m = 1.9")
    ask("POST", "/sign-in", email="nobody@example.org", password="wrong")
    attempt, change, *_rest = rows_of(ask, members.anna)
    assert (attempt["Who"], attempt["What"]) == ("somebody without an account", "unknown address")
    assert (change["Who"], change["What"]) == ("user psoas of the database", "name, height and settings")
    assert change["How many"] == "2"


def test_each_page_about_a_person_is_in_words() -> None:
    pages = [path for path, who in RULES.items() if who == CLINICIAN | CLIENT and "nicegui" not in path]
    for path in set(pages) - NO_PERSON:
        address = re.sub(r"\{\w+\}", "7", path)
        assert address_words(address, {}) != address, path


def test_each_request_of_a_program_is_in_words(ask: Ask) -> None:
    document = ask("GET", "/api/v1/openapi.json").json()
    requests = [
        f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
    ]
    assert len(requests) > 10
    for request in requests:
        address = re.sub(r"\{\w+\}", "7", request)
        assert not address_words(address, {7: "Dora"}).startswith(("GET", "POST", "DELETE")), request
    assert address_words("GET /api/v1/people/7/fhir", {7: "Dora"}).endswith(": Dora")
    assert address_words("GET /api/v1/people/8/fhir", {7: "Dora"}).endswith("a deleted person, number 8")
    assert address_words("GET /api/v2/people", {}) == "GET /api/v2/people"
