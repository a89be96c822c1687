"""Parts that several sections of the page show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A large number with its label and a line of explanation."""

    label: str
    value: str
    note: str
    kind: str = ""
