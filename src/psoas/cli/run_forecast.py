"""Run ``psoas forecast``: read the record, forecast each hip, print and write; returns the exit code."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from psoas.cli.print_forecast import print_forecasts
from psoas.cli.terminal import check_apart, check_target, print_written, show_result, verb, write_whole
from psoas.errors import CannotTellError, UsageError
from psoas.export import forecast_json
from psoas.forecast import HipForecast, HipRecord, forecast_hip, read_record
from psoas.plan import Profile, look_back, make_plan, planned_seconds
from psoas.report import check_forecast_folder, forecast_picture, write_forecast_folder
from psoas.words import _

PLOTS: Final = (".png", ".svg")
FOLDER: Final = "forecast-psoas"


@verb
def show_forecast(
    file: Path | None,
    *,
    database: str | None,
    person: str | None,
    horizon: int,
    today: str | None,
    json_to: str | None,
    plot_to: Path | None,
    out: Path | None,
) -> None:
    """``psoas forecast``: the hips of a file or of a person of the coach."""
    folder = out or Path(FOLDER)
    check_target(json_to)
    check_target(plot_to, "--plot")
    check_apart({"FILE": file, "--json": json_to, "--plot": plot_to})
    if plot_to is not None and plot_to.suffix.lower() not in PLOTS:
        raise UsageError(
            _(
                "the picture is written as .png or .svg, not as {plot_to}; change the end of --plot",
                plot_to=plot_to.name,
            )
        )
    check_forecast_folder(folder)
    day = _day(today)
    if file is None:
        forecasts, source = _of_the_coach(database, person, day or date.today(), horizon)
    else:
        if database is not None or person is not None:
            raise UsageError(
                _("--database and --person belong to what the coach keeps; leave out the file, or them")
            )
        forecasts, source = _of_a_file(file, day, horizon), file.name
    page = ""

    def show() -> None:
        print_forecasts(forecasts)
        print_written(page, plot_to, json_to)

    if plot_to is not None:
        write_whole(forecast_picture(forecasts, plot_to.suffix.lower()), plot_to)
    page = write_forecast_folder(forecasts, source, folder)
    show_result(json_to, lambda: forecast_json(forecasts, source), show)


def _of_a_file(file: Path, day: date | None, horizon: int) -> list[HipForecast]:
    """The hips of a file; without a day the last one of the file is today, unless it is still to come."""
    records = read_record(file)
    today = day or min(date.today(), max(one for record in records for one in record.days))
    return [
        forecast_hip(record, today, planned=planned_seconds(_week(record, today), horizon), horizon=horizon)
        for record in records
    ]


def _week(record: HipRecord, today: date) -> int:
    """The week of the plan that comes next: one for each week so far with any practice."""
    return 1 + len({(today - day).days // 7 for day, seconds in record.practice if seconds > 0})


def _of_the_coach(
    database: str | None, person: str | None, today: date, horizon: int
) -> tuple[list[HipForecast], str]:
    """The hips of a person that the coach keeps, and the person's name."""
    from psoas.store import Store, person_forecasts

    with Store.open(database) as store:
        profile = picked_person(store.profiles(), person)
        sessions = store.sessions(profile.id)
        bouts = store.bouts(profile.id, date.min, today)
        screening = store.last_screening(profile.id)
    if make_plan(sessions, screening, today).stopped:
        raise CannotTellError(
            _("a warning sign was ticked, so nothing is forecast; see a clinician first, then answer again")
        )
    forecasts = person_forecasts(
        sessions,
        look_back(sessions, bouts, today),
        today,
        horizon=horizon,
        repetitions=profile.settings.target_repetitions,
    )
    if not forecasts:
        raise CannotTellError(
            _(
                "there is no test and no stretching to start from; stretch or test with psoas coach, "
                "or give a file"
            )
        )
    return forecasts, profile.name


def picked_person(people: Sequence[Profile], name: str | None) -> Profile:
    """The person of a name; the only one where none is given.

    Raises:
        UsageError: nobody or several have this name, or none is given though there are several people.
    """
    found = [one for one in people if name is None or one.name.casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in people)
    if name is None:
        raise UsageError(
            _("the database keeps several people; give --person with one of: {names}", names=names)
        )
    if not found:
        raise UsageError(_("there is no {name} in the database; there is {names}", name=name, names=names))
    raise UsageError(
        _(
            "{found} people are called {name}; give each a name of its own in the coach",
            found=len(found),
            name=name,
        )
    )


def _day(words: str | None) -> date | None:
    """The day in words such as 2026-03-01.

    Raises:
        UsageError: it is none.
    """
    try:
        return None if words is None else date.fromisoformat(words.strip())
    except ValueError:
        raise UsageError(_("--today {words} is no day; give it as --today 2026-03-01", words=words)) from None
