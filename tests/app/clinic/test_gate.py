"""Every route has a rule, and refuses everybody whom its rule does not name; so does the database behind it."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from starlette.websockets import WebSocketDisconnect

from psoas.app.clinic.gate import ANYBODY, MEMBERS, RULES, Gate, path_of
from psoas.app.clinic.server import behind, serve
from psoas.clinic import Attempts, limits
from psoas.clinic.clinic import Clinic
from psoas.clinic.records import ROLES
from psoas.errors import UsageError
from tests.app.clinic.conftest import COOKIE, GUARD, HOST, Ask
from tests.clinic.conftest import WORD, Founded, Member, Members
from tests.clinic.test_rights import PICTURE, fill

assert isinstance(GUARD.app, Gate)
ROUTES: list[BaseRoute] = list(GUARD.app.routes)
"""The real routes, those of NiceGUI among them."""

METHODS = [
    (route, method)
    for route in ROUTES
    if isinstance(route, Route)
    for method in sorted(route.methods or ())
    if method != "HEAD"
]


def filled_path(path: str, members: Members) -> str:
    """A path with numbers of things that are there and not the sender's own."""
    return (
        path.replace("{account}", str(members.cleo.id))
        .replace("{person}", str(members.emil.person))
        .replace("{secret}", "unknown")
        .replace("{token}", "1")
        .replace("{job}", "unknown")
    )


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert {path_of(route) for route in ROUTES} == set(RULES)


def test_a_route_without_a_rule_keeps_the_server_from_starting() -> None:
    more = [*ROUTES, Route("/new", lambda request: None)]
    with pytest.raises(ValueError, match="routes without a rule: /new"):
        Gate(None, more, None, "")  # type: ignore[arg-type]


def test_nobody_gets_more_than_signing_in_and_invitations() -> None:
    open_to_all = {path for path, who in RULES.items() if who == ANYBODY}
    assert open_to_all == {
        "/api",
        "/api/v1/openapi.json",
        "/home",
        "/people",
        "/static",
        "/sign-in",
        "/sign-out",
        "/invitation/{secret}",
    }


def test_what_is_refused_to_whom(ask: Callable[..., Any], members: Members, clinic: Clinic) -> None:
    """One test for all routes and roles, for a clinic takes a while to make."""
    half = Member(members.ben.id, "", clinic.sign_in(members.ben.email, WORD))
    fay = clinic.redeem(clinic.invite(members.anna.secret, "fay@example.org", "Fay", "clinician"), WORD)
    standings: dict[str, Member | None] = {
        "nobody": None,
        "half": half,
        "set_up": Member(0, "", fay),
        **{role: members.of(role) for role in ROLES},
    }
    before = clinic.accounts(members.anna.secret), clinic.people(members.anna.secret)
    counted = 0
    for route, method in METHODS:
        path = path_of(route)
        for standing, member in standings.items():
            if standing in RULES[path]:
                continue
            counted += 1
            answer = ask(method, filled_path(route.path, members), member, typed="Emil")
            where = (path, method, standing)
            if path.startswith("/api/"):  # a cookie opens nothing there
                assert (*where, answer.status_code) == (*where, 401)
                assert answer.headers["content-type"] == "application/problem+json"
            elif (path, standing) == ("/", "owner"):
                assert answer.headers["location"] == "/home"
            elif standing in MEMBERS:
                assert (*where, answer.status_code) == (*where, 403)
            else:
                assert (*where, answer.status_code) == (*where, 303)
                assert answer.headers["location"] in ("/sign-in", "/code", "/account/second-factor")
            assert "Emil" not in answer.text
            assert "cleo@" not in answer.text
    assert counted > 150
    assert (clinic.accounts(members.anna.secret), clinic.people(members.anna.secret)) == before


def test_one_s_own_routes_refuse_what_is_another_s(
    ask: Callable[..., Any], members: Members, clinic: Clinic
) -> None:
    emil, cleo = members.emil.person, members.cleo.id
    for member, path, form in (
        (members.ben, f"/clients/{emil}/invite", {"email": "x@example.org"}),
        (members.ben, f"/clients/{emil}/leave", {}),
        (members.dora, f"/access/{cleo}/end", {}),
    ):
        assert ask("POST", path, member, **form).status_code == 400
    assert clinic.people(members.cleo.secret)[0].clinicians == (cleo,)
    assert "Emil" not in ask("GET", "/clients", members.ben).text
    assert "Cleo" not in ask("GET", "/access", members.dora).text
    assert "Cleo" not in ask("GET", "/trail", members.dora).text


