"""What is kept of a person, for another record system."""

from typing import Any

from psoas.app import clock
from psoas.app.past import plan_of
from psoas.app.today.days import Days
from psoas.app.today.page import EARLIEST
from psoas.errors import RefusedError
from psoas.export import fhir_bundle
from psoas.store import Store
from psoas.words import _, speaking


def person_bundle(store: Store, days: Days | None = None) -> dict[str, Any]:
    """All that is kept of the one person of a store, as a bundle of FHIR R4.

    Raises:
        RefusedError: the store shows nobody.
    """
    profile = next(iter(store.profiles()), None)
    if profile is None:
        raise RefusedError(_("This person's data are not open to you."))
    sessions = store.sessions(profile.id)
    with speaking("en"):
        plan = plan_of(store, profile, sessions)
    return fhir_bundle(
        profile,
        sessions,
        (days or Days(store)).seen(profile.id, EARLIEST, clock.today()),
        store.last_screening(profile.id),
        plan,
        clock.utc_now(),
    )
