"""Print one analysis in words, for a person at a terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from psoas.body import COORDINATES
from psoas.cli.printing import empty_table, line, terminal_console
from psoas.exercises import Lengthening, Repetition, clinical_test_of, exercise_of
from psoas.findings import (
    STRIDE_LABELS,
    STRIDE_UNITS,
    Analysis,
    difference_words,
    fault_words,
    half_bands,
    mean_words,
    norm_words,
    pose_table,
    range_table,
    segment_words,
    stride_counts,
    trial_rows,
    unmeasured,
    value_words,
)
from psoas.quantities import MOVEMENTS, QUANTITIES
from psoas.recordings import camera_lines, load_lines
from psoas.sides import SideWord, side_word
from psoas.strides import SideFigure, stride_norms
from psoas.words import N_, _, inside, named, ngettext, number

_PLAIN_WIDTH: Final = 110
_UNSEEN: Final = N_("not seen")

DIFFERS: Final = "*"
"""Marks a difference between the sides whose band leaves out zero."""

NO_ROW = ("trunk_lean", "trunk_side_lean")
"""Angles of a pose that the table, which has a column for each side, leaves out."""
WIDE_HEAD: Final = 12
"""A longer head of a column [characters] is written in several lines."""


def print_summary(analysis: Analysis, console: Console | None = None) -> None:
    """Print the findings, the repetitions, what was not measured and where the report lies.

    Args:
        analysis: of one file.
        console: where to; None is standard output, plain where that is no terminal.
    """
    console = terminal_console(console, _PLAIN_WIDTH)
    line(console, _title(analysis), "bold")
    for words in camera_lines(analysis):
        line(console, words, "cyan")
    if not analysis.view.usable:
        reason = analysis.view.reason or _("the view does not allow it")
        line(console, _("Cannot tell: {reason}", reason=reason), "yellow")
        if analysis.view.advice:
            line(console, _("Try: {advice}", advice=analysis.view.advice), "cyan")
        return
    if len(analysis.segments) > 1:
        for one in analysis.segments:
            when = _("{start:.1f} to {end:.1f} s", start=one.start_s, end=one.end_s)
            line(console, "  " + named(when, segment_words(one, analysis.facing)))
    _print_findings(console, analysis)
    if analysis.stride_sides:
        line(console, stride_counts(analysis.main_strides))
        console.print(_strides(analysis, empty_table(console)))
        compared = [one.difference for one in analysis.stride_sides if one.difference is not None]
        if any(one.differs_from_zero for one in compared):
            line(
                console,
                f"{DIFFERS} {_('the legs differ by more than the error; the other differences could be none')}",
            )
        elif compared:
            line(console, _("No difference between the legs is larger than its error."))
    if analysis.examined:
        console.print(_trials(analysis, empty_table(console)))
    elif analysis.repetitions:
        console.print(_repetitions(analysis, empty_table(console)))
    elif exercise_of(analysis.movement) is None or analysis.source.is_photo:
        console.print(_angles(analysis, empty_table(console)))
    for words in load_lines(analysis):
        line(console, words)
    if analysis.not_measured:
        line(console, _("Not measured"), "bold")
        for names, reason in unmeasured(analysis):
            line(console, "- " + named(names, reason))
    labels = {
        "report": _("Report"),
        "clip": _("Picture") if analysis.source.is_photo else _("Clip"),
        "motion": "OpenSim",
        "table": _("Table"),
    }
    heads = {name: named(label, "").rstrip() for name, label in labels.items()}
    wide = max(map(len, heads.values())) + 1
    for name, head in heads.items():
        if name in analysis.files:
            line(console, f"{head:{wide}}{analysis.files[name]}")


def _print_findings(console: Console, analysis: Analysis) -> None:
    """Each sentence and each cue once, without what the verdict says already and the angles that stand in the table."""
    verdict, cues = "", set[str]()
    for finding in analysis.findings:
        if finding.id == "verdict":
            verdict = finding.says
            line(console, finding.says, "bold")
        elif finding.id == "repetitions" or finding.says in verdict:
            continue
        elif finding.id.removesuffix("_range") not in COORDINATES or finding.id in NO_ROW:
            line(console, f"- {finding.says}")
        if finding.cue and finding.cue not in cues:
            cues.add(finding.cue)
            line(console, "  " + _("Try: {advice}", advice=finding.cue), "cyan")


def print_packed(path: Path, contents: Mapping[str, str], *, to_stderr: bool = False) -> None:
    """Say what the archive about a wrong answer holds, and that nobody has it yet.

    Args:
        path: of the archive.
        contents: each file in it, and what that holds in words.
        to_stderr: standard output is for JSON.
    """
    console = Console(stderr=True, width=_PLAIN_WIDTH) if to_stderr else terminal_console(None, _PLAIN_WIDTH)
    line(console, _("Packed for somebody to look into: {path}", path=path.absolute()), "bold")
    for name, words in contents.items():
        line(console, "- " + named(name, words))
    line(
        console,
        _(
            "No picture and no name of a person or a file is in it, and nothing was sent: open "
            "it, look, and attach it to a report of the problem yourself if you like."
        ),
    )


def _title(analysis: Analysis) -> str:
    words = [inside(MOVEMENTS[analysis.movement].label)]
    own = [one for one in analysis.segments if one.movement == analysis.movement]
    if own and analysis.movement in ("lunge", "split_squat"):
        words = [segment_words(max(own, key=lambda one: one.duration_s), analysis.facing)]
    if not analysis.view.usable and analysis.movement == "unknown":
        words = [_("not analysed")]
    if analysis.rear_side or analysis.rear_leg:
        words.append(_rear(analysis))
    words += [_("left leg") if leg.side == "left" else _("right leg") for leg in analysis.examined]
    count = len(analysis.repetitions)
    if count:
        words.append(ngettext("{count} repetition", "{count} repetitions", count))
    if analysis.source.is_photo:
        words.append(_("one photo"))
    return named(Path(analysis.source.file).name, ", ".join(words))


def _rear(analysis: Analysis) -> str:
    """Which leg is behind, by its side, or where that is not known by its place."""
    if analysis.movement == "half_kneeling_stretch":
        if analysis.rear_side:
            return _("left knee down") if analysis.rear_side == "left" else _("right knee down")
        if analysis.rear_leg == "near":
            return _("knee nearer to the camera down")
        return _("knee farther from the camera down")
    if analysis.rear_side:
        return _("left leg behind") if analysis.rear_side == "left" else _("right leg behind")
    if analysis.rear_leg == "near":
        return _("leg nearer to the camera behind")
    return _("leg farther from the camera behind")


def _repetitions(analysis: Analysis, table: Table) -> Table:
    """The repetitions, a row each; angles in degrees as change from the start, trunk lean from vertical.

    A figure that no repetition has gets no column.
    """
    exercise = exercise_of(analysis.movement)
    quantities = [
        quantity
        for quantity in (QUANTITIES if exercise is None else exercise.quantities)
        if any(one.value_of(quantity) is not None for one in analysis.repetitions)
    ]
    psoas = any(one.psoas_change is not None for one in analysis.repetitions)
    shown = [quantity.short for quantity in quantities] + (["psoas"] if psoas else [])
    last = _("result")
    for name in ("", _("start [s]"), _("hold [s]"), *shown):
        head = name.replace(" ", "\n") if len(name) > WIDE_HEAD else name
        table.add_column(Text(head), justify="right", no_wrap=True)
    table.add_column(last, overflow="fold")
    for count, one in enumerate(analysis.repetitions, 1):
        table.add_row(
            str(count),
            number(one.start_s, ".1f"),
            number(one.hold_s, ".1f"),
            *(_value(one.value_of(quantity), quantity.unit) for quantity in quantities),
            *([_psoas(one.psoas_change)] if psoas else []),
            _result(one),
        )
    return table


def _strides(analysis: Analysis, table: Table) -> Table:
    """The figures of the strides, a row each: mean, band and spread of each side, difference, and a study's figure."""
    sides, norms = analysis.stride_side_words, stride_norms(analysis.main_strides[0].movement)
    first, last = _("mean ± error (spread)"), _("in a study")
    for head in (first, *map(side_word, sides), _("left less right"), last):
        table.add_column(Text(head), justify="left" if head in (first, last) else "right")
    for one in analysis.stride_sides:
        unit = _(STRIDE_UNITS[one.unit][0])
        difference, meaning = difference_words(one.difference)
        means = [f"{mean_words(one, word)}{_spread(one, word)}" for word in sides]
        cells = (
            *means,
            difference if meaning or one.difference is None else f"{difference} {DIFFERS}",
            norm_words(norms.get(one.name))[0],
        )
        name = "deg" if one.unit == "deg" else unit.strip()
        table.add_row(
            Text(f"{_bare(_(STRIDE_LABELS[one.name][0]))} [{name}]"),
            *(_bare(cell.replace(unit, "")) for cell in cells),
        )
    return table


