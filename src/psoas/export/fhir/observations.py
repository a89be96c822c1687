"""Observations: steps, sitting, exercise, and what was measured of hip and lower back."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Final

from psoas.day import Day
from psoas.estimate import Estimate
from psoas.exercises import clinical_test_of
from psoas.export.fhir.coding import (
    Resource,
    absent,
    active_share,
    band,
    moment,
    moment_s,
    own,
    part,
    public,
    quantity,
    reference,
)
from psoas.plan import SessionRecord, SetRecord
from psoas.quantities import MOVEMENTS

STRETCH: Final = {"hip_opening": "hip_opening_deg", "arch": "arch_deg"}
"""Figures of a stretch that are exported, by their code, with the field of a repetition."""

TEST: Final = {"thigh_over_couch": ""}
"""Figures of the clinical tests, which have no field of their own in a repetition."""

DEGREE: Final = "deg"


def _observation(person: int, code: Resource, start: str, end: str) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [public("activity_category"), public("physical_activity")],
        "code": code,
        "subject": reference("Patient", person),
        "performer": [reference("Patient", person)],
        "effectivePeriod": {"start": start, "end": end},
    }


def of_day(person: int, day: Day) -> Iterator[tuple[tuple[object, ...], Resource]]:
    """Give the observations of a day that devices saw, each with what identifies it.

    Args:
        person: id of the profile.
        day: as devices saw it. Time in which a device was worn, and the posture is not known, counts as measured.
    """
    worn_s = day.length_s - day.unknown_s + day.still_s + day.level_s
    share = active_share(worn_s / day.length_s)
    times = moment_s(day.start_s), moment_s(day.end_s)
    if day.steps is not None:
        steps = _observation(person, public("steps"), *times)
        yield (
            ("steps", day.date),
            {**steps, "valueQuantity": quantity(day.steps, "steps/day", "/d"), "component": [share]},
        )
    sources = sorted({name for bout in day.bouts for name in bout.sources})
    sitting = _observation(person, own("sitting"), *times)
    method = (
        f"Files of devices, the surest one for each second: {', '.join(sources)}" if sources else "No file"
    )
    value = quantity(day.sitting_s / 60, "min")
    yield (
        ("sitting", day.date),
        {**sitting, "valueQuantity": value, "method": {"text": method}, "component": [share]},
    )


def of_session(session: SessionRecord) -> Iterator[tuple[tuple[object, ...], Resource]]:
    """Give the observations of a session: its exercise, and each figure of each set with side, method and band."""
    person = session.profile_id
    whole = [(one, one.ended_at) for one in session.sets if one.ended_at is not None]
    lengths = [(end - one.started_at).total_seconds() for one, end in whole]
    if whole and sum(lengths) > 0:
        measured = sum(s for (one, _), s in zip(whole, lengths, strict=True) if one.method != "timer")
        exercise = _observation(
            person,
            public("exercise"),
            moment(session.started_at),
            max(moment(end) for _, end in whole),
        )
        yield (
            ("exercise", session.id),
            {
                **exercise,
                "valueQuantity": quantity(sum(lengths) / 60, "min"),
                "method": {"text": _movement(session.exercise)},
                "component": [active_share(measured / sum(lengths))],
            },
        )
    for one in session.sets:
        if one.method != "timer" and one.counted:
            for name, field in _figures_of(one).items():
                yield (name, one.id), _figure(person, name, field, one)


def _figures_of(one: SetRecord) -> Mapping[str, str]:
    if clinical_test_of(one.exercise) is not None:
        return TEST
    return STRETCH if any(name == one.exercise and known.stretch for name, known in MOVEMENTS.items()) else {}


def _figure(person: int, name: str, field: str, one: SetRecord) -> Resource:
    """The median of a figure over the repetitions of a set, or why it was not measured."""
    values = [getattr(rep, field) if field else rep.figures.get(name) for rep in one.counted]
    found = [value for value in values if value is not None]
    start, end = moment(one.started_at), moment(one.ended_at or one.started_at)
    made = _observation(person, own(name), start, end)
    weights = "" if one.weights is None else f", pose network {one.weights}"
    made |= {
        "bodySite": {"text": "lower back" if name == "arch" else f"{one.side} hip"},
        "method": {"text": f"{_movement(one.exercise)}, measured from a {one.method}{weights}"},
        "device": reference("Device"),
    }
    share = active_share(len(found) / len(one.counted))
    if not found:
        reason = absent(one.unmeasured.get(name, "It was not measured in any repetition."))
        return made | {"dataAbsentReason": reason, "component": [share]}
    value = Estimate.of(median(found), one.bands.get(name), DEGREE)
    count = part(own("repetitions"), quantity(len(found), "repetitions", "1"))
    return made | {
        "valueQuantity": quantity(value.value, DEGREE),
        "component": [share, count, *band(value, DEGREE, DEGREE)],
    }


def _movement(name: str) -> str:
    return next((known.label for key, known in MOVEMENTS.items() if key == name), name.replace("_", " "))
