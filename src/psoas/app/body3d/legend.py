"""Legend of the colours, beside the body."""

from psoas.draw import PERCENT, SHORT_TO_LONG
from psoas.words import _, number


def legend_html() -> str:
    """Write the bar of colours with its words and what it stands for at some places."""
    last = len(SHORT_TO_LONG) - 1
    stops = "".join(
        '<stop offset="{:.1f}%" stop-color="#{:02x}{:02x}{:02x}"/>'.format(100 * at / last, *colour)
        for at, colour in enumerate(SHORT_TO_LONG)
    )
    ticks = PERCENT.ticks
    names = "".join(
        f'<text x="{50 + 50 * place:.1f}%" y="1em">{_tick(tick, abs(tick) == PERCENT.limit)}</text>'
        for tick, place in zip(ticks, PERCENT.place(ticks).tolist(), strict=True)
    )
    return (
        '<div class="body-legend"><div class="body-legend-words">'
        f"<span>{_(PERCENT.shorter)}</span><span>{_('longer')}</span></div>"
        '<svg class="body-legend-bar" aria-hidden="true">'
        f'<linearGradient id="body-legend-colours">{stops}</linearGradient>'
        '<rect width="100%" height="100%" fill="url(#body-legend-colours)"/></svg>'
        f'<svg class="body-legend-ticks">{names}</svg></div>'
    )


def _tick(tick: float, with_unit: bool) -> str:
    return number(tick, "+g") + ("\N{NO-BREAK SPACE}%" if with_unit else "")
