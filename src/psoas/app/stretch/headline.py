"""The headline of a session: what was good on each side, what to do next, and how it went since the last time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from psoas.app.parts import sentence
from psoas.exercises import EXERCISES, Exercise, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan import RepetitionRecord, SessionRecord, SetRecord, Setup, compare, value_of
from psoas.report import change_words, day_words
from psoas.sides import SideWord, leg_on
from psoas.words import _, inside, named, ngettext

LAST_TIME_D = 60
"""An earlier session counts as the last time for so long [days]."""


@dataclass(frozen=True)
class Headline:
    """Sentences that stand above the figures.

    Attributes:
        sides: of each set, what was good.
        cues: of each set, what to do better.
        against: what changed since the last time; empty where there was none.
    """

    sides: tuple[str, ...]
    cues: tuple[str, ...]
    against: tuple[str, ...] = ()


def headline(
    session: SessionRecord, earlier: Sequence[SessionRecord] = (), tz: tzinfo | None = None
) -> Headline:
    """Write the headline of a session of a stretch.

    Args:
        earlier: the person's sessions before it, oldest first.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    sets = [one for one in session.sets if one.repetitions]
    measured = [one for one in sets if one.method != "timer"]
    cues = [cue for one in measured for cue in (main_cue(one), _view_cue(one)) if cue is not None]
    return Headline(
        sides=tuple(sentence(named(set_name(one, sets), _how_good(one))) for one in sets),
        cues=tuple(dict.fromkeys(cues)),
        against=_against(sets, _last_time(session, earlier), tz),
    )


def short_words(session: SessionRecord) -> str:
    """What a session held, in a few words a side."""
    sets = [one for one in session.sets if one.repetitions]
    if holds_figures(sets):
        words = [_("{count} measured", count=len(one.repetitions)) for one in sets]
    else:
        words = [_how_good(one, with_reason=False) for one in sets]
    return " ".join(f"{named(set_name(one, sets), said)}." for one, said in zip(sets, words, strict=True))


def holds_figures(sets: Iterable[SetRecord]) -> bool:
    """Whether sets are of a clinical test or of strides, whose figures are not those of a stretch."""
    return any(one.figures for a_set in sets for one in a_set.repetitions)


def set_name(a_set: SetRecord, sets: Sequence[SetRecord]) -> str:
    """The name of a set by its side, with its number where the side has several."""
    same = [one.id for one in sets if one.side == a_set.side]
    name = leg_on(a_set.side)
    return name if len(same) == 1 else f"{name}, {same.index(a_set.id) + 1}"


def _side_title(side: SideWord) -> str:
    return _("Right") if side == "right" else _("Left")


def exercise_of_set(a_set: SetRecord) -> Exercise:
    """The exercise of a set; the first one where a newer psoas has kept another."""
    return exercise_of(a_set.exercise) or EXERCISES[0]


def main_cue(a_set: SetRecord) -> str | None:
    """The cue of the most frequent fault, for the next set of this side; None without a fault.

    A fault that was certain goes before one that its error leaves open, and moves too small to count have the word
    only where no counted repetition has a fault.
    """
    exercise, side, total = exercise_of_set(a_set), _side_title(a_set.side), len(a_set.counted)
    small = len(a_set.repetitions) - total
    certain = [fault for one in a_set.counted for fault in one.certain_faults]
    found = certain or [fault for one in a_set.counted for fault in one.possible_faults]
    if found:
        worst = max(dict.fromkeys(found), key=found.count)
        fault = exercise.faults[worst]
        values = {"count": found.count(worst), "total": total, "fault": fault.says, "cue": fault.cue}
        return (
            _("{side}: in {count} of {total} {fault}. {cue}.", side=side, **values)
            if certain
            else _("{side}: in {count} of {total} perhaps {fault}. {cue}.", side=side, **values)
        )
    if not small or exercise.too_small is None:
        return None
    cue = exercise.faults[exercise.too_small[1]].cue
    return f"{named(side, small_words(small))}. {sentence(cue)}"


def small_words(small: int) -> str:
    """State how many moves were too small."""
    return ngettext("{count} move was too small to count", "{count} moves were too small to count", small)


