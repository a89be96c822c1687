"""The verbs of ``psoas body``: read the options, compute, print, write; each returns its exit code."""

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from psoas.body import Body, Person, in_own_unit, load_body, named_posture
from psoas.cli.from_forecast import ForecastChoice
from psoas.cli.print_body import print_export, print_pose, print_sweep
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.terminal import (
    check_apart,
    check_height,
    check_png,
    check_target,
    print_written,
    show_result,
    verb,
    write_whole,
)
from psoas.draw import check_kind, check_screen, check_view, open_window, picture_file, plot_file
from psoas.errors import UsageError
from psoas.export import BODY_SCHEMA, pose_json, write_body
from psoas.loads import Assumptions
from psoas.muscle import Sweep, posed_psoas, stepped, sweep
from psoas.sides import SIDES
from psoas.timeseries import Array
from psoas.words import _, decimal

MOST_STEPS: Final = 100_000
PICTURE: Final = Path("psoas-body.png")

Build = tuple[float | None, float | None, str | None]
"""Height [cm], mass [kg] and sex as they were given on the command line."""


@verb
def sweep_body(
    coordinate: str,
    angles: str,
    held: Sequence[str],
    build: Build,
    *,
    forecast: ForecastChoice,
    json_to: str | None,
    csv_to: Path | None,
    plot_to: Path | None,
) -> None:
    """``psoas body sweep``: print the table unless JSON is printed, and write the requested files."""
    check_target(json_to)
    check_target(csv_to, "--csv")
    check_target(plot_to, "--plot")
    check_apart({"--json": json_to, "--csv": csv_to, "--plot": plot_to})
    if plot_to is not None:
        check_kind(plot_to)
    foretold = forecast.read()
    body = load_body(person_of(build))
    body.coordinate_index(coordinate)
    parameters = None if foretold is None else Assumptions(psoas_length=foretold.factors).parameters(body)
    values = in_own_unit(coordinate, steps_of(angles))
    with ProgressBar(_("sweep of {coordinate}", coordinate=coordinate)) as progress:
        found = sweep(body, coordinate, values, pose_of(body, held), parameters=parameters, progress=progress)
    if csv_to is not None:
        write_whole(_table(found).encode(), csv_to)
    if plot_to is not None:
        write_whole(plot_file(found, plot_to), plot_to)

    def show() -> None:
        print_sweep(found)
        if foretold is not None:
            print(foretold.says)
        print_written(json_to, csv_to, plot_to)

    def content() -> dict[str, Any]:
        made = {} if foretold is None else {"from_forecast": foretold.to_json()}
        return found.to_json() | made

    show_result(json_to, content, show)


@verb
def show_body(
    posture: str,
    held: Sequence[str],
    build: Build,
    *,
    view: str,
    out: Path | None,
    window: bool,
    json_to: str | None,
) -> None:
    """``psoas body show``: draw a picture or open a window, and print each attachment."""
    check_target(json_to)
    check_view(view)
    if window:
        check_screen()
    target = None if window and out is None else out or PICTURE
    check_target(target, "--out")
    check_apart({"--json": json_to, "--out": target})
    check_png(target, "--out")
    named = named_posture(posture)
    body = load_body(person_of(build), meshes=True)
    found = posed_psoas(body, named.coordinates | pose_of(body, held))
    title = _("{posture}, changed", posture=named.title) if held else named.title
    if target is not None:
        write_whole(picture_file(body, found, view, title), target)
    show_result(
        json_to,
        lambda: pose_json(found, named.name, target),
        lambda: print_pose(found, named, changed=bool(held), picture=target),
    )
    if window:
        open_window(body, found)


@verb
def export_body(out: Path, build: Build, *, json_to: str | None) -> None:
    """``psoas body export``: write a folder for other programs."""
    check_target(json_to)
    check_apart({"--json": json_to, "--out": out})
    if json_to not in (None, "-") and out.resolve() in Path(str(json_to)).resolve().parents:
        raise UsageError(
            _(
                "--json {json_to} is in the folder of the export, which is made anew; choose another",
                json_to=json_to,
            )
        )
    body = load_body(person_of(build))
    files = write_body(body, out)
    show_result(
        json_to,
        lambda: {"schema": BODY_SCHEMA, "person": body.person.to_json(), "files": files},
        lambda: print_export(body, files),
    )


