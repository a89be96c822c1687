"""The pages of a sheet as pictures."""

from collections.abc import Mapping
from typing import Any

from psoas.report.pdf import compiler


def drawn_pages(template: str, content: Mapping[str, Any], pixels_per_inch: float) -> list[bytes]:
    """Draw the pages of a sheet as PNG."""
    made = compiler(template, content).compile(format="png", ppi=pixels_per_inch)
    return made if isinstance(made, list) else [made]
