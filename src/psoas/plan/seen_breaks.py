"""What devices saw after a reminder: a break and what it was, or none, or nothing at all.

The reminder itself knows when it came and which button was pressed. What the break was is read from the files of
devices, once they are there, and stands beside it. Where no device covers the time, it is not known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal, get_args

from psoas.day import SITTING, DayBout, confidence, load_activities
from psoas.plan.day import duration
from psoas.plan.records import ReminderAnswer, ReminderRecord
from psoas.words import N_, _, ngettext

SeenKind = Literal["walked", "stood", "moved", "sat", "typed"]
"""A break with walking, with standing alone, or with anything else; no break; a keyboard that stayed in use."""

BREAKS: Final[tuple[SeenKind, ...]] = ("walked", "stood", "moved")
ANSWER_WORDS: Final[dict[ReminderAnswer, str]] = {
    "stood_up": N_("You said at {time} that you stood up."),
    "stretched": N_("You stretched, until {time}."),
    "postponed": N_("You put it off at {time}."),
    "paused": N_("You paused the reminders at {time}."),
    "left": N_("There was no sign of you from {time} on."),
}
assert tuple(ANSWER_WORDS) == get_args(ReminderAnswer)


@dataclass(frozen=True)
class SeenBreak:
    """What devices saw after a reminder.

    Attributes:
        reminder: its own record.
        kind: None where it is not known.
        length_s: known length of the break [s]; 0 without one.
        open_end: its end is not known, so that it may have been longer.
        walked_s: walking in it [s].
        sources: names of the files that say so, or that say something of a part of the time.
    """

    reminder: ReminderRecord
    kind: SeenKind | None
    length_s: int = 0
    open_end: bool = False
    walked_s: int = 0
    sources: tuple[str, ...] = ()


def see_break(reminder: ReminderRecord, bouts: Sequence[DayBout]) -> SeenBreak:
    """Read from the bouts of devices what followed a reminder within ``follow_min`` of ``activities.json``.

    1. The first known interruption of sitting that begins in that time, or goes on in it, and is long enough for a
       break, is the break.
    2. Without one, sitting that is known all the time is no break. Gaps too short for a break do not matter.
    3. Anything else is not known.

    Args:
        reminder: when it came.
        bouts: of devices alone, in order of time.
    """
    known = load_activities()
    shortest = 60 * known.break_min
    start = round(reminder.rang_at.timestamp())
    end = start + round(60 * known.figures["follow_min"].value)
    for run in _interruptions(bouts):
        begin, finish = max(run[0].start_s, start), run[-1].end_s
        if begin <= end and finish - begin >= shortest:
            followed = any(one.start_s == finish and one.kind in SITTING for one in bouts)
            return _break(reminder, run, begin, open_end=not followed)
    covering = [one for one in bouts if one.end_s > start and one.start_s < end]
    if not covering or _longest_gap(covering, start, end) >= shortest:
        return SeenBreak(reminder, None, sources=_names(covering))
    typed = all(one.context == "computer" and one.confidence <= confidence("likely") for one in covering)
    return SeenBreak(reminder, "typed" if typed else "sat", sources=_names(covering))


def _break(reminder: ReminderRecord, run: Sequence[DayBout], begin: int, *, open_end: bool) -> SeenBreak:
    parts = [(one.kind, one.end_s - max(one.start_s, begin)) for one in run if one.end_s > begin]
    walked = sum(length for kind, length in parts if kind == "walking")
    kinds = {kind for kind, _length in parts}
    kind: SeenKind = "walked" if walked else "stood" if kinds == {"standing"} else "moved"
    length = sum(length for _kind, length in parts)
    return SeenBreak(reminder, kind, length, open_end, walked, _names(run))


def _interruptions(bouts: Sequence[DayBout]) -> Iterator[list[DayBout]]:
    """Runs of bouts that are not sitting and touch."""
    run: list[DayBout] = []
    for bout in bouts:
        if run and (bout.kind in SITTING or bout.start_s != run[-1].end_s):
            yield run
            run = []
        if bout.kind not in SITTING:
            run.append(bout)
    if run:
        yield run


def _longest_gap(bouts: Sequence[DayBout], start: int, end: int) -> int:
    """Longest time between two moments of which no bout says anything [s]."""
    ends = [start, *(one.end_s for one in bouts)]
    starts = [*(one.start_s for one in bouts), end]
    return max(following - before for before, following in zip(ends, starts, strict=True))


def _names(bouts: Sequence[DayBout]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for bout in bouts for name in bout.sources))


def seen_words(seen: SeenBreak) -> str:
    """State what devices saw after a reminder in one sentence."""
    follow = load_activities().figures["follow_min"].value
    if seen.kind is None:
        if not seen.sources:
            return _("Not known: no device covers the {minutes:g} minutes after it.", minutes=follow)
        return _(
            "Not known: only a part of the {minutes:g} minutes after it is covered, by {devices}.",
            minutes=follow,
            devices=", ".join(seen.sources),
        )
    lasted = _minutes(seen.length_s)
    if seen.open_end:
        lasted = _("at least {time}", time=lasted)
    match seen.kind:
        case "walked" if seen.walked_s == seen.length_s:
            says = _("You walked for {time}", time=lasted)
        case "walked":
            says = _(
                "You got up for {time}, {walked} of it walking", time=lasted, walked=_minutes(seen.walked_s)
            )
        case "stood":
            says = _("You stood for {time}", time=lasted)
        case "moved":
            says = _("You did not sit for {time}", time=lasted)
        case "sat":
            says = _("You stayed seated")
        case "typed":
            says = _("The keyboard stayed in use")
    says = _("{what}; seen by {devices}.", what=says, devices=", ".join(seen.sources))
    return f"{says} {_('Whether you stood is not known.')}" if seen.kind == "typed" else says


def answer_words(reminder: ReminderRecord) -> str:
    """State in a sentence what the reminder's own record says of it."""
    if reminder.answer is None or reminder.answered_at is None:
        return _("Nothing.")
    return _(ANSWER_WORDS[reminder.answer], time=format(reminder.answered_at.astimezone(), "%H:%M"))


