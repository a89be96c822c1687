"""What other programs may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from psoas.words import Language

OrderKind = Literal["sweep", "show", "postures", "recording", "check", "day"]


@dataclass(frozen=True)
class Order:
    """What another program wants to know.

    Attributes:
        kind: of the answer.
        options: of that kind, in the units of the interface; those that are None or missing have their defaults.
        files: paths of what was sent.
        language: of sentences in the answer.
    """

    kind: OrderKind
    options: Mapping[str, Any]
    files: tuple[str, ...] = ()
    language: Language = "en"
