"""Which extra of psoas is not installed, in a sentence."""

import sys
from pathlib import Path
from typing import Final

from psoas.words import N_, _

_EXTRAS: Final = {
    "ai_edge_litert": "video",
    "alembic": "coach",
    "argon2": "clinic",
    "av": "video",
    "dask": "batch",
    "distributed": "batch",
    "fastapi": "coach",
    "nicegui": "coach",
    "platformdirs": "coach",
    "psutil": "batch",
    "psycopg": "postgres",
    "pyarrow": "batch",
    "pyotp": "clinic",
    "segno": "clinic",
    "sqlalchemy": "coach",
    "starlette": "coach",
    "uvicorn": "coach",
}
"""The extra in pyproject.toml that brings a module which psoas can do without."""
_USED_FOR: Final = {
    "batch": N_("batches of recordings"),
    "clinic": N_("the clinic"),
    "coach": N_("the coach and what it keeps"),
    "postgres": N_("PostgreSQL databases"),
    "video": N_("videos and photos"),
}


def in_bundle() -> bool:
    """Whether this program runs in the folder for people without Python, where nothing can be installed; by its list
    of sources beside the interpreter."""
    return (Path(sys.prefix).parent / "licences" / "SOURCES.txt").is_file()


def missing_part(error: ModuleNotFoundError) -> str | None:
    """Say which extra of psoas is not installed and how to install it; None where no extra brings the module."""
    extra = _EXTRAS.get((error.name or "").partition(".")[0])
    if extra is None:
        return None
    if in_bundle():
        return _(
            "{used_for} are not part of this folder, which is for people without Python; install psoas with Python, as "
            "its README says, with the extra {extra!r}",
            used_for=_(_USED_FOR[extra]),
            extra=extra,
        )
    return _(
        "{used_for} need the extra {extra!r} of psoas, without which {error} is missing; run "
        "pip install '.[{extra}]' in the folder of psoas",
        used_for=_(_USED_FOR[extra]),
        extra=extra,
        error=error.name,
    )
