"""The page that sets two repetitions side by side, of two dates or of two people, each at its deepest moment."""

from dataclasses import dataclass
from html import escape
from typing import Final

from nicegui import ui

from psoas.app.coach import Coach, Visit
from psoas.app.parts import card, html
from psoas.app.shell import frame, page
from psoas.app.trainer.remarks import STYLE, caption_of, picture_html
from psoas.estimate import NORMAL_95
from psoas.plan import Moment, Profile, RepetitionRecord, SentPicture, SessionRecord, SetRecord
from psoas.report import day_words
from psoas.store import Store
from psoas.words import N_, _

MOMENTS: tuple[Moment, ...] = ("deepest", "start")
FIGURES: Final = {
    "hip_opening": (
        N_("Hip opening: not measured"),
        N_("Hip opening: {value:.0f}°"),
        N_("Hip opening: {value:.0f}° ± {band:.0f}°"),
    ),
    "arch": (
        N_("Arch of the lower back: not measured"),
        N_("Arch of the lower back: {value:.0f}°"),
        N_("Arch of the lower back: {value:.0f}° ± {band:.0f}°"),
    ),
}
"""Angles of a repetition by their name without ``_deg``: words without a value, without its error, and with both."""


@dataclass(frozen=True)
class PicturedRepetition:
    """A repetition of which a picture of the deepest moment is kept."""

    person: Profile
    session: SessionRecord
    a_set: SetRecord
    repetition: RepetitionRecord

    @property
    def words(self) -> str:
        """Whose, when, which leg, which repetition."""
        values = {
            "name": self.person.name,
            "day": day_words(self.session.started_at.astimezone().date()),
            "number": self.repetition.number,
        }
        if self.a_set.side == "left":
            return _("{name}, {day}, left leg, repetition {number}", **values)
        return _("{name}, {day}, right leg, repetition {number}", **values)


def register(coach: Coach) -> None:
    """Add the page ``/compare``."""

    @page("/compare")
    async def compare() -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Compare")) as visit:
            found = await coach.query(pictured_repetitions, coach.store, visit.people)
            if len(found) < 2:
                says = _(
                    "Two repetitions with kept pictures are needed. Pictures are kept of people who chose that under "
                    "People, from their next stretch before the camera on."
                )
                html(escape(says), look="notice")
                return
            html(
                escape(
                    _("Both stand at their deepest moment; angles are changes from the person's own start.")
                )
            )
            own = next((place for place, one in enumerate(found) if one.person.id == visit.profile.id), 0)
            last = len(found) - 1
            with ui.element("div").classes("grid wide"):
                first = ComparedSide(visit, found, own if own < last else 0, _("One"))
                other = ComparedSide(visit, found, last, _("The other"))
            await first.show()
            await other.show()


def pictured_repetitions(store: Store, people: tuple[Profile, ...]) -> list[PicturedRepetition]:
    """Everyone's repetitions with a picture of the deepest moment, by person and time. Any thread may call it."""
    found = []
    for person in people:
        for session in store.sessions(person.id):
            kept = store.history.frames_of(session.id)
            for a_set in session.sets:
                found += [
                    PicturedRepetition(person, session, a_set, one)
                    for one in a_set.repetitions
                    if "deepest" in kept.get((a_set.id, one.number), ())
                ]
    return found


class ComparedSide:
    """One of the two."""

    def __init__(self, visit: Visit, found: list[PicturedRepetition], chosen: int, title: str) -> None:
        self._visit, self._found = visit, found
        with card(escape(title), f"compared-{chosen}"):
            names = {place: one.words for place, one in enumerate(found)}
            self._chosen = ui.select(names, value=chosen, label=_("Which repetition"), on_change=self.show)
            self._chosen.props("outlined dense options-dense")
            self._place = html("", "div")

    async def show(self) -> None:
        """Show the chosen repetition."""
        one = self._found[int(self._chosen.value)]
        pictures = await self._visit.coach.query(self._visit.coach.store.history.pictures, one.session.id)
        kept = {
            picture.moment: picture
            for picture in pictures.get(one.a_set.id, ())
            if picture.number == one.repetition.number
        }
        shown = [kept[moment] for moment in MOMENTS if moment in kept]
        figures = "".join(f"<p>{escape(words)}</p>" for words in figure_words(one.a_set, one.repetition))
        self._place.content = figures + "".join(
            picture_html(SentPicture(caption_of(one.session, picture), picture.jpeg, picture.remarks))
            for picture in shown
        )


def figure_words(a_set: SetRecord, one: RepetitionRecord) -> list[str]:
    """Hold, opening and arch of a repetition, with their 95 % bands where those are known."""
    rows = [_("Hold: {seconds:.1f} s", seconds=one.hold_s)]
    for name, (unmeasured, alone, banded) in FIGURES.items():
        value, error = getattr(one, f"{name}_deg"), a_set.bands.get(name)
        if value is None:
            rows.append(_(unmeasured))
        elif error is None:
            rows.append(_(alone, value=value))
        else:
            rows.append(_(banded, value=value, band=NORMAL_95 * error))
    return rows
