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

SeenKind = Literal["walked", "stood", "moved", "sat", "typed"]
"""A break with walking, with standing alone, or with anything else; no break; a keyboard that stayed in use."""

BREAKS: Final[tuple[SeenKind, ...]] = ("walked", "stood", "moved")
ANSWER_WORDS: Final[dict[ReminderAnswer, str]] = {
    "stood_up": "You said at {} that you stood up.",
    "stretched": "You stretched, until {}.",
    "postponed": "You put it off at {}.",
    "paused": "You paused the reminders at {}.",
    "left": "There was no sign of you from {} on.",
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
    kinds = {kind for kind, _ in parts}
    kind: SeenKind = "walked" if walked else "stood" if kinds == {"standing"} else "moved"
    length = sum(length for _, length in parts)
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
    follow = f"{load_activities().figures['follow_min'].value:g}"
    by = f"; seen by {', '.join(seen.sources)}."
    lasted = f"{'at least ' if seen.open_end else ''}{_minutes(seen.length_s)}"
    match seen.kind:
        case None if seen.sources:
            return f"Not known: only a part of the {follow} minutes after it is covered, by {', '.join(seen.sources)}."
        case None:
            return f"Not known: no device covers the {follow} minutes after it."
        case "walked" if seen.walked_s == seen.length_s:
            return f"You walked for {lasted}{by}"
        case "walked":
            return f"You got up for {lasted}, {_minutes(seen.walked_s)} of it walking{by}"
        case "stood":
            return f"You stood for {lasted}{by}"
        case "moved":
            return f"You did not sit for {lasted}{by}"
        case "sat":
            return f"You stayed seated{by}"
        case "typed":
            return f"The keyboard stayed in use{by} Whether you stood is not known."


def answer_words(reminder: ReminderRecord) -> str:
    """State in a sentence what the reminder's own record says of it."""
    if reminder.answer is None or reminder.answered_at is None:
        return "Nothing."
    return ANSWER_WORDS[reminder.answer].format(f"{reminder.answered_at.astimezone():%H:%M}")


def adherence_words(seen: Sequence[SeenBreak]) -> list[str]:
    """State what followed some reminders, in sentences that describe and do not urge; empty without a reminder.

    A reminder that was put off or paused is counted as that, and no break is looked for after it.
    """
    if not seen:
        return []
    answers = [one.reminder.answer for one in seen]
    says = [f"Reminders: {len(seen)}. You said after {answers.count('stood_up')} of them that you stood up."]
    if stretched := answers.count("stretched"):
        says.append(f"You stretched after {stretched}.")
    if waived := answers.count("postponed") + answers.count("paused"):
        says.append(
            f"Put off or paused: {waived}. What followed {'it' if waived == 1 else 'these'} is not counted."
        )
    rest = [one for one in seen if one.reminder.answer not in ("postponed", "paused")]
    kinds = [one.kind for one in rest if one.kind is not None]
    breaks = [one for one in rest if one.kind in BREAKS]
    follow = f"{load_activities().figures['follow_min'].value:g} minutes"
    if kinds:
        found = {
            "a break with walking": kinds.count("walked"),
            "a break standing": kinds.count("stood"),
            "another break": kinds.count("moved"),
            "you stayed seated": kinds.count("sat"),
            "the keyboard stayed in use": kinds.count("typed"),
        }
        says.append(f"Seen by devices within {follow}: {_list(found)}.")
    if breaks:
        middle = round(median(one.length_s for one in breaks))
        says.append(f"The middle one of these breaks lasted {_minutes(middle)}.")
    if unknown := len(rest) - len(kinds):
        says.append(
            f"Not known: {unknown}. No device covers all of the {follow} after {'it' if unknown == 1 else 'them'}."
        )
    return says


def _minutes(seconds: int) -> str:
    return duration(max(1, round(seconds / 60)))


def _list(counts: dict[str, int]) -> str:
    """Words with their counts, those that occur."""
    return ", ".join(f"{words} {number}" for words, number in counts.items() if number)
