"""A page of drawn bodies, each beside bars of its loads, on one scale, and of the pulls of muscles, on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from psoas.draw.axis import step_of, ticks_of
from psoas.draw.body_layers import FAINT, INK, PAPER
from psoas.draw.letters import letters, letters_that_fit, wrapped
from psoas.draw.stretch_scale import Rgb, StretchScale, draw_scale
from psoas.estimate import Estimate
from psoas.findings import TIMES
from psoas.recordings import newtons, span, times
from psoas.words import _

GRID: Final[Rgb] = (216, 215, 208)
SEAT: Final[Rgb] = (233, 230, 222)
MISSING: Final[Rgb] = (166, 60, 0)

PAD, GAP, BELOW, APART = 40, 36, 64, 12
"""Around the page, between a body and its bars, below both, and below the bars of one scale [px]."""
HEADING, TITLE, WORDS, NOTE = 50.0, 40.0, 28.0, 24.0
"""Sizes of letters [px]."""
LINE = 1.3
"""Distance of two lines of words, in sizes of the letters."""
LABEL, BARS, VALUES = 180, 310, 230
RIGHT = LABEL + BARS + VALUES
"""Widths of the parts of a row of bars, and together [px]."""
STEP, BAR = 64, 32
"""Distance of two bars, and the thickness of one [px]."""
SCALE = 440
"""Width of the scale of colours [px]."""
NARROWEST, WIDEST, HIGHEST = 260, 460, 500
"""Limits of the width of the column of bodies, and least height of a cell [px]."""
LEAST_PULL = 100.0
"""The scale of pulls reaches at least so far [N]."""

Seat = tuple[float, float, float]
"""Its back, front and height, as shares of a drawn body's width and height."""


@dataclass(frozen=True)
class LoadBar:
    """A bar with the band of its value.

    Attributes:
        label, colour: its own.
        estimate: its value [N] and the black line over it.
        pull: it is far smaller than the others, and stands below them on a scale of its own, in newtons.
    """

    label: str
    colour: Rgb
    estimate: Estimate
    pull: bool = False


