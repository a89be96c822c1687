"""The one thing to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psoas.app.stretch.cut_off import cut_off_session, kept_words
from psoas.plan import Plan, SessionRecord, hurts
from psoas.sides import SIDE_WORDS

FIRST_SET_MIN = 3
"""Length of the first set of both sides, with the time to get into place: stated roughly [min]."""


@dataclass(frozen=True)
class NextStep:
    """What a person is asked to do now.

    Attributes:
        says: why, and what it takes.
        action: words of the link.
        address: where it leads.
        urgent: False where nothing is left to do today.
        warns: it is about safety.
    """

    title: str
    says: str
    action: str
    address: str
    urgent: bool = True
    warns: bool = False


def next_step(plan: Plan, sessions: Sequence[SessionRecord], now: datetime) -> NextStep:
    """Choose the one thing to do: safety first, then what was cut off, today's sets, and a measurement.

    Args:
        plan: for today.
        sessions: all of them, oldest first.
        now: aware.
    """
    today = now.astimezone().date()
    if plan.stopped:
        flags = ", ".join(one.why.partition(": ")[2].rstrip(".") for one in plan.advice)
        return NextStep(
            "See a clinician first",
            f"You said that this is true of you: {flags}. Once a clinician agrees to the stretch, say so here.",
            "Change my health answers",
            "/stretch?answers=1",
            warns=True,
        )
    cut_off = cut_off_session(sessions, now)
    if cut_off is not None:
        return NextStep(
            "Go on with your stretch", f"It was interrupted. {kept_words(cut_off)}.", "Go on", "/stretch"
        )
    if _hurt_on(today, sessions):
        return NextStep(
            "Leave the stretch for today",
            "After your last set it hurt more than it should. If it stays, ask a clinician. "
            "Next time take the easier form.",
            "See the easier forms",
            "/plan#easier",
            warns=True,
        )
    left = sum(plan.left.values())
    if not plan.course.weeks:
        return NextStep(
            "Do your first set",
            f"One set on each side takes about {FIRST_SET_MIN} minutes. The camera counts and says what to change.",
            "Begin",
            "/stretch",
        )
    if left:
        return NextStep("Stretch now", _sets_words(plan), "Stretch now", "/stretch")
    if plan.retest.due <= today:
        first = plan.retest.last is None
        return NextStep(
            "Take your first measurement" if first else "Measure again",
            "Today's sets are done. A measurement has three short trials on each side: what changes over weeks.",
            "Start the measurement",
            "/stretch?retest=1",
        )
    return NextStep(
        "Done for today",
        "Today's sets are done on both sides. Come back tomorrow.",
        "One more set",
        "/stretch",
        urgent=False,
    )


def _sets_words(plan: Plan) -> str:
    left = {side: plan.left[side] for side in SIDE_WORDS if plan.left[side]}
    if len(set(left.values())) == 1 and len(left) == len(SIDE_WORDS):
        count = next(iter(left.values()))
        return (
            "One set on each side is left today."
            if count == 1
            else f"{count} sets on each side are left today."
        )
    if len(left) == 1:
        side, count = next(iter(left.items()))
        return (
            f"One set on the {side} is left today."
            if count == 1
            else f"{count} sets on the {side} are left today."
        )
    return f"Sets left today: right {plan.left['right']}, left {plan.left['left']}."


def _hurt_on(day: date, sessions: Sequence[SessionRecord]) -> bool:
    answered = [one for one in sessions if one.pain_after is not None]
    return bool(answered) and hurts(answered[-1]) and answered[-1].started_at.astimezone().date() == day