def person_of(build: Build) -> Person:
    """The person of the options; missing ones are those of `Person`.

    Raises:
        UsageError: a height, a mass or a sex for which the body has no table.
    """
    height, mass, sex = build
    usual = Person()
    check_height(height)
    return Person(
        height_m=usual.height_m if height is None else height / 100,
        mass_kg=usual.mass_kg if mass is None else mass,
        sex=usual.sex if sex is None else sex,  # type: ignore[arg-type]  # Person refuses what it does not know
    )


def steps_of(words: str) -> Array:
    """The values of ``FROM:TO:STEP``; TO is included where a whole number of steps leads there.

    Raises:
        UsageError: not three numbers, a step that does not lead from FROM to TO, or too many steps.
    """
    words = words.strip()
    try:
        start, stop, step = (decimal(word) for word in words.split(":"))
    except ValueError:
        raise UsageError(
            _("{words!r} is not FROM:TO:STEP; give three numbers in degrees, such as -20:120:5", words=words)
        ) from None
    if not all(map(math.isfinite, (start, stop, step))):
        raise UsageError(
            _("{words!r} has a number without an end; give three numbers, such as -20:120:5", words=words)
        )
    if step == 0 or (stop - start) * step < 0:
        better = (abs(step) or 5) * (1 if stop >= start else -1)
        raise UsageError(
            _(
                "a step of {step:g} never leads from {start:g} to {stop:g}; try {better}",
                step=step,
                start=start,
                stop=stop,
                better=f"{start:g}:{stop:g}:{better:g}",
            )
        )
    steps = (stop - start) / step
    if steps > MOST_STEPS:
        raise UsageError(
            _(
                "{words} makes {steps:,.0f} steps; take a larger step, {most_steps:,} steps at most",
                words=words,
                steps=steps,
                most_steps=MOST_STEPS,
            )
        )
    return stepped(start, stop, step)


def pose_of(body: Body, held: Sequence[str]) -> dict[str, float]:
    """Coordinates from options ``NAME=DEG`` [rad, m].

    Raises:
        UsageError: another form, an unknown name, a name given twice, or no number.
    """
    pose: dict[str, float] = {}
    for words in held:
        name, equals, amount = (part.strip() for part in words.partition("="))
        try:
            value = decimal(amount)
        except ValueError:
            equals = ""
        if not equals:
            raise UsageError(
                _("--set {words} is not NAME=DEG; give it as --set hip_flexion_r=20", words=words)
            )
        body.coordinate_index(name)
        if name in pose:
            raise UsageError(_("--set gives {name} twice; leave one out", name=name))
        pose[name] = float(in_own_unit(name, value))
    return pose


def _table(found: Sweep) -> str:
    """CSV text with a row for each angle: both sides as a whole, then each attachment."""
    columns = {("angle_deg" if found.unit == "deg" else "position_m"): found.shown_values}
    for side in SIDES:
        psoas = found.of_side(side)
        columns[f"psoas_{side}_moment_arm_m"] = psoas.moment_arm
        columns[f"psoas_{side}_length_change_m"] = psoas.length_change
        columns[f"psoas_{side}_max_moment_Nm"] = psoas.max_moment
    for index, fascicle in enumerate(found.fascicles):
        columns[f"{fascicle.name}_length_m"] = found.length[:, index]
        columns[f"{fascicle.name}_moment_arm_m"] = found.moment_arm[:, index]
        columns[f"{fascicle.name}_fibre_length_norm"] = found.fibre_length_norm[:, index]
        columns[f"{fascicle.name}_passive_force_N"] = found.passive_force[:, index]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows(np.column_stack(list(columns.values())).tolist())
    return text.getvalue()
