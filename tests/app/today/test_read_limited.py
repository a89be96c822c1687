"""Files of devices are read in a process of its own: the same is kept, and one file costs nobody else their pages."""

import asyncio
import random
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from psoas.app.today import devices
from psoas.app.today.days import Days
from psoas.app.today.devices_panel import Turns
from psoas.day import home_zone
from psoas.day.contents import read_contents
from psoas.errors import InputError
from psoas.plan import Settings
from psoas.store.store import Store
from psoas.words import speaking
from tests.day.samples import samples

NAMES = ("aw.json", "export.xml", "events.csv", "run.fit", "export.zip")


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        yield Days(store)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name in NAMES:
        (tmp_path / name).write_bytes(samples()[name])
    (tmp_path / "bad.fit").write_bytes(b"nothing")
    return [tmp_path / name for name in (*NAMES, "bad.fit")]


def test_another_process_reads_the_same(files: list[Path]) -> None:
    settings = Settings(time_zone="Europe/Paris")
    answers = devices.answers_of(settings)
    with speaking("de"):
        here = read_contents(files, answers)
        assert devices.read_limited(settings, files, answers, lambda: False) == here
    assert here.refused
    assert here.observations


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("time_s", 0.2, "This took longer than"),
        ("memory_mb", 20, "This needed more memory than is allowed"),
        ("parts", 1, "This needed more memory than is allowed"),
    ],
)
def test_files_that_take_too_much_are_refused_in_a_sentence(
    days: Days, files: list[Path], monkeypatch: pytest.MonkeyPatch, limit: str, value: float, says: str
) -> None:
    limits = devices.file_limits() | {limit: value}
    monkeypatch.setattr(devices, "file_limits", lambda: limits)
    with pytest.raises(InputError, match=says):
        days.take_in(1, files)
    assert days.files(1) == []


def test_a_small_zip_of_a_huge_file_ends_at_the_limit(
    days: Days, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a megabyte used to keep the clinic busy for as long as it liked."""
    bomb = tmp_path / "export.zip"
    line = b'<Record type="HKQuantityTypeIdentifierStepCount" value="1"/>\n' * 20_000
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made, made.open("export.xml", "w") as inside:
        inside.write(b"<HealthData>\n")
        for number in range(100):
            inside.write(line)
            # without what cannot be made smaller, the file would be refused for its ratio
            inside.write(b"<!--" + random.Random(number).randbytes(5000).hex().encode() + b"-->\n")
    limits = devices.file_limits() | {"time_s": 2}
    monkeypatch.setattr(devices, "file_limits", lambda: limits)
    with pytest.raises(InputError, match="This took longer than 2 seconds"):
        days.take_in(1, [bomb])


def test_a_zone_that_this_computer_does_not_know_is_its_own(files: list[Path]) -> None:
    settings = Settings(time_zone="Nowhere/At_All")
    answers = devices.answers_of(settings)
    assert answers.home == home_zone(None)
    assert devices.read_limited(settings, files[:1], answers, lambda: False) == read_contents(
        files[:1], answers
    )


def test_a_few_people_s_files_are_read_at_once_and_one_reading_of_each() -> None:
    """Somebody who gives many files in turn keeps one place, and the others theirs."""

    async def ask() -> list[str]:
        turns, order, release = Turns(2), list[str](), asyncio.Event()

        async def read(person: int, name: str) -> None:
            async with turns.of(person):
                order.append(name)
                await release.wait()

        async with asyncio.TaskGroup() as tasks:
            for person, name in ((1, "a"), (1, "b"), (1, "c"), (2, "d"), (3, "e")):
                tasks.create_task(read(person, name))
            for _count in range(5):
                await asyncio.sleep(0)
            began = list(order)
            release.set()
        assert sorted(order) == list("abcde")
        return began

    with ThreadPoolExecutor(1) as own_loop:
        assert own_loop.submit(lambda: asyncio.run(ask())).result() == ["a", "d"]