def test_an_unknown_page_says_nothing_to_strangers(ask: Callable[..., Any], members: Members) -> None:
    assert ask("GET", "/nothing").headers["location"] == "/sign-in"
    assert ask("GET", "/nothing", members.dora).status_code == 404
    assert ask("GET", "/accounts/x/end", members.anna).status_code == 404
    assert ask("POST", "/accounts/x/end", members.anna).status_code == 400


def test_requests_of_other_sites_are_refused(outside: TestClient, members: Members) -> None:
    cookie = {"cookie": f"{COOKIE}={members.anna.secret}"}
    path = f"/accounts/{members.cleo.id}/unlock"
    for headers in ({}, {"origin": "http://evil.example"}, {"origin": f"https://{HOST}"}):
        assert outside.post(path, headers={**cookie, **headers}).status_code == 403
    assert outside.get("/accounts", headers={**cookie, "host": "evil.example:8443"}).status_code == 421


@pytest.mark.parametrize("path", ["/live", "/_nicegui_ws/socket.io/?EIO=4&transport=websocket", "/nothing"])
def test_a_socket_is_closed_before_it_opens_for_who_has_no_right(
    outside: TestClient, members: Members, path: str
) -> None:
    own = {"origin": f"http://{HOST}"}
    foreign = {"origin": "http://evil.example", "cookie": f"{COOKIE}={members.dora.secret}"}
    for headers in (own, {**own, "cookie": f"{COOKIE}={members.anna.secret}"}, foreign):
        with pytest.raises(WebSocketDisconnect), outside.websocket_connect(path, headers=headers):
            pass


def test_a_clinician_opens_only_whom_they_see(ask: Callable[..., Any], members: Members) -> None:
    own = ask("POST", f"/clients/{members.dora.person}/open", members.ben, page="/plan")
    assert (own.status_code, own.headers["location"]) == (303, "/plan")
    assert f"psoas_profile={members.dora.person}" in own.headers["set-cookie"]
    other = ask("POST", f"/clients/{members.emil.person}/open", members.ben, page="/plan")
    assert other.status_code == 400
    elsewhere = ask("POST", f"/clients/{members.dora.person}/open", members.ben, page="http://evil.example")
    assert elsewhere.headers["location"] == "/progress"


def test_the_export_is_of_the_asker_s_own_person_whatever_the_cookie_says(
    outside: TestClient, members: Members, clinic: Clinic
) -> None:
    for member, chosen, name in (
        (members.dora, members.emil.person, "Dora"),
        (members.ben, members.emil.person, "Dora"),
        (members.cleo, members.emil.person, "Emil"),
    ):
        cookie = {"cookie": f"{COOKIE}={member.secret}; psoas_profile={chosen}"}
        answer = outside.get("/export.zip", headers=cookie)
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            bundle = Bundle.model_validate_json(archive.read("fhir-r4.json"))
            assert archive.read("README.txt").decode().startswith(f"What psoas keeps of {name}")
        assert json.loads(bundle.model_dump_json())["entry"][0]["resource"]["name"] == [{"text": name}]
    newest = clinic.trail(members.anna.secret, most=1)[0]
    assert (newest.account, newest.subject) == ("Cleo", "/export.zip")


def test_files_and_pictures_are_of_the_asker_s_own_person_whatever_the_cookie_says(
    outside: TestClient, members: Members, clinic: Clinic
) -> None:
    emil = members.emil.person
    _, set_id = fill(clinic.store_of(members.emil.secret, emil, "test"), emil)
    picture = f"/sessions/picture/{set_id}/{PICTURE.number}/start"
    for member, status in ((members.dora, 404), (members.ben, 404), (members.cleo, 200), (members.emil, 200)):
        cookie = {"cookie": f"{COOKIE}={member.secret}; psoas_profile={emil}"}
        assert outside.get(picture, headers=cookie).status_code == status
        sheet = outside.get("/progress/sheet", headers=cookie)
        assert ("Emil" in sheet.text, "Dora" in sheet.text) == (status == 200, status == 404)
    assert outside.get(picture, headers={"cookie": f"psoas_profile={emil}"}).headers["location"] == "/sign-in"


