"""The FHIR export is valid R4 as an independent library reads it, and says of each figure how it was measured."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from psoas.day import Day, DayBout
from psoas.export import fhir_bundle
from psoas.plan import Profile, RepetitionRecord, Screening, SessionRecord, SetRecord, make_plan

AT = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
START_S = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
DAY_S = 24 * 3600
DAY = Day(
    date(2026, 3, 1),
    START_S,
    START_S + DAY_S,
    ((START_S, 0),),
    (
        DayBout(START_S + 3600, START_S + 5 * 3600, "desk", None, 0.9, ("watch.fit",)),
        DayBout(START_S + 5 * 3600, START_S + 6 * 3600, "walking", None, 0.9, ("watch.fit", "phone.zip")),
    ),
    4321,
    3600,
    0,
)
REPETITIONS = tuple(
    RepetitionRecord(number, 5.0 * number, 5.0 * number + 4, 2.0, 18.0, opening, arch, good=True)
    for number, opening, arch in ((1, 10.0, None), (2, 12.0, None), (3, 17.0, None))
)
STRETCH = SetRecord(
    1,
    "left",
    "camera",
    AT,
    AT + timedelta(minutes=2),
    "full",
    {"hip_opening": 2.0},
    REPETITIONS,
    unmeasured={"arch": "The shirt hid the lower back; tuck it in."},
)
TEST = replace(
    STRETCH,
    id=3,
    method="clip",
    exercise="modified_thomas_test",
    bands={},
    repetitions=(replace(REPETITIONS[0], figures={"thigh_over_couch": -4.5}, hip_opening_deg=None),),
)
SESSION = SessionRecord(
    7,
    5,
    "practice",
    AT,
    AT + timedelta(minutes=6),
    3,
    1,
    (
        STRETCH,
        replace(STRETCH, id=2, side="right", method="timer", ended_at=AT + timedelta(minutes=2), bands={}),
        TEST,
    ),
)
SCREENING = Screening(AT, ("front_of_hip_pain",), True)
PROFILE = Profile(5, "Zoë O'Neill", AT)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    plan = make_plan([SESSION], SCREENING, date(2026, 3, 2))
    return fhir_bundle(PROFILE, [SESSION], [DAY], SCREENING, plan, AT + timedelta(days=1))


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in made["entry"] if one["resource"]["resourceType"] == kind]


def observation(made: dict[str, Any], code: str, place: int = 0) -> dict[str, Any]:
    found = [one for one in resources(made, "Observation") if one["code"]["coding"][0]["code"] == code]
    return found[place]


def component(one: dict[str, Any], code: str) -> float:
    (found,) = [part for part in one["component"] if part["code"]["coding"][0]["code"] == code]
    return float(found["valueQuantity"]["value"])


def test_every_resource_is_valid(made: dict[str, Any]) -> None:
    text = json.dumps(made, allow_nan=False)
    bundle = Bundle.model_validate_json(text)
    assert bundle.type == "collection"
    for entry in made["entry"]:
        kind = entry["resource"]["resourceType"]
        get_fhir_model_class(kind).model_validate_json(json.dumps(entry["resource"]))
    kinds = {entry["resource"]["resourceType"] for entry in made["entry"]}
    assert kinds == {"Patient", "Device", "CodeSystem", "Observation", "QuestionnaireResponse", "CarePlan"}


def test_every_reference_leads_to_a_resource_of_the_bundle(made: dict[str, Any]) -> None:
    addresses = [one["fullUrl"] for one in made["entry"]]
    assert len(addresses) == len(set(addresses))
    text = json.dumps(made)
    referred = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    assert referred <= set(addresses)
    assert len(referred) == 2


def test_steps_and_sitting_say_for_how_much_of_the_day_a_device_was_worn(made: dict[str, Any]) -> None:
    steps, sitting = observation(made, "41950-7"), observation(made, "sitting")
    assert (steps["valueQuantity"]["value"], steps["valueQuantity"]["code"]) == (4321, "/d")
    assert sitting["valueQuantity"]["value"] == 4 * 60
    assert "phone.zip, watch.fit" in sitting["method"]["text"]
    for one in (steps, sitting):
        assert component(one, "DeviceActivePercentage") == pytest.approx(100 * 6 / 24, abs=0.01)


def test_exercise_is_the_time_of_the_sets_and_says_how_much_of_it_a_camera_saw(made: dict[str, Any]) -> None:
    exercise = observation(made, "55411-3")
    assert (exercise["valueQuantity"]["value"], exercise["valueQuantity"]["unit"]) == (6.0, "min")
    assert component(exercise, "DeviceActivePercentage") == pytest.approx(66.67)


def test_every_observation_with_a_value_has_the_share_and_the_two_categories(made: dict[str, Any]) -> None:
    for one in resources(made, "Observation"):
        assert {part["coding"][0]["code"] for part in one["category"]} == {"activity", "PhysicalActivity"}
        assert ("valueQuantity" in one) != ("dataAbsentReason" in one)
        if "valueQuantity" in one:
            assert 0 <= component(one, "DeviceActivePercentage") <= 100


def test_elements_of_the_physical_activity_guide_are_there(made: dict[str, Any]) -> None:
    """What PA Observation (base, activity and time measure) and PA Care Plan of version 1.0.0 ask for."""
    patient = next(one["fullUrl"] for one in made["entry"] if one["resource"]["resourceType"] == "Patient")
    for one in resources(made, "Observation"):
        assert component(one, "DeviceActivePercentage") >= 0, one["code"]
        assert one["performer"] == [{"reference": patient}]
        assert {"start", "end"} <= set(one["effectivePeriod"])
        if one["code"]["coding"][0]["system"] == "http://loinc.org":
            assert not {"focus", "bodySite", "specimen"} & set(one)
            assert one["valueQuantity"]["system"] == "http://unitsofmeasure.org"
    assert observation(made, "41950-7")["valueQuantity"]["code"] == "/d"
    assert observation(made, "55411-3")["valueQuantity"]["code"] == "min"
    (plan,) = resources(made, "CarePlan")
    assert [one["coding"][0]["code"] for one in plan["category"]] == ["PhysicalActivity", "assess-plan"]
    assert plan["text"]["status"] == "additional"
    assert {"start", "end"} <= set(plan["period"])
    assert all({"time", "authorReference"} <= set(note) for note in plan["note"])


def test_hip_extension_has_side_method_device_and_band(made: dict[str, Any]) -> None:
    one = observation(made, "hip-opening")
    assert one["valueQuantity"]["value"] == 12.0
    assert (component(one, "band-low"), component(one, "band-high")) == (8.08, 15.92)
    assert component(one, "repetitions") == 3
    assert one["bodySite"]["text"] == "left hip"
    assert (
        one["method"]["text"] == "Half-kneeling hip-flexor stretch, measured from a camera, pose network full"
    )
    assert one["device"]["reference"] in {entry["fullUrl"] for entry in made["entry"]}


def test_what_was_not_measured_has_its_reason_and_no_value(made: dict[str, Any]) -> None:
    arch = observation(made, "arch")
    assert arch["dataAbsentReason"]["text"] == "The shirt hid the lower back; tuck it in."
    assert "valueQuantity" not in arch


def test_a_test_on_the_couch_has_its_own_figure_and_a_timer_none(made: dict[str, Any]) -> None:
    assert observation(made, "thigh-over-couch")["valueQuantity"]["value"] == -4.5
    codes = [one["code"]["coding"][0]["code"] for one in resources(made, "Observation")]
    assert sorted(codes) == ["41950-7", "55411-3", "arch", "hip-opening", "sitting", "thigh-over-couch"]


def test_own_codes_are_described_in_the_bundle(made: dict[str, Any]) -> None:
    (system,) = resources(made, "CodeSystem")
    described = {one["code"] for one in system["concept"]}
    used = {
        part.split('"code": "')[1].split('"')[0]
        for part in json.dumps([one for one in made["entry"] if one["resource"] is not system]).split(
            f'"system": "{system["url"]}", '
        )[1:]
    }
    assert used <= described


def test_answers_and_plan(made: dict[str, Any]) -> None:
    pain, safety = resources(made, "QuestionnaireResponse")
    assert [item["answer"][0]["valueInteger"] for item in pain["item"]] == [3, 1]
    assert safety["item"][0]["answer"] == [{"valueString": "front of hip pain"}]
    (plan,) = resources(made, "CarePlan")
    assert (plan["status"], plan["intent"]) == ("active", "plan")
    assert plan["activity"][1]["detail"]["scheduledPeriod"]["start"] >= "2026-03-02"


def test_the_same_record_has_the_same_address_in_every_export(made: dict[str, Any]) -> None:
    plan = make_plan([SESSION], SCREENING, date(2026, 4, 2))
    later = fhir_bundle(PROFILE, [SESSION], [DAY], None, plan, AT + timedelta(days=30))
    before = {one["fullUrl"] for one in made["entry"]}
    assert {one["fullUrl"] for one in later["entry"]} <= before


def test_somebody_without_any_record_is_valid_too() -> None:
    plan = make_plan([], None, date(2026, 3, 2))
    empty = fhir_bundle(PROFILE, [], [], None, plan, AT)
    Bundle.model_validate_json(json.dumps(empty))
