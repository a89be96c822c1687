"""A page of drawn bodies, each beside bars of what it carries, on one scale, and of what pulls, on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from psoas.draw.body_layers import LIGHT
from psoas.draw.stretch_scale import Rgb, StretchScale, draw_scale
from psoas.loads import Figure
from psoas.recordings import newtons, span, times

GRID: Final[Rgb] = (216, 215, 208)
SEAT: Final[Rgb] = (233, 230, 222)
MISSING: Final[Rgb] = (166, 60, 0)

PAD, GAP, BELOW = 40, 36, 64
HEADING, TITLE, WORDS, NOTE = 50.0, 40.0, 28.0, 24.0
LABEL, BARS, VALUES = 180, 310, 230
RIGHT = LABEL + BARS + VALUES
STEP, BAR = 64, 32
SCALE = 440
NARROWEST, WIDEST, HIGHEST = 260, 460, 500
"""Of the column of bodies [px]; where words need less room, a body is drawn this high."""
LINE = 1.3
"""From one line of words to the next, in sizes of the letters."""
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Between the lines of the scale [times the body's weight]."""
PULL_STEPS = (25.0, 50.0, 100.0, 250.0, 500.0, 1000.0)
"""The same of pulls [N]."""
LEAST_PULL = 100.0
"""Their scale reaches at least so far [N]."""
APART = 12
"""Below the bars of one scale [px]."""

Seat = tuple[float, float, float]
"""Its back, front and height, as shares of a drawn body's width and height."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label, colour: its own.
        figure: what it shows [N].
        pull: it is far smaller than the others, and stands below them on a scale of its own, in newtons.
    """

    label: str
    colour: Rgb
    figure: Figure
    pull: bool = False


@dataclass(frozen=True, eq=False)
class Cell:
    """One body of the page.

    Attributes:
        title, says: words above the bars.
        body: drawn, cut to what there is to see; all of a page on one scale, but for one that is too wide.
        bars: what it carries; where there are none, ``note`` says why.
        note: words below the bars.
        seat: that it sits on; None without one.
    """

    title: str
    says: str
    body: Image.Image
    bars: tuple[Bar, ...]
    note: str = ""
    seat: Seat | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """What a page shows.

    Attributes:
        title, subtitle: above.
        cells: one or more.
        weight: of the body [N].
        scale: of the psoas's colours.
        foot: words below.
        columns: of cells; None is one for up to three, two for more.
    """

    title: str
    subtitle: str
    cells: tuple[Cell, ...]
    weight: float
    scale: StretchScale
    foot: str
    columns: int | None = None


@dataclass(frozen=True)
class Layout:
    """Sizes [px] and the scale of the bars.

    Attributes:
        columns: of cells; width, height: of one.
        body: width of the column of bodies; shrunk: a body is drawn so many times as large.
        most: where the bars' scale ends [N]; most_pull: where that of pulls does.
    """

    columns: int
    width: int
    height: int
    body: int
    shrunk: float
    most: float
    most_pull: float


