"""Sentences of refusals, by the keys that the functions of the database raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from psoas.errors import RefusedError, UsageError
from psoas.words import N_, _

SAYS: Final = {
    "not_signed_in": N_("You are not signed in, or no longer; sign in again."),
    "not_half": N_("The time for the code is over; sign in again."),
    "not_yours": N_("Your account has no right to this; ask an owner of the clinic."),
    "no_account": N_("There is no such account, or it was ended."),
    "has_second_factor": N_(
        "This account has its second factor already; ask an owner for a new link to change it."
    ),
    "address_used": N_("There is an account of this address already; give another address."),
    "person_has_account": N_("This person has an account already; ask an owner for a new link to it."),
    "no_invitation": N_("This link was used, or is too old; ask for a new one."),
    "last_owner": N_("The last owner stays one; invite another one first."),
    "no_such_role": N_("An owner can become a clinician and a clinician an owner; a client stays a client."),
    "no_person": N_("There is no such person; they may have been removed meanwhile."),
    "no_clinician": N_("There is no such clinician, or their account was ended."),
    "no_care": N_("This clinician does not see this person."),
    "no_token": N_("There is no such token, or it was ended."),
    "many_tokens": N_("You have as many tokens as one account may have; end one that is no longer needed."),
    "token_days": N_("A token cannot be valid for that long; choose a time that the page offers."),
    "no_access": N_("This person's data are not open to you; the attempt was written down."),
}


def refused(key: str) -> RefusedError:
    """The error of a refusal."""
    return RefusedError(_(SAYS[key]))


@contextmanager
def translated_refusals() -> Iterator[None]:
    """Translate what functions of the clinic raise in the block.

    Raises:
        RefusedError: the asker has no right to it.
        UsageError: a value breaks a rule.
    """
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state not in ("PS403", "PS400"):
            raise
        key = getattr(error.orig, "diag").message_primary  # noqa: B009 - DBAPIError knows no driver's attributes
        raise (refused(key) if state == "PS403" else UsageError(_(SAYS[key]))) from error