def why_open(one: RepetitionRecord) -> str:
    """Why a repetition without a verdict has none, in a few words."""
    if one.possible_faults:
        return _("a value was too close to its limit to be sure")
    return _("not all that matters could be seen")


def _how_good(a_set: SetRecord, *, with_reason: bool = True) -> str:
    total = len(a_set.counted)
    if not total:
        return _("no move was large enough to count")
    times = ngettext("{count} repetition", "{count} repetitions", total)
    if a_set.method == "timer":
        longest_s = max(one.hold_s for one in a_set.counted)
        if longest_s > load_thresholds().hold_long_s:
            return _("{repetitions} by the timer, held for {s:g} s each", repetitions=times, s=longest_s)
        return _("{repetitions} by the timer", repetitions=times)
    decided = [one for one in a_set.counted if one.good is not None]
    good = sum(one.good is True for one in decided)
    undecided = [one for one in a_set.counted if one.good is None]
    words = _("{repetitions}, none could be judged", repetitions=times)
    if decided and undecided:
        words = ngettext(
            "{good} of {decided} good, {count} could not be judged",
            "{good} of {decided} good, {count} could not be judged",
            len(undecided),
            good=good,
            decided=len(decided),
        )
    elif decided:
        words = (
            _("all {total} good", total=total)
            if good == total > 1
            else _("{good} of {decided} good", good=good, decided=len(decided))
        )
    if not undecided or not with_reason:
        return words
    reason = (a_set.why_unjudged or "").partition(";")[0].strip()
    why = reason or "; ".join(dict.fromkeys(why_open(one) for one in undecided))
    return named(words, why.rstrip("."))


def _view_cue(a_set: SetRecord) -> str | None:
    """What to do so that the next set of this side can be judged; None where it was, or where nothing helps."""
    advice = (a_set.why_unjudged or "").partition("; ")[2]
    return f"{named(_side_title(a_set.side), advice.rstrip('.'))}." if advice else None


def _last_time(session: SessionRecord, earlier: Sequence[SessionRecord]) -> SessionRecord | None:
    """The newest earlier session of the same kind that was not too long ago."""
    since = session.started_at - timedelta(days=LAST_TIME_D)
    kind = (session.exercise, session.purpose)
    same = [
        one
        for one in earlier
        if (one.exercise, one.purpose) == kind and since <= one.started_at < session.started_at
    ]
    return next((one for one in reversed(same) if any(a_set.counted for a_set in one.sets)), None)


def _against(sets: Sequence[SetRecord], last: SessionRecord | None, tz: tzinfo | None) -> tuple[str, ...]:
    """Compare each side with the last time in the same set-up: good repetitions, and the opening of the hip."""
    if last is None:
        return ()
    found = []
    for side in dict.fromkeys(one.side for one in sets if one.method != "timer"):
        mine = [one for one in sets if one.side == side and one.method != "timer"]
        setup = Setup.of(mine[-1])
        now, then = (
            [one for one in several if one.side == side and Setup.of(one) == setup and one.counted]
            for several in (mine, last.sets)
        )
        if not now or not then:
            continue
        found.append(_good_then_and_now(leg_on(side), _good_share(then), _good_share(now)))
        values = [value_of("hip_opening", several, setup) for several in (then, now)]
        if values[0] is not None and values[1] is not None:
            change = inside(change_words(compare(values[0], values[1]), "hip_opening")).rstrip(".")
            found[-1] += " " + _("Hip opening: {change}.", change=change)
    day = day_words(last.started_at.astimezone(tz).date())
    return (_("Since the last time, {day}:", day=day), *found) if found else ()


def _good_share(sets: Sequence[SetRecord]) -> str | None:
    """How many of the judged repetitions were good; None where none was judged."""
    decided = [one.good for a_set in sets for one in a_set.counted if one.good is not None]
    return _("{count} of {total}", count=sum(decided), total=len(decided)) if decided else None


def _good_then_and_now(leg: str, then: str | None, now: str | None) -> str:
    if then and now:
        return _("{leg}: {then} good then, {now} now.", leg=leg, then=then, now=now)
    if now:
        return _("{leg}: none could be judged then, {now} good now.", leg=leg, now=now)
    if then:
        return _("{leg}: {then} good then, none could be judged now.", leg=leg, then=then)
    return _("{leg}: none could be judged, neither then nor now.", leg=leg)