def draw_sheet(sheet: Sheet) -> Image.Image:
    """The page as a picture on light paper."""
    layout = layout_of(sheet)
    rows = -(-len(sheet.cells) // layout.columns)
    width = layout.columns * layout.width
    head = wrapped(sheet.subtitle, width - 2 * PAD, WORDS)
    top = round(PAD + LINE * HEADING + len(head) * LINE * WORDS + 28)
    words = width - 2 * PAD - SCALE - 80
    foot = wrapped(sheet.foot, words, NOTE)
    below = max(124, round(len(foot) * LINE * NOTE))
    picture = Image.new("RGB", (width, top + rows * layout.height + below + PAD), LIGHT.paper)
    draw = ImageDraw.Draw(picture)
    draw.text((PAD, PAD), sheet.title, font=font(HEADING), fill=LIGHT.ink)
    _lines(draw, (PAD, PAD + LINE * HEADING), head, WORDS, LIGHT.faint)
    for number, cell in enumerate(sheet.cells):
        row, column = divmod(number, layout.columns)
        _draw_cell(picture, draw, sheet, layout, cell, (column * layout.width, top + row * layout.height))
    bottom = top + rows * layout.height
    _lines(draw, (PAD, bottom), foot, NOTE, LIGHT.faint)
    right = width - PAD
    draw.text((right - SCALE, bottom), "Colours of the psoas", font=font(NOTE), fill=LIGHT.faint)
    draw_scale(picture, (right - SCALE, bottom + 36, right, bottom + 120), sheet.scale, LIGHT.ink, ())
    return picture


def layout_of(sheet: Sheet) -> Layout:
    """Every cell is as high as the fullest needs."""
    cells = sheet.cells
    written = max(_words_height(cell) for cell in cells)
    tallest = max(cell.body.height for cell in cells)
    widest = max(cell.body.width for cell in cells)
    high = max(written, HIGHEST)
    shrunk = high / tallest
    body = min(WIDEST, max(NARROWEST, round(shrunk * widest)))
    loads, pulls = (
        [1.02 * bar.figure.high for cell in cells for bar in cell.bars if bar.pull is pull]
        for pull in (False, True)
    )
    return Layout(
        columns=sheet.columns or (1 if len(cells) < 4 else 2),
        width=PAD + body + GAP + RIGHT + PAD,
        height=round(high) + BELOW,
        body=body,
        shrunk=shrunk,
        most=max([1.05 * sheet.weight, *loads]),
        most_pull=max([LEAST_PULL, *pulls]),
    )


def along(layout: Layout, force: float, *, pull: bool = False) -> float:
    """Where on the bars' scale a force is, from the scale's zero [px]; ``pull``: on that of pulls."""
    return force / (layout.most_pull if pull else layout.most) * BARS


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines no wider than a width [px], broken between words."""
    letters, lines = font(size), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def font(size: float) -> Font:
    """Pillow's own."""
    return ImageFont.load_default(size=size)


def _words_height(cell: Cell) -> float:
    above = LINE * TITLE + len(wrapped(cell.says, RIGHT, WORDS)) * LINE * WORDS
    below = len(wrapped(cell.note, RIGHT, NOTE)) * LINE * NOTE
    scales = len({bar.pull for bar in cell.bars})
    return above + 14 + scales * (LINE * NOTE + APART) + len(cell.bars) * STEP + below


def _draw_cell(
    picture: Image.Image,
    draw: ImageDraw.ImageDraw,
    sheet: Sheet,
    layout: Layout,
    cell: Cell,
    corner: tuple[int, int],
) -> None:
    left, top = corner[0] + PAD, float(corner[1])
    _draw_body(picture, draw, layout, cell, (left, corner[1] + layout.height - BELOW))
    left += layout.body + GAP
    draw.text((left, top), cell.title, font=font(TITLE), fill=LIGHT.ink)
    top = _lines(draw, (left, top + LINE * TITLE), wrapped(cell.says, RIGHT, WORDS), WORDS, LIGHT.faint) + 14
    for pull in (False, True):
        bars = [bar for bar in cell.bars if bar.pull is pull]
        if bars:
            top = _draw_bars(draw, sheet.weight, layout, bars, (left, top), pull=pull) + APART
    _lines(draw, (left, top), wrapped(cell.note, RIGHT, NOTE), NOTE, LIGHT.faint if cell.bars else MISSING)


def _draw_body(
    picture: Image.Image, draw: ImageDraw.ImageDraw, layout: Layout, cell: Cell, corner: tuple[int, int]
) -> None:
    """The body on its floor and seat, from the lower left corner of its column."""
    shrunk = min(layout.shrunk, layout.body / cell.body.width)
    width, height = (max(1, round(shrunk * side)) for side in cell.body.size)
    left, floor = corner[0] + (layout.body - width) // 2, corner[1]
    body = cell.body.resize((width, height), Image.Resampling.LANCZOS)
    picture.paste(body, (left, floor - height))
    if cell.seat is not None:
        back, front, up = cell.seat
        box = (left + back * width, floor - up * height, left + front * width, floor)
        seat = Image.new("RGB", picture.size, LIGHT.paper)
        ImageDraw.Draw(seat).rounded_rectangle(box, radius=8, fill=SEAT)
        # darker of both: the seat stands behind the body
        picture.paste(ImageChops.darker(picture, seat))
    draw.line((corner[0], floor, corner[0] + layout.body, floor), fill=GRID, width=4)


def _draw_bars(
    draw: ImageDraw.ImageDraw,
    weight: float,
    layout: Layout,
    bars: Sequence[Bar],
    corner: tuple[int, float],
    *,
    pull: bool,
) -> float:
    """Draw bars of one scale and that scale; returns where they end [px]."""
    left, top = corner
    zero, first = left + LABEL, top + LINE * NOTE
    bottom = first + len(bars) * STEP
    draw.text((left, top), "newtons" if pull else "x body weight", font=font(NOTE), fill=LIGHT.faint)
    unit, most, steps = (1.0, layout.most_pull, PULL_STEPS) if pull else (weight, layout.most / weight, STEPS)
    step = next((one for one in steps if most / one <= (4 if pull else 6)), steps[-1])
    for share in np.arange(0.0, most, step):
        x = zero + along(layout, share * unit, pull=pull)
        draw.line((x, first, x, bottom), fill=LIGHT.faint if share == 0 else GRID, width=2)
        draw.text((x, top), f"{share:g}", font=font(NOTE), fill=LIGHT.faint, anchor="ma")
    for number, bar in enumerate(bars):
        _draw_bar(draw, weight, layout, bar, zero, first + (number + 0.5) * STEP)
    return bottom


def _draw_bar(
    draw: ImageDraw.ImageDraw, weight: float, layout: Layout, bar: Bar, zero: int, middle: float
) -> None:
    low, value, high = (
        zero + along(layout, force, pull=bar.pull)
        for force in (max(0.0, bar.figure.low), bar.figure.value, bar.figure.high)
    )
    draw.text((zero - 14, middle), bar.label, font=font(WORDS), fill=LIGHT.ink, anchor="rm")
    draw.rectangle((zero, middle - BAR / 2, max(value, zero + 1), middle + BAR / 2), fill=bar.colour)
    draw.line((low, middle, high, middle), fill=LIGHT.ink, width=3)
    for x in (low, high):
        draw.line((x, middle - 8, x, middle + 8), fill=LIGHT.ink, width=3)
    words = f"{newtons(bar.figure.value)} N"
    if not bar.pull:
        words += f", {times(bar.figure.value, weight)} x"
    x = zero + BARS + 18
    draw.text((x, middle - 1), words, font=font(WORDS), fill=LIGHT.ink, anchor="ls")
    draw.text((x, middle + 3), span(bar.figure), font=font(NOTE), fill=LIGHT.faint, anchor="la")


def _lines(
    draw: ImageDraw.ImageDraw, corner: tuple[float, float], lines: Sequence[str], size: float, colour: Rgb
) -> float:
    """Write lines; returns where they end [px]."""
    left, top = corner
    for line in lines:
        draw.text((left, top), line, font=font(size), fill=colour)
        top += LINE * size
    return top