@dataclass(frozen=True, eq=False)
class Cell:
    """A body of the page with its bars.

    Attributes:
        title, says: words above the bars.
        body: drawn, cut to the body; all of a page on one scale, except a body that is too wide.
        bars: its loads; where there are none, ``note`` says why.
        note: words below the bars.
        seat: under the body; None where it does not sit.
    """

    title: str
    says: str
    body: Image.Image
    bars: tuple[LoadBar, ...]
    note: str = ""
    seat: Seat | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """The content of a page.

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


def draw_sheet(sheet: Sheet) -> Image.Image:
    """The page as a picture on light paper."""
    return BarPage(sheet).draw()


def _words_height(cell: Cell) -> float:
    above = LINE * TITLE + len(wrapped(cell.says, RIGHT, WORDS)) * LINE * WORDS
    below = len(wrapped(cell.note, RIGHT, NOTE)) * LINE * NOTE
    scales = len({bar.pull for bar in cell.bars})
    return above + 14 + scales * (LINE * NOTE + APART) + len(cell.bars) * STEP + below


class BarPage:
    """The sizes of a page [px] and the scales of its bars; every cell is as high as the fullest needs.

    Attributes:
        columns: of cells; width, height: of one.
        most: end of the scale of loads [N]; most_pull: end of the scale of pulls.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, cells = sheet, sheet.cells
        high = max(HIGHEST, *(_words_height(cell) for cell in cells))
        self._shrunk = high / max(cell.body.height for cell in cells)
        widest = max(cell.body.width for cell in cells)
        self._body_width = min(WIDEST, max(NARROWEST, round(self._shrunk * widest)))
        loads, pulls = (
            [1.02 * bar.estimate.ends[1] for cell in cells for bar in cell.bars if bar.pull is pull]
            for pull in (False, True)
        )
        self.columns = sheet.columns or (1 if len(cells) < 4 else 2)
        self.width = PAD + self._body_width + GAP + RIGHT + PAD
        self.height = round(high) + BELOW
        self.most = max([1.05 * sheet.weight, *loads])
        self.most_pull = max([LEAST_PULL, *pulls])

    def along(self, force: float, *, pull: bool = False) -> float:
        """The distance of a force from the zero of the scale of loads, or of pulls [px]."""
        return force / (self.most_pull if pull else self.most) * BARS

    def draw(self) -> Image.Image:
        """The page as a picture."""
        sheet, width = self._sheet, self.columns * self.width
        head = wrapped(sheet.subtitle, width - 2 * PAD, WORDS)
        foot = wrapped(sheet.foot, width - 2 * PAD - SCALE - 80, NOTE)
        top = round(PAD + LINE * HEADING + len(head) * LINE * WORDS + 28)
        bottom = top - (-len(sheet.cells) // self.columns) * self.height
        below = max(124, round(len(foot) * LINE * NOTE))
        self._picture = Image.new("RGB", (width, bottom + below + PAD), PAPER)
        self._draw = ImageDraw.Draw(self._picture)
        title = letters_that_fit(sheet.title, width - 2 * PAD, HEADING)
        self._write((PAD, PAD), [sheet.title], title.size, INK)
        self._write((PAD, PAD + LINE * HEADING), head, WORDS, FAINT)
        for number, cell in enumerate(sheet.cells):
            row, column = divmod(number, self.columns)
            self._cell(cell, column * self.width + PAD, top + row * self.height)
        self._write((PAD, bottom), foot, NOTE, FAINT)
        left, right = width - PAD - SCALE, width - PAD
        self._write((left, bottom), [_("Colours of the psoas")], NOTE, FAINT)
        draw_scale(self._picture, (left, bottom + 36, right, bottom + 120), sheet.scale, INK, ())
        return self._picture

    def _write(self, corner: tuple[float, float], lines: Sequence[str], size: float, colour: Rgb) -> float:
        """Write lines; returns where they end [px]."""
        left, top = corner
        for line in lines:
            self._draw.text((left, top), line, font=letters(size), fill=colour)
            top += LINE * size
        return top

    def _cell(self, cell: Cell, left: int, corner: int) -> None:
        """Draw a body and, beside it, words and bars."""
        self._body(cell, left, corner + self.height - BELOW)
        left += self._body_width + GAP
        title = letters_that_fit(cell.title, RIGHT, TITLE)
        top = self._write((left, corner), [cell.title], title.size, INK)
        top = self._write((left, top), wrapped(cell.says, RIGHT, WORDS), WORDS, FAINT) + 14
        for pull in (False, True):
            bars = [bar for bar in cell.bars if bar.pull is pull]
            if bars:
                top = self._bars(bars, (left, top), pull=pull) + APART
        colour = FAINT if cell.bars else MISSING
        self._write((left, top), wrapped(cell.note, RIGHT, NOTE), NOTE, colour)

    def _body(self, cell: Cell, column: int, floor: int) -> None:
        """The body on its floor and seat, from the lower left corner of its column."""
        shrunk = min(self._shrunk, self._body_width / cell.body.width)
        width, height = (max(1, round(shrunk * side)) for side in cell.body.size)
        left = column + (self._body_width - width) // 2
        body = cell.body.resize((width, height), Image.Resampling.LANCZOS)
        self._picture.paste(body, (left, floor - height))
        if cell.seat is not None:
            back, front, up = cell.seat
            box = (left + back * width, floor - up * height, left + front * width, floor)
            seat = Image.new("RGB", self._picture.size, PAPER)
            ImageDraw.Draw(seat).rounded_rectangle(box, radius=8, fill=SEAT)
            # darker of both: the seat stands behind the body
            self._picture.paste(ImageChops.darker(self._picture, seat))
        self._draw.line((column, floor, column + self._body_width, floor), fill=GRID, width=4)

    def _bars(self, bars: Sequence[LoadBar], corner: tuple[int, float], *, pull: bool) -> float:
        """Draw bars of one scale and that scale; returns where they end [px]."""
        left, top = corner
        zero, first = left + LABEL, top + LINE * NOTE
        bottom = first + len(bars) * STEP
        words = _("newtons") if pull else _("{times} body weight", times=TIMES)
        self._write(corner, [words], letters_that_fit(words, LABEL - 2 * APART, NOTE).size, FAINT)
        unit = 1.0 if pull else self._sheet.weight
        most = (self.most_pull if pull else self.most) / unit
        for value, mark in ticks_of(0.0, most, step_of(most, 4 if pull else 6)):
            x = zero + self.along(value * unit, pull=pull)
            self._draw.line((x, first, x, bottom), fill=GRID if value else FAINT, width=2)
            self._draw.text((x, top), mark, font=letters(NOTE), fill=FAINT, anchor="ma")
        for number, bar in enumerate(bars):
            self._bar(bar, zero, first + (number + 0.5) * STEP)
        return bottom

    def _bar(self, bar: LoadBar, zero: int, middle: float) -> None:
        value, ends = bar.estimate.value, bar.estimate.ends
        low, end, high = (
            zero + self.along(force, pull=bar.pull) for force in (max(0.0, ends[0]), value, ends[1])
        )
        draw = self._draw
        fitting = letters_that_fit(bar.label, LABEL - 14, WORDS)
        draw.text((zero - 14, middle), bar.label, font=fitting, fill=INK, anchor="rm")
        draw.rectangle((zero, middle - BAR / 2, max(end, zero + 1), middle + BAR / 2), fill=bar.colour)
        draw.line((low, middle, high, middle), fill=INK, width=3)
        for x in (low, high):
            draw.line((x, middle - 8, x, middle + 8), fill=INK, width=3)
        words = f"{newtons(value)} N" + ("" if bar.pull else f", {times(value, self._sheet.weight)} {TIMES}")
        x = zero + BARS + 18
        band, room = span(bar.estimate), VALUES - 18
        draw.text((x, middle - 1), words, font=letters_that_fit(words, room, WORDS), fill=INK, anchor="ls")
        draw.text((x, middle + 3), band, font=letters_that_fit(band, room, NOTE), fill=FAINT, anchor="la")
