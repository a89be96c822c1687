"""Show the results after the stretch: the question about pain, then both sides side by side."""

from collections.abc import Awaitable, Callable
from statistics import median

from psoas.app.markup import show
from psoas.app.parts import button, card
from psoas.app.stretch.questions import pain_of, pain_question
from psoas.estimate import NORMAL_95
from psoas.exercises import EXERCISES, Exercise, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import Analysis, Finding, load_safety, unmeasured
from psoas.plan import RepetitionRecord, SessionRecord, SetRecord, hurts, load_protocol
from psoas.recordings import camera_lines
from psoas.report import strides_html

SIGNS = {True: ("\N{CHECK MARK}", "good"), False: ("!", "improve"), None: ("?", "could not be judged")}


def pain_after(answered: Callable[[int | None], Awaitable[None]]) -> None:
    """Ask the question that ends a session."""
    with card("Set finished", "after-title", "stack accent"):
        pain = pain_question("Pain in hip, groin or back now, 0 none to 10 worst")

        async def go_on() -> None:
            await answered(pain_of(pain.value))

        button("See your results", go_on, "primary", color="primary")


def show_results(
    session: SessionRecord | None,
    *,
    analysis: Analysis | None = None,
    report: str | None = None,
    kept: bool = False,
) -> None:
    """Show a session's sets, or the findings of a clip that was not the stretch.

    Args:
        session: as it is kept; None where nothing was.
        analysis: of a clip.
        report: its address.
        kept: the clinical test in it was kept as a retest.
    """
    sets = () if session is None else tuple(one for one in session.sets if one.repetitions)
    timed = bool(sets) and all(one.method == "timer" for one in sets)
    show(
        "results.html",
        session=session,
        exercise=None if session is None else _label(session),
        sets=sets,
        names=tuple(_name(one, sets) for one in sets),
        both_sides=len({one.side for one in sets}) == 2,
        figures=list(figures(sets).items())[: 1 if timed else None],
        errors=tuple(_errors(one) for one in sets),
        rows=tuple(tuple(_row(one, _exercise(a_set)) for one in a_set.repetitions) for a_set in sets),
        cues=tuple(cue for a_set in sets if (cue := main_cue(a_set)) is not None),
        pain=_pain(session),
        stop=next(one for one in load_safety().notices if one.id == "stop_now").items,
        timed=timed,
        rough=any(one.weights == "lite" for one in sets),
        findings=() if analysis is None or sets else _findings(analysis),
        filming=() if analysis is None else camera_lines(analysis),
        not_measured=() if analysis is None else unmeasured(analysis),
        report=report,
        kept=kept,
        strides=None if analysis is None else strides_html(analysis),
    )


def figures(sets: tuple[SetRecord, ...]) -> dict[str, tuple[str, ...]]:
    """Compare sets: counts, and the median of each measured figure with its error; a value of each set by its words."""
    hold = f"Hold, median (aim for {load_thresholds().hold_ideal_s:g} s)"
    return {
        "Repetitions": tuple(_count(one) for one in sets),
        "Good repetitions": tuple(_good(one) for one in sets),
        hold: tuple(_median([rep.hold_s for rep in one.counted], _hold_error(), " s", 1) for one in sets),
        "Hip opening, median (minus: it closed)": tuple(_of(one, "hip_opening") for one in sets),
        "Arch of the lower back, median (minus: flatter)": tuple(_of(one, "arch") for one in sets),
        "Pelvis, median (plus: tipped forward)": tuple(_of(one, "pelvis") for one in sets),
    }


def main_cue(a_set: SetRecord) -> str | None:
    """The cue of the most frequent fault, for the next set of this side; None without a fault.

    Moves too small to count have the word only where no counted repetition has a fault.
    """
    small, side = len(a_set.repetitions) - len(a_set.counted), a_set.side.title()
    found = [fault for one in a_set.counted for fault in one.faults]
    if found:
        worst = max(dict.fromkeys(found), key=found.count)
        fault = _exercise(a_set).faults[worst]
        return f"{side}: in {found.count(worst)} of {len(a_set.counted)} {fault.says}. {fault.cue}."
    too_small = _exercise(a_set).too_small
    if not small or too_small is None:
        return None
    return f"{side}: {_small_words(small)}. {_exercise(a_set).faults[too_small[1]].cue}."


