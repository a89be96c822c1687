"""Errors of a database in one sentence for a person."""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from psoas.errors import InputError, PsoasError, UsageError
from psoas.store.rules import RULE_VALUES, RULES
from psoas.words import N_, _

if TYPE_CHECKING:
    from psycopg import Error as PostgresError

LOCKED = N_("The database {place} is locked by another program; close that program and try again.")
NO_RIGHTS = N_("The database {place} cannot be written; check the rights on the file and its folder.")
NO_CONNECTION = N_("The database {place} takes no more connections; try again later.")

SQLITE_SAYS = {
    "SQLITE_NOTADB": N_(
        "The database {place} is not a database of psoas; name another file, or move it away to start anew."
    ),
    "SQLITE_CORRUPT": N_(
        "The database {place} is damaged; move it away, then bring a back-up in with `psoas coach restore FILE`."
    ),
    "SQLITE_CANTOPEN": N_(
        "The database {place} cannot be opened; check that it is a file, that its folder exists and that you may "
        "write there."
    ),
    "SQLITE_READONLY": NO_RIGHTS,
    "SQLITE_PERM": NO_RIGHTS,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_FULL": N_("The database {place} cannot grow, the disk is full; make room and try again."),
    "SQLITE_IOERR": N_(
        "The database {place} cannot be read or written, the disk fails or is full; make room or check the disk "
        "and try again."
    ),
}
"""Sentences by the first two words of SQLite's own name for the error (https://www.sqlite.org/rescode.html)."""

POSTGRES_SAYS = {
    "53100": N_(
        "The database {place} cannot grow, the server's disk is full; make room there and try again."
    ),
    "53300": NO_CONNECTION,
    "42501": N_(
        "The database {place} does not allow this; ask for the rights to make and write tables there."
    ),
    "25006": N_("The database {place} is read-only; name the server that takes writes."),
    "57014": N_("The database {place} is too slow just now; try again in a moment."),
    "55P03": LOCKED,
    "40P01": LOCKED,
    "57P01": N_("The database {place} was closed by its server; try again in a moment."),
    "57P03": N_("The database {place} is not ready yet; try again in a moment."),
}
"""Sentences by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

CONNECTION_SAYS = {
    "password authentication failed": N_("The database {place} refuses this user and password; check both."),
    "no password supplied": N_(
        "The database {place} wants a password; write it into the URL as USER:PASSWORD@HOST."
    ),
    "no pg_hba.conf entry": N_(
        "The database {place} does not let this machine in; ask whoever runs the server."
    ),
    "role .* does not exist": N_("The database {place} does not know this user; check the name."),
    "database .* does not exist": N_(
        "The database {place} does not exist; create it with `createdb`, or check the name."
    ),
    "too many clients": NO_CONNECTION,
    "does not answer|timeout expired": N_(
        "The database {place} does not answer; check that its server runs, and try again."
    ),
}
"""Sentences by words of libpq, which gives no SQLSTATE before a connection stands."""

TOO_LARGE = N_("A number is too large to be kept here; check it.")
UNREACHABLE = N_(
    "The database {place} cannot be reached; check that the server runs and that the URL names it."
)


@contextmanager
def translated_errors(place: str) -> Iterator[None]:
    """Translate a database's errors in the block into one sentence that names the place.

    Raises:
        UsageError: a rule of the schema was broken, or a number is too large.
        InputError: the database cannot be opened, read or written.
    """
    try:
        yield
    except IntegrityError as error:
        raise UsageError(_("Refused, nothing was saved: {rule}.", rule=_rule(error))) from error
    except DataError as error:
        raise UsageError(_(TOO_LARGE)) from error
    except DBAPIError as error:
        raise InputError(_says(error.orig, place)) from error
    except PoolTimeout as error:
        raise InputError(
            _("The database {place} is too busy; try again in a moment.", place=place)
        ) from error
    except StatementError as error:
        if isinstance(error.orig, PsoasError):
            raise error.orig from error
        raise
    except OverflowError as error:
        raise UsageError(_(TOO_LARGE)) from error


def _rule(error: IntegrityError) -> str:
    postgres = _of_postgres(error.orig)
    if postgres is not None:
        name = postgres.diag.constraint_name or ""
    else:
        name = str(error.orig).rpartition(" ")[2]
        if name.endswith("repetitions.number"):
            name = "pk_repetitions"
    if name in RULES:
        return _(RULES[name], **RULE_VALUES)
    return _("a rule of the database says no ({name})", name=name)


def _says(error: BaseException | None, place: str) -> str:
    known = _known(error)
    if known is not None:
        return _(known, place=place)
    return _("The database {place} fails: {why}.", place=place, why=_first_line(error))


def _known(error: BaseException | None) -> str | None:
    """The sentence for an error, in English; None for one that has none."""
    if isinstance(error, sqlite3.Error):
        name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        return SQLITE_SAYS.get(name)
    postgres = _of_postgres(error)
    if postgres is not None:
        if postgres.sqlstate in POSTGRES_SAYS:
            return POSTGRES_SAYS[postgres.sqlstate]
        for words, says in CONNECTION_SAYS.items():
            if re.search(words, str(error)):
                return says
        if postgres.sqlstate is None:
            return UNREACHABLE
    return None


def _of_postgres(error: BaseException | None) -> "PostgresError | None":
    """The error as PostgreSQL's; None for any other. The driver is an extra, loaded only with such a database."""
    if "psycopg" not in sys.modules:
        return None
    from psycopg import Error

    return error if isinstance(error, Error) else None


def _first_line(error: BaseException | None) -> str:
    return str(error).partition("\n")[0].rstrip(".")
