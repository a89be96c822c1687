"""Days at a terminal: a row a day, and what was not used."""

from rich.console import Console

from psoas.cli.printing import empty_table, line, terminal_console
from psoas.day import SITTING, Day, DayReading, remarks
from psoas.plan import device_sitting_days, duration, find_long_sittings, long_sitting_words
from psoas.words import N_, _, date_words, ngettext, number

MOST_DAYS = 14
MOST_LEFT_OUT = 8
HEADS = (
    N_("day"),
    N_("sitting"),
    N_("longest"),
    N_("breaks"),
    N_("standing"),
    N_("walking"),
    N_("other"),
    N_("unknown"),
    N_("steps"),
)


def print_days(reading: DayReading, zone: str) -> None:
    """Print the last days and what was not used."""
    console = terminal_console()
    days = reading.days[-MOST_DAYS:]
    table = empty_table(console)
    for place, head in enumerate(HEADS):
        table.add_column(_(head), justify="right" if place else "left", no_wrap=True)
    for day in days:
        table.add_row(f"{date_words(day.date, 'EEE')} {day.date}", *_cells(day))
    console.print(table)
    if len(reading.days) > len(days):
        line(
            console,
            _(
                "The last {shown} of {total} days; the others are in the report and the JSON.",
                shown=len(days),
                total=len(reading.days),
            ),
        )
    line(
        console,
        _(
            "Days are those of {zone}, and of the zones that the files name. What no file says is unknown.",
            zone=zone,
        ),
    )
    _remarks(console, days)
    if len(reading.days) > 1:
        known = device_sitting_days(reading.days)
        for sentence in long_sitting_words(known, find_long_sittings(known)):
            line(console, sentence)
    left_out = remarks(reading)  # the errors are printed already
    for one in left_out[:MOST_LEFT_OUT]:
        what = f"{one.count} {one.what}" if one.count > 1 else one.what
        line(
            console,
            _(
                "Not used in {file}: {what}, because {reason}.",
                file=one.file,
                what=what,
                reason=one.reason,
            ),
            "yellow",
        )
    if len(left_out) > MOST_LEFT_OUT:
        line(
            console,
            ngettext(
                "{count} more was not used; the report lists it.",
                "{count} more were not used; the report lists them.",
                len(left_out) - MOST_LEFT_OUT,
            ),
            "yellow",
        )


def _cells(day: Day) -> list[str]:
    totals = day.totals
    rest = sum(length for kind, length in totals.items() if kind not in (*SITTING, "standing", "walking"))
    longest = day.longest
    times = (day.sitting_s, longest.sat if longest else 0)
    return [
        *(_time(one) for one in times),
        str(day.breaks),
        *(_time(one) for one in (totals.get("standing", 0), totals.get("walking", 0), rest, day.unknown_s)),
        "-" if day.steps is None else number(day.steps, ","),
    ]


def _time(seconds: int) -> str:
    return duration(round(seconds / 60)) if seconds else "-"


def _remarks(console: Console, days: tuple[Day, ...]) -> None:
    """What a person may ask at once."""
    still, level = sum(day.still_s for day in days), sum(day.level_s for day in days)
    if still:
        line(
            console,
            _(
                "In {time} of the unknown time a device on the wrist was still: sitting, lying or "
                "standing, which a wrist does not tell.",
                time=_time(still),
            ),
        )
    if level:
        line(
            console,
            _(
                "In {time} of the unknown time the thigh was level: sitting or lying, which a thigh "
                "does not tell; give --sleep 23:00-07:00, with your times.",
                time=_time(level),
            ),
        )
    if any(bout.context == "computer" and bout.kind == "desk" for day in days for bout in day.bouts):
        line(
            console,
            _(
                "Time at the keyboard counts as sitting at a desk; add --standing-desk if you stand "
                "there, too."
            ),
        )
