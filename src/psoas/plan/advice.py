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
from psoas.words import N_, _, inside

Topic = Literal["stop", "screen", "easier", "harder", "form", "week", "dose", "retest", "tested", "done"]
DEFAULT = N_("working default")


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
        flags: the warning signs that stop the plan; empty where none does.
        course: the week of the plan, with its dose.
        left: sets still to do today, by side.
        done_today: today's practice, by side.
        minutes: held in the last seven days, by side.
        aimed_minutes: of holding a side and week, at this week's dose.
        retest: days of the last and the next one.
        advice: sorted by importance.
    """

    flags: tuple[str, ...]
    course: Course
    left: Mapping[SideWord, int]
    done_today: Mapping[SideWord, Done]
    minutes: Mapping[SideWord, float]
    aimed_minutes: float
    retest: Retest
    advice: tuple[Advice, ...]

    @property
    def stopped(self) -> bool:
        """Whether a warning sign was ticked and no clinician has agreed, so that no set is due."""
        return bool(self.flags)


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
    flags = screening.flags if screening is not None and screening.stops else ()
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
    advice = _stops(flags) or tuple(one for one in usual if one)
    return Plan(
        flags=flags,
        course=course,
        left={
            side: 0 if flags else stage.sets - sets_towards(done_today[side], stage) for side in SIDE_WORDS
        },
        done_today=done_today,
        minutes=minutes,
        aimed_minutes=aimed,
        retest=retest,
        advice=advice,
    )


def _stops(flags: Sequence[str]) -> tuple[Advice, ...]:
    found = []
    notices = {flag: notice for notice in load_safety().notices for flag in notice.flags}
    for flag in flags:
        notice = notices.get(flag)
        says = notice.says if notice else _("See a clinician first")
        found.append(
            Advice(
                "stop",
                f"{says}.",
                _("You ticked: {flag}.", flag=_(flag)),
                notice.source if notice else DEFAULT,
            )
        )
    return tuple(found)


def _screen(screening: Screening | None) -> Advice | None:
    if screening is not None:
        return None
    return Advice(
        "screen",
        _("Answer the safety questions before the first stretch."),
        _("They were never answered here."),
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
        says = _("Take the easier form: {form}. {cue}.", form=inside(easier.name), cue=fault.cue)
        why = _(
            "In {share:.0%} of the last {count} repetitions {fault}.",
            share=form.fault_share,
            count=form.repetitions,
            fault=fault.says,
        )
        return Advice("easier", says, why, "; ".join(fault.sources) or DEFAULT, easier.id)
    if form.good_share is None:
        return _undecided(form)
    if form.good_share < figures.good_share_low:
        easier = easier_form(form.fault)
        says = _("Take the easier form: {form}.", form=inside(easier.name))
        why = _(
            "{good} of the last {total} repetitions that could be judged were good.",
            good=form.good,
            total=form.decided,
        )
        return Advice("easier", says, why, DEFAULT, easier.id)
    harder = harder_form(course.number)
    if form.steady and harder:
        why = _(
            "In each of the last {sessions} measured sessions at least {share:.0%} of the repetitions were good, and "
            "the arch stayed below its limit with all of its error band.",
            sessions=form.sessions,
            share=figures.good_share_high,
        )
        says = _("You may take the harder form: {form}.", form=inside(harder.name))
        return Advice("harder", says, why, DEFAULT, harder.id)
    return None


def _pain(sessions: Sequence[SessionRecord]) -> Advice | None:
    answered = [session for session in sessions if session.pain_after is not None]
    if not answered or not hurts(answered[-1]):
        return None
    easier, last = easier_form(None), answered[-1]
    why = _("When you last answered, pain was {after} of 10 after the session.", after=last.pain_after)
    if last.pain_before is not None:
        why = _(
            "When you last answered, pain was {after} of 10 after the session, {before} before it.",
            after=last.pain_after,
            before=last.pain_before,
        )
    return Advice(
        "easier",
        _(
            "Take the easier form with a smaller move: {form}. Stop and ask a clinician if it hurts again.",
            form=inside(easier.name),
        ),
        why,
        load_protocol().entries["pain_rise"].source,
        easier.id,
    )


def _undecided(form: Form) -> Advice:
    return Advice(
        "form",
        _("Let the camera see your back: side-on to the kneeling leg, arms forward on the front knee."),
        _(
            "Only {decided} of the last {total} measured repetitions could be called good or not, so no easier or "
            "harder form can be chosen.",
            decided=form.decided,
            total=form.repetitions,
        ),
        DEFAULT,
    )


def _weeks(course: Course) -> Advice | None:
    protocol = load_protocol()
    figures = protocol.figures
    if course.idle_days is not None and course.idle_days >= figures.break_days:
        why = _(
            "The last stretch was {days} days ago; each {step:.0f} take back one stage.",
            days=course.idle_days,
            step=figures.break_days,
        )
        source = protocol.entries["break_days"].source
        return Advice("week", _("Start again with week {week}.", week=course.number), why, source)
    if course.finished:
        says = _("The eight weeks are done. Look at your retests; how much keeps a gain is not known.")
        return Advice("done", says, _("Every week of the plan was met."), protocol.stages[-1].source)
    over = [week for week in course.weeks if week.over]
    if over and not over[-1].counts:
        why = _(
            "Last week makes {credit:.2g} days of the dose; a week counts with {needed:.0f}.",
            credit=over[-1].credit,
            needed=figures.days_met,
        )
        says = _("Stay in week {week} for another seven days.", week=course.number)
        return _fewer(course, over) or Advice("week", says, why, protocol.entries["days_met"].source)
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
    says = _("Do fewer if you like: {dose} Go up again when it fits your days.", dose=inside(smaller.says))
    why = _(
        "The last {weeks} weeks make {done:.1f} days of the present dose each; every minute held counts.",
        weeks=wanted,
        done=done,
    )
    return Advice("week", says, why, protocol.entries["fewer_weeks"].source)


def _dose(course: Course, minutes: Mapping[SideWord, float]) -> Advice | None:
    plateau = load_protocol().entries["plateau_min"]
    least, most = min(minutes.values()), max(minutes.values())
    if most == 0:
        why = _("Nothing was held in the last seven days.")
        return Advice("dose", course.stage.says, why, course.stage.source)
    if least > plateau.value:
        why = _(
            "Each side held {least:.1f} minutes or more in seven days; gains level off near {plateau:g}.",
            least=least,
            plateau=plateau.value,
        )
        return Advice("dose", _("More sets than this add little."), why, plateau.reference)
    return None


def _retest(retest: Retest, today: date, started: bool) -> Advice | None:
    protocol = load_protocol()
    if not started or retest.due > today:
        return None
    trials = protocol.figures.retest_trials
    if retest.last is None:
        says = _(
            "Take a first test: {count:.0f} trials a side, camera where it will always stand.", count=trials
        )
        why = _("There is no value to start from.")
    else:
        says = _("Retest today: {count:.0f} trials a side, same set-up as last time.", count=trials)
        why = _("The last one was {days} days ago.", days=(today - retest.last).days)
    return Advice("retest", says, why, protocol.entries["retest_days"].source)


def _tested(sessions: Sequence[SessionRecord], tz: tzinfo | None) -> Advice | None:
    """Advise by the retests, where two of one set-up can be compared."""
    trends = [one for one in retest_trends(sessions, tz) if one.measure == "hip_opening" and one.change]
    if not trends:
        return None
    least = load_protocol().entries["trial_weeks"]
    opened = [one.side for one in trends if _opened(one)]
    if opened:
        why = _("Both hips opened by more than the error since the first retest.")
        if len(set(opened)) == 1:
            why = _("The right hip opened by more than the error since the first retest.")
            if opened[0] == "left":
                why = _("The left hip opened by more than the error since the first retest.")
        return Advice("tested", _("What you do works on the range of motion; go on."), why, least.reference)
    weeks = max((one.points[-1].day - one.points[0].day).days for one in trends) / 7
    why = _("Hip opening shows no gain beyond the error in {weeks:.0f} weeks of retests.", weeks=weeks)
    if weeks < least.value:
        return Advice("tested", _("Go on; it is early to tell."), f"{why} {least.meaning}", least.reference)
    says = _("If the dose was met, ask a physiotherapist whether the hip flexors are what limits you.")
    return Advice("tested", says, why, least.reference)


def _opened(trend: Trend) -> bool:
    difference = trend.change.difference if trend.change else None
    return difference is not None and difference.low is not None and difference.low > 0
