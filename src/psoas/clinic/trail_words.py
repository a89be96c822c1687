"""The words of the audit trail in the language of whoever reads it. What is kept stays as the database wrote it."""

from collections.abc import Callable
from typing import Final

from psoas.clinic.records import TrailEntry, role_words
from psoas.words import N_, NC_, _, pgettext, recognise

CONTEXT: Final = "in the audit trail"

ACTIONS: Final = {
    "read": NC_("in the audit trail", "read"),
    "change": NC_("in the audit trail", "opened to change"),
    "insert": NC_("in the audit trail", "added"),
    "update": NC_("in the audit trail", "changed"),
    "delete": NC_("in the audit trail", "deleted"),
    "refused": NC_("in the audit trail", "was refused"),
    "token": NC_("in the audit trail", "asked by a program"),
    "account": NC_("in the audit trail", "account"),
    "invite": NC_("in the audit trail", "invited"),
    "care": NC_("in the audit trail", "access"),
    "remove": NC_("in the audit trail", "removed"),
    "sign in": NC_("in the audit trail", "sign in"),
    "sign out": NC_("in the audit trail", "sign out"),
}
"""What an entry says was done, as it is kept, and in words."""

TABLES: Final = {
    "profiles": NC_("in the audit trail", "name, height and settings"),
    "sessions": NC_("in the audit trail", "sessions"),
    "sets": NC_("in the audit trail", "sets of a session"),
    "repetitions": NC_("in the audit trail", "measured repetitions"),
    "corrections": NC_("in the audit trail", "corrections of what was measured"),
    "key_frames": NC_("in the audit trail", "pictures of repetitions"),
    "bouts": NC_("in the audit trail", "activities of a day, as a person entered them"),
    "observations": NC_("in the audit trail", "activities of a day, as a device recorded them"),
    "steps": NC_("in the audit trail", "steps that a device counted"),
    "offsets": NC_("in the audit trail", "clock time of a device"),
    "reminders": NC_("in the audit trail", "reminders of breaks"),
    "screenings": NC_("in the audit trail", "answers to the safety questions"),
    "notes": NC_("in the audit trail", "notes about this person"),
    "homework": NC_("in the audit trail", "homework"),
    "homework_pictures": NC_("in the audit trail", "pictures in homework"),
    "homework_sets": NC_("in the audit trail", "sets done as homework"),
    "trainer_sessions": NC_("in the audit trail", "sessions from clips of a trainer"),
}
"""What a table of people holds, by its name."""

SUBJECTS: Final = {
    "names of people": N_("names of people"),
    "all that was kept of this person": N_("all that was kept of this person"),
    "account {account} sees this person": N_("sees this person from now on: {account}"),
    "account {account} no longer sees this person": N_("no longer sees this person: {account}"),
    "account {account} added this person": N_("this person was added by: {account}"),
    "new link for account {account}": N_("new link for an account: {account}"),
    "account {account} ended": N_("account ended: {account}"),
    "account {account} renamed": N_("account renamed: {account}"),
    "account {account} becomes owner": N_("becomes owner: {account}"),
    "account {account} becomes clinician": N_("becomes clinician: {account}"),
    "account {account} unlocked": N_("account unlocked: {account}"),
    "password changed": N_("password changed"),
    "second factor set up": N_("second factor set up"),
    "invitation used": N_("invitation used"),
    "unknown address": N_("unknown address"),
    "wrong password": N_("wrong password"),
    "wrong code": N_("wrong code"),
    "locked": N_("locked"),
    "password right": N_("password right"),
    "signed in": N_("signed in"),
    "signed in by a recovery code": N_("signed in by a recovery code"),
    "token {name} made": N_("token of the program {name} made"),
    "token {name} ended": N_("token of the program {name} ended"),
    "token {name}: asks too often": N_("program {name}: asks too often"),
    "token {name}: {request}": N_("program {name}: {request}"),
}
"""What it was done to, as it is kept, and in words; the first that fits counts."""

KINDS: Final = {"account": r"\d+"}
"""What a value of a subject may be, where not anything."""

CHANGES: Final = frozenset({"insert", "update", "delete"})
"""Actions whose subject is the name of a table."""


def action_words(action: str) -> str:
    """What was done, in the language of now; one that is not known is shown as it is."""
    return pgettext(CONTEXT, ACTIONS.get(action, action))


def subject_words(entry: TrailEntry, address_words: Callable[[str], str]) -> str:
    """What it was done to, in the language of now, without ids and names of tables; unknown ones stay as they are.

    Args:
        entry: of the trail.
        address_words: gives words for the address of a page or the request of a program.
    """
    kept = entry.subject
    if entry.action == "invite":
        return role_words().get(kept, kept)
    if entry.action in CHANGES:
        return pgettext(CONTEXT, TABLES[kept]) if kept in TABLES else kept
    if (found := recognise(kept, tuple(SUBJECTS), KINDS)) is None:
        return address_words(kept)
    message, values = found
    if "account" in values:
        values["account"] = account_words(entry.subject_account, int(values["account"]))
    if "request" in values:
        values["request"] = address_words(values["request"])
    return _(SUBJECTS[message], **values)


def account_words(name: str | None, number: int | None) -> str:
    """An account by its name; one that was deleted by its number, as the trail keeps it.

    Args:
        name: of the account, or of the database's user where it was no account.
        number: of the account; None where it was none.
    """
    return name if name is not None else _("a deleted account, number {number}", number=str(number))
