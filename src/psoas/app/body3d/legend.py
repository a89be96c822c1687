"""Legend of the colours, beside the body."""

from psoas.draw import PERCENT, SHORT_TO_LONG
from psoas.words import _, number


def legend_html() -> str:
    """Write the bar of colours with its words and what it stands for at some places."""
    stops = ", ".join("#{:02x}{:02x}{:02x}".format(*colour) for colour in SHORT_TO_LONG)
    ticks = PERCENT.ticks
    names = "".join(
        f'<span style="left: {50 + 50 * place:.1f}%">{_tick(tick, abs(tick) == PERCENT.limit)}</span>'
        for tick, place in zip(ticks, PERCENT.place(ticks).tolist(), strict=True)
    )
    return (
        '<div class="body-legend"><div class="body-legend-words">'
        f"<span>{_(PERCENT.shorter)}</span><span>{_('longer')}</span></div>"
        f'<div class="body-legend-bar" style="background: linear-gradient(to right, {stops})"></div>'
        f'<div class="body-legend-ticks">{names}</div></div>'
    )


def _tick(tick: float, with_unit: bool) -> str:
    sign = {True: "+", False: "\N{MINUS SIGN}"}[tick > 0] if tick else ""
    return sign + number(abs(tick), "g") + ("\N{NO-BREAK SPACE}%" if with_unit else "")
