"""The colours of longer and shorter, and the bar that explains them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw

from psoas.draw.letters import letters, letters_that_fit
from psoas.timeseries import Array
from psoas.words import N_, _
from psoas.words import number as in_language

Rgb = tuple[int, int, int]
Unit = Literal["%", "mm"]

SHORT_TO_LONG: tuple[Rgb, ...] = (
    (46, 62, 156),
    (54, 94, 192),
    (76, 132, 214),
    (120, 166, 222),
    (166, 186, 214),
    (228, 192, 187),
    (230, 158, 138),
    (222, 120, 90),
    (202, 76, 54),
    (168, 38, 38),
    (124, 14, 34),
)
"""From blue, shorter, over pale flesh to red, longer (ours).

The lightness falls to both ends, never so far that a shadow is lost, and the middle is darker than bone. Neighbours
and the two ends are told apart by people of every colour vision; a test simulates them (Machado et al. 2009).
"""
NOT_MEASURED: Rgb = (150, 150, 150)
"""The colour of a fascicle whose length was not measured."""
ROUND_LIMITS = (1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)


@dataclass(frozen=True)
class StretchScale:
    """A scale that is neutral at zero and ends at the same distance on both sides.

    Attributes:
        limit: the stretch that gets the last colour; more gets the same.
        unit: of the stretch.
        shorter: words at the left end, which say what the stretch is compared with; translated where shown.
        knee: stretch from which on equal steps of colour stand for ever larger steps, so that small and large changes
            both keep their detail; None gives equal steps.
    """

    limit: float
    unit: Unit = "%"
    shorter: str = N_("shorter than in standing")
    knee: float | None = None

    @property
    def ticks(self) -> tuple[float, ...]:
        """Stretches that the bar names, from the shortest to the longest."""
        inner = (0.5 * self.limit,) if self.knee is None else (0.1 * self.limit, self.limit / 3)
        return (-self.limit, *(-one for one in reversed(inner)), 0.0, *inner, self.limit)

    def place(self, stretch: ArrayLike) -> Array:
        """(N,) where stretches lie on the bar, -1 at its left end and 1 at its right."""
        given = np.asarray(stretch, dtype=float)
        if self.knee is None:
            return np.clip(given / self.limit, -1, 1)
        share: Array = np.arcsinh(given / self.knee) / np.arcsinh(self.limit / self.knee)
        return np.clip(share, -1, 1)

    def colour(self, stretch: float) -> Rgb:
        """Blue where shorter, red where longer, grey where not measured (NaN)."""
        if math.isnan(stretch):
            return NOT_MEASURED
        red, green, blue = self.colours(np.array([stretch]))[0].round().astype(int).tolist()
        return red, green, blue

    def colours(self, stretch: Array) -> Array:
        """(N, 3) 0..255 for N finite stretches."""
        return ramp(self.place(stretch))


PERCENT: Final = StretchScale(30.0, "%", knee=2.0)
"""The one scale of all pictures that show lengths in % of standing, so that any two can be compared: a stretch of 2 %
and a bent hip of 20 % both keep their detail."""


def ramp(place: Array) -> Array:
    """(N, 3) 0..255, the colours of N places on a bar from -1 to 1."""
    stops = np.array(SHORT_TO_LONG, dtype=float)
    at = (np.clip(place, -1, 1) + 1) / 2 * (len(stops) - 1)
    return np.stack([np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(3)], axis=-1)


def scale_for(stretches: Iterable[float], unit: Unit) -> StretchScale:
    """A scale with a round limit that the stretches just fit into."""
    most = max((abs(value) for value in stretches if math.isfinite(value)), default=0.0)
    return StretchScale(next((limit for limit in ROUND_LIMITS if limit >= most), math.ceil(most)), unit)


def draw_scale(
    picture: Image.Image,
    box: tuple[int, int, int, int],
    scale: StretchScale,
    ink: Rgb,
    stretches: Sequence[float],
) -> None:
    """Draw the colour bar with its words into a picture.

    Args:
        picture: changed in place.
        box: left, top, right, bottom [px].
        scale: what the colours mean.
        ink: of the words.
        stretches: what is drawn with it; an end that one of them lies beyond is marked "or more".
    """
    left, top, right, bottom = box
    draw = ImageDraw.Draw(picture)
    words = (_(scale.shorter), _("longer"))
    font = letters_that_fit("   ".join(words), right - left, (bottom - top) * 0.3)
    numbers = letters(0.92 * font.size)
    row = (bottom - top) / 3
    draw.text((left, top), words[0], font=font, fill=ink)
    draw.text((right, top), words[1], font=font, fill=ink, anchor="ra")
    colours = ramp(np.linspace(-1, 1, right - left))
    bar_top, bar_bottom = round(top + row * 1.25), round(top + row * 1.95)
    bar = np.broadcast_to(colours.round().astype(np.uint8), (bar_bottom - bar_top, right - left, 3))
    picture.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, bar_top))
    draw.rectangle((left, bar_top, right - 1, bar_bottom - 1), outline=ink)
    beyond = {end: any(end * value > scale.limit for value in stretches) for end in (-1.0, 1.0)}
    covered: list[tuple[float, float]] = []
    ticks = list(zip(scale.ticks, scale.place(scale.ticks).tolist(), strict=True))
    # the ends and the middle first: the others are named where there is room
    for tick, share in sorted(ticks, key=lambda one: one[0] not in (-scale.limit, 0.0, scale.limit)):
        x = left + (share + 1) / 2 * (right - left - 1)
        draw.line((x, bar_bottom, x, bar_bottom + row * 0.15), fill=ink)
        amount = signed_amount(tick, scale.unit)
        text = _("{amount} or more", amount=amount) if beyond.get(share) else amount
        anchor, before = {-1.0: ("ls", 0.0), 1.0: ("rs", 1.0)}.get(share, ("ms", 0.5))
        wide, gap = numbers.getlength(text), 0.4 * numbers.size
        start, end = x - before * wide - gap, x + (1 - before) * wide + gap
        if all(end <= one or start >= other for one, other in covered):
            covered.append((start, end))
            draw.text((x, bottom), text, font=numbers, fill=ink, anchor=anchor)


def signed_amount(value: float, unit: Unit) -> str:
    """A signed number, such as ``+2.5 %``."""
    return f"{in_language(round(value, 9), '+g')} {unit}"
