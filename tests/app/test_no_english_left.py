"""The coach's pages in another language hold no English that is not the title of a source or somebody's name."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from psoas.findings import load_safety
from psoas.plan.records import Profile, Screening
from psoas.words import Language, read_catalogue
from tests.app.conftest import Served
from tests.clinic.test_rights import fill
from tests.words.catalogues import TRANSLATED

PAGES = (
    *("/", "/stretch", "/stretch?answers=1", "/today", "/progress", "/sessions", "/plan"),
    *("/body", "/evidence", "/people", "/nowhere"),
)
SPOKEN = ("aria-label", "aria-description", "title", "placeholder", "alt", "label", "hint")
"""Attributes that a person reads or hears."""
ENGLISH = re.compile(r"\b(the|and|of|with|your|you|which|that|from|are|is)\b")
"""Words that no sentence of the other languages has."""
NO_WORDS = (
    "Bogduk, Pearcy and Hadfield",
    "Middag and Harmer",
    "/psoas.db",
    "/reports",
    "The message is too large",  # of NiceGUI, which shows it when a page breaks a limit of its own
)
"""What stands in texts as it is: names, and paths of the tests."""
PLAIN = re.compile(r"<(script|style|noscript)\b.*?</\1>|<[^>]*>", re.DOTALL)


def texts_of(html: str) -> Iterator[str]:
    """What a person can read or hear in HTML, a text at a time."""
    for name in SPOKEN:
        yield from map(unescape, re.findall(rf'\b{name}="([^"]*)"', html))
    yield from (unescape(part) for part in PLAIN.sub("\n", html).split("\n"))


def spoken(page: str) -> Iterator[str]:
    """The texts of a page: of its frame, and of the elements that NiceGUI makes of the rest."""
    found = re.search(r"parseElements\(String.raw`(.*?)`\)", page, re.DOTALL)
    assert found is not None
    elements = found[1]
    for sign, letter in (("&#36;", "$"), ("&#96;", "`"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")):
        elements = elements.replace(sign, letter)
    yield from texts_of(page.replace(found[0], ""))
    for one in json.loads(elements).values():
        props: dict[str, Any] = one.get("props", {})
        yield from texts_of(props.get("innerHTML") or "")
        yield from (str(props[name]) for name in SPOKEN if name in props)
        yield one.get("text") or ""


def asked(served: Served, path: str, who: Profile, language: str) -> str:
    """The HTML of a page."""
    headers = {"accept-language": language, "cookie": f"psoas_profile={who.id}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(served.url + path, headers=headers)) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_has_english_left(coach_server: Served, person: Profile, language: Language) -> None:
    """Of one person who has answered that signs are true of them, and of another who was never asked."""
    before, ask, _now = load_safety().notices
    with coach_server.open_store() as store:
        fill(store, person.id)
        store.save_screening(person.id, Screening(datetime.now(UTC), (*before.flags, *ask.flags)))
        new = store.add_profile(f"Nova {language}")
    english = {
        key[1].casefold(): texts
        for key, texts in read_catalogue(language).items()
        if " " in key[1] and key[1].casefold() != texts[0].casefold()
    }
    found, count = set(), 0
    for who, paths in ((person, PAGES), (new, ("/", "/stretch"))):
        for path in paths:
            for text in spoken(asked(coach_server, path, who, language)):
                words, count = " ".join(text.split()), count + 1
                if (
                    words.rstrip(".:").casefold() in english
                    or words.casefold() in english
                    or (ENGLISH.search(words) and not any(name in words for name in NO_WORDS))
                ):
                    found.add((path, words))
    assert count > 2000
    assert found == set()
