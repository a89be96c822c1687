"""A trainer's clients: what is known of each, and who needs a look, by rules of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from psoas.exercises.half_kneeling import EXERCISE
from psoas.findings import load_safety
from psoas.plan.clinical import stretches
from psoas.plan.form import hurts, look_at_form, too_painful
from psoas.plan.homework import Homework, HomeworkResults, adherence
from psoas.plan.protocol import load_protocol
from psoas.plan.records import Screening, SessionRecord
from psoas.plan.retest import next_retest
from psoas.words import _


@dataclass(frozen=True)
class LookReason:
    """Why a client needs a look.

    Attributes:
        says: the reason, in a sentence.
        source: of the limit behind it.
    """

    says: str
    source: str


@dataclass(frozen=True)
class ClientStanding:
    """What a list of clients says of one.

    Attributes:
        sessions: of stretches.
        last_active: day of the last session here, or of the last set that came back; None before the first.
        last_test: day of the last whole retest; None before it.
        done: share of the days of the newest homework that came back as done, in whole weeks; None is not known.
        reasons: why they need a look, the gravest first.
        gravity: place of the gravest reason's rule among all rules, 0 for the gravest; behind all of them without any.
    """

    sessions: int
    last_active: date | None
    last_test: date | None
    done: float | None
    reasons: tuple[LookReason, ...]
    gravity: int


def client_standing(
    sessions: Sequence[SessionRecord],
    screening: Screening | None,
    given: Sequence[tuple[Homework, HomeworkResults | None]],
    today: date,
    tz: tzinfo | None = None,
) -> ClientStanding:
    """Sum up a client, and say whether they need a look.

    Args:
        sessions: all of them, oldest first.
        given: homework with what came back of it, newest first.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    days = [one.started_at.astimezone(tz).date() for one in sessions if one.sets]
    days += [one.day for _given, results in given if results for one in results.sets]
    active = max(days, default=None)
    newest, sent = given[0] if given else (None, None)
    done = None if newest is None or sent is None else _done(newest, sent)
    test = next_retest(sessions, today, tz).last
    by_rule = (
        _warned(screening),
        _pained(sessions, sent),
        _arching(sessions),
        _idle(active, today),
        _little(done),
        _untested(test, bool(days), today),
    )
    reasons = tuple(one for found in by_rule for one in found)
    gravity = next((place for place, found in enumerate(by_rule) if found), len(by_rule))
    return ClientStanding(len(stretches(sessions)), active, test, done, reasons, gravity)


def _done(homework: Homework, results: HomeworkResults) -> float | None:
    shares = [
        one.share
        for one in adherence(homework, results.sets, results.opened, results.written_at.date())
        if one.share is not None
    ]
    return sum(shares) / len(shares) if shares else None


def _warned(screening: Screening | None) -> list[LookReason]:
    if screening is None or not screening.stops:
        return []
    says = _("A warning sign was ticked, and no clinician has agreed yet.")
    return [LookReason(says, load_safety().notices[0].source)]


def _pained(sessions: Sequence[SessionRecord], sent: HomeworkResults | None) -> list[LookReason]:
    answered = [one for one in sessions if one.pain_after is not None]
    source = load_protocol().entries["pain_rise"].source
    if answered and hurts(answered[-1]):
        pain = answered[-1].pain_after
        return [LookReason(_("Pain was {pain} of 10 after the last session.", pain=pain), source)]
    pains = [one.pain_after for one in sent.sets if one.pain_after is not None] if sent else []
    if pains and too_painful(pains[-1]):
        return [LookReason(_("Pain was {pain} of 10 after the last homework.", pain=pains[-1]), source)]
    return []


def _arching(sessions: Sequence[SessionRecord]) -> list[LookReason]:
    form, limit = look_at_form(stretches(sessions)), load_protocol().entries["fault_share"]
    fault = EXERCISE.faults.get(form.fault or "")
    if fault is None or form.fault_share < limit.value:
        return []
    says = _(
        "In {share:.0%} of the last {count} repetitions {fault}.",
        share=form.fault_share,
        count=form.repetitions,
        fault=fault.says,
    )
    return [LookReason(says, limit.source)]


def _idle(active: date | None, today: date) -> list[LookReason]:
    limit = load_protocol().entries["break_days"]
    if active is None or (today - active).days < limit.value:
        return []
    days = (today - active).days
    return [LookReason(_("Nothing was done, or came back, for {days} days.", days=days), limit.source)]


def _little(done: float | None) -> list[LookReason]:
    limit = load_protocol().entries["homework_share_low"]
    if done is None or done >= limit.value:
        return []
    says = _("{share:.0%} of the homework's days came back as done.", share=done)
    return [LookReason(says, limit.source)]


def _untested(last: date | None, active: bool, today: date) -> list[LookReason]:
    limit = load_protocol().entries["retest_days"]
    if last is None or not active or (today - last).days <= 2 * limit.value:
        return []
    says = _("The last test was {days} days ago.", days=(today - last).days)
    return [LookReason(says, limit.source)]
