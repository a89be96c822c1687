"""The forecast under Progress: what the next weeks may bring, with the measured points over its bands."""

from datetime import date

from psoas.app.coach import Coach
from psoas.app.plan_page import plan_of
from psoas.app.today.page import EARLIEST
from psoas.plan import Profile
from psoas.report import ForecastCard, forecast_card
from psoas.store import person_forecasts


def forecast_cards(coach: Coach, profile: Profile) -> list[ForecastCard]:
    """A card for each hip; none before the first test or stretch, and none while a clinician has to be seen first."""
    if plan_of(coach, profile).stopped:
        return []
    today = date.today()
    forecasts = person_forecasts(
        coach.store.sessions(profile.id),
        coach.days.known(profile.id, EARLIEST, today),
        today,
        repetitions=profile.settings.target_repetitions,
    )
    return [forecast_card(one) for one in forecasts]