def test_a_clinician_who_has_opened_no_client_gets_no_one_s_file(
    ask: Callable[..., Any], members: Members, clinic: Clinic
) -> None:
    clinic.give_care(members.anna.secret, members.cleo.id, members.dora.person)
    for path in ("/progress/sheet", "/progress/sheet.pdf", "/progress/export.zip"):
        answer = ask("GET", path, members.cleo)
        assert (answer.status_code, answer.headers["location"]) == (307, "/progress")
    assert "open a client under Clients" in ask("GET", "/export.zip", members.cleo).text


@pytest.mark.parametrize(
    "path",
    [
        *("/running?challenge=x", "/offline", "/service-worker.js", "/manifest.webmanifest"),
        *("/people/backup.zip", "/upload", "/reports/1/a"),
    ],
)
def test_what_belongs_to_one_s_own_computer_is_not_in_a_clinic(
    ask: Callable[..., Any], members: Members, path: str
) -> None:
    for member in (members.ben, members.dora):
        assert ask("GET", path, member).status_code == 404


def test_a_session_that_ended_leads_to_signing_in(
    ask: Callable[..., Any], members: Members, founded: Founded
) -> None:
    assert ask("GET", "/clients", members.ben).status_code == 200
    founded.as_root("DELETE FROM clinic.sessions")
    assert ask("GET", "/clients", members.ben).headers["location"] == "/sign-in"


def test_no_answer_is_kept_by_a_cache_and_all_have_the_headers_of_the_guard(
    ask: Callable[..., Any], members: Members
) -> None:
    for path in ("/accounts", "/trail", "/account"):
        answer = ask("GET", path, members.anna)
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"


def test_what_is_mounted_is_files_and_the_socket_of_the_pages() -> None:
    mounted = {path_of(route) for route in ROUTES if isinstance(route, Mount)}
    assert mounted == {"/static", "/_nicegui/static", "/_nicegui_ws"}


def test_an_address_that_guesses_too_often_waits_at_every_way_in(
    ask: Ask, clinic: Clinic, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(GUARD.app, Gate)
    monkeypatch.setattr(GUARD.app, "_attempts", Attempts())
    for number in range(limits()["address_failures"]):
        path = ("/sign-in", f"/invitation/{number}")[number % 2]
        form = {"email": f"{number}@example.org", "password": "wrong"} if path == "/sign-in" else {}
        assert ask("POST", path, **form).status_code in (400, 403)
    for method, path in (("POST", "/sign-in"), ("GET", "/sign-in"), ("GET", "/invitation/one")):
        answer = ask(method, path)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, str(limits()["address_window_s"]))
        assert "Too many attempts" in answer.text
    assert ask("GET", "/clients", members.ben).status_code == 200, "who is signed in goes on"


def test_right_sign_ins_of_one_address_are_not_limited(
    ask: Ask, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(GUARD.app, Gate)
    monkeypatch.setattr(GUARD.app, "_attempts", Attempts())
    for _count in range(limits()["address_failures"] + 5):
        assert ask("POST", "/sign-in", email=members.dora.email, password=WORD).status_code == 303


def test_only_a_named_proxy_is_believed_when_it_says_who_asks(
    outside: TestClient, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(GUARD.app, Gate)

    def fail_often(site: ASGIApp, *addresses: str) -> list[int]:
        monkeypatch.setattr(GUARD.app, "_attempts", Attempts())
        browser = TestClient(site, f"http://{HOST}", client=("10.0.0.9", 50000), follow_redirects=False)
        return [
            browser.post(
                "/sign-in",
                data={"email": "nobody@example.org", "password": "wrong"},
                headers={"origin": f"http://{HOST}", "x-forwarded-for": addresses[number % len(addresses)]},
            ).status_code
            for number in range(limits()["address_failures"] + 1)
        ]

    addresses = ("192.0.2.1", "192.0.2.2")
    assert fail_often(GUARD, *addresses)[-1] == 429, "nobody is believed"
    assert fail_often(behind(["10.0.0.8"], GUARD), *addresses)[-1] == 429, "another proxy is believed"
    assert fail_often(behind(["10.0.0.9"], GUARD), *addresses)[-1] == 403


@pytest.mark.parametrize("word", ["*", "proxy.local", "10.0.0.9/8", ""])
def test_a_proxy_is_named_by_its_address(word: str) -> None:
    with pytest.raises(UsageError, match="no address of a proxy"):
        serve("postgresql://localhost/clinic", None, None, ["clinic.example.org"], [word])
