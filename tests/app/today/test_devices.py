"""Files of devices in the coach: kept once, apart from what was drawn, and shown by the clock on the wall."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from psoas.app.today import devices
from psoas.app.today.days import Days
from psoas.app.today.devices import minute_bouts
from psoas.app.today.devices_panel import device_html, kept_html, refused_words
from psoas.day import Day, DayBout
from psoas.errors import CannotTellError, InputError
from psoas.plan.records import Bout
from psoas.store.store import Store
from tests.day.samples import SECRETS, samples

DAY = date(2024, 3, 4)


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Days]:
    monkeypatch.setattr(devices, "home_zone", lambda name: ZoneInfo("Europe/Paris"))
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        yield Days(store)


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(samples()[name])
    return path


def test_a_file_is_kept_once_and_changes_nothing_that_was_drawn(days: Days, tmp_path: Path) -> None:
    days.place(1, Bout(DAY, 600, 660, "couch"))
    kept = days.take_in(1, written(tmp_path, "aw.json"))
    assert (kept.new, kept.first, kept.last) == (2, DAY, DAY)
    assert days.take_in(1, tmp_path / "aw.json").new == 0
    assert days.bouts(1, DAY) == [Bout(DAY, 600, 660, "couch")]
    assert days.known(1, DAY, DAY) == [Bout(DAY, 600, 660, "couch"), Bout(DAY, 660, 690, "desk")]
    days.forget_devices(1)
    assert days.seen(1, DAY) is None
    assert days.known(1, DAY, DAY) == [Bout(DAY, 600, 660, "couch")]


def test_several_files_are_fused_by_the_rule_whatever_their_order(days: Days, tmp_path: Path) -> None:
    for name in ("aw.json", "export.xml", "events.csv", "run.fit"):
        days.take_in(1, written(tmp_path, name))
    first = days.seen(1, DAY)
    days.forget_devices(1)
    for name in ("run.fit", "events.csv", "export.xml", "aw.json"):
        days.take_in(1, tmp_path / name)
    again = days.seen(1, DAY)
    assert first is not None
    assert again is not None
    assert [(one.start_s, one.end_s, one.kind) for one in first.bouts] == [
        (one.start_s, one.end_s, one.kind) for one in again.bouts
    ]
    assert {name for one in first.bouts for name in one.sources} == {"aw.json", "export.xml", "events.csv"}


def test_nothing_private_is_kept_or_shown(days: Days, tmp_path: Path) -> None:
    texts = [kept_html(days.take_in(1, written(tmp_path, name))) for name in samples() if name != "work.ics"]
    texts.append(device_html(days.seen(1, DAY)))
    texts += [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.glob("psoas.db*")]
    assert [secret for secret in SECRETS for text in texts if secret in text] == []


def test_bad_files_are_refused_and_nothing_of_them_is_kept(days: Days, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"<html>sign in</html>")
    with pytest.raises(InputError):
        days.take_in(1, tmp_path / "bad.fit")
    with pytest.raises(CannotTellError):
        days.take_in(1, written(tmp_path, "work.ics"))
    assert days.seen(1, DAY) is None


def test_an_hour_that_comes_twice_is_counted_once() -> None:
    """27 October 2024 in Paris: from 02:00 to 03:00 the clock runs twice."""
    start = 1_729_980_000
    bouts = tuple(
        DayBout(
            start + 1800 * part,
            start + 1800 * (part + 1),
            "sitting" if part % 2 else "walking",
            None,
            0.9,
            ("x",),
        )
        for part in range(10)
    )
    day = Day(
        date(2024, 10, 27),
        start,
        start + 25 * 3600,
        ((start, 7200), (start + 3 * 3600, 3600)),
        bouts,
        None,
        0,
        0,
    )
    minutes = [minute for bout in minute_bouts([day]) for minute in range(bout.start_min, bout.end_min)]
    assert sorted(set(minutes)) == minutes == list(range(4 * 60))


def test_why_a_file_was_not_kept_names_it_as_the_person_does() -> None:
    words = refused_words("7.csv holds no date; give it, such as --start X", "7.csv", "thigh.csv")
    assert words.startswith(
        "thigh.csv holds no date; give it, such as --start X. This page has no field for it"
    )
    assert refused_words("no room is left", "7.csv", "thigh.csv") == "No room is left."
