"""Every route has a rule, and refuses everybody whom its rule does not name; so does the database behind it."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route

from psoas.app.clinic.gate import ANYBODY, MEMBERS, RULES, Gate, path_of
from psoas.app.clinic.server import routes_of
from psoas.clinic.clinic import Clinic
from psoas.clinic.records import ROLES
from tests.app.clinic.conftest import COOKIE, HOST
from tests.clinic.conftest import WORD, Founded, Member, Members

ROUTES: list[BaseRoute] = routes_of(None, "", "")  # type: ignore[arg-type]
"""The routes of the site itself; none of them uses the clinic before a request comes."""

METHODS = [
    (path_of(route), method)
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
    )


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert {path_of(route) for route in ROUTES} == set(RULES)


def test_a_route_without_a_rule_keeps_the_server_from_starting() -> None:
    more = [*ROUTES, Route("/new", lambda request: None)]
    with pytest.raises(ValueError, match="routes without a rule: /new"):
        Gate(None, more, None, "")  # type: ignore[arg-type]


def test_nobody_gets_more_than_signing_in_and_invitations() -> None:
    open_to_all = {path for path, who in RULES.items() if who == ANYBODY}
    assert open_to_all == {"/", "/static", "/sign-in", "/sign-out", "/invitation/{secret}"}


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
    for path, method in METHODS:
        for standing, member in standings.items():
            if standing in RULES[path]:
                continue
            counted += 1
            answer = ask(method, filled_path(path, members), member, typed="Emil")
            where = (path, method, standing)
            if standing in MEMBERS:
                assert (*where, answer.status_code) == (*where, 403)
            else:
                assert (*where, answer.status_code) == (*where, 303)
                assert answer.headers["location"] in ("/sign-in", "/code", "/account/second-factor")
            assert "Emil" not in answer.text
            assert "cleo@" not in answer.text
    assert counted > 80
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
    assert ask("GET", "/accounts/x/end", members.anna).status_code in (400, 404, 405)
    assert ask("POST", "/accounts/x/end", members.anna).status_code == 400


def test_requests_of_other_sites_are_refused(
    ask: Callable[..., Any], clinic: Clinic, members: Members
) -> None:
    from starlette.testclient import TestClient

    from psoas.app.clinic.server import built_clinic

    app = built_clinic(clinic, "", 8443, ["127.0.0.1"], tls=False)
    with TestClient(app, f"http://{HOST}", client=("10.0.0.9", 50000)) as client:
        cookie = {"cookie": f"{COOKIE}={members.anna.secret}"}
        path = f"/accounts/{members.cleo.id}/unlock"
        for headers in ({}, {"origin": "http://evil.example"}, {"origin": f"https://{HOST}"}):
            assert client.post(path, headers={**cookie, **headers}).status_code == 403
        assert client.get("/accounts", headers={**cookie, "host": "evil.example:8443"}).status_code == 421


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


def test_mounts_are_files_only() -> None:
    assert [route.path for route in ROUTES if isinstance(route, Mount)] == ["/static"]
