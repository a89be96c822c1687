"""The forecast under Progress: what the next weeks may bring, with the measured points over its bands."""

from collections.abc import Sequence
from datetime import date

from psoas.app.coach import Coach
from psoas.app.plan_page import plan_of
from psoas.plan import Bout, Profile, SessionRecord
from psoas.report import ForecastCard, forecast_card
from psoas.store import person_forecasts


def forecast_cards(
    coach: Coach, profile: Profile, sessions: Sequence[SessionRecord], known: Sequence[Bout]
) -> list[ForecastCard]:
    """A card for each hip; none before the first test or stretch, and none while a clinician has to be seen first.

    Args:
        coach, profile: whose plan is followed.
        sessions: all of the person's, oldest first.
        known: all that is known of their days.
    """
    if plan_of(coach, profile).stopped:
        return []
    today = date.today()
    forecasts = person_forecasts(
        sessions,
        known,
        today,
        repetitions=profile.settings.target_repetitions,
    )
    return [forecast_card(one) for one in forecasts]
