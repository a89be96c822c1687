"""The way of a clinic in Chromium: first owner, clinician, client, ending access; the pages without a script."""

import re
import subprocess
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from tests.app.clinic.conftest import RunningClinic, Serving
from tests.clinic.conftest import WORD, Founded, Member


def sign_up(page: Page, link: str) -> None:
    """Use an invitation."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_label("The same password again").fill(WORD)
    page.get_by_role("button", name="Make the account").click()


def set_up_second_factor(page: Page) -> str:
    """Set the second factor up; returns its secret."""
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return secret


@pytest.fixture
def fresh(browser: Browser) -> Callable[[], Page]:
    """Opens pages of browsers that share nothing."""
    return lambda: browser.new_context(viewport={"width": 1280, "height": 800}).new_page()


def test_from_the_first_owner_to_a_client_who_ends_an_access(
    serving: Serving,
    founded: Founded,
    fresh: Callable[[], Page],
    assert_accessible: Callable[[Page], None],
) -> None:
    owner, clinician, client = fresh(), fresh(), fresh()
    owner.goto(serving.url)
    assert owner.url.endswith("/sign-in")
    assert_accessible(owner)
    sign_up(owner, f"{serving.url}/invitation/{founded.invitation}")
    assert_accessible(owner)
    set_up_second_factor(owner)
    codes = owner.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    owner.get_by_role("link", name="I have kept them").click()
    owner.get_by_label("Name").fill("Ben")
    owner.get_by_label("E-mail address").fill("ben@example.org")
    owner.get_by_role("button", name="Make a link").click()
    link = owner.locator("code.link").inner_text()

    sign_up(clinician, link)
    set_up_second_factor(clinician)
    clinician.goto(f"{serving.url}/clients")
    clinician.get_by_label("Name").fill("Dora")
    clinician.get_by_role("button", name="Add").click()
    clinician.get_by_label("E-mail address of Dora").fill("dora@example.org")
    clinician.get_by_role("button", name="Invite to an account").click()
    link = clinician.locator("code.link").inner_text()

    sign_up(client, link)
    client.get_by_role("heading", name="Who sees you").wait_for()
    assert client.get_by_text("Ben sees your sessions").count() == 1
    assert_accessible(client)
    client.goto(f"{serving.url}/accounts")
    assert client.get_by_text("Your account has no right to this page").count() == 1
    client.goto(f"{serving.url}/access")
    client.get_by_role("button", name="End the access of Ben").click()
    assert client.get_by_text("Nobody but you sees your data").count() == 1
    clinician.goto(f"{serving.url}/clients")
    assert clinician.get_by_text("You see nobody yet").count() == 1

    owner.goto(f"{serving.url}/assignments")
    owner.get_by_role("button", name="Let them see Dora").click()
    assert owner.get_by_text("Ben sees Dora.").count() == 1
    assert_accessible(owner)
    owner.goto(f"{serving.url}/trail")
    assert owner.get_by_text("no longer sees this person").count() == 1
    assert_accessible(owner)
    owner.get_by_role("button", name="Sign out").click()
    assert owner.url.endswith("/sign-in")
    owner.go_back()
    owner.reload()
    assert owner.url.endswith("/sign-in"), "nothing of before is shown again"

    owner.get_by_label("E-mail address").fill("anna@example.org")
    owner.get_by_label("Password").fill("wrong")
    owner.get_by_role("button", name="Sign in").click()
    assert owner.get_by_role("alert").inner_text().startswith("The address or the password is wrong")
    owner.get_by_label("Password").fill(WORD)
    owner.get_by_role("button", name="Sign in").click()
    owner.get_by_label(re.compile("Code of your authenticator")).fill(codes[0])
    owner.get_by_role("button", name="Go on").click()
    owner.get_by_role("heading", name="Accounts").wait_for()
    (cookie,) = owner.context.cookies()
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")


def test_the_trail_and_the_forms_speak_the_language_of_the_browser(
    serving: Serving, founded: Founded, browser: Browser
) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR").new_page()
    page.goto(f"{serving.url}/invitation/{founded.invitation}")
    for field in page.locator("input[type=password]").all():
        field.fill(WORD)
    page.get_by_role("button", name="Créer le compte").click()
    page.locator("input[name=code]").fill(pyotp.TOTP(page.locator("code").inner_text()).now())
    page.get_by_role("button", name="Le mettre en place").click()
    page.goto(f"{serving.url}/trail")
    row = page.locator("tbody tr", has_text="second facteur configuré")
    assert row.count() == 1
    assert row.get_by_text("compte", exact=True).count() == 1
    assert row.get_by_text("Anna", exact=True).count() == 1
    for path, kind in (("/tokens", "checkbox"), ("/accounts", "radio")):
        page.goto(f"{serving.url}{path}")
        places = page.locator(f"label:has(> input[type={kind}])").evaluate_all(
            """labels => labels.map(one => {
                const words = document.createRange();
                words.selectNodeContents(one.lastChild);
                return words.getBoundingClientRect().left - one.firstElementChild.getBoundingClientRect().right;
            })"""
        )
        assert len(places) > 1
        assert min(places) > 0, "the words stand beside their box, not below it"


def test_dangerous_buttons_want_the_name(
    running_clinic: RunningClinic, enter: Callable[[Member], Page]
) -> None:
    page, serving = enter(running_clinic.anna), running_clinic.serving
    page.goto(f"{serving.url}/accounts")
    page.get_by_text("Change Anna").click()
    page.get_by_label("Write anna@example.org to end").fill("ben@example.org")
    page.get_by_role("button", name="End the account").click()
    assert page.get_by_text("does not match; nothing was changed").count() == 1
    page.goto(f"{serving.url}/accounts")
    page.get_by_text("Change Anna").click()
    page.get_by_label("Write anna@example.org to end").fill(" Anna@Example.org ")
    page.get_by_role("button", name="End the account").click()
    assert page.get_by_text("The last owner stays one").count() == 1


def test_other_machines_are_not_served_without_a_certificate(running_clinic: RunningClinic) -> None:
    url = running_clinic.serving.url
    port = url.rpartition(":")[2]
    listening = subprocess.run(
        ["ss", "-Htln", f"sport = :{port}"], capture_output=True, text=True, check=False
    )
    if listening.returncode == 0 and listening.stdout:
        assert f"127.0.0.1:{port}" in listening.stdout
        assert f"0.0.0.0:{port}" not in listening.stdout
    assert url.startswith("http://127.0.0.1:")
