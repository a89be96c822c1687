"""The card of a person's own goals."""

from dataclasses import replace

from nicegui import ui

from psoas.app.coach import Visit
from psoas.app.parts import button, card, html
from psoas.errors import UsageError
from psoas.plan import Settings
from psoas.words import _, decimal, ngettext, number

MOST_OPENING_DEG = 60
"""As the rule of the store."""
NO_GOAL = 0


def show_goals(visit: Visit) -> None:
    """Add the card; saving loads the page again."""
    chosen = visit.profile.settings
    with card(_("Your own goals"), "goals-title", "stack"):
        html(
            _(
                "Yours alone: the plan does not change with them, and nothing is lost where a week goes otherwise."
            )
        )
        days = ui.select(_days(), value=chosen.goal_days or NO_GOAL, label=_("Days with a stretch"))
        days.props("outlined dense options-dense").classes("goal")
        opening = ui.input(
            _("Hip opening to reach, in degrees (may stay empty)"), value=_written(chosen.goal_opening_deg)
        )
        opening.props("outlined dense inputmode=decimal").classes("goal")

        async def save() -> None:
            goal_days, opening_deg = days.value or None, opening_of(opening.value)

            def change(settings: Settings) -> Settings:
                return replace(settings, goal_days=goal_days, goal_opening_deg=opening_deg)

            await visit.coach.query(visit.coach.days.change_settings, visit.profile.id, change)
            ui.navigate.reload()

        button(_("Save goals"), save)


def opening_of(words: str | None) -> float | None:
    """Read a goal in degrees, with a point or a comma; None stays without one.

    Raises:
        UsageError: it is no number, or out of range.
    """
    written = (words or "").strip().removesuffix("°").rstrip()
    if not written:
        return None
    try:
        opening = decimal(written)
    except ValueError:
        raise UsageError(
            _("'{words}' is no number of degrees; write one such as 15, or nothing", words=words)
        ) from None
    if not 0 < opening <= MOST_OPENING_DEG:
        raise UsageError(
            _("a goal is more than 0 and at most {most} degrees; write another one", most=MOST_OPENING_DEG)
        )
    return opening


def _days() -> dict[int, str]:
    return {
        NO_GOAL: _("No goal"),
        **{days: ngettext("{count} day a week", "{count} days a week", days) for days in range(1, 8)},
    }


def _written(goal: float | None) -> str:
    return "" if goal is None else number(goal, "g")
