"""Show the results after the stretch: the question about pain, then both sides side by side."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import median
from typing import Final

from nicegui import ui

from psoas.app.markup import show
from psoas.app.parts import button, card, focus_first, html
from psoas.app.stretch.headline import (
    exercise_of_set,
    headline,
    holds_figures,
    set_name,
    small_words,
    why_open,
)
from psoas.app.stretch.questions import PAIN_NOW, pain_of, pain_question
from psoas.app.stretch.timed import exercise_name
from psoas.errors import UsageError
from psoas.estimate import NORMAL_95
from psoas.exercises import EXERCISES, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import Analysis, Finding, load_safety, unmeasured
from psoas.plan import Moment, Profile, RepetitionRecord, SessionRecord, SetRecord, hurts, load_protocol
from psoas.recordings import camera_lines
from psoas.report import MEASURE_WORDS, number, strides_html
from psoas.store import Store
from psoas.strides import GAITS
from psoas.words import N_, _, ngettext
from psoas.words import number as written

SIGNS = {
    True: ("\N{CHECK MARK}", N_("good")),
    False: ("!", N_("improve")),
    None: ("?", N_("could not be judged")),
}

Pictures = Mapping[tuple[int, int], tuple[Moment, ...]]
"""Which pictures are kept: their moments by the id of the set and the number of the repetition."""

NO_PICTURES: Final[Pictures] = {}
MOMENTS: Final[dict[Moment, str]] = {
    "start": N_("Start"),
    "deepest": N_("Deepest moment"),
    "worst": N_("Worst moment"),
}


def show_nothing(again: Callable[[], Awaitable[None]], *, resumed: bool) -> None:
    """Show that no repetition was finished.

    Args:
        again: shows the questions before the first move.
        resumed: the stretch went on with one that had been cut off.
    """
    with ui.element("section").classes("card stack"):
        html(
            _("No further repetition was finished. What you did before is kept.")
            if resumed
            else _("No repetition was finished, so nothing was kept.")
        )
        button(_("Try again"), again)


def pain_after(answered: Callable[[int | None], Awaitable[None]]) -> None:
    """Ask the question that ends a session."""
    with card(_("Set finished"), "after-title", "stack accent"):
        pain = pain_question(_(PAIN_NOW))

        async def go_on() -> None:
            await answered(pain_of(pain.value))

        button(_("See your results"), go_on, "primary", color="primary").props("data-first")
        focus_first()  # the stage that was left had the keyboard


def show_results(
    session: SessionRecord | None,
    *,
    earlier: Sequence[SessionRecord] = (),
    analysis: Analysis | None = None,
    report: str | None = None,
    kept: bool = False,
    again: bool = False,
    pictures: Pictures = NO_PICTURES,
    opened: bool = False,
    own: bool = True,
) -> None:
    """Show a session's sets, or the findings of a clip that was not the stretch.

    Args:
        session: as it is kept; None where nothing was.
        earlier: the person's sessions before it, oldest first.
        analysis: of a clip.
        report: its address.
        kept: the clinical test in it was kept as a retest.
        again: the clip had been kept before, as this session.
        pictures: which ones of the repetitions are kept.
        opened: each repetition is shown at once.
        own: the visitor is the person, who may correct it and go on.
    """
    sets = () if session is None else tuple(one for one in session.sets if one.repetitions)
    timed = bool(sets) and all(one.method == "timer" for one in sets)
    stretch = not holds_figures(sets)
    values = figures(sets) if stretch else other_figures(sets)
    show(
        "results.html",
        session=session,
        again=again,
        exercise=None if session is None else _label(session),
        sets=sets,
        stretch=stretch,
        names=tuple(set_name(one, sets) for one in sets),
        both_sides=len({one.side for one in sets}) == 2,
        headline=headline(session, earlier) if session is not None and sets and stretch else None,
        figures=list(values.items())[: 1 if timed else None],
        errors=tuple(_errors(one) for one in sets),
        rows=tuple(tuple(_row(one, a_set, pictures) for one in a_set.repetitions) for a_set in sets)
        if stretch
        else (),
        pictured=bool(pictures),
        opened=opened,
        own=own,
        trials=() if stretch else tuple(_trials(one) for one in sets),
        pain=_pain(session),
        stop=load_safety().stop_now.items,
        timed=timed,
        rough=any(one.weights == "lite" for one in sets),
        findings=() if analysis is None or sets else _findings(analysis),
        filming=() if analysis is None else camera_lines(analysis),
        not_measured=() if analysis is None else unmeasured(analysis),
        report=report,
        kept=kept,
        strides=None if analysis is None else strides_html(analysis),
    )


def past_session(store: Store, person: Profile, session_id: int) -> tuple[SessionRecord, list[SessionRecord]]:
    """Read a session of a person and those before it, oldest first. Any thread may call it.

    Raises:
        UsageError: the person has no such session.
    """
    sessions = store.sessions(person.id)
    found = next((one for one in sessions if one.id == session_id), None)
    if found is None:
        raise UsageError(
            _(
                "{person} has no session {number}; it may have been deleted",
                person=person.name,
                number=session_id,
            )
        )
    return found, [one for one in sessions if one.started_at < found.started_at]


def figures(sets: tuple[SetRecord, ...]) -> dict[str, tuple[str, ...]]:
    """Compare sets: counts, and the median of each measured figure with its error; a value of each set by its words."""
    hold = _("Hold, median (aim for {seconds:g} s)", seconds=load_thresholds().hold_ideal_s)
    return {
        _("Repetitions"): tuple(_count(one) for one in sets),
        _("Good repetitions"): tuple(_good(one) for one in sets),
        hold: tuple(_median([rep.hold_s for rep in one.counted], _hold_error(), " s", 1) for one in sets),
        _("Hip opening, median (minus: it closed)"): tuple(_of(one, "hip_opening") for one in sets),
        _("Arch of the lower back, median (minus: flatter)"): tuple(_of(one, "arch") for one in sets),
        _("Pelvis, median (plus: tipped forward)"): tuple(_of(one, "pelvis") for one in sets),
    }


def other_figures(sets: tuple[SetRecord, ...]) -> dict[str, tuple[str, ...]]:
    """Compare sets of a clinical test or of strides, as `figures` does."""
    known = {key for a_set in sets for one in a_set.repetitions for key in one.figures}
    counted = _("Strides") if all(one.exercise in GAITS for one in sets) else _("Trials")
    found = {counted: tuple(str(len(one.repetitions)) for one in sets)}
    for key in (key for key in MEASURE_WORDS if key in known):
        words = MEASURE_WORDS[key]
        values = [[one.figures.get(key) for one in a_set.repetitions] for a_set in sets]
        bands = [a_set.bands.get(key) for a_set in sets]
        found[_("{title}, median", title=words.title)] = tuple(
            _median(
                [None if one is None else one * words.times for one in row],
                None if band is None else band * words.times,
                words.unit,
                words.digits,
            )
            for row, band in zip(values, bands, strict=True)
        )
    return found


def _findings(analysis: Analysis) -> tuple[Finding, ...]:
    """The findings; the ranges of joints are left to the report where the strides say more."""
    return tuple(one for one in analysis.findings if not (analysis.strides and one.id.endswith("_range")))


def _label(session: SessionRecord) -> str | None:
    """The name of the exercise; None of the first one, which is the stretch of the plan."""
    exercise = exercise_of(session.exercise)
    if exercise is None:
        return exercise_name(session.exercise)
    return None if exercise is EXERCISES[0] else exercise.label


def _count(a_set: SetRecord) -> str:
    count, small = len(a_set.counted), len(a_set.repetitions) - len(a_set.counted)
    return f"{count}; {small_words(small)}" if small else str(count)


def _good(a_set: SetRecord) -> str:
    decided = [one.good for one in a_set.counted if one.good is not None]
    if not decided:
        return _("could not be judged") if a_set.counted else _("none")
    open_ones = len(a_set.counted) - len(decided)
    if not open_ones:
        return _("{count} of {total}", count=sum(decided), total=len(decided))
    return ngettext(
        "{good} of {decided}, {count} could not be judged",
        "{good} of {decided}, {count} could not be judged",
        open_ones,
        good=sum(decided),
        decided=len(decided),
    )


def _of(a_set: SetRecord, name: str) -> str:
    values = [getattr(one, f"{name}_deg") for one in a_set.counted]
    return _median(values, a_set.bands.get(name), "\N{DEGREE SIGN}", 0)


def _median(values: list[float | None], error: float | None, unit: str, digits: int) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return _("not measured")
    return written(median(known), f".{digits}f") + _behind(error, unit, digits)


def _behind(error: float | None, unit: str, digits: int) -> str:
    """Format an error, such as `` ± 6°``; the unit alone where the error is not known."""
    return (
        unit if error is None else f" \N{PLUS-MINUS SIGN} {written(NORMAL_95 * error, f'.{digits}f')}{unit}"
    )


def _hold_error() -> float:
    return load_protocol().figures.hold_error_s


def _errors(a_set: SetRecord) -> dict[str, str]:
    """Error of each column of a set's repetitions, as its heading shows it; empty where it is not known."""
    bands = {"opening": a_set.bands.get("hip_opening"), "arch": a_set.bands.get("arch")}
    angles = {
        name: "" if band is None else _behind(band, "\N{DEGREE SIGN}", 0) for name, band in bands.items()
    }
    return {"hold": _behind(_hold_error(), " s", 1), **angles}


