"""The one thing to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psoas.app.stretch.cut_off import cut_off_session, kept_words
from psoas.plan import Plan, SessionRecord, hurts
from psoas.sides import SIDE_WORDS, SideWord
from psoas.words import _, ngettext

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
        return NextStep(
            _("See a clinician first"),
            _(
                "You said that this is true of you: {signs}. Once a clinician agrees to the stretch, say so here.",
                signs=", ".join(_(flag) for flag in plan.flags),
            ),
            _("Change my health answers"),
            "/stretch?answers=1",
            warns=True,
        )
    cut_off = cut_off_session(sessions, now)
    if cut_off is not None:
        return NextStep(
            _("Go on with your stretch"),
            _("It was interrupted. {kept}.", kept=kept_words(cut_off)),
            _("Go on"),
            "/stretch",
        )
    if _hurt_on(today, sessions):
        return NextStep(
            _("Leave the stretch for today"),
            _(
                "After your last set it hurt more than it should. If it stays, ask a clinician. "
                "Next time take the easier form."
            ),
            _("See the easier forms"),
            "/plan#easier",
            warns=True,
        )
    left = sum(plan.left.values())
    if not plan.course.weeks:
        return NextStep(
            _("Do your first set"),
            _(
                "One set on each side takes about {minutes} minutes. The camera counts and says what to change.",
                minutes=FIRST_SET_MIN,
            ),
            _("Begin"),
            "/stretch",
        )
    if left:
        return NextStep(_("Stretch now"), _sets_words(plan), _("Stretch now"), "/stretch")
    if plan.retest.due <= today:
        first = plan.retest.last is None
        return NextStep(
            _("Take your first measurement") if first else _("Measure again"),
            _(
                "Today's sets are done. A measurement has three short trials on each side: what changes over weeks."
            ),
            _("Start the measurement"),
            "/stretch?retest=1",
        )
    return NextStep(
        _("Done for today"),
        _("Today's sets are done on both sides. Come back tomorrow."),
        _("One more set"),
        "/stretch",
        urgent=False,
    )


def _sets_words(plan: Plan) -> str:
    left = {side: plan.left[side] for side in SIDE_WORDS if plan.left[side]}
    if len(set(left.values())) == 1 and len(left) == len(SIDE_WORDS):
        return ngettext(
            "One set on each side is left today.",
            "{count} sets on each side are left today.",
            next(iter(left.values())),
        )
    if len(left) == 1:
        return _one_side_words(*next(iter(left.items())))
    return _("Sets left today: right {right}, left {left}.", right=plan.left["right"], left=plan.left["left"])


def _one_side_words(side: SideWord, count: int) -> str:
    if side == "right":
        return ngettext(
            "One set on the right is left today.", "{count} sets on the right are left today.", count
        )
    return ngettext("One set on the left is left today.", "{count} sets on the left are left today.", count)


def _hurt_on(day: date, sessions: Sequence[SessionRecord]) -> bool:
    answered = [one for one in sessions if one.pain_after is not None]
    return bool(answered) and hurts(answered[-1]) and answered[-1].started_at.astimezone().date() == day
