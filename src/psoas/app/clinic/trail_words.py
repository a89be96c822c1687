"""The words of the audit trail in the language of now. The trail itself keeps them in English, as they were written."""

import re
from typing import Final

from psoas.words import N_, NC_, _, pgettext

ACTIONS: Final = {
    "account": NC_("in the audit trail", "account"),
    "care": NC_("in the audit trail", "care"),
    "change": NC_("in the audit trail", "change"),
    "delete": NC_("in the audit trail", "delete"),
    "insert": NC_("in the audit trail", "insert"),
    "invite": NC_("in the audit trail", "invite"),
    "read": NC_("in the audit trail", "read"),
    "refused": NC_("in the audit trail", "refused"),
    "remove": NC_("in the audit trail", "remove"),
    "sign in": NC_("in the audit trail", "sign in"),
    "sign out": NC_("in the audit trail", "sign out"),
    "token": NC_("in the audit trail", "token"),
    "update": NC_("in the audit trail", "update"),
}
SUBJECTS: Final = tuple(
    (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(words))), words)
    for words in (
        N_("account {account} added this person"),
        N_("account {account} becomes {role}"),
        N_("account {account} ended"),
        N_("account {account} no longer sees this person"),
        N_("account {account} renamed"),
        N_("account {account} sees this person"),
        N_("account {account} unlocked"),
        N_("all that was kept of this person"),
        N_("client"),
        N_("clinician"),
        N_("invitation used"),
        N_("locked"),
        N_("names of people"),
        N_("new link for account {account}"),
        N_("owner"),
        N_("password changed"),
        N_("password right"),
        N_("second factor set up"),
        N_("signed in"),
        N_("signed in by a recovery code"),
        N_("token {name}: asks too often"),
        N_("token {name} ended"),
        N_("token {name} made"),
        N_("unknown address"),
        N_("wrong code"),
        N_("wrong password"),
    )
)
"""What the database writes; anything else is the name of a page, a table or a request, and stays as it is."""


def action_words(action: str) -> str:
    """What was done."""
    return pgettext("in the audit trail", ACTIONS[action]) if action in ACTIONS else action


def subject_words(subject: str) -> str:
    """What it was done to."""
    for pattern, words in SUBJECTS:
        if found := pattern.fullmatch(subject):
            values = {
                name: _(value) if name == "role" else value for name, value in found.groupdict().items()
            }
            return _(words, **values)
    return subject
