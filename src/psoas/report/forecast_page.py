"""The report folder of ``psoas forecast``: a page, a picture and the result, all or nothing."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from psoas import __version__
from psoas.draw import outlook_file_svg, outlook_picture, png
from psoas.export import FORECAST_SCHEMA, check_place, earlier_result, forecast_json, write_folder
from psoas.forecast import ASSUMED, HipForecast, load_parameters
from psoas.report.forecast_section import forecast_card, outlook_of, shared_words
from psoas.report.templates import template_environment
from psoas.words import N_, _, date_words, ngettext

RESULT: Final = "forecast.json"
NAMES: Final = ("report.html", "forecast.png", RESULT)
LOOKED_UP: Final = {"full": N_("ours"), "abstract": N_("abstract read"), "no": N_("not looked up")}
"""How much of a source was read, in English."""


def check_forecast_folder(folder: Path) -> None:
    """Refuse a folder that cannot take a report, before the work is done.

    Raises:
        UsageError: the folder holds anything but an earlier report of a forecast.
    """
    check_place(folder.absolute(), "report", _earlier)


def write_forecast_folder(forecasts: Sequence[HipForecast], source: str, folder: Path) -> str:
    """Write the report folder in one step; returns the path of its page.

    Args:
        forecasts: by hip, at least one.
        source: name of the file, or of the person.
        folder: an earlier report there is replaced, where nothing was added; anything else is left alone.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    target = folder.absolute()

    def fill(beside: Path) -> None:
        (beside / "forecast.png").write_bytes(forecast_picture(forecasts, ".png"))
        (beside / "report.html").write_text(forecast_html(forecasts, source), encoding="utf-8")
        result = json.dumps(forecast_json(forecasts, source), allow_nan=False) + "\n"
        (beside / RESULT).write_text(result, encoding="utf-8")

    write_folder(target, fill, what="report", ours=_earlier)
    return str(target / "report.html")


def forecast_html(forecasts: Sequence[HipForecast], source: str) -> str:
    """The page of a forecast as one file that opens without a network."""
    figures = load_parameters().values()
    sources = {(one.source, one.doi, _(LOOKED_UP[one.looked_up])) for one in figures if one.source != ASSUMED}
    cards = [forecast_card(one) for one in forecasts]
    return (
        template_environment("psoas.report")
        .get_template("forecast.html")
        .render(
            cards=cards,
            shared=shared_words(cards),
            source=source,
            title=horizon_words(forecasts[0].horizon),
            since=date_words(forecasts[0].days[0]),
            until=date_words(forecasts[0].days[-1]),
            sources=sorted(sources, key=str),
            figures=len(figures),
            assumed=sum(one.source == ASSUMED for one in figures),
            names=[name for name in NAMES if name != "report.html"],
            version=__version__,
        )
    )


def horizon_words(weeks: int) -> str:
    """The title of a forecast."""
    return ngettext("What the next week may bring", "What the next {count} weeks may bring", weeks)


def forecast_picture(forecasts: Sequence[HipForecast], kind: str) -> bytes:
    """The plots of all hips, one above the other, as ``.png`` or ``.svg``."""
    title = horizon_words(forecasts[0].horizon)
    says = _("Points are your tests. The bands hold what a test shows in 80 and in 95 of 100 such cases.")
    outlooks = [outlook_of(one) for one in forecasts]
    if kind == ".svg":
        return outlook_file_svg(outlooks, title, says).encode()
    return png(outlook_picture(outlooks, title, says))


def _earlier(folder: Path) -> Collection[str] | None:
    """The files of an earlier report of a forecast; None without one."""
    return NAMES if earlier_result(folder / RESULT, FORECAST_SCHEMA) is not None else None
