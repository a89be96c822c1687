"""The summary of a day in figures, and the notes of studies beside it."""

import re
from datetime import date

from psoas.app.today.summary import notes_html, summary_html
from psoas.day import Activity, load_activities
from psoas.plan.records import Bout

DAY = date(2026, 3, 2)


def bout(start: int, end: int, activity: Activity) -> Bout:
    return Bout(DAY, start, end, activity)


def figures(*bouts: Bout) -> dict[str, tuple[str, str]]:
    """Value and what it is about, by name."""
    rows = re.findall(
        r"<dt>(.*?)</dt><dd><span[^>]*>(.*?)</span><small[^>]*>(.*?)</small>",
        re.sub("</?time[^>]*>", "", summary_html(bouts)),
    )
    return {name: (value, about) for name, value, about in rows}


def test_a_day_without_entries_has_no_figures_that_look_like_rest() -> None:
    found = figures()
    assert found["Longest sitting"] == ("none", "nothing entered")
    assert found["Breaks"][0] == "0"


def test_sitting_of_all_kinds_adds_up_and_a_walk_between_is_a_break() -> None:
    found = figures(bout(540, 630, "desk"), bout(630, 645, "walking"), bout(645, 700, "car"))
    assert found["Longest sitting"] == ("1 h 30 min", "09:00 to 10:30")
    assert found["Sitting"][0] == "2 h 25 min"
    assert found["Breaks"][0] == "1"


def test_notes_are_those_of_the_day_s_activities_with_their_sources() -> None:
    assert notes_html([]).strip() == ""
    kinds = load_activities().kinds
    for name, kind in kinds.items():
        html = notes_html([bout(540, 600, name)])
        assert (kind.label in html) is (kind.note is not None)
        others = [other.label for other in kinds.values() if other.note and other is not kind]
        assert not [label for label in others if f"<dt>{label}</dt>" in html]
