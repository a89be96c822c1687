"""Each chart of progress stands beside a table that says the same."""

import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from psoas.plan.progress import MEASURES, WeeklyProgress, look_back
from psoas.plan.records import Bout
from psoas.report.progress_charts import MARKS, ChartCard, sets_card, sitting_card, steps_card, trend_cards
from psoas.report.progress_words import MEASURE_WORDS
from tests.plan.made_sessions import START, daily, repetitions


@pytest.fixture(scope="module")
def progress() -> WeeklyProgress:
    """Three weeks with two networks; the last one with a larger opening of the hip."""
    sessions = [
        *daily(3),
        *daily(2, first=START + timedelta(7), weights="full"),
        *daily(3, first=START + timedelta(14), done=repetitions(hip=32.0)),
    ]
    bouts = [Bout(START, 480, 600, "desk"), Bout(START + timedelta(1), 480, 720, "desk")]
    return look_back(sessions, bouts, START + timedelta(16), UTC)


def points(card: ChartCard) -> int:
    return len(re.findall(r'class="mark ', card.svg))


def test_every_value_of_a_chart_is_in_its_table(progress: WeeklyProgress) -> None:
    cards = trend_cards(progress.weeks)
    assert len(cards) == len(MEASURES) * 2, "one for each measure and network"
    for card in cards:
        cells = [cell for row in card.rows for cell in row[1:-1]]
        assert points(card) == len(cells) - cells.count("not measured")
        assert all(len(row) == len(card.heads) for row in card.rows)
        assert dict(card.legend) == MARKS
        assert card.heads == ("Week from", "Left", "Right", "Repetitions")


def test_a_change_is_said_on_its_card_alone(progress: WeeklyProgress) -> None:
    changed = [card for card in trend_cards(progress.weeks) if any(is_one for *_, is_one in card.changes)]
    assert [card.title for card in changed] == ["Hip opening (live camera, lite network)"]
    assert [len(card.changes) for card in trend_cards(progress.weeks)].count(0) == len(MEASURES)


def test_the_limits_are_drawn_where_a_measure_has_them(progress: WeeklyProgress) -> None:
    drawn = {MEASURE_WORDS["arch"].title: ["limit"], MEASURE_WORDS["hold"].title: ["longest", "shortest"]}
    for card in trend_cards(progress.weeks):
        labels = re.findall(r'class="limit-label"[^>]*>([^<]+)<', card.svg)
        assert sorted(labels) == drawn.get(card.title.partition(" (")[0], []), card.title


def test_a_share_is_drawn_in_percent_as_its_table_says(progress: WeeklyProgress) -> None:
    (card, _) = [one for one in trend_cards(progress.weeks) if one.title.startswith("Holds of the right")]
    assert card.unit == "%"
    assert all(cell.startswith("100 % ") for row in card.rows for cell in row[1:-1])
    full = float(re.findall(r'y="([\d.]+)"[^>]*>100</text>', card.svg)[0]) - 4
    marks = re.findall(r'class="mark square" d="([^"]+)Z"', card.svg)
    assert marks
    for corners in marks:
        heights = [float(corner.split(",")[1]) for corner in corners.removeprefix("M").split()]
        assert sum(heights) / len(heights) == pytest.approx(full, abs=0.1)


def test_the_table_of_sets_counts_each_side() -> None:
    sessions = daily(3)
    sessions[1:] = [replace(one, sets=one.sets[:1]) for one in sessions[1:]]
    (week,) = look_back(sessions, [], START + timedelta(3), UTC).course.weeks
    card = sets_card([week])
    assert card.heads[2:4] == ("Left", "Right")
    assert card.rows[0][2:4] == ("3", "1")
    assert card.rows[0][-1] == f"{week.days_met} of 7"


def test_sitting_is_told_by_the_week_in_hours_and_minutes(progress: WeeklyProgress) -> None:
    card = sitting_card(progress.sitting)
    assert card.says.startswith("Hours a day as you entered them or devices saw them")
    assert card.legend == ()
    ((_, mean, longest, breaks, unknown, days),) = card.rows
    assert (mean, longest, breaks, unknown, days) == ("3 h", "4 h", "0.0", "21 h", "2")


def test_steps_are_told_by_the_week_on_days_with_a_count() -> None:
    steps = {START: 4000, START + timedelta(1): 6500}
    card = steps_card(look_back([], [], START + timedelta(3), UTC, steps=steps).sitting)
    assert [row[1:] for row in card.rows] == [("5,250", "2")]
