"""Signing in, the second factor, invitations, and one's own account."""

from typing import Any, Final

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from psoas.app.clinic.forms import (
    asker_of,
    field,
    form_page,
    guarded,
    in_hash_thread,
    in_thread,
    onward,
    visitor_of,
)
from psoas.app.clinic.frame import page_of
from psoas.app.clinic.gate import WAYS_IN
from psoas.clinic import SAYS, Clinic, limits, totp_address
from psoas.errors import PsoasError, UsageError
from psoas.words import _

HOME: Final = WAYS_IN | {"owner": "/accounts", "clinician": "/clients", "client": "/access"}
"""Where ``/home`` leads, by role or state."""


class OwnPages:
    """Pages that everybody has.

    Attributes:
        cookie: name of the cookie of the session.
    """

    def __init__(self, clinic: Clinic, cookie: str) -> None:
        self._clinic, self.cookie = clinic, cookie

    def routes(self) -> list[Route]:
        """Give the routes of the pages."""
        both = ["GET", "POST"]
        return [
            Route("/home", guarded(self.home), methods=["GET"]),
            Route("/people", guarded(self.home), methods=["GET"]),
            Route("/sign-in", guarded(self.sign_in), methods=both),
            Route("/code", guarded(self.code), methods=both),
            Route("/sign-out", guarded(self.sign_out), methods=["POST"]),
            Route("/invitation/{secret}", guarded(self.invitation), methods=both),
            Route("/account", guarded(self.account), methods=["GET"]),
            Route("/account/password", guarded(self.password), methods=["POST"]),
            Route("/account/second-factor", guarded(self.second_factor), methods=both),
        ]

    async def home(self, request: Request) -> Response:
        """Lead to the first page of whoever comes."""
        return onward(HOME[visitor_of(request).standing])

    async def sign_in(self, request: Request) -> Response:
        """Ask for address and password."""
        if request.method == "GET":
            return form_page("sign_in", _("Sign in"), email="")
        email, password = await field(request, "email"), await field(request, "password")
        try:
            secret = await in_hash_thread(self._clinic.sign_in, email, password)
        except PsoasError as error:
            return form_page("sign_in", _("Sign in"), error, email=email)
        return self._let_in(secret, "/home")

    async def code(self, request: Request) -> Response:
        """Ask for the second factor."""
        if request.method == "GET":
            return form_page("code", _("Your code"))
        try:
            secret = await in_thread(
                self._clinic.give_code, visitor_of(request).secret, await field(request, "code")
            )
        except PsoasError as error:
            return form_page("code", _("Your code"), error)
        return self._let_in(secret, "/home")

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        if secret := visitor_of(request).secret:
            await in_thread(self._clinic.sign_out, secret)
        answer = onward("/sign-in")
        answer.delete_cookie(self.cookie, path="/", secure=True, httponly=True, samesite="strict")
        return answer

    async def invitation(self, request: Request) -> Response:
        """Show who is invited, and make the account with the password that they choose."""
        given = request.path_params["secret"]
        known = await in_thread(self._clinic.invitation, given)
        if known is None:
            raise UsageError(_(SAYS["no_invitation"]))
        email, name, role = known
        values: dict[str, Any] = {
            "email": email,
            "name": name,
            "role": role,
            "least": limits()["shortest_password"],
        }
        if request.method == "GET":
            return form_page("invitation", _("Welcome"), **values)
        try:
            password = await _new_password(request)
            secret = await in_hash_thread(self._clinic.redeem, given, password)
        except PsoasError as error:
            return form_page("invitation", _("Welcome"), error, **values)
        return self._let_in(secret, "/home")

    async def account(self, request: Request) -> Response:
        """Show one's own account."""
        asker = asker_of(request)
        return page_of("account", 200, asker, title=_("You"), least=limits()["shortest_password"])

    async def password(self, request: Request) -> Response:
        """Change the password."""
        old, new = await field(request, "old"), await _new_password(request)
        await in_hash_thread(self._clinic.change_password, visitor_of(request).secret, old, new)
        return onward("/account")

    async def second_factor(self, request: Request) -> Response:
        """Set the second factor up, and show the recovery codes once."""
        asker, secret = asker_of(request), visitor_of(request).secret
        error = None
        if request.method == "POST":
            try:
                codes = await in_thread(
                    self._clinic.confirm_second_factor, secret, await field(request, "code")
                )
                renewed = await in_thread(self._clinic.who, secret)
                return page_of("recovery_codes", 200, renewed, title=_("Recovery codes"), codes=codes)
            except UsageError as wrong:
                error = wrong
        totp = await in_thread(self._clinic.propose_second_factor, secret)
        picture = segno.make(totp_address(totp, asker.email)).svg_inline(
            scale=5, border=4, dark="#000", light="#fff"
        )
        shown = {"secret": totp, "picture": Markup(picture)}
        return form_page("second_factor", _("Second factor"), error, asker, **shown)

    def _let_in(self, secret: str, path: str) -> Response:
        answer = onward(path)
        answer.set_cookie(self.cookie, secret, path="/", secure=True, httponly=True, samesite="strict")
        return answer


async def _new_password(request: Request) -> str:
    """The new password of a form, which has it twice."""
    new, again = await field(request, "new"), await field(request, "again")
    if new != again:
        raise UsageError(_("The two passwords are not the same; write it again."))
    return new
