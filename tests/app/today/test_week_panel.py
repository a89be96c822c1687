"""Looking back: what followed the reminders by devices' own data, and the running ActivityWatch, kept as a file is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.today.days import Days
from psoas.app.today.week_panel import week_html
from psoas.day import Observation, running_activitywatch
from psoas.errors import InputError
from psoas.plan.records import Bout, ReminderRecord
from psoas.store.device_rows import FileContent
from psoas.store.store import Store
from tests.day.fake_activitywatch import FakeServer
from tests.day.samples import SECRETS
from tests.store.ready import ready_file

DAY = date(2024, 3, 4)
RANG = datetime(2024, 3, 4, 10, tzinfo=UTC).astimezone()
START = round(RANG.timestamp())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ready_file(tmp_path)) as opened:
        yield opened


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    with FakeServer() as fake:
        monkeypatch.setattr(running_activitywatch, "PORT", fake.port)
        yield fake


def test_what_devices_saw_the_next_day_stands_beside_the_reminder_s_own_record(store: Store) -> None:
    days = Days(store)
    days.keep_reminder(
        1, ReminderRecord(RANG, RANG - timedelta(minutes=30), "stood_up", RANG + timedelta(minutes=1))
    )
    before = week_html(days, 1, DAY)
    assert "that you stood up." in before
    assert "Not known: no device covers the 10 minutes after it." in before
    assert "Files of your devices, once they are here, may say more." in before
    seen = [
        Observation(START - 1800, START + 60, "sitting", None, "thigh", 0.9),
        Observation(START + 60, START + 420, "walking", None, "thigh", 0.9),
        Observation(START + 420, START + 4000, "sitting", None, "thigh", 0.9),
    ]
    store.save_device_file(1, "thigh.csv", FileContent(tuple(seen)))
    after = week_html(days, 1, DAY)
    assert f'<th scope="row"><time datetime="{RANG:%H:%M}">' in after
    assert "You walked for 6 min; seen by thigh.csv." in after
    assert "Seen by devices within 10 minutes: a break with walking 1." in after
    assert "may say more" not in after
    assert "<table" not in week_html(days, 1, DAY + timedelta(days=1))
    assert "a break with walking 1" in week_html(days, 1, DAY + timedelta(days=6))
    assert "No reminder came in the seven days" in week_html(days, 1, DAY + timedelta(days=7))


def test_the_name_of_a_file_cannot_write_into_the_page(store: Store) -> None:
    days = Days(store)
    days.keep_reminder(1, ReminderRecord(RANG, RANG - timedelta(minutes=30)))
    seen = Observation(START - 60, START + 900, "sitting", None, "thigh", 0.9)
    store.save_device_file(1, "<script>", FileContent((seen,)))
    page = week_html(days, 1, DAY)
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_long_sittings_of_weeks_by_hand_are_found(store: Store) -> None:
    days = Days(store)
    assert "Too few days are known" in week_html(days, 1, DAY)
    for week in range(4):
        days.place(1, Bout(DAY - timedelta(weeks=week), 840, 960, "couch"))
    page = re.sub("</?time[^>]*>", "", week_html(days, 1, DAY))
    assert "Mondays, 14:00 to 16:00: sittings of 2 h on average" in page


def test_the_running_activitywatch_is_kept_once_and_without_names(
    store: Store, server: FakeServer, tmp_path: Path
) -> None:
    days = Days(store)
    assert server.paths == []
    assert days.take_in_running(1, DAY, DAY) == 2
    assert days.take_in_running(1, DAY, DAY) == 0
    (seen,) = days.seen(1, DAY, DAY)
    assert {name for bout in seen.bouts for name in bout.sources} == {"ActivityWatch on this computer"}
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("psoas.db*")).decode("utf-8", "replace")
    assert [secret for secret in SECRETS if secret.lower() in kept.lower()] == []


def test_without_it_nothing_is_kept_and_one_sentence_says_why(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_activitywatch, "PORT", 1)
    with pytest.raises(InputError, match="does not answer on this computer"):
        Days(store).take_in_running(1, DAY, DAY)
    assert Days(store).seen(1, DAY, DAY) == []