def repetition_place(a_set: SetRecord, one: RepetitionRecord) -> str:
    """Name by which an address finds the row of a repetition."""
    return f"repetition-{a_set.id}-{one.number}"


def _row(one: RepetitionRecord, a_set: SetRecord, pictures: Pictures) -> dict[str, object]:
    """One repetition in words: its figures, the verdict, what was seen, what the person says of it, its pictures."""
    sign, says = SIGNS[one.good]
    faults = exercise_of_set(a_set).faults

    def degrees(value: float | None) -> str:
        return _("not measured") if value is None else f"{written(value, '.0f')}\N{DEGREE SIGN}"

    seen = [faults[name].says for name in one.certain_faults]
    seen += [_("perhaps {fault}", fault=faults[name].says) for name in one.possible_faults]
    if one.good is None and not seen:
        seen.append(why_open(one))
    whole = None not in (one.hip_opening_deg, one.arch_deg)
    denied = [
        _("not so: {fault}", fault=faults[name].says)
        for name, present in one.corrections.items()
        if not present
    ]
    added = [faults[name].says for name, present in one.corrections.items() if present]
    return {
        "number": str(one.number),
        "place": repetition_place(a_set, one),
        "hold": _("{seconds:.1f} s", seconds=one.hold_s),
        "opening": degrees(one.hip_opening_deg),
        "arch": degrees(one.arch_deg),
        "sign": sign,
        "says": _(says),
        "faults": "; ".join(seen)
        or (_("no fault was seen") if whole else _("no fault in what was measured")),
        "corrected": "; ".join((*denied, *added)),
        "correct": f"set={a_set.id}&number={one.number}",
        "pictures": [
            (f"/sessions/picture/{a_set.id}/{one.number}/{moment}", _(MOMENTS[moment]))
            for moment in pictures.get((a_set.id, one.number), ())
        ],
    }


def _trials(a_set: SetRecord) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the trials of a clinical test, or of strides."""
    keys = [key for key in MEASURE_WORDS if any(key in one.figures for one in a_set.repetitions)]
    rows = []
    for one in a_set.repetitions:
        values = [
            f"{number(one.figures[key], key)}{MEASURE_WORDS[key].unit}"
            if key in one.figures
            else _("not measured")
            for key in keys
        ]
        rows.append([str(one.number), *values])
    return [_("No."), *(MEASURE_WORDS[key].title for key in keys)], rows


def _pain(session: SessionRecord | None) -> str | None:
    """A warning where the two answers about pain call for one; else None."""
    if session is None or not hurts(session):
        return None
    return _(
        "It hurts more than it should: leave the stretch for today, take the easier form next time (see Plan), "
        "and ask a clinician if it stays."
    )
