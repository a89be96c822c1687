"""The pages about tokens: who sees which, what is shown once, and the page of the interface without another host."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import COOKIE, RunningClinic, ask
from tests.app.clinic_api.conftest import Program
from tests.clinic.conftest import Members

__all__ = ["ask"]


def test_a_token_is_made_shown_once_and_ended(
    ask: Callable[..., Any], members: Members, clinic: Clinic, program: Program
) -> None:
    form = {"name": "Gait <lab>", "scope": "check", "days": "30"}
    made = ask("POST", "/tokens/make", members.ben, **form)
    (token,) = re.findall(r"psoas_[\w-]{43}", made.text)
    assert made.headers["cache-control"] == "no-store"
    assert program("GET", "/token", token).json()["name"] == "Gait <lab>"
    page = ask("GET", "/tokens", members.ben)
    assert token not in page.text
    assert "Gait &lt;lab&gt;" in page.text
    assert "Read the data of the clients" in page.text
    assert "Gait" not in ask("GET", "/tokens", members.cleo).text
    of_owner = ask("GET", "/tokens", members.anna).text
    assert "Of Ben." in of_owner
    assert "Read the data of the clients" not in of_owner
    assert ask("GET", "/tokens", members.dora).status_code == 403
    (listed,) = clinic.tokens.listed(members.ben.secret)
    assert ask("POST", f"/tokens/{listed.id}/end", members.cleo).status_code == 400
    assert ask("POST", f"/tokens/{listed.id}/end", members.ben).status_code == 303
    assert program("GET", "/token", token).status_code == 401
    wrong = ask("POST", "/tokens/make", members.ben, name='Lab "2"', days="90")
    assert wrong.status_code == 400
    assert 'value="Lab &#34;2&#34;"' in wrong.text, "what was written is not lost"
    assert 'value="90" selected' in wrong.text
    assert ask("POST", "/tokens/make", members.anna, name="x", scope="people", days="30").status_code == 403
    assert ask("POST", "/tokens/make", members.ben, **form | {"days": "3650"}).status_code == 400


def test_the_navigation_knows_the_page_in_each_language(outside: TestClient, members: Members) -> None:
    for language, title in (("en", "Programs"), ("de", "Programme")):
        headers = {"cookie": f"{COOKIE}={members.ben.secret}", "accept-language": language}
        assert (
            f'<a href="/tokens" aria-current=page>{title}</a>' in outside.get("/tokens", headers=headers).text
        )


def test_the_pages_in_a_browser(
    running_clinic: RunningClinic,
    browser: Browser,
    assert_accessible: Callable[[Page], None],
) -> None:
    serving, members = running_clinic.serving, running_clinic.members()
    port = serving.url.rpartition(":")[2]
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": f"psoas_clinic_{port}", "value": members.ben.secret, "url": serving.url}])
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{serving.url}/tokens")
    page.get_by_label("Name of the program").fill("Gait lab")
    page.get_by_label("Check recordings that it sends").check()
    page.get_by_label("Valid for").select_option("90")
    assert_accessible(page)
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("heading", name="Your new token").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_role("button", name="End the token Gait lab").wait_for()
    assert_accessible(page)
    page.goto(f"{serving.url}/api")
    page.get_by_role("heading", name="POST /api/v1/check").wait_for()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "nothing sticks out on a phone"
    )
    assert hosts == {f"127.0.0.1:{port}"}
