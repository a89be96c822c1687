"""The person's word on one repetition: which of the measured faults were not there, and which were missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Self

from nicegui import ui

from psoas.app.coach import Coach
from psoas.app.parts import button, card, html
from psoas.app.stretch.headline import exercise_of_set, set_name
from psoas.app.stretch.results import repetition_place
from psoas.plan import RepetitionRecord, SessionRecord, SetRecord
from psoas.words import N_, _, capital, inside

ANSWERS: Final = {None: N_("No word on it"), True: N_("It was so"), False: N_("It was not so")}


@dataclass(frozen=True)
class Correction:
    """The card with which one repetition is corrected.

    Attributes:
        name: of the set, such as ``Right leg``.
    """

    coach: Coach
    session: SessionRecord
    a_set: SetRecord
    repetition: RepetitionRecord
    name: str

    @classmethod
    def of(cls, coach: Coach, session: SessionRecord, chosen: Sequence[str]) -> Self | None:
        """The card for a set's id and a repetition's number as they stand in the address; None without them."""
        sets = [one for one in session.sets if one.repetitions and one.method != "timer"]
        for a_set in sets:
            for one in a_set.repetitions:
                if [str(a_set.id), str(one.number)] == list(chosen) and not one.figures:
                    return cls(coach, session, a_set, one, set_name(a_set, sets))
        return None

    def show(self) -> None:
        """Show the card."""
        one, faults = self.repetition, exercise_of_set(self.a_set).faults
        title = _("Correct repetition {number}, {name}", number=one.number, name=inside(self.name))
        with card(title, "correct-title", "stack accent"):
            html(
                _(
                    "Your word is kept beside the measurement and changes no figure. Progress says how many "
                    "repetitions you corrected."
                )
            )
            shown = [name for name in one.faults if name in faults]
            answers = {}
            for name in shown:
                seen = _("Seen: {fault}", fault=faults[name].says)
                if name in one.possible_faults:
                    seen = _("Perhaps: {fault}", fault=faults[name].says)
                with ui.element("fieldset"):
                    html(escape(seen), "legend")
                    choices = {answer: _(words) for answer, words in ANSWERS.items()}
                    answers[name] = ui.radio(choices, value=one.corrections.get(name)).props("inline")
            missed = {}
            with ui.element("fieldset").classes("correct-faults"):
                html(_("It was there, and was not seen") if shown else _("Was a fault not seen?"), "legend")
                for name, fault in faults.items():
                    if name not in shown:
                        missed[name] = ui.checkbox(
                            capital(fault.says), value=one.corrections.get(name) is True
                        )

            async def save() -> None:
                said = {name: bool(each.value) for name, each in answers.items() if each.value is not None}
                said |= {name: True for name, each in missed.items() if each.value}
                await self.coach.query(self.coach.store.history.correct, self.a_set.id, one.number, said)
                ui.navigate.to(f"/sessions/{self.session.id}#{repetition_place(self.a_set, one)}")

            with ui.element("div").classes("row"):
                button(_("Save"), save, "primary", color="primary")
                html(f'<a class="button" href="/sessions/{self.session.id}">{_("Cancel")}</a>', "span")
