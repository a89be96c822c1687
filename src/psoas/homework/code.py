"""Homework as a code on paper that holds it whole, so that a photograph of the sheet is enough to open it.

The code is text of letters and digits: ``PSOAS1:`` and the homework as compressed JSON in base 32, which a QR code
keeps in its alphanumeric mode. Pictures are not in it.
"""

import io
import json
import zlib
from base64 import b32decode, b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from psoas.errors import InputError, UsageError
from psoas.homework.file import DAMAGE, read_homework
from psoas.plan import Homework
from psoas.sides import SIDE_WORDS
from psoas.words import _

CODE_START: Final = "PSOAS1:"
TASK: Final = ("exercise", "sides", "sets", "repetitions", "hold_s", "days_a_week")
"""What a code says of each stretch, in this order."""

MOST_CODE: Final = 4296
"""Most letters and digits of a QR code, at its lowest correction (ISO/IEC 18004, version 40-L)."""

MOST_UNPACKED: Final = 20_000
MOST_PHOTO: Final = 40 << 20
"""Largest photograph of a sheet [bytes]."""

MOST_PIXELS: Final = 80_000_000
FINEST_PX: Final = 2500
"""A larger photograph is made smaller before the code is looked for."""


def homework_code(homework: Homework) -> str:
    """Write homework as a code.

    Raises:
        UsageError: names and note do not fit.
    """
    rows = [[_short(getattr(one, name)) for name in TASK] for one in homework.tasks]
    made = int(homework.made_at.timestamp())
    body = [homework.key, homework.client, homework.trainer, made, rows, homework.note]
    packed = zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    code = CODE_START + b32encode(packed).decode().rstrip("=")
    if len(code) > MOST_CODE:
        raise UsageError(_("The note does not fit into a code on paper; shorten it, or send the file."))
    return code


def homework_of_code(code: str) -> Homework:
    """Read a code; spaces, line ends and small letters in it do no harm.

    Raises:
        InputError: it is no code of homework, or a letter of it is wrong.
    """
    words = "".join(code.split()).upper()
    try:
        if not words.startswith(CODE_START) or len(words) > MOST_CODE:
            raise ValueError("no code")
        text = words.removeprefix(CODE_START)
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(b32decode(text + "=" * (-len(text) % 8)), MOST_UNPACKED)
        if not unpacking.eof:
            raise ValueError("too long, or not whole")
        key, client, trainer, made, rows, note = json.loads(plain)
        body = {
            "key": key,
            "client": client,
            "trainer": trainer,
            "made_at": datetime.fromtimestamp(made, UTC).isoformat(),
            "tasks": [_task(row) for row in rows],
            "note": note,
            "pictures": [],
        }
        return read_homework(body).homework
    except (*DAMAGE, zlib.error, OSError) as error:
        raise InputError(
            _(
                "This is no code of homework, or a letter of it is wrong; copy it again from {start} on, or photograph "
                "the sheet.",
                start=CODE_START,
            )
        ) from error


def code_picture(code: str) -> str:
    """Draw a code as the SVG of a QR code.

    Raises:
        UsageError: the package that draws codes is missing.
    """
    try:
        import segno
    except ImportError as error:
        raise UsageError(_("A code on paper needs the package segno; install psoas[coach].")) from error
    made = segno.make(code, mode="alphanumeric", error="L", boost_error=True, micro=False)
    written = io.BytesIO()
    made.save(written, kind="svg", border=4, xmldecl=False, light="#fff", dark="#000", omitsize=True)
    return written.getvalue().decode().strip()


def read_code(photo: bytes, name: str) -> Homework:
    """Find the code in a photograph of the sheet, and read it.

    Args:
        photo: JPEG, PNG or another picture that Pillow opens.
        name: of the file, for the sentences.

    Raises:
        InputError: it is no picture, or no code is found in it.
        UsageError: the package that finds codes is missing.
    """
    try:
        import zxingcpp
    except ImportError as error:
        raise UsageError(
            _("Codes in photographs need the package zxing-cpp; install psoas[coach].")
        ) from error
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(photo), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            opened.draft("L", (FINEST_PX, FINEST_PX))
            grey = opened.convert("L")
            grey.thumbnail((FINEST_PX, FINEST_PX))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(
            _("{name} is no photograph that can be read; choose a .jpg or .png.", name=name)
        ) from error
    for one in zxingcpp.read_barcodes(np.asarray(grey)):
        if one.text.upper().startswith(CODE_START):
            return homework_of_code(one.text)
    raise InputError(
        _(
            "No code of homework is seen in {name}; photograph the sheet straight from above, sharp, with the whole "
            "code in the picture.",
            name=name,
        )
    )


def _short(value: Any) -> Any:
    """A value as briefly as JSON can hold it; legs become their first letters."""
    if isinstance(value, tuple):
        return "".join(side[0] for side in value)
    return int(value) if isinstance(value, float) and value == int(value) else value


def _task(row: Sequence[Any]) -> dict[str, Any]:
    task = dict(zip(TASK, row, strict=True))
    return {**task, "sides": [side for side in SIDE_WORDS if side[0] in task["sides"]]}
