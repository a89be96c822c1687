"""The command line: one verb a line, no logic. Nothing heavy is imported before a verb runs."""

import os
import sys
import warnings
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperArgument, TyperCommand

from psoas import __version__
from psoas.cli.batch import batch
from psoas.cli.body import body, count_of, number_of
from psoas.cli.coach import coach
from psoas.cli.day import day
from psoas.cli.forecast import forecast
from psoas.cli.help import language_of, speak_as_chosen, translate_help
from psoas.cli.load import load
from psoas.cli.serve import serve
from psoas.cli.terminal import attempt, tolerant_streams, verb

app = typer.Typer(
    name="psoas",
    epilog="Exit codes: 0 done; 2 wrong use or a file that cannot be read; 3 read, but cannot tell.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,
        help="Videos (mp4, mov, webm), photos, or motion files ({motion files}).",
    ),
]
Json = Annotated[
    str | None,
    typer.Option(
        "--json",
        metavar="PATH|-",
        help="Write the result as JSON (schema psoas.check/1) to PATH; - prints it, and nothing else. "
        "One object for one file; for several a list of those that could be read.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Folder for the report; with several files, one folder for each is made in it."
    ),
]
Person = Annotated[
    int | None,
    typer.Option(parser=count_of, metavar="N", help="Look at the Nth person from the left at the start."),
]
Height = Annotated[
    float | None,
    typer.Option(
        parser=number_of, metavar="CM", help="Body height in cm, 100 to 230, for lengths in metres."
    ),
]
Lite = Annotated[bool, typer.Option("--lite", help="Use the smaller pose network, for slow computers.")]
Loads = Annotated[
    bool, typer.Option("--loads", help="Tell what the lower back and the hips carry, too; takes longer.")
]
Mass = Annotated[
    float | None,
    typer.Option(parser=number_of, metavar="KG", help="Body mass in kg, 20 to 250, for --loads; else 70 kg."),
]
MarkerNames = Annotated[
    Path | None,
    typer.Option(
        "--markers",
        metavar="CSV",
        readable=False,
        help="Names of a motion file's markers: their name, comma, name in psoas.",
    ),
]
Forces = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Force plates of a motion file: external loads (.xml), ground forces (.mot, .sto) or a .c3d. Without it "
        "they are looked for in the file and beside it, such as walk_grf.mot beside walk.trc.",
    ),
]

MarkerTemplate = Annotated[
    str | None,
    typer.Option(
        "--markers-template",
        metavar="CSV|-",
        help="Write such a file for FILE, to be filled in, and do nothing else; - prints it.",
    ),
]


FilmedFps = Annotated[
    float | None,
    typer.Option(
        parser=number_of,
        metavar="N",
        help="Pictures a second that the camera took, where the file plays in slow motion, such as 120 or 240.",
    ),
]

Wrong = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="Say what is wrong with the answer: packs the note, the result and the measured points, without any "
        "picture, into NAME-psoas-wrong.zip here, for you to send on. Nothing is sent.",
    ),
]


class TabledCommand(TyperCommand):
    """A verb whose help lists the motion files that are read, or the named postures, from their tables."""

    def get_help(self, ctx: Any) -> str:
        """The help page; loading the tables is put off until it is shown."""
        from psoas.body import named_postures
        from psoas.capture.files import MOTION_FILE_WORDS

        words = {"{motion files}": MOTION_FILE_WORDS, "{postures}": ", ".join(named_postures())}
        for argument in self.params:
            if isinstance(argument, TyperArgument) and argument.help:
                for gap, filled in words.items():
                    argument.help = argument.help.replace(gap, filled)
        return super().get_help(ctx)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"psoas {__version__}")
        raise typer.Exit


@app.callback()
def psoas(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            parser=language_of,
            metavar="CODE",
            help="Speak this language, such as en; without it, that of the terminal where psoas has it.",
        ),
    ] = None,
) -> None:
    """Tell from a phone clip what the psoas and the lower back do. Nothing leaves this computer.

    \b
    Example:
      psoas demo
      psoas check clip.mp4
    """


@app.command(cls=TabledCommand)
def check(
    files: Files,
    json: Json = None,
    out: Out = None,
    person: Person = None,
    height: Height = None,
    lite: Lite = False,
    loads: Loads = False,
    mass: Mass = None,
    markers: MarkerNames = None,
    markers_template: MarkerTemplate = None,
    forces: Forces = None,
    filmed_fps: FilmedFps = None,
    wrong: Wrong = None,
) -> None:
    """Look at clips or photos: repetitions, holds, how far the hip opened, whether the back arched instead.

    Each clip gets a folder with a report that opens in a browser, an annotated clip, the angles for OpenSim
    (.mot) and a table (.csv): NAME-psoas here, or --out. Several files: a bad one does not stop the others.

    \b
    Example:
      psoas check clip.mp4
      psoas check monday.mov friday.mov --height 172 --json result.json
      psoas check clip.mp4 --loads --height 172 --mass 64
      psoas check walk.c3d --markers-template names.csv
      psoas check walk.c3d --markers names.csv
      psoas check walk.trc --forces walk_grf.xml
      psoas check slow-motion.mov --filmed-fps 240
      psoas check clip.mp4 --wrong "I did six repetitions, it says five"
    """
    from psoas.cli.run_check import check_files, write_marker_template

    if markers_template is not None:
        verb(write_marker_template)(files, markers_template)
    raise typer.Exit(
        check_files(
            files,
            json_to=json,
            out=out,
            person=person,
            height_cm=height,
            lite=lite,
            loads=loads,
            mass_kg=mass,
            markers=markers,
            forces=forces,
            filmed_fps=filmed_fps,
            wrong=wrong,
        )
    )


@app.command()
def demo(json: Json = None, out: Out = Path("psoas-demo"), lite: Lite = False) -> None:
    """Look at the sample clip that comes with psoas; no camera needed.

    \b
    Example:
      psoas demo --out my-first-report
    """
    from psoas.cli.run_check import check_demo

    raise typer.Exit(check_demo(json_to=json, out=out, lite=lite))


app.command(cls=TabledCommand)(load)
app.command()(batch)
app.command()(day)
app.command()(forecast)
app.add_typer(body)
app.add_typer(coach)
app.add_typer(serve)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    os.environ["MUJOCO_GL"] = "disable"  # nothing is drawn by it, and its window library starts interpreters
    if not sys.warnoptions and not os.environ.get("PSOAS_DEBUG"):
        # a warning of a package says nothing to whoever uses psoas; its own processes take this from the environment
        os.environ["PYTHONWARNINGS"] = "ignore"
        warnings.simplefilter("ignore")
    tolerant_streams()
    speak_as_chosen(sys.argv[1:], os.environ)
    code = attempt(translate_help(app), "")[1]
    raise SystemExit(code)
