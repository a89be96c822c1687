"""The page of the plan: today's dose, the weeks, easier and harder forms, and moves that break up sitting."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from nicegui import ui

from psoas.app.coach import Coach
from psoas.app.evidence_page import VERDICTS
from psoas.app.markup import show
from psoas.app.shell import frame, page
from psoas.findings import load_evidence, load_safety
from psoas.plan import (
    ExerciseForm,
    FormKind,
    Plan,
    Profile,
    SessionRecord,
    aimed_minutes,
    load_protocol,
    make_plan,
)
from psoas.report import day_words
from psoas.sides import SIDE_WORDS

STYLE: Final = '<link rel="stylesheet" href="/static/plan.css">'


def register(coach: Coach) -> None:
    """Add the page ``/plan``."""

    @page("/plan")
    async def plan() -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, "Plan") as visit:
            profile, own = visit.profile, visit.coach
            made = await own.query(lambda: plan_of(own, profile, own.store.sessions(profile.id)))
            show("plan.html", **_values(made, profile))


def plan_of(coach: Coach, profile: Profile, sessions: Sequence[SessionRecord]) -> Plan:
    """Make a person's plan for today from all of their sessions, oldest first."""
    return make_plan(
        sessions,
        coach.store.last_screening(profile.id),
        date.today(),
        repetitions=profile.settings.target_repetitions,
    )


def _values(plan: Plan, profile: Profile) -> dict[str, object]:
    protocol = load_protocol()
    repetitions = profile.settings.target_repetitions
    running = [week for week in plan.course.weeks if not week.over]
    return {
        "plan": plan,
        "sides": SIDE_WORDS,
        "new": not plan.course.weeks,
        "finished": plan.course.finished,
        "week": min(plan.course.number, protocol.last_week),
        "last_week": protocol.last_week,
        "days_met": running[-1].days_met if running else 0,
        "days_needed": round(protocol.figures.days_met),
        "days_source": protocol.entries["days_met"].source,
        "repetitions": repetitions,
        "stages": [(stage, aimed_minutes(stage, repetitions)) for stage in protocol.stages],
        "plateau": protocol.entries["plateau_min"],
        "retest_due": day_words(plan.retest.due),
        "retest_is_due": plan.retest.due <= date.today(),
        "trials": round(protocol.figures.retest_trials),
        "base": protocol.exercises["half_kneeling"],
        "easier": _of_kind("easier"),
        "harder": _of_kind("harder"),
        "breaks": _of_kind("break"),
        "names": {exercise.id: exercise.name for exercise in protocol.exercises.values()},
        "claims": load_evidence(),
        "verdicts": {verdict: look for verdict, (look, _) in VERDICTS.items()},
        "safety": load_safety(),
    }


def _of_kind(kind: FormKind) -> list[ExerciseForm]:
    return [exercise for exercise in load_protocol().exercises.values() if exercise.kind == kind]
