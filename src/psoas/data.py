"""Files that ship with the program beside the code that uses them, each read once: figures in JSON, and text."""

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
    content: dict[str, Any] = json.loads(read_words(package, name))
    return content


@cache
def read_words(package: str, name: str) -> str:
    """The text of a file of a package, as in `read_data`."""
    # from the root down, so that a file is read without importing the folder that it lies in
    return files("psoas").joinpath(*package.split(".")[1:], name).read_text(encoding="utf-8")
