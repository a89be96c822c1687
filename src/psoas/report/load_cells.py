"""A page of drawn bodies, each beside bars of what it carries, all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from psoas.findings.posture_loads import Figure
from psoas.report.body_layers import LIGHT
from psoas.report.load_words import newtons, span, times
from psoas.report.stretch_scale import Rgb, StretchScale, draw_scale
from psoas.report.words import TIMES

GRID: Final[Rgb] = (216, 215, 208)
MISSING: Final[Rgb] = (166, 60, 0)

PAD, GAP = 40, 36
HEADING, TITLE, WORDS, NOTE = 44.0, 36.0, 24.0, 21.0
LABEL, BARS, VALUES = 150, 360, 190
RIGHT = LABEL + BARS + VALUES
STEP, BAR = 56, 28
LINE = 1.3
"""From one line of words to the next, in sizes of the letters."""
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Between the lines of the scale [times the body's weight]."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Bar:
    """One bar: words, colour, and the figure [N]."""

    label: str
    colour: Rgb
    figure: Figure


@dataclass(frozen=True, eq=False)
class Cell:
    """One body of the page.

    Attributes:
        title, says: words above the bars.
        body: drawn, cut to what there is to see; all of a page on one scale.
        bars: what it carries; where there are none, ``note`` says why.
        note: words below the bars.
    """

    title: str
    says: str
    body: Image.Image
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """What a page shows.

    Attributes:
        title, subtitle: above.
        cells: one or more.
        weight: of the body [N].
        scale: of the psoas's colours.
        foot: words below.
    """

    title: str
    subtitle: str
    cells: tuple[Cell, ...]
    weight: float
    scale: StretchScale
    foot: str


@dataclass(frozen=True)
class Layout:
    """Sizes [px] and the scale of the bars.

    Attributes:
        columns: of cells; width, height: of one.
        body: width of the column of bodies; shrunk: a drawn body is made so many times as large.
        most: where the bars' scale ends [N].
    """

    columns: int
    width: int
    height: int
    body: int
    shrunk: float
    most: float


def draw_sheet(sheet: Sheet) -> Image.Image:
    """The page as a picture on light paper."""
    layout = layout_of(sheet)
    rows = -(-len(sheet.cells) // layout.columns)
    width = layout.columns * layout.width
    head = wrapped(sheet.subtitle, width - 2 * PAD, WORDS)
    top = round(PAD + LINE * HEADING + len(head) * LINE * WORDS + 10)
    words = width - 2 * PAD - 460
    foot = wrapped(sheet.foot, words, NOTE)
    below = max(110, round(len(foot) * LINE * NOTE))
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
    draw.text((right - 400, bottom), "Colours of the psoas", font=font(NOTE), fill=LIGHT.faint)
    draw_scale(picture, (right - 400, bottom + 34, right, bottom + 108), sheet.scale, LIGHT.ink, ())
    return picture


def layout_of(sheet: Sheet) -> Layout:
    """One column for up to three bodies, two for more; every cell is as high as the fullest needs."""
    cells = sheet.cells
    written = max(_words_height(cell) for cell in cells)
    tallest = max(cell.body.height for cell in cells)
    widest = max(cell.body.width for cell in cells)
    high = max(written, 560.0 if len(cells) == 1 else 470.0)
    shrunk = min(high / tallest, 520 / widest)
    body = round(shrunk * widest)
    figures = [bar.figure.high for cell in cells for bar in cell.bars]
    return Layout(
        columns=1 if len(cells) < 4 else 2,
        width=PAD + body + GAP + RIGHT + PAD,
        height=round(high) + 48,
        body=body,
        shrunk=shrunk,
        most=max([1.05 * sheet.weight, *(1.02 * high for high in figures)]),
    )


def along(layout: Layout, force: float) -> float:
    """Where on the bars' scale a force is, from the scale's zero [px]."""
    return force / layout.most * BARS


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
    return above + (14 + LINE * NOTE + len(cell.bars) * STEP if cell.bars else 14) + below


def _draw_cell(
    picture: Image.Image,
    draw: ImageDraw.ImageDraw,
    sheet: Sheet,
    layout: Layout,
    cell: Cell,
    corner: tuple[int, int],
) -> None:
    left, top = corner[0] + PAD, float(corner[1])
    body = cell.body.resize(
        [max(1, round(layout.shrunk * side)) for side in cell.body.size], Image.Resampling.LANCZOS
    )
    floor = corner[1] + layout.height - 48
    draw.line((left, floor, left + layout.body, floor), fill=GRID, width=3)
    picture.paste(body, (left + (layout.body - body.width) // 2, floor - body.height))
    left += layout.body + GAP
    draw.text((left, top), cell.title, font=font(TITLE), fill=LIGHT.ink)
    top = _lines(draw, (left, top + LINE * TITLE), wrapped(cell.says, RIGHT, WORDS), WORDS, LIGHT.faint) + 14
    if cell.bars:
        top = _draw_bars(draw, sheet.weight, layout, cell.bars, (left, top))
    _lines(draw, (left, top), wrapped(cell.note, RIGHT, NOTE), NOTE, LIGHT.faint if cell.bars else MISSING)


def _draw_bars(
    draw: ImageDraw.ImageDraw, weight: float, layout: Layout, bars: Sequence[Bar], corner: tuple[int, float]
) -> float:
    """Draw the bars and their scale; returns where they end [px]."""
    left, top = corner
    zero, first = left + LABEL, top + LINE * NOTE
    bottom = first + len(bars) * STEP
    draw.text((left, top), f"{TIMES} body weight", font=font(NOTE), fill=LIGHT.faint)
    step = next((one for one in STEPS if layout.most / weight / one <= 5), STEPS[-1])
    for share in np.arange(0.0, layout.most / weight, step):
        x = zero + along(layout, share * weight)
        draw.line((x, first, x, bottom), fill=LIGHT.faint if share == 0 else GRID, width=2)
        draw.text((x, top), f"{share:g}", font=font(NOTE), fill=LIGHT.faint, anchor="ma")
    for number, bar in enumerate(bars):
        _draw_bar(draw, weight, layout, bar, zero, first + (number + 0.5) * STEP)
    return bottom


def _draw_bar(
    draw: ImageDraw.ImageDraw, weight: float, layout: Layout, bar: Bar, zero: int, middle: float
) -> None:
    low, value, high = (
        zero + along(layout, force) for force in (bar.figure.low, bar.figure.value, bar.figure.high)
    )
    draw.text((zero - 14, middle), bar.label, font=font(WORDS), fill=LIGHT.ink, anchor="rm")
    draw.rectangle((zero, middle - BAR / 2, max(value, zero + 1), middle + BAR / 2), fill=bar.colour)
    # a pale seam keeps the line apart from the bar
    for width, colour in ((7, LIGHT.paper), (3, LIGHT.ink)):
        draw.line((low, middle, high, middle), fill=colour, width=width)
        for x in (low, high):
            draw.line((x, middle - 8, x, middle + 8), fill=colour, width=width)
    words = f"{newtons(bar.figure.value)} N, {times(bar.figure.value, weight)}{TIMES}"
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
