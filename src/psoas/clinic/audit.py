"""The chain of the audit trail, computed again from its entries."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, RowMapping, text

from psoas.clinic.setting_up import act_as_keeper
from psoas.errors import CannotTellError, InputError
from psoas.store import CLINIC, has_schema, make_engine, parse_url, place_of, translated_errors
from psoas.words import _, system_reason

START: Final = hashlib.sha256(b"").digest()
_ENTRIES: Final = text("SELECT * FROM clinic.audit ORDER BY number NULLS LAST, id")
_ROWS_AT_ONCE: Final = 1000


@dataclass(frozen=True)
class AuditHead:
    """The end of the chain.

    Attributes:
        number: of the last entry; 0 where there is none.
        hash: of it, as hexadecimal digits. Kept elsewhere, it shows whether anything up to here was changed later.
    """

    number: int
    hash: str


def hash_entry(previous: bytes, number: int, row: RowMapping) -> bytes:
    """The hash of an entry: SHA-256 of the hash before and of a JSON array of its values as text."""
    session = row["session"]
    values = (
        number,
        row["id"],
        row["at_us"],
        row["database_user"],
        row["account"],
        row["person"],
        None if session is None else bytes(session).hex(),
        row["action"],
        row["subject"],
        row["row_count"],
    )
    words = [None if value is None else str(value) for value in values]
    return hashlib.sha256(previous + json.dumps(words, ensure_ascii=False).encode()).digest()


def verify_chain(rows: Iterable[RowMapping], head: AuditHead, witnesses: Iterable[AuditHead] = ()) -> None:
    """Compute the chain again and compare it with what the entries, the head and earlier heads say.

    Raises:
        CannotTellError: an entry was changed, removed, added or reordered; the sentence names the first one.
    """
    digest, number = START, 0
    known = {one.number: one.hash for one in witnesses}
    for number, row in enumerate(rows, 1):
        digest = hash_entry(digest, number, row)
        if row["number"] != number or row["hash"] is None or bytes(row["hash"]) != digest:
            raise CannotTellError(
                _(
                    "The audit trail was tampered with at entry {number} or just before it; compare it with a back-up.",
                    number=number,
                )
            )
        if known.pop(number, digest.hex()) != digest.hex():
            raise CannotTellError(
                _(
                    "The audit trail was written anew: entry {number} is not the one that was noted before; compare it "
                    "with a back-up.",
                    number=number,
                )
            )
    if (number, digest.hex()) != (head.number, head.hash) or known:
        raise CannotTellError(
            _(
                "The audit trail was tampered with: entries after number {number} are missing; compare it with a "
                "back-up.",
                number=number,
            )
        )


def verify_entries(connection: Connection, witnesses: Iterable[AuditHead] = ()) -> AuditHead:
    """Verify the audit trail that a connection of the keeper sees; see `verify_trail`."""
    last = connection.execute(text("SELECT number, hash FROM clinic.audit_head")).mappings().one()
    head = AuditHead(last["number"], bytes(last["hash"]).hex())
    with connection.execute(_ENTRIES, execution_options={"yield_per": _ROWS_AT_ONCE}) as entries:
        verify_chain(entries.mappings(), head, witnesses)
    return head


def verify_trail(url: str, witness: Path | None = None) -> AuditHead:
    """Verify the audit trail of a clinic.

    Args:
        url: of a user that may read the schema of the clinic, such as the one that set it up.
        witness: a file with the heads of earlier verifications, kept where the database's administrator cannot
            write; the head of this one is added.

    Returns:
        The head of the chain.

    Raises:
        CannotTellError: the trail was tampered with.
        InputError: the database fails or is no clinic, or the file cannot be read or written.
    """
    parsed = parse_url(url)
    place = place_of(parsed)
    earlier = [] if witness is None or not witness.exists() else _read_heads(witness)
    with translated_errors(place), make_engine(parsed, migrates=True).connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        if not has_schema(connection, CLINIC):
            raise InputError(_("The database {place} is no clinic; give the URL of one.", place=place))
        act_as_keeper(connection, parsed)
        head = verify_entries(connection, earlier)
    if witness is not None:
        _add_head(witness, head)
    return head


def _read_heads(witness: Path) -> list[AuditHead]:
    try:
        lines = witness.read_text(encoding="ascii").split("\n")
        return [AuditHead(int(number), digest) for number, digest in (line.split() for line in lines if line)]
    except (OSError, ValueError) as error:
        raise InputError(
            _("The file {path} cannot be read as heads of an audit trail; name another one.", path=witness)
        ) from error


def _add_head(witness: Path, head: AuditHead) -> None:
    try:
        with witness.open("a", encoding="ascii") as file:
            file.write(f"{head.number} {head.hash}\n")
    except OSError as error:
        raise InputError(
            _(
                "The file {path} cannot be written ({error}); name another one.",
                path=witness,
                error=system_reason(error),
            )
        ) from error
