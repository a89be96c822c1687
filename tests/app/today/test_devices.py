"""Files of devices in the coach: kept once, apart from what was drawn, and shown by the clock on the wall."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.stretch.uploads import Clip
from psoas.app.today import devices
from psoas.app.today.answers_form import span_of_times
from psoas.app.today.days import Days, RemovedFile
from psoas.app.today.devices import FileAnswers, Imported, in_minutes, minute_bouts
from psoas.app.today.devices_panel import DAY_FILES, device_html, kept_html, refused_words
from psoas.day import Activity, Day, DayAnswers, DayBout, StepPart, home_zone, read_days
from psoas.day.contents import read_contents
from psoas.errors import UsageError
from psoas.plan import summarize
from psoas.plan.records import Bout
from psoas.store.store import Store
from tests.day.made import apple_export, apple_workout
from tests.day.made_sensors import actigraph_epochs
from tests.day.samples import SECRETS, samples
from tests.store.ready import ready_file

DAY = date(2024, 3, 4)


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Days]:
    monkeypatch.setattr(devices, "home_zone", lambda name: home_zone(name or "Europe/Paris"))
    # in this process, which takes no time to start: test_read_limited has the other one
    monkeypatch.setattr(
        devices, "read_limited", lambda _settings, paths, answers, _stopped: read_contents(paths, answers)
    )
    with Store.open(ready_file(tmp_path)) as store:
        yield Days(store)


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(samples()[name])
    return path


def take_in(days: Days, folder: Path, *names: str) -> Imported:
    return days.take_in(1, [written(folder, name) for name in names])


def remove_all(days: Days) -> list[RemovedFile]:
    return days.remove_files(1, [one.source for one in days.files(1)])


def test_a_file_is_kept_once_and_changes_nothing_that_was_drawn(days: Days, tmp_path: Path) -> None:
    days.place(1, Bout(DAY, 600, 660, "couch"))
    kept = take_in(days, tmp_path, "aw.json")
    assert (kept.new, kept.first, kept.last, kept.hints_only) == (2, DAY, DAY, False)
    assert take_in(days, tmp_path, "aw.json").new == 0
    assert days.bouts(1, DAY) == [Bout(DAY, 600, 660, "couch")]
    assert days.known(1, DAY, DAY) == [Bout(DAY, 600, 660, "couch"), Bout(DAY, 660, 690, "desk")]
    days.remove_files(1, ["aw.json"])
    assert days.view(1, DAY).seen is None
    assert days.known(1, DAY, DAY) == [Bout(DAY, 600, 660, "couch")]


def test_files_are_fused_by_the_rule_together_or_one_after_the_other(days: Days, tmp_path: Path) -> None:
    names = ("aw.json", "export.xml", "events.csv", "run.fit")
    together = take_in(days, tmp_path, *names)
    first = days.view(1, DAY).seen
    assert together.files == len(names)
    remove_all(days)
    assert days.view(1, DAY).seen is None
    for name in reversed(names):
        take_in(days, tmp_path, name)
    again = days.view(1, DAY).seen
    assert first is not None
    assert again is not None
    assert first.bouts == again.bouts
    assert first.steps == again.steps
    assert {name for one in first.bouts for name in one.sources} == {"aw.json", "export.xml", "events.csv"}


def test_steps_of_a_day_are_those_of_the_command_line(days: Days, tmp_path: Path) -> None:
    """Parts of five minutes hold no step more or less, beside a second file that counted the same walks."""
    home = ZoneInfo("Europe/Paris")
    total = ("run.fit", "steps_2024-03-01.csv")
    for names in (("export.xml",), ("export.xml", "export.zip"), ("run.fit",), total):
        paths = [written(tmp_path, name) for name in names]
        read = {day.date: day.steps for day in read_days(paths, DayAnswers(home)).days}
        take_in(days, tmp_path, *names)
        kept = {day.date: day.steps for day in days.seen(1, min(read), max(read))}
        assert kept == read
        assert any(read.values())
        remove_all(days)


def test_a_journey_is_kept_as_an_offset_and_no_place(days: Days, tmp_path: Path) -> None:
    """A workout in Tokyo: the days there end at midnight there, as they do on the command line."""
    morning = "2024-03-04 23:30:00 +0100"
    there = apple_workout("Running", morning, "2024-03-04 23:50:00 +0100", "Asia/Tokyo")
    file = tmp_path / "export.xml"
    file.write_bytes(apple_export(there))
    days.take_in(1, [file])
    read = read_days([file], DayAnswers(ZoneInfo("Europe/Paris"))).days
    kept = days.seen(1, DAY, date(2024, 3, 6))
    assert [(day.date, day.offsets, day.bouts) for day in kept] == [
        (day.date, tuple((max(start, day.start_s), offset) for start, offset in day.offsets), day.bouts)
        for day in read
    ]
    assert kept[0].moment(kept[0].bouts[0].start_s).utcoffset() == timedelta(hours=9)
    assert not any(b"Tokyo" in path.read_bytes() for path in tmp_path.glob("psoas.db*"))


def test_a_removed_file_comes_back_whole(days: Days, tmp_path: Path) -> None:
    take_in(days, tmp_path, "export.xml", "aw.json")
    before, files = days.view(1, DAY), days.files(1)
    removed = days.remove_files(1, ["export.xml"])
    assert [one.source for one in days.files(1)] == ["aw.json"]
    days.bring_back(1, removed)
    assert days.files(1) == files
    assert days.view(1, DAY) == before


def test_a_bad_file_among_good_ones_is_named_and_the_others_are_kept(days: Days, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"<html>sign in</html>")
    kept = days.take_in(1, [tmp_path / "bad.fit", written(tmp_path, "aw.json")])
    assert kept.new == 2
    assert [words.partition(" ")[0] for words in kept.refused] == ["bad.fit"]
    assert kept.remarks == (
        "aw.json: events of windows and web pages, because only keyboard and mouse are read",
    )
    assert [one.source for one in days.files(1)] == ["aw.json"]
    alone = days.take_in(1, [tmp_path / "bad.fit"])
    assert (alone.new, alone.first, alone.files, len(alone.refused)) == (0, None, 0, 1)


def test_a_calendar_is_a_hint_and_no_day_until_a_device_saw_one(days: Days, tmp_path: Path) -> None:
    evening = samples()["work.ics"].replace(b"T090000", b"T180000").replace(b"T093000", b"T200000")
    (tmp_path / "work.ics").write_bytes(evening)
    assert days.take_in(1, [tmp_path / "work.ics"]).hints_only
    assert days.view(1, DAY).seen is None
    assert days.known(1, DAY, DAY) == []
    take_in(days, tmp_path, "events.csv")
    seen = days.view(1, DAY).seen
    assert seen is not None
    meeting = [bout for bout in seen.bouts if bout.context == "meeting"]
    assert meeting
    assert all("work.ics" in bout.sources for bout in meeting)


def test_what_the_person_says_holds_for_days_that_are_kept_already(days: Days, tmp_path: Path) -> None:
    take_in(days, tmp_path, "aw.json", "export.xml")
    assert [one.activity for one in days.known(1, DAY, DAY)].count("desk") == 2
    days.change_settings(1, lambda old: replace(old, standing_desk=True))
    assert "desk" not in {one.activity for one in days.known(1, DAY, DAY)}
    days.change_settings(1, lambda old: replace(old, sleep_from_min=1380, sleep_to_min=420))
    seen = days.view(1, DAY).seen
    assert seen is not None
    assert "--sleep" in {name for bout in seen.bouts for name in bout.sources}
    days.change_settings(1, lambda old: replace(old, time_zone="Asia/Tokyo"))
    assert days.view(1, DAY).seen != seen
    days.change_settings(1, lambda old: replace(old, time_zone="Nowhere/Gone"))
    assert days.view(1, DAY).seen == seen


def test_where_a_sensor_was_worn_is_kept_and_holds_for_files_that_do_not_say_it(
    days: Days, tmp_path: Path
) -> None:
    start = datetime(2024, 3, 4, 9)
    (tmp_path / "no.agd").write_bytes(actigraph_epochs(start, [15], limb=""))
    (tmp_path / "wrist.agd").write_bytes(actigraph_epochs(start, [20], limb="Left Wrist"))
    paths = [tmp_path / "no.agd", tmp_path / "wrist.agd"]
    (refused,) = days.take_in(1, paths).refused
    assert refused_words(refused, []) == (
        "No.agd does not say where the sensor was worn; say below where it was worn, and choose it again."
    )
    days.change_settings(1, lambda old: replace(old, sensor_worn="hip"))
    days.take_in(1, paths)
    wears = {file: [part.wear for part in parts] for file, parts in kept_steps_of(days).items()}
    assert wears == {"no.agd": ["hip"], "wrist.agd": ["wrist"]}
    remove_all(days)
    days.take_in(1, paths, FileAnswers(worn_first=True))
    assert {part.wear for parts in kept_steps_of(days).values() for part in parts} == {"hip"}


def kept_steps_of(days: Days) -> dict[str, tuple[StepPart, ...]]:
    """Read the parts of steps by the name of the file."""
    removed = remove_all(days)
    days.bring_back(1, removed)
    return {one.source: one.content.steps for one in removed}


def test_a_correction_goes_before_devices_and_stays_apart(days: Days, tmp_path: Path) -> None:
    take_in(days, tmp_path, "aw.json")
    before = days.view(1, DAY)
    edit = days.place(1, Bout(DAY, 605, 615, None))
    view = days.view(1, DAY)
    assert view.drawn == [Bout(DAY, 605, 615, None)]
    assert view.seen == before.seen
    assert view.seen is not None
    assert view.corrected is not None
    assert view.corrected.unknown_s == view.seen.unknown_s + 600
    assert Bout(DAY, 600, 605, "desk") in view.known
    assert all(not one.start_min < 610 < one.end_min for one in view.known)
    days.undo(1, edit)
    assert days.view(1, DAY) == before


def test_nothing_private_is_kept_or_shown(days: Days, tmp_path: Path) -> None:
    texts = [kept_html(take_in(days, tmp_path, name)) for name in samples()]
    texts.append(device_html(days.view(1, DAY).seen))
    texts += [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.glob("psoas.db*")]
    assert [secret for secret in SECRETS for text in texts if secret in text] == []


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


@given(st.lists(st.integers(20, 900), min_size=1, max_size=40))
def test_the_table_of_the_hip_and_the_summary_count_the_same_minutes(lengths: list[int]) -> None:
    start, bouts = 1_772_406_000, list[DayBout]()
    kinds: tuple[Activity, ...] = ("standing", "walking", "sitting")
    for number, length in enumerate(lengths):
        begin = bouts[-1].end_s if bouts else start + 31
        bouts.append(DayBout(begin, begin + length, kinds[number % 3], None, 0.9, ("x",)))
    day = Day(date(2026, 3, 2), start, start + 86400, ((start, 3600),), tuple(bouts), None, 0, 0)
    summary = summarize(minute_bouts([day]))
    seconds = dict.fromkeys(kinds, 0)
    for one in in_minutes(day).bouts:
        assert one.length_s % 60 == 0
        seconds[one.kind] += one.length_s
    assert {name: length // 60 for name, length in seconds.items() if length} == summary.minutes


def test_why_a_file_was_not_kept_names_it_as_the_person_does() -> None:
    file = Clip(Path("7.csv"), "my thigh.csv", DAY_FILES)
    words = refused_words("7.csv holds no date; say below when it began, and choose it again", [file])
    assert words == "my thigh.csv holds no date; say below when it began, and choose it again."
    assert refused_words("no room is left", [file]) == "No room is left."


def test_no_words_of_the_page_name_an_option_of_the_command_line(days: Days, tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("time,x,y,z\n" + "".join(f"{n / 10},0,0,1\n" for n in range(9000)))
    texts = [kept_html(days.take_in(1, [tmp_path / "raw.csv"]))]
    texts += [kept_html(take_in(days, tmp_path, name)) for name in samples()]
    assert [text for text in texts if " --" in text] == []


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("23:00", "07:00", (1380, 420)), ("", None, (None, None)), ("00:00", "08:30:00", (0, 510))],
)
def test_two_times_of_a_browser_are_minutes(start: object, end: object, minutes: tuple[int, int]) -> None:
    assert span_of_times(start, end) == minutes


@pytest.mark.parametrize(("start", "end"), [("23:00", ""), ("late", "07:00"), ("07:00", "07:00")])
def test_times_that_are_no_span_are_refused(start: object, end: object) -> None:
    with pytest.raises(UsageError):
        span_of_times(start, end)
