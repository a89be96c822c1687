"""What the moves of a recording come to: how many count, how many are good, and what was most often wrong."""

from collections.abc import Sequence

from psoas.estimate import Estimate
from psoas.exercises import Exercise, Repetition
from psoas.findings.analysis import Finding, NotMeasured
from psoas.words import _, capital, ngettext


def stated(verdict: str, says: str, cue: str | None = None, sources: tuple[str, ...] = ()) -> Finding:
    """The finding that heads the others."""
    return Finding("verdict", None, verdict, says, cue, sources)


def verdict_of(
    moves: Sequence[Repetition], exercise: Exercise, not_measured: Sequence[NotMeasured]
) -> Finding:
    """The headline: how many repetitions counted, how many were good, and what was most often wrong.

    Args:
        moves: also those that are too small to count.
        not_measured: says why repetitions without a fault could not be judged.
    """
    counted = [one for one in moves if exercise.counts(one)]
    total = len(counted)
    if not counted:
        fault = exercise.faults[exercise.too_small[1] if exercise.too_small else ""]
        says = _("No repetition counted: {small}.", small=_small(len(moves), exercise))
        return stated("fault", says, fault.cue, fault.sources)
    good = sum(one.good is True for one in counted)
    if good == total:
        says = ngettext(
            "{count} repetition, and it was good: no fault was seen.",
            "{count} repetitions, all good: no fault was seen.",
            total,
        )
        return stated("good", says)
    result = _result(total, good, sum(one.good is None for one in counted))
    name, shown = _most_frequent(exercise, [one.faults for one in counted])
    if name is not None:
        fault, times = exercise.faults[name], times_of(shown, total)
        says = _("{result}. {times} {fault}.", result=result, times=times, fault=fault.says)
        return stated("fault", says, fault.cue, fault.sources)
    name, shown = _most_frequent(exercise, [one.possible_faults for one in counted])
    if name is not None:
        fault, times = exercise.faults[name], times_of(shown, total)
        says = _(
            "{result}. {times} perhaps {fault}: too close to its limit to be sure.",
            result=result,
            times=times,
            fault=fault.says,
        )
        return stated("undecided", says, fault.cue, fault.sources)
    reason, advice = _unseen(exercise, not_measured)
    return stated("undecided", _("{result}: {reason}.", result=result, reason=reason), advice)


def _result(total: int, good: int, undecided: int) -> str:
    """How many of the repetitions that counted were good, where not all of them were."""
    if total == 1:
        return (
            _("1 repetition, and it could not be judged")
            if undecided
            else _("1 repetition, and it was not good")
        )
    if undecided == total:
        return _("{total} repetitions, none could be judged", total=total)
    values = {"total": total, "good": good, "undecided": undecided}
    if good and undecided:
        return _("{total} repetitions, {good} good, {undecided} could not be judged", **values)
    if good:
        return _("{total} repetitions, {good} good", **values)
    if undecided:
        return _("{total} repetitions, none good, {undecided} could not be judged", **values)
    return _("{total} repetitions, none good", **values)


def _unseen(exercise: Exercise, not_measured: Sequence[NotMeasured]) -> tuple[str, str | None]:
    """Why a figure that has a limit is missing, and what to do; without a reason, that not all was seen."""
    limited = {one.quantity.key for one in exercise.measures if exercise.limits_of(one) != (None, None)}
    known = next((one.reason for one in not_measured if one.id in limited), None)
    if not known:
        return _("not all that matters could be seen"), None
    reason, _semicolon, advice = (part.strip() for part in known.partition(";"))
    return reason, capital(advice) or None


def _most_frequent(exercise: Exercise, faults: Sequence[Sequence[str]]) -> tuple[str | None, int]:
    """The fault of most repetitions, the first of those that are as frequent, and in how many it is; None without."""
    shown = {name: sum(name in one for one in faults) for name in exercise.faults}
    name = max(shown, key=lambda name: shown[name], default=None)
    return (name, shown[name]) if name is not None and shown[name] else (None, 0)


def times_of(count: int, of: int) -> str:
    """The beginning of a sentence: in how many of the repetitions."""
    if of == 1:
        return _("In the one repetition")
    if count < of:
        return _("In {count} of {total} repetitions", count=count, total=of)
    return _("In both repetitions") if of == 2 else _("In all {total} repetitions", total=of)


def _small(count: int, exercise: Exercise) -> str:
    return ngettext(
        "{count} move was too small to count (under {limit:g} degrees)",
        "{count} moves were too small to count (under {limit:g} degrees)",
        count,
        limit=exercise.limit(exercise.too_small[0] if exercise.too_small else None),
    )


def count_of(moves: Sequence[Repetition], exercise: Exercise) -> Finding:
    """How many moves counted, and how many were too small."""
    whole = sum(exercise.counts(one) for one in moves)
    small = len(moves) - whole
    says = [ngettext("{count} repetition counted.", "{count} repetitions counted.", whole)]
    if small:
        says.append(f"{_small(small, exercise)}.")
    counted = Estimate(float(whole), float(whole), float(len(moves)), "repetitions")
    return Finding("repetitions", counted, "info", " ".join(says))


def faults_of(
    counted: Sequence[Repetition], moves: Sequence[Repetition], exercise: Exercise
) -> list[Finding]:
    """A finding for each fault that was seen.

    Args:
        counted: the moves that all figures are of.
        moves: also those that are too small to count.
    """
    findings = []
    for name, fault in exercise.faults.items():
        count = sum(name in one.faults for one in counted)
        says = _("{times} {fault}.", times=times_of(count, len(counted)), fault=fault.says)
        if exercise.too_small is not None and name == exercise.too_small[1]:
            count = sum(not exercise.counts(one) for one in moves)
            says = _("{moves}: {fault}.", moves=_small(count, exercise), fault=fault.says)
        if count:
            seen = Estimate.of(count, None, "repetitions")
            findings.append(Finding(name, seen, "fault", says, fault.cue, fault.sources))
    return findings
