"""A person who may begin at once."""

from datetime import UTC, datetime

import pytest

from psoas.plan.records import Profile, Screening
from tests.app.conftest import Served


@pytest.fixture
def screened(person: Profile, coach_server: Served) -> Profile:
    """``person``, of whom no red flag is true: the page begins with the questions before the first move."""
    with coach_server.open_store() as store:
        store.save_screening(person.id, Screening(datetime.now(UTC)))
    return person
