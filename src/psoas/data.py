"""Files that ship with the program beside the code that uses them, each read once: figures in JSON, and text.

Also JSON that comes from elsewhere.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn


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
    return read_bytes(package, name).decode("utf-8")


def read_bytes(package: str, name: str) -> bytes:
    """The content of a file of a package, as in `read_data`; not kept."""
    # from the root down, so that a file is read without importing the folder that it lies in
    return files("psoas").joinpath(*package.split(".")[1:], name).read_bytes()


def strict_json(text: str | bytes) -> Any:
    """Read JSON that comes from elsewhere, without the words for no number that Python alone takes for JSON.

    Raises:
        ValueError: it is no JSON, or has such a word.
        RecursionError: it is too deep.
    """
    return json.loads(text, parse_constant=_no_number)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