def adherence_words(seen: Sequence[SeenBreak]) -> list[str]:
    """State what followed some reminders, in sentences that describe and do not urge; empty without a reminder.

    A reminder that was put off or paused is counted as that, and no break is looked for after it.
    """
    if not seen:
        return []
    answers = [one.reminder.answer for one in seen]
    says = [
        _(
            "Reminders: {total}. You said after {count} of them that you stood up.",
            total=len(seen),
            count=answers.count("stood_up"),
        )
    ]
    if stretched := answers.count("stretched"):
        says.append(_("You stretched after {count}.", count=stretched))
    if waived := answers.count("postponed") + answers.count("paused"):
        says.append(
            ngettext(
                "Put off or paused: {count}. What followed it is not counted.",
                "Put off or paused: {count}. What followed these is not counted.",
                waived,
            )
        )
    rest = [one for one in seen if one.reminder.answer not in ("postponed", "paused")]
    kinds = [one.kind for one in rest if one.kind is not None]
    breaks = [one for one in rest if one.kind in BREAKS]
    follow = load_activities().figures["follow_min"].value
    if kinds:
        found = {
            _("a break with walking"): kinds.count("walked"),
            _("a break standing"): kinds.count("stood"),
            _("another break"): kinds.count("moved"),
            _("you stayed seated"): kinds.count("sat"),
            _("the keyboard stayed in use"): kinds.count("typed"),
        }
        says.append(
            _("Seen by devices within {minutes:g} minutes: {list}.", minutes=follow, list=_list(found))
        )
    if breaks:
        middle = round(median(one.length_s for one in breaks))
        says.append(_("The middle one of these breaks lasted {time}.", time=_minutes(middle)))
    if unknown := len(rest) - len(kinds):
        says.append(
            ngettext(
                "Not known: {count}. No device covers all of the {minutes:g} minutes after it.",
                "Not known: {count}. No device covers all of the {minutes:g} minutes after them.",
                unknown,
                minutes=follow,
            )
        )
    return says


def _minutes(seconds: int) -> str:
    return duration(max(1, round(seconds / 60)))


def _list(counts: dict[str, int]) -> str:
    """Words with their counts, those that occur."""
    return ", ".join(f"{words} {number}" for words, number in counts.items() if number)
