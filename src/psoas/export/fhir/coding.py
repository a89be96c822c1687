"""Pieces that all resources are made of: codes, quantities, references."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from psoas.data import read_data
from psoas.estimate import Estimate

Resource = dict[str, Any]
"""A FHIR resource or a part of one, as JSON."""

_TABLE: Final = read_data("psoas.export.fhir", "codes.json")
SYSTEMS: Final[dict[str, str]] = _TABLE["systems"]
OWN: Final[dict[str, dict[str, str]]] = _TABLE["own"]


def public(name: str) -> Resource:
    """A concept of LOINC or HL7, by its name in ``codes.json``."""
    row = _TABLE["public"][name]
    coding = {"system": SYSTEMS[row["system"]], "code": row["code"], "display": row["display"]}
    return {"coding": [coding]}


def own(name: str) -> Resource:
    """A concept of psoas, by its name in ``codes.json``."""
    coding = {"system": SYSTEMS["psoas"], "code": name.replace("_", "-"), "display": OWN[name]["display"]}
    return {"coding": [coding]}


def quantity(value: float, unit: str, code: str | None = None) -> Resource:
    """A value with its unit in UCUM; two decimals, for no error of psoas is smaller."""
    return {"value": round(value, 2), "unit": unit, "system": SYSTEMS["ucum"], "code": code or unit}


def part(code: Resource, value: Resource) -> Resource:
    """A component of an observation."""
    return {"code": code, "valueQuantity": value}


def active_share(share: float) -> Resource:
    """The component that says for how much of the time, 0 to 1, devices measured; every figure of a time has it."""
    return part(public("active_share"), quantity(100 * min(max(share, 0.0), 1.0), "%"))


def band(value: Estimate, unit: str, code: str) -> list[Resource]:
    """The ends of a band as components; none where the error is not known."""
    if value.low is None or value.high is None:
        return []
    ends = (("band_low", value.low), ("band_high", value.high))
    return [part(own(name), quantity(end, unit, code)) for name, end in ends]


def absent(reason: str) -> Resource:
    """Why there is no value, in the person's words."""
    coding = {"system": SYSTEMS["absent"], "code": "unknown", "display": "Unknown"}
    return {"coding": [coding], "text": reason}


def narrative(sentences: Iterable[str]) -> Resource:
    """Sentences for a reader, as the text of a resource."""
    words = "".join(f"<p>{escape(one)}</p>" for one in sentences)
    return {"status": "additional", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>'}


def moment(at: datetime) -> str:
    """A time as FHIR writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment_s(at_s: float) -> str:
    """A time in seconds since 1970 as FHIR writes it."""
    return moment(datetime.fromtimestamp(at_s, UTC))


def identity(*words: object) -> str:
    """The address of a resource inside its bundle, the same in every export of the same record."""
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(SYSTEMS['psoas'].rpartition(':')[2]), '/'.join(map(str, words)))}"


def reference(*words: object) -> Resource:
    """A reference to a resource of the bundle."""
    return {"reference": identity(*words)}
