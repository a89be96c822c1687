"""Draws the two pictures of the architecture page: the layers, from the page's own table, and the way of a recording.

python docs/architecture_picture.py
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

DOCS = Path(__file__).parent
PAGE = DOCS / "architecture.md"
PICTURES = DOCS / "pictures"

WIDTH = 1000
INK, SOFT, PAPER, LINE = "#17202a", "#566573", "#ffffff", "#aab7b8"
TINTS = {
    "source": "#e8f1fa",
    "measure": "#e6f4ea",
    "judge": "#fff4d6",
    "show": "#fbe7e1",
}
"""Fill of a box by what happens in it."""

LAYER_TINTS = ("source",) * 3 + ("measure",) * 3 + ("judge",) * 3 + ("show",) * 5


@dataclass(frozen=True)
class Box:
    """A box of the flow: its corner and size [px], its heading, its lines, and the key of its tint."""

    x: int
    y: int
    width: int
    height: int
    heading: str
    lines: tuple[str, ...]
    tint: str


FLOW = {
    "clip": Box(
        20,
        20,
        250,
        84,
        "Clip or photo",
        ("capture.video: upright frames", "capture.pose: landmarks, outline"),
        "source",
    ),
    "live": Box(
        20,
        124,
        250,
        84,
        "Live camera",
        ("app: pictures, one by one", "capture.pose: landmarks, outline"),
        "source",
    ),
    "file": Box(
        20, 228, 250, 84, "Motion file", ("capture.files: markers", "or coordinates, ground forces"), "source"
    ),
    "angles": Box(
        310, 124, 200, 84, "Joint angles", ("motion: camera or body", "fitted, filtered [rad]"), "measure"
    ),
    "reps": Box(570, 20, 190, 84, "Repetitions", ("exercises: phases,", "faults, limits"), "judge"),
    "psoas": Box(
        570, 124, 190, 84, "Psoas length", ("muscle: paths of the", "11 attachments a side"), "measure"
    ),
    "loads": Box(
        570, 228, 190, 84, "Loads", ("loads: contacts, muscle", "forces, joint reactions"), "measure"
    ),
    "findings": Box(
        790, 124, 190, 84, "Analysis", ("findings: values, bands,", "verdicts, reasons"), "judge"
    ),
    "report": Box(
        570, 352, 190, 84, "Report, JSON", ("report, draw, export:", "page, clip, .mot, .csv"), "show"
    ),
    "coach": Box(790, 352, 190, 84, "Coach", ("app, plan, store: cues,", "days, weeks, doses"), "show"),
    "body": Box(310, 352, 200, 84, "Body", ("body: skeleton, muscles,", "coordinates, person"), "source"),
}
ARROWS = (
    ("clip", "angles"), ("live", "angles"), ("file", "angles"), ("angles", "reps"), ("angles", "psoas"),
    ("angles", "loads"), ("reps", "findings"), ("psoas", "findings"), ("loads", "findings"),
    ("findings", "report"), ("findings", "coach"), ("body", "angles"), ("body", "loads"),
)  # fmt: skip


def layers_of(page: str) -> list[tuple[list[str], str]]:
    """The table of layers on the page, lowest first: folders and modules, and what they do."""
    rows = re.findall(r"^\| (\d+) \| (`[^|]+`) \| ([^|]+) \|$", page, re.MULTILINE)
    assert [int(number) for number, *_ in rows] == list(range(1, len(rows) + 1))
    return [(re.findall(r"`(\w+)`", names), words) for _, names, words in rows]


def draw_layers(layers: list[tuple[list[str], str]]) -> str:
    """The layers as an SVG picture, the lowest at the bottom."""
    row, gap, left = 46, 8, 450
    height = len(layers) * (row + gap) + gap
    parts = []
    for number, (names, words) in enumerate(layers):
        y = height - (number + 1) * (row + gap)
        tint = TINTS[LAYER_TINTS[number]]
        parts.append(_rectangle(10, y, WIDTH - 20, row, tint))
        parts.append(_text(24, y + 29, f"{number + 1}", SOFT, 14))
        for x, lines, ink in ((56, _wrapped(", ".join(names), 46), INK), (left, _wrapped(words, 70), SOFT)):
            for line, text in enumerate(lines):
                size, bold = (15, True) if ink == INK else (14, False)
                parts.append(
                    _text(x, y + (20 if len(lines) > 1 else 29) + 17 * line, text, ink, size, bold=bold)
                )
    return _svg(height, parts, "The folders of psoas in layers; each imports only from those below it")


def draw_flow() -> str:
    """The way of a recording as an SVG picture."""
    parts = [_arrow(FLOW[start], FLOW[end]) for start, end in ARROWS]
    for box in FLOW.values():
        parts.append(_rectangle(box.x, box.y, box.width, box.height, TINTS[box.tint]))
        parts.append(_text(box.x + 14, box.y + 26, box.heading, INK, 16, bold=True))
        parts += [
            _text(box.x + 14, box.y + 48 + 19 * number, line, SOFT, 13)
            for number, line in enumerate(box.lines)
        ]
    return _svg(456, parts, "From a clip, a live camera or a motion file to the report and the coach")


def _arrow(start: Box, end: Box) -> str:
    """A curve from the side of one box that faces the other to that one's."""
    if start.x == end.x:
        down = end.y > start.y
        points = (start.x + start.width // 2, start.y + (start.height if down else 0))
        x, y = end.x + end.width // 2, end.y + (-4 if down else end.height + 4)
        return _path(f"M{points[0]},{points[1]} L{x},{y}")
    if end.x > start.x:
        x1, y1 = start.x + start.width, start.y + start.height // 2
        x2, y2 = end.x - 4, end.y + end.height // 2
        middle = (x1 + x2) // 2
        return _path(f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}")
    x1, x2, y2 = start.x + 16, end.x + end.width // 2, end.y - 4
    level = y2 - 36
    return _path(f"M{x1},{start.y + start.height} L{x1},{level} C{x1},{y2 - 10} {x2},{level} {x2},{y2}")


def _path(way: str) -> str:
    return f'<path d="{way}" fill="none" stroke="{SOFT}" stroke-width="1.6" marker-end="url(#head)"/>'


def _rectangle(x: int, y: int, width: int, height: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{LINE}"/>'


def _text(x: int, y: int, words: str, fill: str, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{fill}" font-size="{size}"{weight} xml:space="preserve">{escape(words)}</text>'


def _wrapped(words: str, most: int) -> list[str]:
    """The words in one line, or in two that part at a comma or semicolon near the middle."""
    if len(words) <= most:
        return [words]
    ends = [match.end() for match in re.finditer(r"[,;] ", words)]
    end = min(ends, key=lambda place: abs(place - len(words) / 2))
    return [words[:end].rstrip(), words[end:]]


def _svg(height: int, parts: list[str], title: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Helvetica, Arial, sans-serif" role="img">\n<title>{escape(title)}</title>\n'
        '<defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 z" fill="{SOFT}"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n'
    )
    return head + "\n".join(parts) + "\n</svg>\n"


def pictures() -> dict[str, str]:
    """The SVG text of each picture by its file name."""
    return {
        "layers.svg": draw_layers(layers_of(PAGE.read_text(encoding="utf-8"))),
        "flow.svg": draw_flow(),
    }


if __name__ == "__main__":
    for name, text in pictures().items():
        (PICTURES / name).write_text(text, encoding="utf-8")
        print(f"written: {name}")
