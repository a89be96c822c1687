"""A bundle of FHIR R4 with what is kept of one person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from psoas import __version__
from psoas.day import Day
from psoas.export.fhir.answers import of_pain, of_plan, of_screening
from psoas.export.fhir.coding import OWN, SYSTEMS, Resource, identity, moment
from psoas.export.fhir.observations import of_day, of_session
from psoas.plan import Plan, Profile, Screening, SessionRecord
from psoas.words import speaking

FHIR_VERSION = "4.0.1"


@speaking("en")
def fhir_bundle(
    profile: Profile,
    sessions: Sequence[SessionRecord],
    days: Sequence[Day],
    screening: Screening | None,
    plan: Plan,
    made_at: datetime,
) -> Resource:
    """Put what is kept of a person into a collection: Patient, Observation, QuestionnaireResponse, CarePlan.

    Steps and exercise have the codes of LOINC and of HL7's Physical Activity guide 1.0.0; sitting, hip extension and
    arch have codes of psoas, which the bundle describes. Every figure of a time says for how much of it devices
    measured. What was not measured has the reason in place of a value. Words are English, whatever the program speaks:
    the bundle is for other record systems. Reasons that were kept with a set are in the language of that day.

    Args:
        profile: the person.
        sessions: all of them, oldest first.
        days: as devices saw them.
        screening: the last answers to the safety questions.
        plan: of today, made in English.
        made_at: aware time of the export.
    """
    person = profile.id
    found: list[tuple[tuple[object, ...], Resource]] = [
        (("Patient", person), {"resourceType": "Patient", "name": [{"text": profile.name}]}),
        (("Device",), _device()),
        (("CodeSystem",), _code_system(made_at.date())),
    ]
    for day in days:
        found += of_day(person, day)
    for session in sessions:
        found += of_session(session)
        found += of_pain(session)
    if screening is not None:
        found.append((("safety", person), of_screening(person, screening)))
    found.append((("plan", person), of_plan(person, plan, made_at)))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": moment(made_at),
        "entry": list(_entries(found, person)),
    }


def _entries(found: Iterable[tuple[tuple[object, ...], Resource]], person: int) -> Iterable[Resource]:
    for words, resource in found:
        address = (
            identity(*words) if words[0] in ("Patient", "Device", "CodeSystem") else identity(*words, person)
        )
        yield {"fullUrl": address, "resource": {**resource, "id": address.rpartition(":")[2]}}


def _device() -> Resource:
    return {
        "resourceType": "Device",
        "status": "active",
        "deviceName": [{"name": "psoas", "type": "model-name"}],
        "version": [{"value": __version__}],
    }


def _code_system(today: date) -> Resource:
    return {
        "resourceType": "CodeSystem",
        "url": SYSTEMS["psoas"],
        "version": __version__,
        "name": "PsoasCodes",
        "title": "Codes of psoas",
        "status": "active",
        "date": today.isoformat(),
        "content": "complete",
        "caseSensitive": True,
        "concept": [{"code": name.replace("_", "-"), **row} for name, row in OWN.items()],
    }
