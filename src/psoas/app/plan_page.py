"""The page of the plan: today's dose, the weeks, easier and harder forms, and moves that break up sitting."""

from html import escape
from typing import Final

from nicegui import ui

from psoas.app import clock
from psoas.app.coach import Coach
from psoas.app.evidence_page import VERDICTS
from psoas.app.goals import show_goals
from psoas.app.markup import show
from psoas.app.parts import card, html
from psoas.app.past import current_plan
from psoas.app.shell import frame, page
from psoas.findings import load_evidence, load_safety
from psoas.plan import (
    ExerciseForm,
    FormKind,
    Plan,
    Profile,
    aimed_minutes,
    load_protocol,
)
from psoas.sides import SIDE_WORDS, side_word
from psoas.words import _, date_words, inside, number

STYLE: Final = '<link rel="stylesheet" href="/static/plan.css">'


def register(coach: Coach) -> None:
    """Add the page ``/plan``."""

    @page("/plan")
    async def plan() -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Plan")) as visit:
            profile, own = visit.profile, visit.coach
            made = await own.query(current_plan, own.store, profile)
            values = _values(made, profile)
            show("plan.html", **values)
            show_goals(visit)
            with card(escape(_("Homework of a trainer")), "homework-title"):
                html(escape(_("A file or a sheet that a trainer gave to you is opened and done here.")))
                html(f'<a class="button" href="/homework">{escape(_("Open homework"))}</a>', "div")
            show("plan_forms.html", **values)


def _values(plan: Plan, profile: Profile) -> dict[str, object]:
    protocol = load_protocol()
    repetitions = profile.settings.target_repetitions
    running = [week for week in plan.course.weeks if not week.over]
    return {
        "plan": plan,
        "sides": SIDE_WORDS,
        "side_word": side_word,
        "new": not plan.course.weeks,
        "finished": plan.course.finished,
        "week": min(plan.course.number, protocol.last_week),
        "last_week": protocol.last_week,
        "since_week": plan.course.since_week,
        "days_done": _short(running[-1].credit) if running else "0",
        "days_needed": round(protocol.figures.days_met),
        "days_source": protocol.entries["days_met"].source,
        "repetitions": repetitions,
        "stages": [(stage, aimed_minutes(stage, repetitions)) for stage in protocol.stages],
        "plateau": protocol.entries["plateau_min"],
        "retest_due": date_words(plan.retest.due, "d MMM y"),
        "retest_is_due": plan.retest.due <= clock.today(),
        "trials": round(protocol.figures.retest_trials),
        "base": protocol.exercises["half_kneeling"],
        "easier": _of_kind("easier"),
        "harder": _of_kind("harder"),
        "breaks": _of_kind("break"),
        "names": {exercise.id: exercise.name for exercise in protocol.exercises.values()},
        "claims": load_evidence(),
        "verdicts": {verdict: look for verdict, (look, _words) in VERDICTS.items()},
        "safety": load_safety(),
        "inside": inside,
        "number": number,
    }


def _of_kind(kind: FormKind) -> list[ExerciseForm]:
    return [exercise for exercise in load_protocol().exercises.values() if exercise.kind == kind]


def _short(days: float) -> str:
    """Days with one digit, where they are not whole."""
    return number(days, ".0f" if round(days, 1).is_integer() else ".1f")