def _spread(figure: SideFigure, side: SideWord) -> str:
    spread = figure.spread.get(side)
    return "" if spread is None else f" ({value_words(spread, figure.unit)})"


def _trials(analysis: Analysis, table: Table) -> Table:
    """The trials of a clinical test, a row each, in degrees."""
    test = clinical_test_of(analysis.movement)
    heads, rows = ((), []) if test is None else trial_rows(test, analysis.examined)
    for head in heads:
        table.add_column(
            Text(head), justify="left" if head in (_("leg"), _("at rest"), _("result")) else "right"
        )
    for row in rows:
        table.add_row(*(_bare(cell) for cell in row))
    return table


def _angles(analysis: Analysis, table: Table) -> Table:
    """Joint angles: of a pose left beside right, of a movement from the lowest to the highest."""
    if analysis.source.is_photo:
        pose = pose_table(analysis, half_bands(analysis))
        heads: tuple[str, ...] = (_("degrees"), *pose.headings, _("plus means"))
        rows: Sequence[Sequence[str]] = pose.rows
    else:
        heads = (_("degrees"), _("lowest"), _("highest"), _("range"), _("measured"), _("plus means"))
        rows = range_table(analysis)
    for head in heads:
        table.add_column(Text(head), justify="left" if head in (heads[0], _("plus means")) else "right")
    for row in rows:
        table.add_row(*(_bare(cell) for cell in row))
    return table


def _bare(words: str) -> str:
    """A cell of a table whose head says that it is in degrees."""
    return words.replace("\N{DEGREE SIGN}", "")


def _value(value: float | None, unit: str) -> str:
    return _(_UNSEEN) if value is None else f"{_signed(value)} {unit}"


def _psoas(change: Lengthening | None) -> str:
    """Such as ``+8 ± 5 mm``, the change and half of its band."""
    if change is None:
        return _(_UNSEEN)
    return f"{_signed(change.value)} ± {number(max(1, round(change.ends[1] - change.value)))} mm"


def _signed(value: float) -> str:
    return number(round(value), "+d")


def _result(one: Repetition) -> Text:
    if one.faults:
        return Text(", ".join(map(fault_words, one.faults)), "yellow")
    if one.good is None:
        perhaps = ", ".join(map(fault_words, one.possible_faults))
        return Text(_("undecided: perhaps {faults}", faults=perhaps) if perhaps else _("undecided"))
    return Text(_("good"), "green") if one.good else Text(_("not good"), "yellow")
