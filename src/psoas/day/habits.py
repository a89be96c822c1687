"""What the person says about all their days: bedtime, evenings at home, a desk at which they also stand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from psoas.day.fusion import PLANNED
from psoas.day.observation import DeviceLog, Observation
from psoas.day.reader import DayAnswers
from psoas.day.rules import confidence
from psoas.day.steps import covered_time, united
from psoas.day.zones import local_date, wall_clock
from psoas.timeseries import Array
from psoas.words import N_

DAY_MIN = 24 * 60


def with_habits(logs: Sequence[DeviceLog], answers: DayAnswers) -> list[DeviceLog]:
    """The logs of files as the person's answers change them, and a log for each habit.

    The bedtime fills nights of which a file says something, or that lie between two days of which one does. The evening
    is a hint of the seat: it makes nobody sit. At a standing desk the keyboard says nothing of the posture.
    """
    found = [_standing_desk(log) for log in logs] if answers.standing_desk else list(logs)
    spans = _known_spans(logs)
    if len(spans):
        if answers.sleep is not None:
            found.append(_sleep(spans, answers, answers.sleep))
        if answers.evening is not None:
            found.append(_evening(spans, answers, answers.evening))
    return found


def _standing_desk(log: DeviceLog) -> DeviceLog:
    """The log with the keyboard as a hint only."""
    return replace(log, observations=[_hint(one) for one in log.observations])


def _hint(one: Observation) -> Observation:
    return replace(one, kind=None) if (one.wear, one.kind) == ("computer", "desk") else one


def _known_spans(logs: Sequence[DeviceLog]) -> Array:
    """(N, 2) times of which a file says something that was not only planned [s since 1970], in order."""
    known = [
        (one.start_s, one.end_s) for log in logs for one in log.observations if one.context not in PLANNED
    ]
    return united(np.vstack([np.array(known, float).reshape(-1, 2), *(log.steps.spans for log in logs)]))


def _sleep(spans: Array, answers: DayAnswers, night: tuple[int, int]) -> DeviceLog:
    """The person's own bedtime on each night of which a file says something, or that lies between two such days."""
    log = DeviceLog("--sleep", N_("what you said about your sleep"))
    first, last = float(spans[0, 0]), float(spans[-1, 1])
    down, up = night[0], _later(*night)
    minutes = (up - DAY_MIN, down, up, down + DAY_MIN)
    moments = np.array(
        [
            [wall_clock(answers.home, midnight + timedelta(minutes=at)) for at in minutes]
            for midnight in _midnights(answers, first, last)
        ]
    )
    said = covered_time(spans, moments[:, :-1].ravel(), moments[:, 1:].ravel()).reshape(-1, 3)
    for (_, begin, finish, _), (before, during, after) in zip(moments.tolist(), said, strict=True):
        if begin <= last and (during or (before and after)):
            log.observe(max(begin, first), min(finish, last), "other", "sleep", "hand", confidence("likely"))
    return log


def _evening(spans: Array, answers: DayAnswers, evening: tuple[int, int]) -> DeviceLog:
    """The person's own evenings at home."""
    log = DeviceLog("--evening", N_("what you said about your evenings"))
    for midnight in _midnights(answers, float(spans[0, 0]), float(spans[-1, 1])):
        ends = (midnight + timedelta(minutes=at) for at in (evening[0], _later(*evening)))
        begin, finish = (wall_clock(answers.home, moment) for moment in ends)
        log.observe(begin, finish, None, "evening", "hand", 0.0)
    return log


def _later(start_min: int, end_min: int) -> int:
    """The end of a time that may go over midnight, in minutes since the midnight before its start."""
    return end_min if end_min > start_min else end_min + DAY_MIN


def _midnights(answers: DayAnswers, first_s: float, last_s: float) -> Iterator[datetime]:
    """Each midnight from the day before a time to the last day of it, without a zone."""
    day: date = local_date(answers.home, first_s) - timedelta(days=1)
    while day <= local_date(answers.home, last_s):
        yield datetime(day.year, day.month, day.day)
        day += timedelta(days=1)
