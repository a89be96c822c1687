"""The kind of a recording, found from the first bytes of its file."""

from pathlib import Path
from typing import Final

from psoas.capture.files import MOTION_FILE_WORDS
from psoas.errors import InputError

ADVICE: Final = f"give a video (mp4, mov, webm), a photo (jpg, png) or a motion file ({MOTION_FILE_WORDS})"
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def read_head(path: Path) -> bytes:
    """Read the first 64 bytes of a file; fewer where it is shorter.

    Raises:
        InputError: the file is missing, a folder, empty or not readable.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path.name or path} is a folder; {ADVICE}")
        if not path.exists():
            raise InputError(f"there is no file {path}; check the name")
        if not path.is_file():
            raise InputError(f"{path} is not an ordinary file; {ADVICE}")
        with path.open("rb") as file:
            head = file.read(64)
    except PermissionError:
        raise InputError(f"{path.name} may not be read by you; change its permissions") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path.name} cannot be read ({error}); copy it to this computer first") from None
    if not head:
        raise InputError(f"{path.name} is empty (0 bytes); copy or record it again")
    return head


def is_photo(head: bytes) -> bool:
    """Tell whether a file that starts with ``head`` (16 bytes or more) is a JPEG, PNG or WebP picture."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )


def is_heic(head: bytes) -> bool:
    """Tell whether a file that starts with ``head`` (16 bytes or more) is a HEIC or AVIF picture."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS
