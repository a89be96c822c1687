"""Sheets on paper: a template and its words become a PDF with headings, tables and texts for screen readers."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from psoas.data import read_words
from psoas.errors import UsageError
from psoas.words import _

COMMON: Final = "paper.typ"
"""What every sheet is made of."""


def write_pdf(template: str, content: Mapping[str, Any], day: date) -> bytes:
    """Compile a sheet to a tagged PDF; nothing is fetched, and the same content gives the same bytes.

    It keeps to PDF/UA-1. Where no font of this computer has a letter of it, such as one of a name, that letter is a
    box, and the file does not claim the standard.

    Args:
        template: file beside this one, such as ``sheet.typ``; it follows the common parts.
        content: words and pictures, as JSON can hold them; with ``title``, ``author``, ``language`` and ``made_by``.
        day: that the file is of.

    Raises:
        UsageError: the package that writes PDF is not installed.
    """
    dated = {"format": "pdf", "timestamp": datetime.combine(day, time(12), UTC)}
    try:
        return bytes(compiler(template, content).compile(**dated, pdf_standards=["ua-1"]))
    except RuntimeError as error:
        if "could not be displayed with font" not in str(error):
            raise
        return bytes(compiler(template, content).compile(**dated))


def compiler(template: str, content: Mapping[str, Any]) -> Any:
    """Make the compiler of a sheet, as in `write_pdf`.

    Raises:
        UsageError: the package that writes PDF is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            _("A PDF needs the package typst; install psoas[coach], or print the sheet.")
        ) from error
    source = "\n".join(read_words("psoas.report", name) for name in (COMMON, template))
    return typst.Compiler(source.encode(), sys_inputs={"content": json.dumps(content)})


def paper_svg(svg: str, style: str) -> str:
    """Make a page's picture one of its own, with its colours in it.

    Args:
        svg: an ``<svg>`` element as pages have it, whose colours come from the page.
        style: rules for it, without variables.
    """
    shape = re.match(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    size = "" if shape is None else f' width="{shape[1]}" height="{shape[2]}"'
    opened = svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg"{size} ', 1)
    head, _end, rest = opened.partition(">")
    return f"{head}><style>{style}</style>{rest}"
