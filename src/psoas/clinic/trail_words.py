"""The words of the audit trail in the language of whoever reads it. What is kept stays as the database wrote it."""

from typing import Final

from psoas.clinic.records import role_words
from psoas.words import N_, NC_, _, pgettext, recognise

ACTIONS: Final = (
    NC_("in the audit trail", "read"),
    NC_("in the audit trail", "change"),
    NC_("in the audit trail", "insert"),
    NC_("in the audit trail", "update"),
    NC_("in the audit trail", "delete"),
    NC_("in the audit trail", "refused"),
    NC_("in the audit trail", "token"),
    NC_("in the audit trail", "account"),
    NC_("in the audit trail", "invite"),
    NC_("in the audit trail", "care"),
    NC_("in the audit trail", "remove"),
    NC_("in the audit trail", "sign in"),
    NC_("in the audit trail", "sign out"),
)
"""What an entry says was done."""

SUBJECTS: Final = (
    N_("names of people"),
    N_("all that was kept of this person"),
    N_("account {account} sees this person"),
    N_("account {account} no longer sees this person"),
    N_("account {account} added this person"),
    N_("new link for account {account}"),
    N_("account {account} ended"),
    N_("account {account} renamed"),
    N_("account {account} becomes owner"),
    N_("account {account} becomes clinician"),
    N_("account {account} unlocked"),
    N_("password changed"),
    N_("second factor set up"),
    N_("invitation used"),
    N_("unknown address"),
    N_("wrong password"),
    N_("wrong code"),
    N_("locked"),
    N_("password right"),
    N_("signed in"),
    N_("signed in by a recovery code"),
    N_("token {name} made"),
    N_("token {name} ended"),
    N_("token {name}: asks too often"),
    N_("token {name}: {request}"),
)
"""What it was done to, in the words of the database; the first that fits is shown. Paths and names of tables are shown
as they are."""


KINDS: Final = {"account": r"\d+"}
"""What a value of a subject may be, where not anything."""


def action_words(action: str) -> str:
    """What was done, in the language of now; one that is not known is shown as it is."""
    return pgettext("in the audit trail", action)


def subject_words(action: str, subject: str) -> str:
    """What it was done to, in the language of now.

    Args:
        action: of the entry.
        subject: of the entry.
    """
    if action == "invite":
        return role_words().get(subject, subject)
    if (found := recognise(subject, SUBJECTS, KINDS)) is None:
        return subject
    message, values = found
    return _(message, **values)
