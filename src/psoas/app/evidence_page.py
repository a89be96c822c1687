"""The page of evidence: each claim with its verdict, every limit and dose with its source, and the warnings."""

from nicegui import ui

from psoas.app.coach import Coach
from psoas.app.markup import show
from psoas.app.shell import frame
from psoas.day import load_activities
from psoas.exercises import CLINICAL_TESTS, EXERCISES, Threshold, read_limits
from psoas.findings import load_evidence, load_safety
from psoas.plan import load_protocol

STYLES = '<link rel="stylesheet" href="/static/plan.css"><link rel="stylesheet" href="/static/evidence.css">'
VERDICTS = {
    "supported": ("good", "studies of good quality agree"),
    "partly": ("accent", "part of it holds, or only under conditions"),
    "contested": ("warn", "studies disagree, or speak against it"),
    "no evidence": ("", "no study was found"),
    "background": ("", "a topic that is no claim"),
}
"""Each verdict with its badge and what it means."""


COMMON = ("psoas.exercises", "psoas.findings")
"""Folders whose limits belong to no single exercise."""


def register(coach: Coach) -> None:
    """Give the coach its page ``/evidence``."""

    @ui.page("/evidence")
    def evidence() -> None:
        ui.add_head_html(STYLES)
        with frame(coach, "Evidence"):
            show("evidence.html", **_values())


def judging() -> dict[str, list[Threshold]]:
    """Title of a table to the limits in it: those by which results are judged."""
    tables: dict[str, list[Threshold]] = {}
    for exercise in EXERCISES:
        above = exercise.file.based_on
        for title, file in ((above.title, above) if above else ("", None), (exercise.label, exercise.file)):
            if file is not None and file.own_limits:
                tables[f"What a correct repetition is: {title}"] = list(file.own_limits)
    common = [limit for package in COMMON for limit in read_limits(package).limits.values()]
    tests = {f"What a test finds: {test.label}": list(test.file.limits.values()) for test in CLINICAL_TESTS}
    return {**tables, **tests, "What holds for every exercise": common}


def orientation() -> list[Threshold]:
    """Figures of the protocol by which nothing is judged."""
    packages = (*(one.package for one in EXERCISES), *(one.package for one in CLINICAL_TESTS), *COMMON)
    files = [read_limits(package) for package in packages]
    above = {id(file.based_on): file.based_on for file in files if file.based_on is not None}
    return [figure for file in (*above.values(), *files) for figure in file.own_orientation]


def _values() -> dict[str, object]:
    claims = [(claim.verdict or "background", claim) for claim in load_evidence().values()]
    order = list(VERDICTS)
    return {
        "claims": sorted(claims, key=lambda one: order.index(one[0])),
        "verdicts": VERDICTS,
        "counts": {name: sum(verdict == name for verdict, _ in claims) for name in VERDICTS},
        "safety": load_safety(),
        "tables": [
            *judging().items(),
            ("Doses and weeks", load_protocol().entries.values()),
        ],
        "orientation": orientation(),
        "day_figures": load_activities().figures.values(),
        "notes": [kind for kind in load_activities().kinds.values() if kind.note],
    }
