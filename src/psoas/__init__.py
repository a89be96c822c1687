"""psoas: what the psoas is doing, told from a phone clip, and a model of the body to ask.

import psoas
analysis = psoas.check("clip.mp4")
body = psoas.load_body()
lengths = psoas.muscle_paths(body, body.poses(hip_flexion_r=0.5)).lengths
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psoas.body import Body, Person, load_body, named_posture, psoas_fascicles
    from psoas.loads import NamedPosture, posture_loads
    from psoas.muscle import muscle_parameters, muscle_paths, sweep
    from psoas.recordings import recorded_loads
    from psoas.report import check
    from psoas.timeseries import TimeSeries

__version__ = "0.1.0"
__all__ = [
    "Body",
    "NamedPosture",
    "Person",
    "TimeSeries",
    "__version__",
    "check",
    "load_body",
    "muscle_parameters",
    "muscle_paths",
    "named_posture",
    "posture_loads",
    "psoas_fascicles",
    "recorded_loads",
    "sweep",
]

_HOMES = {
    "Body": "psoas.body",
    "NamedPosture": "psoas.loads",
    "Person": "psoas.body",
    "TimeSeries": "psoas.timeseries",
    "check": "psoas.report",
    "load_body": "psoas.body",
    "muscle_parameters": "psoas.muscle",
    "muscle_paths": "psoas.muscle",
    "named_posture": "psoas.body",
    "posture_loads": "psoas.loads",
    "psoas_fascicles": "psoas.body",
    "recorded_loads": "psoas.recordings",
    "sweep": "psoas.muscle",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``import psoas`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"psoas has no {name!r}; it has: {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
