"""What studies say about the stretch, and what must be said before anyone starts it."""

from dataclasses import dataclass
from typing import Any, Literal

from psoas.data import read_data

Verdict = Literal["supported", "partly", "contested", "no evidence"]


@dataclass(frozen=True)
class Evidence:
    """What studies say about one claim.

    Attributes:
        id: short name.
        claim: what people say, or the topic.
        verdict: how it fares; None for a topic that is no claim.
        finding: what was found, with figures.
        source: author, year, journal.
        doi: of the source, or None where it is not known.
        url: where the source was read.
    """

    id: str
    claim: str
    verdict: Verdict | None
    finding: str
    source: str
    doi: str | None
    url: str | None


@dataclass(frozen=True)
class SafetyNotice:
    """A list of signs under one instruction, such as ``Stop now``."""

    id: str
    says: str
    items: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Safety:
    """What comes first: who should not start, who should ask, when to stop; and that no relief is promised."""

    notices: tuple[SafetyNotice, ...]
    promise: str
    promise_source: str


def load_evidence() -> dict[str, Evidence]:
    """Every claim with a source that was found and read, by short name."""
    return {item["id"]: Evidence(**item) for item in _read("evidence.json")["items"]}


def load_safety() -> Safety:
    """The red flags and stop signs, in the order in which they are shown."""
    content = _read("safety.json")
    notices = tuple(
        SafetyNotice(notice["id"], notice["says"], tuple(notice["items"]), notice["source"])
        for notice in content["notices"]
    )
    return Safety(notices, content["promise"], content["promise_source"])


def _read(name: str) -> dict[str, Any]:
    return read_data("psoas.findings", name)
