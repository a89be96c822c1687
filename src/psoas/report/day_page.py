"""The report folder of ``psoas day``: a page, a table, a picture and the result, all or nothing."""

from collections.abc import Collection, Sequence
from pathlib import Path

from psoas import __version__
from psoas.day import SITTING, Day, DayReading, load_activities
from psoas.draw import activity_colour, day_strip_page, day_strip_picture, png
from psoas.export import DAY_SCHEMA, check_place, day_json, day_table, earlier_result, write_folder
from psoas.plan import device_sitting_days, find_long_sittings, long_sitting_words
from psoas.report.hip_words import hip_words
from psoas.report.page_parts import Tile, time_words
from psoas.report.templates import template_environment
from psoas.words import _, capital, date_words, inside, ngettext, number

MOST_DAYS = 31
"""The page shows so many days, the last ones."""
MOST_DRAWN = 14
"""The picture shows so many; it is drawn large and then made smaller, which takes memory."""
RESULT = "day.json"
NAMES = ("report.html", "day.csv", "day.png", RESULT)


def check_day_folder(folder: Path) -> None:
    """Refuse a folder that cannot take a report, before the work is done.

    Raises:
        UsageError: the folder holds anything but an earlier report of days.
    """
    check_place(folder.absolute(), "report", _earlier)


def write_day_folder(reading: DayReading, zone: str, folder: Path) -> str:
    """Write the report folder in one step; returns the path of its page.

    Args:
        reading: what the files say; at least one day.
        zone: the person's own zone in words.
        folder: an earlier report there is replaced, where nothing was added; anything else is left alone.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    target = folder.absolute()

    def fill(beside: Path) -> None:
        (beside / "day.png").write_bytes(png(day_strip_picture(reading.days[-MOST_DRAWN:])))
        (beside / "report.html").write_text(day_html(reading, zone), encoding="utf-8")
        with (beside / "day.csv").open("w", encoding="utf-8") as file:
            file.writelines(day_table(reading.days))
        with (beside / RESULT).open("w", encoding="utf-8") as file:
            file.writelines(day_json(reading, zone))

    write_folder(target, fill, what="report", ours=_earlier)
    return str(target / "report.html")


def day_html(reading: DayReading, zone: str) -> str:
    """The page of some days as one file that opens without a network."""
    days = reading.days[-MOST_DAYS:]
    kinds = load_activities().kinds
    return (
        template_environment("psoas.report")
        .get_template("day.html")
        .render(
            title=_title(days),
            zone=zone,
            tiles=_tiles(days),
            strip=day_strip_page(days),
            days=[_row(day) for day in reversed(days)],
            hip=hip_words(min(days, key=lambda one: one.unknown_s)),
            longest=_longest(reading.days),
            hidden=len(reading.days) - len(days),
            colours={name: activity_colour(name) for name in kinds},
            notes=[
                kinds[name] for name in kinds if kinds[name].note and any(name in day.totals for day in days)
            ],
            sitting_says=load_activities().sitting_says,
            break_min=load_activities().break_min,
            files=reading.files,
            not_used=reading.not_used,
            names=[name for name in NAMES if name != "report.html"],
            version=__version__,
        )
    )


def _title(days: Sequence[Day]) -> str:
    first, last = days[0].date, days[-1].date
    if first == last:
        return capital(date_words(first, "EEEE, d MMMM y"))
    return _("{start} to {end}", start=date_words(first), end=date_words(last))


def _tiles(days: Sequence[Day]) -> list[Tile]:
    """The large figures: of one day, or the mean of several."""
    count = len(days)

    def mean_of(note: str) -> str:
        if count == 1:
            return note
        return ngettext("{note}, mean of {count} day", "{note}, mean of {count} days", count, note=note)

    longest = max((day.longest for day in days if day.longest), key=lambda one: one.sat, default=None)
    tiles = [
        Tile(
            _("Sitting known"),
            time_words(sum(day.sitting_s for day in days) // count),
            mean_of(_("all kinds")),
        ),
        Tile(_("Longest sitting"), time_words(longest.sat if longest else 0), _("without a known break")),
        Tile(
            _("Walking"),
            time_words(sum(day.totals.get("walking", 0) for day in days) // count),
            mean_of(_("running too")),
        ),
        Tile(
            _("Unknown"),
            time_words(sum(day.unknown_s for day in days) // count),
            mean_of(_("neither sitting nor a break")),
        ),
    ]
    counted = [day.steps for day in days if day.steps is not None]
    if counted:
        mean = number(round(sum(counted) / len(counted)), ",")
        tiles.append(Tile(_("Steps"), mean, mean_of(_("counted once"))))
    return tiles


def _row(day: Day) -> dict[str, object]:
    """One day as the page shows it, in formatted words."""
    kinds = load_activities().kinds
    longest = day.longest
    sat = _("none known")
    if longest:
        sat = _(
            "{time}, {start} to {end}",
            time=time_words(longest.sat),
            start=f"{day.moment(longest.start):%H:%M}",
            end=f"{day.moment(longest.end):%H:%M}",
        )
    words = {kind: f"{inside(kinds[kind].label)} {time_words(length)}" for kind, length in day.totals.items()}
    return {
        "name": date_words(day.date, "EEE d MMM y"),
        "sitting": time_words(day.sitting_s),
        "longest": sat,
        "breaks": day.breaks,
        "stands": _("not measured") if day.sit_to_stands is None else day.sit_to_stands,
        "steps": _("not measured") if day.steps is None else number(day.steps, ","),
        "unknown": time_words(day.unknown_s),
        "rest": ", ".join(words[kind] for kind in words if kind not in SITTING) or _("none known"),
        "seats": ", ".join(
            words[kind] for kind in words if kind in SITTING and day.totals[kind] < day.sitting_s
        ),
    }


def _longest(days: Sequence[Day]) -> list[str]:
    """Where in the week the longest sittings lie, in sentences; empty for a single day."""
    known = device_sitting_days(days)
    return long_sitting_words(known, find_long_sittings(known)) if len(days) > 1 else []


def _earlier(folder: Path) -> Collection[str] | None:
    """The files of an earlier report of days; None without one."""
    return NAMES if earlier_result(folder / RESULT, DAY_SCHEMA) is not None else None
