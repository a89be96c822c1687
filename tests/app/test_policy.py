"""Only scripts and styles of the coach's own count in its pages: its files, and those with the answer's own word."""

import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page

from psoas.app.guard import OF_DOCUMENT
from psoas.app.shell import PLACES, TRAINERS
from tests.app.conftest import OpenPage, Served

NONCE = re.compile(r"'nonce-([\w-]{20,})'")


def page_of(served: Served) -> tuple[str, str]:
    """The nonce of the policy, and the page."""
    with urllib.request.urlopen(f"{served.url}/people", timeout=20) as answer:
        (nonce,) = set(NONCE.findall(answer.headers["content-security-policy"]))
        return nonce, answer.read().decode()


def test_every_script_and_style_of_a_page_carries_the_word_of_its_answer(coach_server: Served) -> None:
    (first, page), (second, _) = page_of(coach_server), page_of(coach_server)
    assert first != second
    for kind, least in {"script": 4, "style": 3}.items():
        inline = [one for one in re.findall(f"<{kind}[^>]*>", page) if " src=" not in one]
        assert len(inline) >= least
        assert all(f'nonce="{first}"' in one for one in inline)
    assert " style=" not in page.partition("<script")[0]


def test_a_script_that_was_put_into_a_page_does_not_run(open_page: OpenPage) -> None:
    page = open_page("/people", errors=("Content Security Policy",))
    page.evaluate("""() => {
        const box = document.createElement("div");
        box.innerHTML = '<img src="data:image/png;base64,AA" onerror="window.ran = 1">'
            + '<a href="javascript:window.ran = 2" id="trap">a</a>';
        document.body.append(box);
        const script = document.createElement("script");
        script.textContent = "window.ran = 3";
        document.body.append(script);
        document.querySelector("#trap").click();
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None


def test_a_style_that_was_put_into_a_page_does_nothing(open_page: OpenPage) -> None:
    page = open_page("/people", errors=("Content Security Policy",))
    place = page.evaluate("""() => {
        const box = document.createElement("div");
        box.innerHTML = '<style>h1 { position: fixed }</style><p id="put" style="position: fixed">a</p>';
        document.body.append(box);
        return ["h1", "#put"].map((one) => getComputedStyle(document.querySelector(one)).position);
    }""")
    assert place == ["static", "static"]


def refusals(page: Page) -> list[Any]:
    """What the policy of a page refused so far."""
    return list(page.evaluate("window.refusals"))


def watch(page: Page) -> None:
    """Keep what the policy refuses from the first moment on."""
    page.add_init_script("""
        window.refusals = [];
        document.addEventListener("securitypolicyviolation",
            (one) => window.refusals.push([one.effectiveDirective, one.blockedURI, one.sample]));
    """)


def test_the_policy_refuses_nothing_that_a_page_needs(open_page: OpenPage, coach_server: Served) -> None:
    page = open_page("/people", before=watch)
    for path in (*PLACES, *TRAINERS, "/sessions", "/compare", "/homework"):
        page.goto(f"{coach_server.url}{path}")
        page.wait_for_function("window.socket?.connected && document.querySelector('#main h1')")
        page.wait_for_timeout(200)
        assert refusals(page) == [], path


def test_a_page_that_is_one_file_has_its_styles_and_runs_no_script(
    open_page: OpenPage, coach_server: Served
) -> None:
    page = open_page("/progress")
    answer = page.request.get(f"{coach_server.url}/progress/sheet")
    assert answer.headers["content-security-policy"] == OF_DOCUMENT["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    watch(page)
    page.goto(f"{coach_server.url}/progress/sheet")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert refusals(page) == []


def test_a_refusal_is_shown_with_its_style(coach_server: Served) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{coach_server.url}/people?{'x' * 10_000}", timeout=20)
    (nonce,) = set(NONCE.findall(refused.value.headers["content-security-policy"]))
    assert f'<style nonce="{nonce}">' in refused.value.read().decode()
