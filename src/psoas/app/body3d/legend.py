"""Legend of the colours, beside the body."""

from psoas.app.body3d.frames import stretch_scale
from psoas.draw import SHORT_TO_LONG


def legend_html() -> str:
    """Write the bar of colours with its words and its ends."""
    scale = stretch_scale()
    stops = ", ".join("#{:02x}{:02x}{:02x}".format(*colour) for colour in SHORT_TO_LONG)
    limit = f"{scale.limit:g}\N{NO-BREAK SPACE}%"
    return (
        '<div class="body-legend"><div class="body-legend-words">'
        f"<span>shorter than {scale.than}</span><span>longer</span></div>"
        f'<div class="body-legend-bar" style="background: linear-gradient(to right, {stops})"></div>'
        f'<div class="body-legend-words"><span>\N{MINUS SIGN}{limit} or more</span><span>0</span>'
        f"<span>+{limit} or more</span></div></div>"
    )
