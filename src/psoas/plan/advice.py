"""Make the `Plan`, the dose and advice of a day, from practice, form and pain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal

from psoas.exercises.half_kneeling import EXERCISE
from psoas.findings import load_safety
from psoas.plan.clinical import stretches
from psoas.plan.form import Form, easier_form, harder_form, hurts, look_at_form
from psoas.plan.practice import Course, Done, Week, follow, held_minutes, practised, sets_towards
from psoas.plan.progress import retest_trends
from psoas.plan.protocol import aimed_minutes, load_protocol
from psoas.plan.records import Screening, SessionRecord
from psoas.plan.retest import Retest, next_retest
from psoas.plan.trend import Trend
from psoas.sides import SIDE_WORDS, SideWord

Topic = Literal["stop", "screen", "easier", "harder", "form", "week", "dose", "retest", "tested", "done"]
DEFAULT = "working default"


@dataclass(frozen=True)
class Advice:
    """One piece of advice.

    Attributes:
        says: the advice, in one or two sentences.
        why: the finding in the records that leads to it.
        source: the study behind it, or ``working default``.
        exercise: id of a form in ``protocol.json``, or None.
    """

    topic: Topic
    says: str
    why: str
    source: str
    exercise: str | None = None


@dataclass(frozen=True)
class Plan:
    """A person's plan for one day.

    Attributes:
        stopped: a warning sign was ticked and no clinician has agreed; no set is due.
        course: the week of the plan, with its dose.
        left: sets still to do today, by side.
        done_today: today's practice, by side.
        minutes: held in the last seven days, by side.
        aimed_minutes: of holding a side and week, at this week's dose.
        retest: days of the last and the next one.
        advice: sorted by importance.
    """

    stopped: bool
    course: Course
    left: Mapping[SideWord, int]
    done_today: Mapping[SideWord, Done]
    minutes: Mapping[SideWord, float]
    aimed_minutes: float
    retest: Retest
    advice: tuple[Advice, ...]


def make_plan(
    sessions: Sequence[SessionRecord],
    screening: Screening | None,
    today: date,
    *,
    tz: tzinfo | None = None,
    repetitions: int = 10,
) -> Plan:
    """Make the plan of one person for one day.

    Args:
        sessions: all of them, oldest first.
        screening: the last answers; None where the questions were never answered.
        tz: of the wall clock that days are counted by; None for this machine's.
        repetitions: a side and set that the person has chosen, 8 to 10.
    """
    done = stretches(sessions)
    days = practised(done, tz)
    course = follow(days, today)
    stopped = _stops(screening)
    done_today = days.get(today, {side: Done() for side in SIDE_WORDS})
    stage = course.stage
    minutes, aimed = held_minutes(days, today), aimed_minutes(stage, repetitions)
    retest = next_retest(sessions, today, tz)
    usual = (
        _screen(screening),
        _form(done, course),
        _weeks(course),
        _dose(course, minutes),
        _retest(retest, today, bool(days)),
        _tested(done, tz),
    )
    advice = stopped or tuple(one for one in usual if one)
    return Plan(
        stopped=bool(stopped),
        course=course,
        left={
            side: 0 if stopped else stage.sets - sets_towards(done_today[side], stage) for side in SIDE_WORDS
        },
        done_today=done_today,
        minutes=minutes,
        aimed_minutes=aimed,
        retest=retest,
        advice=advice,
    )


def _stops(screening: Screening | None) -> tuple[Advice, ...]:
    if screening is None or screening.cleared or not screening.flags:
        return ()
    found = []
    notices = {item: notice for notice in load_safety().notices for item in notice.items}
    for flag in screening.flags:
        notice = notices.get(flag)
        says = notice.says if notice else "See a clinician first"
        found.append(Advice("stop", f"{says}.", f"You ticked: {flag}.", notice.source if notice else DEFAULT))
    return tuple(found)


def _screen(screening: Screening | None) -> Advice | None:
    if screening is not None:
        return None
    return Advice(
        "screen",
        "Answer the safety questions before the first stretch.",
        "They were never answered here.",
        load_safety().notices[0].source,
    )


def _form(sessions: Sequence[SessionRecord], course: Course) -> Advice | None:
    painful = _pain(sessions)
    if painful:
        return painful
    form = look_at_form(sessions)
    if form.sessions == 0:
        return None
    figures = load_protocol().figures
    if form.fault is not None and form.fault_share >= figures.fault_share:
        easier, fault = easier_form(form.fault), EXERCISE.faults[form.fault]
        says = f"Take the easier form: {_lower(easier.name)}. {fault.cue}."
        why = f"In {form.fault_share:.0%} of the last {form.repetitions} repetitions {fault.says}."
        return Advice("easier", says, why, "; ".join(fault.sources) or DEFAULT, easier.id)
    if form.good_share is None:
        return _undecided(form)
    if form.good_share < figures.good_share_low:
        easier = easier_form(form.fault)
        says = f"Take the easier form: {_lower(easier.name)}."
        why = f"{form.good} of the last {form.decided} repetitions that could be judged were good."
        return Advice("easier", says, why, DEFAULT, easier.id)
    harder = harder_form(course.number)
    if form.steady and harder:
        why = (
            f"In each of the last {form.sessions} measured sessions at least {figures.good_share_high:.0%} of the "
            "repetitions were good, and the arch stayed below its limit with all of its error band."
        )
        says = f"You may take the harder form: {_lower(harder.name)}."
        return Advice("harder", says, why, DEFAULT, harder.id)
    return None


def _pain(sessions: Sequence[SessionRecord]) -> Advice | None:
    answered = [session for session in sessions if session.pain_after is not None]
    if not answered or not hurts(answered[-1]):
        return None
    easier, last = easier_form(None), answered[-1]
    before = "" if last.pain_before is None else f", {last.pain_before} before it"
    return Advice(
        "easier",
        f"Take the easier form with a smaller move: {_lower(easier.name)}. "
        "Stop and ask a clinician if it hurts again.",
        f"When you last answered, pain was {last.pain_after} of 10 after the session{before}.",
        load_protocol().entries["pain_rise"].source,
        easier.id,
    )


def _undecided(form: Form) -> Advice:
    return Advice(
        "form",
        "Let the camera see your back: side-on to the kneeling leg, arms forward on the front knee.",
        f"Only {form.decided} of the last {form.repetitions} measured repetitions could be called good or not, "
        "so no easier or harder form can be chosen.",
        DEFAULT,
    )


def _weeks(course: Course) -> Advice | None:
    protocol = load_protocol()
    figures = protocol.figures
    if course.idle_days is not None and course.idle_days >= figures.break_days:
        why = f"The last stretch was {course.idle_days} days ago; each {figures.break_days:.0f} take back one stage."
        source = protocol.entries["break_days"].source
        return Advice("week", f"Start again with week {course.number}.", why, source)
    if course.finished:
        says = "The eight weeks are done. Look at your retests; how much keeps a gain is not known."
        return Advice("done", says, "Every week of the plan was met.", protocol.stages[-1].source)
    over = [week for week in course.weeks if week.over]
    if over and not over[-1].counts:
        return _fewer(course, over) or Advice(
            "week",
            f"Stay in week {course.number} for another seven days.",
            f"Last week makes {over[-1].credit:.1f} days of the dose; a week counts with {figures.days_met:.0f}.",
            protocol.entries["days_met"].source,
        )
    return None


def _fewer(course: Course, over: Sequence[Week]) -> Advice | None:
    """A smaller dose after some weeks in a row that did not count; None before, and where there is no smaller one."""
    protocol = load_protocol()
    wanted = int(protocol.figures.fewer_weeks)
    smaller = protocol.smaller(course.stage)
    recent = over[-wanted:]
    if smaller is None or len(recent) < wanted or any(week.counts for week in recent):
        return None
    done = sum(week.credit for week in recent) / wanted
    says = f"Do fewer if you like: {_lower(smaller.says)} Go up again when it fits your days."
    why = f"The last {wanted} weeks make {done:.1f} days of the present dose each; every minute held counts."
    return Advice("week", says, why, protocol.entries["fewer_weeks"].source)


def _dose(course: Course, minutes: Mapping[SideWord, float]) -> Advice | None:
    plateau = load_protocol().entries["plateau_min"]
    least, most = min(minutes.values()), max(minutes.values())
    if most == 0:
        why = "Nothing was held in the last seven days."
        return Advice("dose", course.stage.says, why, course.stage.source)
    if least > plateau.value:
        why = f"Each side held {least:.1f} minutes or more in seven days; gains level off near {plateau.value:g}."
        return Advice("dose", "More sets than this add little.", why, plateau.reference)
    return None


def _retest(retest: Retest, today: date, started: bool) -> Advice | None:
    protocol = load_protocol()
    if not started or retest.due > today:
        return None
    trials = f"{protocol.figures.retest_trials:.0f} trials a side"
    if retest.last is None:
        says = f"Take a first test: {trials}, camera where it will always stand."
        why = "There is no value to start from."
    else:
        says = f"Retest today: {trials}, same set-up as last time."
        why = f"The last one was {(today - retest.last).days} days ago."
    return Advice("retest", says, why, protocol.entries["retest_days"].source)


def _tested(sessions: Sequence[SessionRecord], tz: tzinfo | None) -> Advice | None:
    """Advise by the retests, where two of one set-up can be compared."""
    trends = [one for one in retest_trends(sessions, tz) if one.measure == "hip_opening" and one.change]
    if not trends:
        return None
    least = load_protocol().entries["trial_weeks"]
    opened = [one.side for one in trends if _opened(one)]
    if opened:
        why = f"The {' and the '.join(sorted(set(opened)))} hip opened by more than the error since the first retest."
        return Advice("tested", "What you do works on the range of motion; go on.", why, least.reference)
    weeks = max((one.points[-1].day - one.points[0].day).days for one in trends) / 7
    why = f"Hip opening shows no gain beyond the error in {weeks:.0f} weeks of retests."
    if weeks < least.value:
        return Advice("tested", "Go on; it is early to tell.", f"{why} {least.meaning}", least.reference)
    says = "If the dose was met, ask a physiotherapist whether the hip flexors are what limits you."
    return Advice("tested", says, why, least.reference)


def _opened(trend: Trend) -> bool:
    difference = trend.change.difference if trend.change else None
    return difference is not None and difference.low is not None and difference.low > 0


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
