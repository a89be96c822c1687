"""The frame of the clinic's pages: plain HTML, which works without scripts."""

from typing import Any, Final

from starlette.responses import HTMLResponse

from psoas.app.markup import filled
from psoas.clinic import Asker

PLACES: Final = {
    "owner": {
        "/accounts": "Accounts",
        "/assignments": "Who sees whom",
        "/trail": "Audit trail",
        "/account": "You",
    },
    "clinician": {"/clients": "Clients", "/account": "You"},
    "client": {
        "/": "Home",
        "/stretch": "Stretch",
        "/today": "Today",
        "/progress": "Progress",
        "/access": "Who sees you",
        "/trail": "Audit trail",
        "/account": "You",
    },
}
"""The pages in the order of the navigation, by role."""

ROLE_WORDS: Final = {"owner": "Owner", "clinician": "Clinician", "client": "Client"}


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
    places = PLACES[asker.role] if asker is not None and asker.state == "signed_in" else {}
    words = filled(
        f"clinic/{template}.html", title=title, asker=asker, places=places, role_words=ROLE_WORDS, **values
    )
    return HTMLResponse(words, status, {"cache-control": "no-store"})
