"""An album keeps the start and the deepest moment of each repetition, small, and forgets all else."""

import io

import numpy as np
from PIL import Image

from psoas.app.stretch.album import EVERY_S, LONGEST_SIDE, MOST_BYTES, Album, shrunk
from psoas.app.stretch.sideset import SideSet
from psoas.plan.records import RepetitionRecord
from tests.app.stretch.played import Kept
from tests.app.stretch.test_sideset import reading, repetition


def jpeg(shade: int, size: tuple[int, int] = (64, 36)) -> bytes:
    file = io.BytesIO()
    Image.new("L", size, shade).save(file, "JPEG")
    return file.getvalue()


def shade_of(picture: bytes) -> int:
    return round(float(np.mean(np.asarray(Image.open(io.BytesIO(picture)).convert("L")))))


def test_each_repetition_gets_the_pictures_of_its_own_moments() -> None:
    album = Album()
    for step in range(120):
        album.add(jpeg(step), 100 + step * EVERY_S / 2)
    rows = [
        RepetitionRecord(1, 2.0, 6.0, 2.0),
        RepetitionRecord(2, 7.0, 8.0, 0.1, faults=("small_travel",)),
        RepetitionRecord(3, 60.0, 64.0, 2.0),
    ]
    found = album.key_frames(rows, 100.0)
    assert [(one.number, one.moment) for one in found] == [(1, "start"), (1, "deepest")], (
        "the others have none"
    )
    assert [shade_of(one.jpeg) for one in found] == [16, 32]
    assert album.key_frames(rows, 100.0) == [], "nothing waits any more"


def test_a_picture_is_small_and_says_nothing_of_its_camera() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1080, 1920, 3), np.uint8)
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "A maker"
    Image.fromarray(noise).save(file, "JPEG", quality=95, exif=exif)
    small = shrunk(file.getvalue())
    assert small is not None
    assert len(small) <= MOST_BYTES
    with Image.open(io.BytesIO(small)) as opened:
        assert max(opened.size) == LONGEST_SIDE
        assert not opened.getexif()
    assert shrunk(b"no picture") is None


def test_a_set_hands_its_pictures_over_at_its_end_and_none_without_the_choice() -> None:
    for album in (Album(), None):
        kept = Kept()
        running = SideSet(kept, "left", 10.0, "full")
        for at in range(10, 20):
            if album is not None:
                album.add(jpeg(at), float(at))
        running.keep(reading(repetition(12)))
        running.end(album)
        assert [one.moment for one in kept.frames] == (["start", "deepest"] if album else [])
