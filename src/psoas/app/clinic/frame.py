"""The frame of the clinic's pages: plain HTML, which works without scripts; one keeps a form from being sent twice."""

from typing import Any, Final

from starlette.responses import HTMLResponse

from psoas.app.markup import filled
from psoas.clinic import Asker, role_words
from psoas.words import N_, _

PLACES: Final = {
    "owner": {
        "/accounts": N_("Accounts"),
        "/assignments": N_("Who sees whom"),
        "/tokens": N_("Programs"),
        "/trail": N_("Audit trail"),
        "/account": N_("You"),
    },
    "clinician": {"/clients": N_("Clients"), "/tokens": N_("Programs"), "/account": N_("You")},
    "client": {
        "/": N_("Home"),
        "/stretch": N_("Stretch"),
        "/today": N_("Today"),
        "/progress": N_("Progress"),
        "/access": N_("Who sees you"),
        "/trail": N_("Audit trail"),
        "/account": N_("You"),
    },
}
"""The pages in the order of the navigation, by role."""


def page_of(
    template: str, status: int = 200, asker: Asker | None = None, *, title: str, **values: Any
) -> HTMLResponse:
    """Build a page from a template of ``app/pages/clinic``; no cache keeps it.

    Args:
        template: its name without the ending.
        status: of the answer.
        asker: who sees it; the navigation is theirs.
        title: heading of the page.
        values: of the template.
    """
    known = PLACES[asker.role] if asker is not None and asker.state == "signed_in" else {}
    words = filled(
        f"clinic/{template}.html",
        title=title,
        asker=asker,
        places={path: _(word) for path, word in known.items()},
        role_words=role_words(),
        **values,
    )
    return HTMLResponse(words, status, {"cache-control": "no-store"})
