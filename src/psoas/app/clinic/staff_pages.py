"""Pages of owners and clinicians: accounts, who sees whom, clients; and of clients: who sees them."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from psoas.app.clinic.forms import asker_of, field, guarded, in_thread, number, onward, visitor_of
from psoas.app.clinic.frame import page_of
from psoas.app.who import PERSON_COOKIE
from psoas.clinic import (
    ROLES,
    SAYS,
    Clinic,
    PersonName,
    Role,
    plain_address,
)
from psoas.errors import UsageError
from psoas.words import _, date_words

PERSON_PAGES = ("/", "/today", "/progress", "/sessions", "/plan", "/export.zip")
"""Pages about one person, which a clinician opens from the list of clients."""

CLIENT: Role = "client"


class StaffPages:
    """Pages by which a clinic is run.

    Attributes:
        address: of the server, such as ``https://clinic.local:8443``; links of invitations begin with it.
    """

    def __init__(self, clinic: Clinic, address: str) -> None:
        self._clinic, self.address = clinic, address

    def routes(self) -> list[Route]:
        """Give the routes of the pages."""
        seen = {
            "/accounts": self.accounts,
            "/accounts/{account}": self.account,
            "/assignments": self.assignments,
            "/clients": self.clients,
            "/access": self.access,
        }
        sent = {
            "/accounts/invite": self.invite,
            "/accounts/{account}/change": self.change_account,
            "/accounts/{account}/end": self.end_account,
            "/accounts/{account}/unlock": self.unlock,
            "/accounts/{account}/link": self.link,
            "/assignments/give": self.give_care,
            "/assignments/end": self.end_care,
            "/assignments/{person}/remove": self.remove_person,
            "/clients/add": self.add_client,
            "/clients/{person}/invite": self.invite_client,
            "/clients/{person}/open": self.open_client,
            "/clients/{person}/leave": self.leave_client,
            "/access/{account}/end": self.end_access,
        }
        shown = [Route(path, guarded(handler), methods=["GET"]) for path, handler in seen.items()]
        return shown + [Route(path, guarded(handler), methods=["POST"]) for path, handler in sent.items()]

    async def accounts(self, request: Request) -> Response:
        """Show all accounts."""
        asker = asker_of(request)
        listed = await in_thread(self._clinic.accounts, visitor_of(request).secret)
        return page_of("accounts", 200, asker, title=_("Accounts"), accounts=listed)

    async def account(self, request: Request) -> Response:
        """Show one account, and what can be done with it."""
        listed = await in_thread(self._clinic.accounts, visitor_of(request).secret)
        number_of = await number(request, "account")
        known = next((one for one in listed if one.id == number_of and not one.ended), None)
        if known is None:
            raise UsageError(_(SAYS["no_account"]))
        return page_of("account_of", 200, asker_of(request), title=known.name, account=known)

    async def change_account(self, request: Request) -> Response:
        """Give an account another name or role."""
        account, role = await number(request, "account"), await field(request, "role")
        chosen: Role = next((one for one in ROLES if one == role), CLIENT)
        values = account, await field(request, "name"), chosen
        await in_thread(self._clinic.change_account, visitor_of(request).secret, *values)
        return onward("/accounts")

    async def invite(self, request: Request) -> Response:
        """Invite an owner or a clinician."""
        role: Role = "owner" if await field(request, "role") == "owner" else "clinician"
        values = await field(request, "email"), await field(request, "name"), role
        return self._link_page(
            request, await in_thread(self._clinic.invite, visitor_of(request).secret, *values)
        )

    async def link(self, request: Request) -> Response:
        """Make a new link for an account."""
        account = await number(request, "account")
        secret = await in_thread(self._clinic.invite_again, visitor_of(request).secret, account)
        return self._link_page(request, secret)

    async def end_account(self, request: Request) -> Response:
        """End an account, once its address was written to confirm."""
        secret, account = visitor_of(request).secret, await number(request, "account")
        listed = await in_thread(self._clinic.accounts, secret)
        known = next((one.email for one in listed if one.id == account), "")
        _check_typed(plain_address(await field(request, "typed")), known)
        await in_thread(self._clinic.end_account, secret, account)
        return onward("/accounts")

    async def unlock(self, request: Request) -> Response:
        """Unlock an account."""
        await in_thread(self._clinic.unlock, visitor_of(request).secret, await number(request, "account"))
        return onward("/accounts")

    async def assignments(self, request: Request) -> Response:
        """Show which clinician sees whom."""
        asker, secret = asker_of(request), visitor_of(request).secret
        people = await in_thread(self._clinic.people, secret)
        staff = [
            one
            for one in await in_thread(self._clinic.accounts, secret)
            if one.role == "clinician" and not one.ended
        ]
        return page_of("assignments", 200, asker, title=_("Who sees whom"), people=people, staff=staff)

    async def give_care(self, request: Request) -> Response:
        """Let a clinician see a person."""
        values = await number(request, "account"), await number(request, "person")
        await in_thread(self._clinic.give_care, visitor_of(request).secret, *values)
        return onward("/assignments")

    async def end_care(self, request: Request) -> Response:
        """End that a clinician sees a person."""
        values = await number(request, "account"), await number(request, "person")
        await in_thread(self._clinic.end_care, visitor_of(request).secret, *values)
        return onward("/assignments")

    async def remove_person(self, request: Request) -> Response:
        """Delete a person on request, once the name was written to confirm."""
        secret, person = visitor_of(request).secret, await number(request, "person")
        known = await self._name_of(secret, person)
        _check_typed(await field(request, "typed"), known.name)
        await in_thread(self._clinic.remove_person, secret, person)
        return onward("/assignments")

    async def clients(self, request: Request) -> Response:
        """Show the people whom the clinician sees."""
        people = await in_thread(self._clinic.people, visitor_of(request).secret)
        return page_of("clients", 200, asker_of(request), title=_("Clients"), people=people)

    async def add_client(self, request: Request) -> Response:
        """Add a person."""
        await in_thread(self._clinic.add_person, visitor_of(request).secret, await field(request, "name"))
        return onward("/clients")

    async def invite_client(self, request: Request) -> Response:
        """Invite a person to an account of their own."""
        secret, person = visitor_of(request).secret, await number(request, "person")
        known = await self._name_of(secret, person)
        email, role = await field(request, "email"), CLIENT
        link = await in_thread(self._clinic.invite, secret, email, known.name, role, person)
        return self._link_page(request, link)

    async def open_client(self, request: Request) -> Response:
        """Show a page of the coach for a person whom the clinician sees."""
        person = await self._name_of(visitor_of(request).secret, await number(request, "person"))
        wanted = await field(request, "page")
        answer = onward(wanted if wanted in PERSON_PAGES else "/progress")
        answer.set_cookie(PERSON_COOKIE, str(person.id), path="/", secure=True, samesite="strict")
        return answer

    async def leave_client(self, request: Request) -> Response:
        """End that one sees a person."""
        person = await number(request, "person")
        await in_thread(self._clinic.end_care, visitor_of(request).secret, asker_of(request).id, person)
        return onward("/clients")

    async def access(self, request: Request) -> Response:
        """Show a client who sees them."""
        asker = asker_of(request)
        person = asker.profile_id or 0
        carers = await in_thread(self._clinic.carers, visitor_of(request).secret, person)
        rows = [{"id": one.id, "name": one.name, "day": date_words(one.since, "d MMM y")} for one in carers]
        return page_of("access", 200, asker, title=_("Who sees you"), carers=rows)

    async def end_access(self, request: Request) -> Response:
        """End that a clinician sees the client who asks."""
        account, person = await number(request, "account"), asker_of(request).profile_id or 0
        await in_thread(self._clinic.end_care, visitor_of(request).secret, account, person)
        return onward("/access")

    async def _name_of(self, secret: str, person: int) -> PersonName:
        people = await in_thread(self._clinic.people, secret)
        known = next((one for one in people if one.id == person), None)
        if known is None:
            raise UsageError(_(SAYS["no_person"]))
        return known

    def _link_page(self, request: Request, secret: str) -> Response:
        link = f"{self.address}/invitation/{secret}"
        return page_of("link", 200, asker_of(request), title=_("A link that works once"), link=link)


def _check_typed(typed: str, known: str) -> None:
    if not known or typed.strip() != known:
        raise UsageError(_("What you wrote to confirm does not match; nothing was changed."))
