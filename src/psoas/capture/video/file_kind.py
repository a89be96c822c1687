"""The kind of a recording, found from the first bytes of its file."""

from pathlib import Path
from typing import Final

from psoas.capture.files import MOTION_FILE_WORDS
from psoas.errors import InputError
from psoas.words import N_, _

IS_FOLDER: Final = N_(
    "{file} is a folder; give a video (mp4, mov, webm), a photo (jpg, png) or a motion file ({known})"
)
IS_SPECIAL: Final = N_(
    "{file} is not an ordinary file; give a video (mp4, mov, webm), a photo (jpg, png) or a motion file ({known})"
)
IS_SOUND: Final = N_(
    "{file} has sound but no picture; give a video (mp4, mov, webm), a photo (jpg, png) or a motion file ({known})"
)
IS_NO_VIDEO: Final = N_(
    "{file} is damaged or not a video; give a video (mp4, mov, webm), a photo (jpg, png) or a motion file ({known})"
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def read_head(path: Path) -> bytes:
    """Read the first 64 bytes of a file; fewer where it is shorter.

    Raises:
        InputError: the file is missing, a folder, empty or not readable.
    """
    try:
        if path.is_dir():
            raise no_recording(IS_FOLDER, path.name or str(path))
        if not path.exists():
            raise InputError(_("there is no file {path}; check the name", path=path))
        if not path.is_file():
            raise no_recording(IS_SPECIAL, str(path))
        with path.open("rb") as file:
            head = file.read(64)
    except PermissionError:
        raise InputError(_("{file} may not be read by you; change its permissions", file=path.name)) from None
    except (OSError, ValueError) as error:
        raise InputError(
            _("{file} cannot be read ({error}); copy it to this computer first", file=path.name, error=error)
        ) from None
    if not head:
        raise InputError(_("{file} is empty (0 bytes); copy or record it again", file=path.name))
    return head


def no_recording(says: str, file: str) -> InputError:
    """The error of a file that is no recording; ``says`` is one of the messages of this module."""
    return InputError(_(says, file=file, known=MOTION_FILE_WORDS))


def is_photo(head: bytes) -> bool:
    """Tell whether a file that starts with ``head`` (16 bytes or more) is a JPEG, PNG or WebP picture."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )


def is_heic(head: bytes) -> bool:
    """Tell whether a file that starts with ``head`` (16 bytes or more) is a HEIC or AVIF picture."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS
