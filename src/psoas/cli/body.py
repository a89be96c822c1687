"""The command line of ``psoas body``. Nothing heavy is imported before a verb runs."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from psoas.cli.from_forecast import ForecastChoice, ForecastScenario, FromForecast, Week
from psoas.words import _, decimal

body = typer.Typer(
    name="body", help="Look at the model of the body.", no_args_is_help=True, rich_markup_mode=None
)
"""The group of verbs; each is added with ``@body.command()``."""


class NumbersFirst(TyperCommand):
    """A command whose arguments may begin with a minus and a digit, such as ``-20:120:5``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put a space before the minus; reading the number strips it."""
        return super().parse_args(ctx, [f" {a}" if re.match(r"-\.?\d", a) else a for a in args])


def number_of(words: str | float) -> float:
    """The number of an option; Typer gives its default as it is.

    Raises:
        typer.BadParameter: it is not a number.
    """
    try:
        return decimal(str(words))
    except ValueError:
        raise typer.BadParameter(
            _("{words!r} is not a number; write it as 172 or 172.5", words=words)
        ) from None


def count_of(words: str) -> int:
    """The whole number, at least 1, of an option.

    Raises:
        typer.BadParameter: it is not such a number.
    """
    if not re.fullmatch("[0-9]+", words.strip()) or int(words) < 1:
        raise typer.BadParameter(_("{words!r} is not a whole number from 1", words=words))
    return int(words)


Held = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=DEG", help="Hold a coordinate, in degrees (metres for pelvis_tx, _ty, _tz)."
    ),
]
Height = Annotated[
    float | None,
    typer.Option(
        parser=number_of, metavar="CM", help="Body height in cm, 100 to 230; without it, a person of 170 cm."
    ),
]
Mass = Annotated[
    float | None,
    typer.Option(parser=number_of, metavar="KG", help="Body mass in kg, 20 to 250; without it, 70 kg."),
]
Sex = Annotated[str | None, typer.Option(metavar="female|male", help="Whose share of mass each part gets.")]
Json = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="PATH|-", help="Write the result as JSON to PATH; - prints it, and nothing else."
    ),
]


@body.command(cls=NumbersFirst)
def sweep(
    coordinate: Annotated[str, typer.Argument(metavar="COORD", help="What moves, such as hip_flexion_r.")],
    angles: Annotated[str, typer.Argument(metavar="FROM:TO:STEP", help="In degrees, such as -20:120:5.")],
    held: Held = None,
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    json: Json = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="PATH", help="Write a table, one row an angle.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="PATH", help="Draw it, as .svg or .png.")
    ] = None,
    from_forecast: FromForecast = None,
    week: Week = None,
    scenario: ForecastScenario = None,
) -> None:
    """Move one joint and see what each attachment of the psoas does: lever, length, greatest moment.

    \b
    Example:
      psoas body sweep hip_flexion_r -20:120:5
      psoas body sweep lumbar_extension -40:20:5 --set hip_flexion_r=-10 --plot arch.svg
    """
    from psoas.cli.run_body import sweep_body

    sweep_body(
        coordinate,
        angles,
        held or [],
        (height, mass, sex),
        forecast=ForecastChoice(from_forecast, week, scenario),
        json_to=json,
        csv_to=csv,
        plot_to=plot,
    )


@body.command()
def show(
    pose: Annotated[
        str,
        typer.Option(metavar="POSTURE", help="standing, sitting, half_kneeling, half_kneeling_arched, ..."),
    ] = "standing",
    held: Held = None,
    view: Annotated[
        str, typer.Option(metavar="VIEW", help="From where: side, front, back or oblique.")
    ] = "side",
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The picture (.png); psoas-body.png without it.")
    ] = None,
    window: Annotated[
        bool, typer.Option("--window", help="Open a window to turn the body in, instead of a picture.")
    ] = False,
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    json: Json = None,
) -> None:
    """Draw the skeleton and the psoas in a posture, red where it is longer than in standing, blue where shorter.

    \b
    Example:
      psoas body show --pose sitting
      psoas body show --pose half_kneeling --set lumbar_extension=10 --view front --out me.png
    """
    from psoas.cli.run_body import show_body

    show_body(pose, held or [], (height, mass, sex), view=view, out=out, window=window, json_to=json)


@body.command()
def export(
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            help="An earlier export there is replaced, anything else is not; nor where you added files.",
        ),
    ] = Path("psoas-body"),
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    json: Json = None,
) -> None:
    """Write the body as a MuJoCo model with its bones, and a table of every muscle's attachments.

    \b
    Example:
      psoas body export --out my-body --height 172 --mass 64 --sex female
    """
    from psoas.cli.run_body import export_body

    export_body(out, (height, mass, sex), json_to=json)


@body.command()
def validate(
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Where the page goes; without it validation.md, in the folder docs where there is one.",
        ),
    ] = None,
    walk: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="A recorded walk of your own, a motion file, for the row on the hip."
        ),
    ] = None,
    forces: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Its measured ground forces (.xml, .mot, .sto).")
    ] = None,
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    json: Json = None,
) -> None:
    """Derive every figure that the body must meet anew, beside its source; exit code 3 where a row fails.

    Height, mass and sex are those of the person who walks.

    \b
    Example:
      psoas body validate
      psoas body validate --walk walk.trc --forces walk_grf.xml --height 180 --mass 72.6
    """
    from psoas.cli.run_validate import validate_body

    validate_body(out, (height, mass, sex), walk=walk, forces=forces, json_to=json)
