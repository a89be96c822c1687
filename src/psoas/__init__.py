"""psoas: what the psoas is doing, told from a phone clip.

import psoas
analysis = psoas.check("clip.mp4")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psoas.pipeline import check
    from psoas.timeseries import TimeSeries

__version__ = "0.1.0"
__all__ = ["TimeSeries", "__version__", "check"]

_HOMES = {"TimeSeries": "psoas.timeseries", "check": "psoas.pipeline"}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``import psoas`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"psoas has no {name!r}; it has: {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
