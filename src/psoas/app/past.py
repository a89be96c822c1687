"""All that lies behind a person, and what follows from it: for the page of progress, and for the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from psoas.app import clock
from psoas.app.today.days import Days
from psoas.app.today.page import EARLIEST
from psoas.plan import Plan, Profile, SessionRecord, WeeklyProgress, look_back, make_plan
from psoas.report import ForecastCard, forecast_card, sheet_html, sheet_pdf
from psoas.store import Store, person_forecasts


@dataclass(frozen=True)
class Past:
    """A person's records, read once, and what follows from them today."""

    profile: Profile
    sessions: Sequence[SessionRecord]
    progress: WeeklyProgress
    plan: Plan

    @classmethod
    def of(cls, store: Store, profile: Profile) -> "Past":
        """Read it."""
        today = clock.today()
        with store.one_moment():
            sessions = store.sessions(profile.id)
            known, steps = Days(store).past(profile.id, EARLIEST, today)
            plan = plan_of(store, profile, sessions)
        return cls(profile, sessions, look_back(sessions, known, today, steps=steps), plan)

    def forecasts(self) -> list[ForecastCard]:
        """A forecast of each hip; none before the first test or stretch, nor while a clinician has to be seen first."""
        if self.plan.stopped:
            return []
        repetitions = self.profile.settings.target_repetitions
        found = person_forecasts(self.sessions, self.progress, clock.today(), repetitions=repetitions)
        return [forecast_card(one) for one in found]

    def sheet_html(self) -> str:
        """The sheet of today as a page."""
        return sheet_html(self.profile, self.plan, self.progress, clock.today(), self.forecasts())

    def sheet_pdf(self) -> bytes:
        """The sheet of today as PDF.

        Raises:
            UsageError: the package that writes PDF is not installed.
        """
        return sheet_pdf(self.profile, self.plan, self.progress, clock.today(), self.forecasts())


def current_plan(store: Store, profile: Profile) -> Plan:
    """Read what a person's plan follows from, and make it for today."""
    with store.one_moment():
        return plan_of(store, profile, store.sessions(profile.id))


def plan_of(store: Store, profile: Profile, sessions: Sequence[SessionRecord]) -> Plan:
    """Make a person's plan for today from all of their sessions, oldest first."""
    return make_plan(
        sessions,
        store.last_screening(profile.id),
        clock.today(),
        repetitions=profile.settings.target_repetitions,
    )
