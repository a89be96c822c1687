"""The page of evidence: each claim with its verdict, every limit and dose with its source, and the warnings."""

from typing import Final

from nicegui import ui

from psoas.app.coach import Coach
from psoas.app.markup import show
from psoas.app.shell import frame, page
from psoas.day import load_activities
from psoas.exercises import CLINICAL_TESTS, EXERCISES, LimitsFile, Threshold, read_limits
from psoas.findings import load_evidence, load_glossary, load_safety
from psoas.plan import load_protocol
from psoas.words import N_, _

STYLES = '<link rel="stylesheet" href="/static/plan.css"><link rel="stylesheet" href="/static/evidence.css">'
VERDICTS = {
    N_("supported"): ("good", N_("studies of good quality agree")),
    N_("partly"): ("accent", N_("part of it holds, or only under conditions")),
    N_("contested"): ("warn", N_("studies disagree, or speak against it")),
    N_("no evidence"): ("", N_("no study was found")),
    N_("background"): ("", N_("a topic that is no claim")),
}
"""Each verdict with its badge and what it means."""


COMMON = ("psoas.exercises", "psoas.findings")
"""Folders whose limits belong to no single exercise."""


def register(coach: Coach) -> None:
    """Give the coach its page ``/evidence``."""

    @page("/evidence")
    async def evidence() -> None:
        ui.add_head_html(STYLES)
        async with frame(coach, _("Evidence")):
            show("evidence.html", **_values())


UNITS: Final = {
    "0-10": N_("of 10"),
    "days": N_("days"),
    "days of 7": N_("days of 7"),
    "min a week": N_("minutes a week"),
    "weeks": N_("weeks"),
}
"""Units of limits and doses that are words; the others are signs, such as ``deg`` and ``s``."""


def judging() -> dict[str, list[Threshold]]:
    """Title of a table to the limits in it: those by which results are judged."""
    exercises = {
        _("What a correct repetition is: {exercise}", exercise=title): list(file.own_limits)
        for title, file in _exercise_files().items()
        if file.own_limits
    }
    common = [limit for package in COMMON for limit in read_limits(package).limits.values()]
    tests = {
        _("What a test finds: {test}", test=test.label): list(test.file.limits.values())
        for test in CLINICAL_TESTS
    }
    return {**exercises, **tests, _("What holds for every exercise"): common}


def orientation() -> list[Threshold]:
    """Figures of the protocol by which nothing is judged."""
    tests = (test.file for test in CLINICAL_TESTS)
    files = (*_exercise_files().values(), *tests, *(read_limits(package) for package in COMMON))
    return [figure for file in files for figure in file.own_orientation]


def _exercise_files() -> dict[str, LimitsFile]:
    """Title to the limits of each exercise, those that it is based on before it, once."""
    files: dict[str, LimitsFile] = {}
    for exercise in EXERCISES:
        if exercise.file.based_on is not None:
            files[exercise.file.based_on.title] = exercise.file.based_on
        files[exercise.label] = exercise.file
    return files


def _values() -> dict[str, object]:
    claims = [(claim.verdict or "background", claim) for claim in load_evidence().values()]
    order = list(VERDICTS)
    return {
        "claims": sorted(claims, key=lambda one: order.index(one[0])),
        "verdicts": VERDICTS,
        "counts": {name: sum(verdict == name for verdict, _claim in claims) for name in VERDICTS},
        "safety": load_safety(),
        "words": load_glossary(),
        "units": UNITS,
        "tables": [
            *judging().items(),
            (_("Doses and weeks"), load_protocol().entries.values()),
        ],
        "orientation": orientation(),
        "day_figures": load_activities().figures.values(),
        "notes": [kind for kind in load_activities().kinds.values() if kind.note],
    }
