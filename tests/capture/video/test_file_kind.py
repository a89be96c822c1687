"""The kind of a file, from its first bytes; and the advice where it is none that can be read."""

from pathlib import Path

import pytest

from psoas.capture.files import MOTION_FILES
from psoas.capture.video.file_kind import IS_FOLDER, is_heic, is_photo, no_recording, read_head
from psoas.errors import InputError


@pytest.mark.parametrize(
    ("head", "photo", "heic"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(12), True, False),
        (b"\x89PNG\r\n\x1a\n" + bytes(8), True, False),
        (b"RIFF\x10\0\0\0WEBPVP8 ", True, False),
        (b"RIFF\x10\0\0\0AVI LIST", False, False),
        (b"\0\0\0\x18ftypheic" + bytes(4), False, True),
        (b"\0\0\0\x18ftypisom" + bytes(4), False, False),
    ],
)
def test_photos_are_known_by_their_first_bytes(head: bytes, photo: bool, heic: bool) -> None:
    assert (is_photo(head), is_heic(head)) == (photo, heic)


def test_the_first_bytes_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(bytes(range(100)))
    assert read_head(tmp_path / "a.mp4") == bytes(range(64))


def test_what_has_no_first_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    for path, says in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.mp4", "there is no file"),
        (tmp_path / "empty.mp4", "is empty"),
    ):
        with pytest.raises(InputError, match=says):
            read_head(path)


def test_the_advice_lists_every_motion_file() -> None:
    advice = str(no_recording(IS_FOLDER, "somewhere"))
    assert all(ending.removeprefix(".") in advice for ending in MOTION_FILES)
