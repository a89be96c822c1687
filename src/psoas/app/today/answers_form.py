"""The form for what a person says about all their days: sleep, evenings, desk, time zone, and a recording's start."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Final

from nicegui import ui

from psoas.app.parts import button, html
from psoas.app.today.days import Days
from psoas.app.today.devices import FileAnswers
from psoas.day import WORN, home_zone
from psoas.errors import UsageError
from psoas.plan import Profile, Settings, clock
from psoas.words import N_, _, pgettext

HALF: Final = N_("Give both times, or neither.")
NOT_SAID: Final = ""
PLACES: Final = {
    NOT_SAID: N_("I do not say"),
    "thigh": N_("thigh, or a front pocket"),
    "hip": N_("hip"),
    "wrist": N_("wrist"),
}
assert tuple(PLACES) == (NOT_SAID, *WORN)


class AnswersForm:
    """The form, folded away.

    Args:
        days: of everyone.
        profile: of the person.
    """

    def __init__(self, days: Days, profile: Profile) -> None:
        self._days, self._profile_id, chosen = days, profile.id, profile.settings
        with ui.element("details").classes("day-says"):
            html(_("What you say about your days"), "summary")
            html(
                _(
                    "A sensor on the thigh does not tell lying from sitting, a keyboard not how you sat. What you say "
                    "here holds for all days, also for those that are kept already. "
                    "What a device measured goes before it, but for a thigh that is level while you sleep."
                ),
                look="muted small",
            )
            with ui.element("div").classes("day-fields"):
                self._sleep = _times(_("I sleep from"), chosen.sleep_from_min, chosen.sleep_to_min)
            with ui.element("div").classes("day-fields"):
                self._evening = _times(
                    _("In the evening I sit at home from"), chosen.evening_from_min, chosen.evening_to_min
                )
            self._desk = ui.checkbox(_("I stand at the computer, too"), value=chosen.standing_desk)
            self._zone = ui.input(
                _("My time zone, such as Europe/Paris"),
                value=chosen.time_zone or "",
                placeholder=str(home_zone(None)),
            ).props("outlined dense stack-label")
            self._worn = ui.select(
                {place: _(words) for place, words in PLACES.items()},
                label=_("I wear sensors on"),
                value=chosen.sensor_worn or NOT_SAID,
            ).props("outlined dense stack-label")
            html(
                _(
                    "Of sensors whose files do not say where they were worn. Only one on the thigh tells sitting from "
                    "standing. It holds for files that you choose after you saved it."
                ),
                look="muted small",
            )
            button(_("Save"), self._save, "primary")
            self._says = html("", "p", "small").props("role=status")
            html(_("The files that you choose next"), "h3")
            self._start = ui.input(_("A recording without a date began at")).props(
                "type=datetime-local outlined dense stack-label"
            )
            self._worn_first = ui.checkbox(_("Where they name another place of the sensor, mine is right"))
            html(_("Fill this in before you choose them. It holds for them alone."), look="muted small")

    @property
    def of_files(self) -> FileAnswers:
        """What the person says about the files that they choose next."""
        try:
            start = datetime.fromisoformat(str(self._start.value or "")).replace(tzinfo=None)
        except ValueError:
            start = None
        return FileAnswers(start, bool(self._worn_first.value))

    def clear_of_files(self) -> None:
        """Forget `of_files`, which does not hold for files that are chosen later."""
        self._start.value, self._worn_first.value = "", False

    async def _save(self) -> None:
        try:
            sleep, evening = (
                span_of_times(*(one.value for one in both)) for both in (self._sleep, self._evening)
            )
            zone = str(self._zone.value or "").strip() or None
            home_zone(zone)
            desk = bool(self._desk.value)
            worn = next((one for one in WORN if one == self._worn.value), None)

            def change(settings: Settings) -> Settings:
                return replace(
                    settings,
                    sleep_from_min=sleep[0],
                    sleep_to_min=sleep[1],
                    evening_from_min=evening[0],
                    evening_to_min=evening[1],
                    standing_desk=desk,
                    time_zone=zone,
                    sensor_worn=worn,
                )

            await asyncio.to_thread(self._days.change_settings, self._profile_id, change)
        except UsageError as error:
            self._says.content = str(error)
        else:
            self._says.content = _("Saved; the days are read anew with it.")


def _times(words: str, start_min: int | None, end_min: int | None) -> tuple[ui.input, ui.input]:
    fields = [(words, start_min), (pgettext("a time of the day", "until"), end_min)]
    made = [
        ui.input(label, value="" if minute is None else clock(minute)).props(
            "type=time outlined dense stack-label"
        )
        for label, minute in fields
    ]
    return made[0], made[1]


def span_of_times(start: object, end: object) -> tuple[int | None, int | None]:
    """Minutes since midnight of two times of a day as a browser gives them; both None where both are empty.

    Raises:
        UsageError: only one is given, one is no time, or both are the same.
    """
    words = [str(one or "").strip() for one in (start, end)]
    if not any(words):
        return None, None
    try:
        first, last = (datetime.strptime(one[:5], "%H:%M") for one in words)
    except ValueError:
        raise UsageError(_(HALF)) from None
    if first == last:
        raise UsageError(_("The two times are the same; give a begin and an end."))
    return 60 * first.hour + first.minute, 60 * last.hour + last.minute