def _findings(analysis: Analysis) -> tuple[Finding, ...]:
    """The findings; the ranges of joints are left to the report where the strides say more."""
    return tuple(one for one in analysis.findings if not (analysis.strides and one.id.endswith("_range")))


def _label(session: SessionRecord) -> str | None:
    """The name of the exercise; None of the first one, which is the stretch of the plan."""
    exercise = exercise_of(session.exercise)
    return None if exercise in (None, EXERCISES[0]) else exercise.label


def _exercise(a_set: SetRecord) -> Exercise:
    """The exercise of a set; the first one where a newer psoas has kept another."""
    return exercise_of(a_set.exercise) or EXERCISES[0]


def _name(a_set: SetRecord, sets: tuple[SetRecord, ...]) -> str:
    same = [one.id for one in sets if one.side == a_set.side]
    name = f"{a_set.side.title()} leg"
    return name if len(same) == 1 else f"{name}, {same.index(a_set.id) + 1}"


def _count(a_set: SetRecord) -> str:
    count, small = len(a_set.counted), len(a_set.repetitions) - len(a_set.counted)
    return f"{count}; {_small_words(small)}" if small else str(count)


def _small_words(small: int) -> str:
    return f"{small} {'move was' if small == 1 else 'moves were'} too small to count"


def _good(a_set: SetRecord) -> str:
    decided = [one.good for one in a_set.counted if one.good is not None]
    if not decided:
        return "could not be judged" if a_set.counted else "none"
    open_ones = len(a_set.counted) - len(decided)
    return f"{sum(decided)} of {len(decided)}" + (f", {open_ones} could not be judged" if open_ones else "")


def _of(a_set: SetRecord, name: str) -> str:
    values = [getattr(one, f"{name}_deg") for one in a_set.counted]
    return _median(values, a_set.bands.get(name), "\N{DEGREE SIGN}", 0)


def _median(values: list[float | None], error: float | None, unit: str, digits: int) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "not measured"
    return _figure(median(known), digits) + _behind(error, unit, digits)


def _behind(error: float | None, unit: str, digits: int) -> str:
    """Format an error, such as `` ± 6°``; the unit alone where the error is not known."""
    return unit if error is None else f" \N{PLUS-MINUS SIGN} {NORMAL_95 * error:.{digits}f}{unit}"


def _figure(value: float, digits: int) -> str:
    """Format a number; -0.0 becomes 0."""
    said = f"{value:z.{digits}f}"
    return said.replace("-", "\N{MINUS SIGN}")


def _hold_error() -> float:
    return load_protocol().figures.hold_error_s


def _errors(a_set: SetRecord) -> dict[str, str]:
    """Error of each column of a set's repetitions, as its heading shows it; empty where it is not known."""
    bands = {"opening": a_set.bands.get("hip_opening"), "arch": a_set.bands.get("arch")}
    angles = {
        name: "" if band is None else _behind(band, "\N{DEGREE SIGN}", 0) for name, band in bands.items()
    }
    return {"hold": _behind(_hold_error(), " s", 1), **angles}


def _row(one: RepetitionRecord, exercise: Exercise) -> dict[str, str]:
    sign, says = SIGNS[one.good]

    def degrees(value: float | None) -> str:
        return "not measured" if value is None else f"{_figure(value, 0)}\N{DEGREE SIGN}"

    return {
        "number": str(one.number),
        "hold": f"{one.hold_s:.1f} s",
        "opening": degrees(one.hip_opening_deg),
        "arch": degrees(one.arch_deg),
        "sign": sign,
        "says": says,
        "faults": "; ".join(exercise.faults[name].says for name in one.faults) or "none seen",
    }


def _pain(session: SessionRecord | None) -> str | None:
    """A warning where the two answers about pain call for one; else None."""
    if session is None or not hurts(session):
        return None
    return (
        "It hurts more than it should: leave the stretch for today, take the easier form next time (see Plan), "
        "and ask a clinician if it stays."
    )
