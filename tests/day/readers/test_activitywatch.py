"""ActivityWatch: the keyboard only, and each minute once."""

import json
from pathlib import Path

from tests.day.made import activitywatch, one_day, read, reasons, spans


def test_events_that_overlap_are_one_time(tmp_path: Path) -> None:
    file = tmp_path / "aw.json"
    events = [
        ("2024-03-04T09:00:00.000+00:00", 3600, "not-afk"),
        ("2024-03-04T09:30:00.000+00:00", 3600, "not-afk"),
        ("2024-03-04T09:10:00.000+00:00", 600, "not-afk"),
        ("2024-03-04T10:30:00.000+00:00", 900, "afk"),
    ]
    file.write_bytes(activitywatch(events))
    assert spans(one_day(read(file))) == [("10:00:00", "11:30:00", "desk", "computer")]


def test_at_a_standing_desk_the_keyboard_says_nothing_of_the_posture(tmp_path: Path) -> None:
    file = tmp_path / "aw.json"
    file.write_bytes(activitywatch([("2024-03-04T09:00:00Z", 3600, "not-afk")]))
    day = one_day(read(file, standing_desk=True))
    assert (day.bouts, day.unknown_s) == ((), 86400)


def test_titles_are_not_read_and_said_to_be_left_out(tmp_path: Path) -> None:
    file = tmp_path / "aw.json"
    file.write_bytes(activitywatch([("2024-03-04T09:00:00Z", 60, "not-afk")], ["Letter to Zoe"] * 3))
    words = reasons(read(file))
    assert "3 events of windows and web pages: only keyboard and mouse are read" in words
    assert "Zoe" not in words


def test_a_bucket_whose_type_stands_after_its_events_is_known_by_its_name(tmp_path: Path) -> None:
    bucket = {
        "events": [{"timestamp": "2024-03-04T09:00:00Z", "duration": 60.5, "data": {"status": "not-afk"}}],
        "type": "afkstatus",
    }
    file = tmp_path / "aw.json"
    file.write_text(json.dumps({"buckets": {"aw-watcher-afk_x": bucket}}))
    assert one_day(read(file)).totals == {"desk": 60}


def test_a_bucket_of_windows_on_a_computer_called_afk_is_not_looked_at(tmp_path: Path) -> None:
    events = [
        {"timestamp": "2024-03-04T09:00:00Z", "duration": 60, "data": {"status": "not-afk", "title": "Zoe"}}
    ]
    keyboard = {"aw-watcher-afk_x": {"type": "afkstatus", "events": events}}
    for kind, name in (("currentwindow", "aw-watcher-window_afk"), ("general.stopwatch", "aw-watcher-afk-y")):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"buckets": {name: {"type": kind, "events": 3 * events}, **keyboard}}))
        assert "3 events of windows and web pages" in reasons(read(file))
    named = tmp_path / "named.json"
    named.write_text(json.dumps({"buckets": {"aw-watcher-window_afk": {"events": events}, **keyboard}}))
    assert "1 events of windows and web pages" in reasons(read(named))


def test_impossible_events_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "aw.json"
    events = [
        ("2024-03-04T09:00:00Z", 60, "not-afk"),
        ("never", 60, "not-afk"),
        ("2024-03-04T09:00:00Z", 1e9, "not-afk"),
    ]
    file.write_bytes(activitywatch(events))
    reading = read(file)
    assert one_day(reading).totals == {"desk": 60}
    assert "1 events: they have no readable time" in reasons(reading)
    assert "1 events: their length is impossible" in reasons(reading)


def test_events_that_overlap_are_one_in_either_order(tmp_path: Path) -> None:
    """Thousands of them, each in the one before, would take minutes to fuse."""
    events = [
        (f"2024-03-04T09:{number // 60:02d}:{number % 60:02d}Z", 7200.0 - number, "not-afk")
        for number in range(3000)
    ]
    for order in (1, -1):
        (tmp_path / "aw.json").write_bytes(activitywatch(events[::order]))
        reading = read(tmp_path / "aw.json")
        assert reading.files[0].observations == 1
        assert one_day(reading).sitting_s == 7200
