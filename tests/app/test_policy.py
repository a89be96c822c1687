"""Only scripts of the coach's own run in its pages: those of its files, and those that carry the answer's own word."""

import re
import urllib.request

from tests.app.conftest import OpenPage, Served

NONCE = re.compile(r"'nonce-([\w-]{20,})'")


def page_of(served: Served) -> tuple[str, str]:
    """The nonce of the policy, and the page."""
    with urllib.request.urlopen(f"{served.url}/people", timeout=20) as answer:
        (nonce,) = NONCE.findall(answer.headers["content-security-policy"])
        return nonce, answer.read().decode()


def test_every_script_of_a_page_carries_the_word_of_its_answer(coach_server: Served) -> None:
    (first, page), (second, _) = page_of(coach_server), page_of(coach_server)
    assert first != second
    scripts = re.findall(r"<script[^>]*>", page)
    inline = [one for one in scripts if " src=" not in one]
    assert len(inline) >= 4
    assert all(f'nonce="{first}"' in one for one in inline)


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
