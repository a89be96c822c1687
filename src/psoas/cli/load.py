"""The verb ``psoas load``: no logic. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import Annotated

import typer

from psoas.cli.body import Height, Held, Json, Mass, Sex
from psoas.cli.from_forecast import ForecastChoice, ForecastScenario, FromForecast, Week

Percent = Annotated[
    str | None,
    typer.Option(metavar="PERCENT", help="What if the psoas were otherwise; such as 10%."),
]


def load(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="POSTURE...|FILE",
            help="{postures}; or a motion file ({motion files}).",
        ),
    ],
    held: Held = None,
    forces: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Measured ground forces of the motion file: OpenSim external loads (.xml) or the forces (.mot, .sto). "
            "Without it they are predicted.",
        ),
    ] = None,
    psoas_shorter: Percent = None,
    psoas_longer: Percent = None,
    psoas_stronger: Percent = None,
    psoas_weaker: Percent = None,
    from_forecast: FromForecast = None,
    week: Week = None,
    scenario: ForecastScenario = None,
    side: Annotated[str, typer.Option(metavar="both|right|left", help="Which psoas is changed.")] = "both",
    power: Annotated[
        int,
        typer.Option(
            metavar="2|3",
            help="Effort is the sum of squared (2) or cubed (3) activations, weighted by the muscles' volumes.",
        ),
    ] = 2,
    abdominal_pressure: Annotated[
        str | None,
        typer.Option(
            metavar="KPA|auto",
            help="Pressure in the belly, which takes load off the spine; auto takes what was measured in such "
            "postures. Without it there is none.",
        ),
    ] = None,
    pressing_ligaments: Annotated[
        bool,
        typer.Option("--pressing-ligaments", help="Let the ligaments behind a bent spine press its discs."),
    ] = False,
    picture: Annotated[Path | None, typer.Option(metavar="PATH", help="Draw it, as .png.")] = None,
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    json: Json = None,
) -> None:
    """Muscle forces and what the lower back and the hips carry, in postures or over a recorded movement.

    Several postures are compared with the first. With a change of the psoas, standing also tells the posture in which
    such a person would settle.

    \b
    Example:
      psoas load standing sitting_upright standing_flexed_30
      psoas load half_kneeling half_kneeling_arched --picture loads.png
      psoas load standing --psoas-shorter 10%
      psoas load half_kneeling --from-forecast forecast.json --week 10
      psoas load standing_flexed_30 --abdominal-pressure 5
      psoas load walk.trc --forces walk_grf.xml --height 180 --mass 72.6
    """
    from psoas.cli.run_load import PsoasChange, TrunkOptions
    from psoas.cli.run_load import load as run

    change = PsoasChange(psoas_shorter, psoas_longer, psoas_stronger, psoas_weaker, side)
    run(
        what,
        held or [],
        (height, mass, sex),
        change=change,
        forecast=ForecastChoice(from_forecast, week, scenario),
        forces=forces,
        power=power,
        trunk=TrunkOptions(abdominal_pressure, pressing_ligaments),
        json_to=json,
        picture=picture,
    )
