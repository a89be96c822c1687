"""The card of a person's own goals."""

from dataclasses import replace

from nicegui import ui

from psoas.app.coach import Visit
from psoas.app.parts import button, card, html
from psoas.errors import UsageError

MOST_OPENING_DEG = 60
"""As the rule of the store."""
NO_GOAL = 0
DAYS = {NO_GOAL: "No goal", **{days: f"{days} day{'' if days == 1 else 's'} a week" for days in range(1, 8)}}


def show_goals(visit: Visit) -> None:
    """Add the card; saving loads the page again."""
    chosen = visit.profile.settings
    with card("Your own goals", "goals-title", "stack"):
        html(
            "Yours alone: the plan does not change with them, and nothing is lost where a week goes otherwise."
        )
        days = ui.select(DAYS, value=chosen.goal_days or NO_GOAL, label="Days with a stretch")
        days.props("outlined dense options-dense").classes("goal")
        opening = ui.input(
            "Hip opening to reach, in degrees (may stay empty)", value=_written(chosen.goal_opening_deg)
        )
        opening.props("outlined dense inputmode=decimal").classes("goal")

        async def save() -> None:
            settings = replace(
                await visit.coach.query(visit.coach.days.settings, visit.profile.id),
                goal_days=days.value or None,
                goal_opening_deg=opening_of(opening.value),
            )
            await visit.coach.query(
                visit.coach.store.change_profile, replace(visit.profile, settings=settings)
            )
            ui.navigate.reload()

        button("Save goals", save)


def opening_of(words: str | None) -> float | None:
    """Read a goal in degrees, with a point or a comma; None stays without one.

    Raises:
        UsageError: it is no number, or out of range.
    """
    written = (words or "").strip().replace(",", ".").removesuffix("°")
    if not written:
        return None
    try:
        opening = float(written)
    except ValueError:
        raise UsageError(f"'{words}' is no number of degrees; write one such as 15, or nothing") from None
    if not 0 < opening <= MOST_OPENING_DEG:
        raise UsageError(f"a goal is more than 0 and at most {MOST_OPENING_DEG} degrees; write another one")
    return opening


def _written(goal: float | None) -> str:
    return "" if goal is None else f"{goal:g}"
