"""The strip of a day: its bouts from midnight to midnight, one row a day; what is unknown stays empty."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from markupsafe import Markup
from PIL import Image

from psoas.day import CONTEXT_WORDS, Activity, Day, load_activities
from psoas.draw.canvas import FINE, PAPER, Canvas, ChartFrame, Ink, PageSvg, Pixels, Rgb, Spot, Svg
from psoas.draw.letters import width_in_a_page
from psoas.words import _, capital, date_words, ngettext

COLOURS: Final[dict[Activity, Rgb]] = {
    "desk": (232, 150, 76),
    "car": (240, 190, 90),
    "couch": (226, 150, 134),
    "machine": (206, 160, 125),
    "sitting": (244, 196, 158),
    "standing": (150, 188, 238),
    "walking": (110, 200, 150),
    "swimming": (110, 200, 220),
    "skiing": (180, 190, 236),
    "skating": (164, 150, 216),
    "other": (190, 196, 204),
}
"""By activity: sitting is warm, everything else is not, as on the page Today."""
EMPTY: Final[Rgb] = (240, 241, 243)
SOFT: Final[Rgb] = (92, 100, 110)
FRAME: Final = ChartFrame(width=1000, left=112, right=28, top=64, bottom=24, plot=34, gap=20)
NARROW: Final = ChartFrame(width=376, left=10, right=14, top=82, bottom=4, plot=30, gap=42)
"""On a phone: the name of a day stands above its strip, not beside it."""
LETTERS: Final = 11.0
LEGEND: Final = 18.0
EVERY_H: Final = 3
LEAST_PX: Final = 0.8
"""A bout is drawn at least so wide [px]."""


def day_strip_svg(days: Sequence[Day]) -> str:
    """The strips as an SVG file."""
    canvas = Svg(FRAME)
    height = _draw(days, canvas, page=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{FRAME.width:g}" height="{height:g}" '
        f'viewBox="0 0 {FRAME.width:g} {height:g}" role="img" font-family="sans-serif">\n'
        f"<title>{escape(_says(days))}</title>\n"
        '<rect width="100%" height="100%" fill="#ffffff"/>\n'
        + "\n".join([*canvas.shapes, *canvas.words, "</svg>\n"])
    )


def day_strip_picture(days: Sequence[Day]) -> Image.Image:
    """The strips as a picture, twice as large as the SVG file."""
    picture = Image.new("RGB", (round(FRAME.width * FINE), round(_height(len(days)) * FINE)), PAPER)
    _draw(days, Pixels(FRAME, picture), page=False)
    return picture.reduce(2)


def day_strip_page(days: Sequence[Day]) -> Markup:
    """The strips as two ``<svg>`` elements, ``wide`` and ``narrow``: the page shows one, and gives the colours."""
    return Markup("").join(_page_svg(days, *one) for one in ((FRAME, "wide"), (NARROW, "narrow")))


def _page_svg(days: Sequence[Day], frame: ChartFrame, look: str) -> Markup:
    canvas = PageSvg(frame)
    height = _draw(days, canvas, frame, page=True)
    shapes = "".join([*canvas.shapes, *canvas.words])
    return Markup(
        f'<svg class="daystrip {look}" role="img" aria-label="{escape(_says(days))}" '
        f'viewBox="0 0 {frame.width:g} {height:g}">{shapes}</svg>'
    )


def activity_colour(kind: Activity) -> str:
    """The colour of an activity for a style sheet."""
    return "#{:02x}{:02x}{:02x}".format(*COLOURS[kind])


def _says(days: Sequence[Day]) -> str:
    return ngettext(
        "{count} day from midnight to midnight; what is unknown is empty",
        "{count} days from midnight to midnight; what is unknown is empty",
        len(days),
    )


def _height(count: int, frame: ChartFrame = FRAME) -> float:
    return frame.top + count * (frame.plot + frame.gap) + frame.bottom


def _draw(days: Sequence[Day], canvas: Canvas, frame: ChartFrame = FRAME, *, page: bool) -> float:
    longest = max(day.length_s for day in days)
    _legend(days, canvas, frame)
    for row, day in enumerate(days):
        top = frame.top + row * (frame.plot + frame.gap)
        _strip(day, canvas, frame, top, longest)
    if not page:
        words = _("Each row is a day from midnight to midnight. Empty is unknown.")
        canvas.text(Spot(0, 22, 0), words, Ink("tick", SOFT, size=13))
    return _height(len(days), frame)


def _legend(days: Sequence[Day], canvas: Canvas, frame: ChartFrame) -> None:
    """The colours of what occurs."""
    across, top = 0.0, 34.0 if frame is FRAME else 6.0
    for name, kind in load_activities().kinds.items():
        if any(name in day.totals for day in days):
            width = LEGEND + 5 + width_in_a_page(kind.label, LETTERS + 1) + 18
            if across + width > frame.across + 18:
                across, top = 0.0, top + LEGEND
            corner, opposite = Spot(0, top, across), Spot(0, top + LEGEND * 0.7, across + LEGEND)
            _box(canvas, corner, opposite, Ink(f"kind {name}", COLOURS[name]))
            words = Spot(0, opposite.y - 1, opposite.shift + 5)
            canvas.text(words, kind.label, Ink("tick", SOFT, size=LETTERS + 1))
            across += width


def _strip(day: Day, canvas: Canvas, frame: ChartFrame, top: float, longest_s: int) -> None:
    def at(moment_s: float, y: float) -> Spot:
        return Spot((moment_s - day.start_s) / longest_s, y)

    kinds, bottom = load_activities().kinds, top + frame.plot
    name = date_words(day.date, "EEE d MMM")
    beside = frame is FRAME
    first, second = (Spot(0, top + 15, 4 - frame.left), Spot(0, top + 30, 4 - frame.left))
    if not beside:
        first, second = Spot(0, top - 7), Spot(1, top - 7)
    canvas.text(first, name, Ink("label", size=13))
    hours = day.length_s / 3600
    note = (
        f"{day.date.year}" if hours == 24 else _("{year}, {hours:g} h", year=str(day.date.year), hours=hours)
    )
    canvas.text(second, note, Ink("tick", SOFT, size=LETTERS), "start" if beside else "end")
    _box(canvas, at(day.start_s, top), at(day.end_s, bottom), Ink("unknown", EMPTY))
    for moment, clock in _ticks(day):
        canvas.draw((at(moment, top), at(moment, bottom + 3)), Ink("grid", (205, 209, 214), 0.8), "rule")
        canvas.text(at(moment, bottom + 12), clock, Ink("tick", SOFT, size=9.5), "middle")
    for bout in day.bouts:
        start, end = at(bout.start_s, top), at(bout.end_s, bottom)
        width = frame.across * (end.share - start.share)
        if width < LEAST_PX:
            end = end._replace(share=start.share + LEAST_PX / frame.across)
        _box(canvas, start, end, Ink(f"kind {bout.kind}", COLOURS[bout.kind]))
        label = kinds[bout.kind].label
        if bout.kind == "other" and bout.context:
            label = capital(_(CONTEXT_WORDS[bout.context]))
        if width > width_in_a_page(label, LETTERS) + LETTERS / 2:
            middle = Spot((start.share + end.share) / 2, top + frame.plot / 2 + 4)
            canvas.text(middle, label, Ink("bout", size=LETTERS), "middle")


def _ticks(day: Day) -> list[tuple[int, str]]:
    """Moments of full hours by the wall clock, with the hour in words."""
    found = []
    for (start, offset), (end, _offset) in pairwise([*day.offsets, (day.end_s, 0)]):
        local = start + offset
        hour = -(-local // 3600)
        while hour * 3600 - offset < end:
            clock = hour % 24
            if clock % EVERY_H == 0:
                found.append((hour * 3600 - offset, f"{clock:02d}"))
            hour += 1
    if day.moment(day.end_s - 1).hour == 23:
        found.append((day.end_s, "24"))
    return found


def _box(canvas: Canvas, one: Spot, other: Spot, ink: Ink) -> None:
    """Fill a rectangle between two corners."""
    corners = (
        one,
        Spot(other.share, one.y, other.shift),
        other,
        Spot(one.share, other.y, one.shift),
    )
    canvas.draw(corners, ink, "solid")
