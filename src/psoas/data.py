"""Figures that ship with the program: JSON files beside the code that uses them, each read once."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_data(package: str, name: str) -> dict[str, Any]:
    """The content of a JSON file of a package, shared by all callers: do not change it.

    Args:
        package: the folder's import name, such as ``psoas.muscle``.
        name: of the file, such as ``leg_fibres.json``.
    """
    # from the root down, so that a file is read without importing the folder that it lies in
    file = files("psoas").joinpath(*package.split(".")[1:], name)
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
