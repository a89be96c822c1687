"""The evidence for each claim about the psoas and the stretch, and the warnings that come before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from psoas.data import read_data
from psoas.words import translated

Verdict = Literal["supported", "partly", "contested", "no evidence"]


@translated("claim", "plain", "finding")
@dataclass(frozen=True)
class Evidence:
    """One claim and what studies found about it.

    Attributes:
        id: short name.
        claim: what people say, or the topic.
        verdict: how it fares; None for a topic that is no claim.
        plain: what was found, in everyday words.
        finding: the same with figures and terms.
        source: author, year, journal.
        doi: of the source, or None where it is not known.
        url: where the source was read.
    """

    id: str
    claim: str
    verdict: Verdict | None
    plain: str
    finding: str
    source: str
    doi: str | None
    url: str | None


@translated("says", "items", "means")
@dataclass(frozen=True)
class SafetyNotice:
    """A list of signs under one instruction, such as ``Stop now``.

    Attributes:
        flags: the signs in English, by which an answer is kept.
        items: the signs as they are shown, in the same order.
        means: signs in plain words, a sentence each, by flag.
    """

    id: str
    says: str
    flags: tuple[str, ...]
    items: tuple[str, ...]
    source: str
    means: Mapping[str, str] = field(default_factory=dict)


@translated("promise")
@dataclass(frozen=True)
class Safety:
    """The warnings: who should not start, who should ask, when to stop; and that no relief is promised."""

    notices: tuple[SafetyNotice, ...]
    promise: str
    promise_source: str

    @property
    def before(self) -> tuple[SafetyNotice, ...]:
        """What is asked before a stretch."""
        return self.notices[:-1]

    @property
    def stop_now(self) -> SafetyNotice:
        """What ends a stretch."""
        return self.notices[-1]


@cache
def load_evidence() -> Mapping[str, Evidence]:
    """Every claim with a source that was found and read, by short name."""
    return {item["id"]: Evidence(**item) for item in read_data("psoas.findings", "evidence.json")["items"]}


@cache
def load_safety() -> Safety:
    """The red flags and stop signs, in the order in which they are shown."""
    content = read_data("psoas.findings", "safety.json")
    notices = tuple(
        SafetyNotice(**entry | {"flags": tuple(entry["items"]), "items": tuple(entry["items"])})
        for entry in content["notices"]
    )
    return Safety(notices, content["promise"], content["promise_source"])


@cache
def load_glossary() -> Mapping[str, str]:
    """Words that the pages use, each with its meaning in plain sentences."""
    return {one["word"]: one["means"] for one in read_data("psoas.findings", "glossary.json")["words"]}
