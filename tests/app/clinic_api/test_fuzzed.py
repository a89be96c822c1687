"""Requests from the OpenAPI document, right and wrong ones: every answer is as the document says, none is a fault."""

from benchmarks.interface import ROOMY, fuzz

from psoas.app.clinic_api.jobs import Workshop
from psoas.clinic import SCOPES
from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import CURRENT, GUARD, HOST
from tests.app.clinic_api.conftest import Tokens

REQUESTS = 300


def test_no_request_is_a_fault_and_every_answer_is_as_the_document_says(
    tokens: Tokens, workshop: Workshop, clinic: Clinic, unlimited: None
) -> None:
    CURRENT.use(clinic)
    workshop.limits = workshop.limits | ROOMY
    found = fuzz(GUARD, HOST, tokens(*SCOPES), REQUESTS, seed=1)
    assert found.wrong == {}, "\n\n".join(map(str, found.wrong.items()))
    assert found.faults == 0
    assert found.count >= REQUESTS / 2
    reached = {status for _name, status in found.statuses}
    assert reached >= {200, 202, 404, 415, 422}, found.statuses
