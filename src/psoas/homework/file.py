"""The file ``NAME.psoas``: homework, or what came back of it, as JSON, and locked with a passphrase where one is given.

``psoas.homework/1`` and ``psoas.results/1`` hold what `psoas.plan.Homework` and `psoas.plan.HomeworkResults` say.
``psoas.locked/1`` holds one of them as AES-256-GCM encrypts it; the key comes from the passphrase by scrypt.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn

from psoas.data import strict_json
from psoas.errors import InputError, UsageError
from psoas.plan import (
    MOST_NAME,
    MOST_PICTURES_SENT,
    MOST_SETS_SENT,
    DoneSet,
    Homework,
    HomeworkResults,
    HomeworkTask,
    SentPicture,
    remark_rows,
    remarks_of,
)
from psoas.sides import SIDE_WORDS
from psoas.words import _

HOMEWORK: Final = "psoas.homework/1"
RESULTS: Final = "psoas.results/1"
LOCKED: Final = "psoas.locked/1"
ENDING: Final = ".psoas"

MOST_FILE: Final = 2 << 20
"""Largest file [bytes]; six pictures and their locked form need a third of it."""

MOST_CAPTION: Final = 120
MOST_JPEG: Final = 40_000
KEY_BYTES: Final = 8
SALT_BYTES, NONCE_BYTES = 16, 12
SCRYPT: Final = {"n": 2**17, "r": 8, "p": 1}
"""Cost of guessing a passphrase, 128 MB and some tenths of a second a guess: a working default."""

LEAST_PASSPHRASE: Final = 8
DAMAGE: Final = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OverflowError,
    UsageError,
)


@dataclass(frozen=True)
class HomeworkFile:
    """Homework with the pictures that go with it."""

    homework: Homework
    pictures: tuple[SentPicture, ...] = ()


def write_file(content: HomeworkFile | HomeworkResults, passphrase: str = "") -> bytes:
    """Write homework or results.

    Args:
        passphrase: locks the file; an empty one leaves it open.

    Raises:
        UsageError: the passphrase is too short, the package that locks files is missing, or there are too many
            pictures.
    """
    body = _results_body(content) if isinstance(content, HomeworkResults) else _homework_body(content)
    plain = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    return _locked(plain, passphrase) if passphrase else plain


def is_locked(content: bytes) -> bool:
    """Whether a file needs a passphrase; False of anything that is no file of ours."""
    try:
        return bool(_document(content)["schema"] == LOCKED)
    except DAMAGE:
        return False


def read_file(content: bytes, name: str, passphrase: str = "") -> HomeworkFile | HomeworkResults:
    """Read homework or results.

    Args:
        content: of the file.
        name: of the file, for the sentences.
        passphrase: of a locked file; an open one ignores it.

    Raises:
        InputError: the file is too large, foreign, damaged, of a newer psoas, or not opened by the passphrase.
        UsageError: the package that opens locked files is missing.
    """
    if len(content) > MOST_FILE:
        raise InputError(
            _(
                "{name} is larger than any file of homework; choose the file that ends in {ending}.",
                name=name,
                ending=ENDING,
            )
        )
    try:
        found = _document(content)
        schema = found["schema"]
        if schema == LOCKED:
            found = _document(_unlocked(found, name, passphrase))
            schema = found["schema"]
    except DAMAGE as error:
        _refuse(name, error)
    if schema not in (HOMEWORK, RESULTS):
        if isinstance(schema, str) and schema.startswith(
            ("psoas.homework/", "psoas.results/", "psoas.locked/")
        ):
            raise InputError(
                _("{name} was made by a newer psoas; install the newest version and try again.", name=name)
            )
        _refuse(name, None)
    try:
        return read_homework(found) if schema == HOMEWORK else _read_results(found)
    except DAMAGE as error:
        _refuse(name, error)


def _document(content: bytes) -> dict[str, Any]:
    found = strict_json(content.decode("utf-8"))
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _refuse(name: str, error: BaseException | None) -> NoReturn:
    raise InputError(
        _(
            "{name} is no homework of psoas and no results of it, or is damaged; ask for the file again.",
            name=name,
        )
    ) from error


def _homework_body(content: HomeworkFile) -> dict[str, Any]:
    if len(content.pictures) > MOST_PICTURES_SENT:
        raise UsageError(_("Homework takes {most} pictures along; choose fewer.", most=MOST_PICTURES_SENT))
    given = content.homework
    return {
        "schema": HOMEWORK,
        "key": given.key,
        "client": given.client,
        "trainer": given.trainer,
        "made_at": given.made_at.astimezone(UTC).isoformat(),
        "tasks": [{**vars(task), "sides": list(task.sides)} for task in given.tasks],
        "note": given.note,
        "pictures": [
            {
                "caption": one.caption,
                "jpeg": b64encode(one.jpeg).decode(),
                "remarks": remark_rows(one.remarks),
            }
            for one in content.pictures
        ],
    }


def read_homework(found: dict[str, Any]) -> HomeworkFile:
    """Read homework from the object of an open file.

    Raises:
        one of `DAMAGE`: it is none, or breaks a rule.
    """
    given = Homework(
        key=_key(found["key"]),
        client=_line(found["client"], 1),
        trainer=_line(found["trainer"]),
        made_at=_time(found["made_at"]),
        tasks=tuple(_task(row) for row in _rows(found["tasks"], 10)),
        note=_text(found["note"]),
    )
    pictures = tuple(_picture(row) for row in _rows(found["pictures"], MOST_PICTURES_SENT))
    return HomeworkFile(given, pictures)


def _task(row: dict[str, Any]) -> HomeworkTask:
    return HomeworkTask(
        exercise=str(row["exercise"]),
        sides=tuple(side for side in SIDE_WORDS if side in row["sides"]),
        sets=int(row["sets"]),
        repetitions=int(row["repetitions"]),
        hold_s=float(row["hold_s"]),
        days_a_week=int(row["days_a_week"]),
    )


def _picture(row: dict[str, Any]) -> SentPicture:
    jpeg = b64decode(row["jpeg"], validate=True)
    if not jpeg.startswith(b"\xff\xd8") or len(jpeg) > MOST_JPEG:
        raise ValueError("no small JPEG")
    return SentPicture(_line(row["caption"], most=MOST_CAPTION), jpeg, remarks_of(_rows(row["remarks"], 20)))


def _results_body(content: HomeworkResults) -> dict[str, Any]:
    return {
        "schema": RESULTS,
        "key": content.key,
        "client": content.client,
        "opened": content.opened.isoformat(),
        "written_at": content.written_at.astimezone(UTC).isoformat(),
        "sets": [{**vars(one), "day": one.day.isoformat()} for one in content.sets],
    }


def _read_results(found: dict[str, Any]) -> HomeworkResults:
    return HomeworkResults(
        key=_key(found["key"]),
        client=_line(found["client"], 1),
        opened=date.fromisoformat(found["opened"]),
        written_at=_time(found["written_at"]),
        sets=tuple(_done_set(row) for row in _rows(found["sets"], MOST_SETS_SENT)),
    )


def _done_set(row: dict[str, Any]) -> DoneSet:
    if row["side"] not in SIDE_WORDS:
        raise ValueError("no side")
    return DoneSet(
        day=date.fromisoformat(row["day"]),
        exercise=_line(row["exercise"], 1),
        side=row["side"],
        repetitions=_between(row["repetitions"], 1000),
        hold_s=float(_between(float(row["hold_s"]), 3600.0)),
        good=None if row["good"] is None else _between(row["good"], 1000),
        pain_after=None if row["pain_after"] is None else _between(row["pain_after"], 10),
    )


def _between(value: Any, most: Any) -> Any:
    if not isinstance(value, type(most)) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError("out of range")
    return value


def _rows(value: Any, most: int) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > most:
        raise TypeError("no list, or too long")
    return value


def _key(value: Any) -> str:
    if len(bytes.fromhex(value)) != KEY_BYTES or value != value.lower():
        raise ValueError("no key")
    return str(value)


def _line(value: Any, least: int = 0, most: int = MOST_NAME) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most or not value.isprintable():
        raise ValueError("no line of text")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.replace("\n", "").isprintable():
        raise ValueError("no text")
    return value


def _time(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("no zone")
    return found.astimezone(UTC)


def _locked(plain: bytes, passphrase: str) -> bytes:
    if len(passphrase) < LEAST_PASSPHRASE:
        raise UsageError(
            _(
                "The passphrase is shorter than {least} letters; use several words, or none for an open file.",
                least=LEAST_PASSPHRASE,
            )
        )
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    hidden = _cipher(passphrase, salt).encrypt(nonce, plain, LOCKED.encode())
    body = {"schema": LOCKED, "salt": salt, "nonce": nonce, "content": hidden}
    written = {name: b64encode(one).decode() if isinstance(one, bytes) else one for name, one in body.items()}
    return json.dumps(written).encode()


def _unlocked(found: dict[str, Any], name: str, passphrase: str) -> bytes:
    if not passphrase:
        raise InputError(
            _("{name} is locked; give the passphrase that your trainer or client chose.", name=name)
        )
    salt, nonce, hidden = (b64decode(found[part], validate=True) for part in ("salt", "nonce", "content"))
    if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError("damaged")
    cipher = _cipher(passphrase, salt)
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(cipher.decrypt(nonce, hidden, LOCKED.encode()))
    except InvalidTag as error:
        raise InputError(
            _(
                "The passphrase does not open {name}, or the file is damaged; write the passphrase again, or ask for "
                "the file again.",
                name=name,
            )
        ) from error


def _cipher(passphrase: str, salt: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError as error:
        raise UsageError(
            _("Locked files need the package cryptography; install psoas[coach], or use no passphrase.")
        ) from error
    return AESGCM(Scrypt(salt=salt, length=32, **SCRYPT).derive(passphrase.encode()))
