"""The colours of longer and shorter, and the bar that explains them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from psoas.timeseries import Array

Rgb = tuple[int, int, int]
Unit = Literal["%", "mm"]

# ColorBrewer "RdBu", 11 classes, from blue to red: the lightness falls evenly to both ends, and people of every
# colour vision tell the ends apart (Harrower & Brewer 2003, doi:10.1179/000870403235002042; Apache-2.0).
SHORT_TO_LONG: tuple[Rgb, ...] = (
    (5, 48, 97),
    (33, 102, 172),
    (67, 147, 195),
    (146, 197, 222),
    (209, 229, 240),
    (247, 247, 247),
    (253, 219, 199),
    (244, 165, 130),
    (214, 96, 77),
    (178, 24, 43),
    (103, 0, 31),
)
NOT_MEASURED: Rgb = (150, 150, 150)
ROUND_LIMITS = (1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)


@dataclass(frozen=True)
class StretchScale:
    """A scale that is neutral at zero and ends at the same distance on both sides.

    Attributes:
        limit: the stretch that gets the last colour; more gets the same.
        unit: of the stretch.
        than: what the stretch is compared with.
    """

    limit: float
    unit: Unit = "%"
    than: str = "in standing"

    def colour(self, stretch: float) -> Rgb:
        """Blue where shorter, red where longer, grey where not measured (NaN)."""
        if math.isnan(stretch):
            return NOT_MEASURED
        red, green, blue = self.colours(np.array([stretch]))[0].round().astype(int).tolist()
        return red, green, blue

    def colours(self, stretch: Array) -> Array:
        """(N, 3) 0..255 for N finite stretches."""
        stops = np.array(SHORT_TO_LONG, dtype=float)
        place = (np.clip(stretch / self.limit, -1, 1) + 1) / 2 * (len(stops) - 1)
        return np.stack([np.interp(place, np.arange(len(stops)), stops[:, c]) for c in range(3)], axis=-1)


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
    words = (f"shorter than {scale.than}", "longer")
    font = font_that_fits("   ".join(words), right - left, (bottom - top) * 0.3)
    numbers = (
        ImageFont.load_default(size=font.size * 0.92) if isinstance(font, ImageFont.FreeTypeFont) else font
    )
    row = (bottom - top) / 3
    draw.text((left, top), words[0], font=font, fill=ink)
    draw.text((right, top), words[1], font=font, fill=ink, anchor="ra")
    colours = scale.colours(np.linspace(-scale.limit, scale.limit, right - left))
    bar_top, bar_bottom = round(top + row * 1.25), round(top + row * 1.95)
    bar = np.broadcast_to(colours.round().astype(np.uint8), (bar_bottom - bar_top, right - left, 3))
    picture.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, bar_top))
    draw.rectangle((left, bar_top, right - 1, bar_bottom - 1), outline=ink)
    beyond = {end: any(end * value > scale.limit for value in stretches) for end in (-1.0, 1.0)}
    for share, anchor in ((-1.0, "ls"), (-0.5, "ms"), (0.0, "ms"), (0.5, "ms"), (1.0, "rs")):
        x = left + (share + 1) / 2 * (right - left - 1)
        draw.line((x, bar_bottom, x, bar_bottom + row * 0.15), fill=ink)
        if beyond.get(2 * share):
            continue
        text = signed_amount(share * scale.limit, scale.unit) + (" or more" if beyond.get(share) else "")
        draw.text((x, bottom), text, font=numbers, fill=ink, anchor=anchor)


def signed_amount(value: float, unit: Unit) -> str:
    """A signed number, such as ``+2.5 %``; a hyphen stands for the minus, which Pillow's own font does not have."""
    return f"{'+' if value > 0 else ''}{value:g} {unit}"


def font_that_fits(text: str, width: float, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font at a size [px], or smaller where the text would be wider than ``width`` [px]."""
    font = ImageFont.load_default(size=size)
    wide = font.getlength(text)
    return font if wide <= width else ImageFont.load_default(size=max(6.0, size * width / wide))
