"""What the timer is to lead through: a stretch or another form of it, short holds or a still one, one side or both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from nicegui import ui

from psoas.app.parts import button, card, html
from psoas.app.stretch.sideset import Keeper
from psoas.app.stretch.timer import GuidedTimer
from psoas.errors import UsageError
from psoas.exercises import COACHED, EXERCISES, Exercise, exercise_of
from psoas.plan import ExerciseForm, HomeworkTask, SessionRecord, SetRecord, load_protocol, timed_names
from psoas.quantities import MOVEMENTS
from psoas.sides import OTHER_WORD, SIDE_WORDS, SideWord
from psoas.words import N_, _, ngettext

SHORTEST_S, LONGEST_S = 5, 300
"""Limits of a still hold [s], working defaults."""

MOST_HOLDS = 5
MOST_LEGS: Final = 12
"""Most sets that an address asks for."""

WHICH_LEGS: Final = {
    "both": N_("Both legs, one after the other"),
    "left": N_("Left leg only"),
    "right": N_("Right leg only"),
}
STILL_S: Final = 30
WHOLE_SECONDS: Final = N_("a hold has {least} to {most} whole seconds; write such a number")
WHOLE_HOLDS: Final = N_("a side has {least} to {most} whole holds; write such a number")


@dataclass(frozen=True)
class TimedChoice:
    """What to time.

    Attributes:
        name: under which its session is kept: a movement, or the id of a form in the protocol.
        sides: the leg of each set in turn.
        target: repetitions, or still holds, of each set.
        hold_s: duration of a still hold [s]; None is the short hold of the stretch.
    """

    name: str
    sides: tuple[SideWord, ...]
    target: int
    hold_s: float | None = None

    @property
    def form(self) -> ExerciseForm | None:
        """The form of the protocol that it is; None of an exercise that the coach measures, too."""
        return None if exercise_of(self.name) else load_protocol().exercises.get(self.name)

    def timer(
        self, keeper: Keeper, clock: Callable[[], float], resumed: SetRecord | None = None
    ) -> GuidedTimer:
        """Make the timer that leads through it; the first set goes on with one that was cut off."""
        exercise: Exercise = exercise_of(self.name) or EXERCISES[0]
        return GuidedTimer(
            keeper,
            self.sides[0],
            self.target,
            clock,
            exercise,
            hold_s=self.hold_s,
            form=self.form,
            sides=self.sides,
            resumed=resumed,
        )


def exercise_name(name: str) -> str | None:
    """The name of a form that only the timer leads through, in words; None of anything else."""
    return timed_names().get(name) if exercise_of(name) is None else None


def session_name(session: SessionRecord) -> str:
    """What a session was of, in words; a name that is not known any more as it is kept."""
    known = {str(name): one.label for name, one in MOVEMENTS.items()}
    kept = session.exercise
    return known.get(kept) or exercise_name(kept) or kept.replace("_", " ").capitalize()


def ask_timed(
    first: SideWord, target: int, then: Callable[[TimedChoice], object], back: Callable[[], object]
) -> None:
    """Show the choices.

    Args:
        first: the leg that is behind first where both are done.
        target: repetitions a side with short holds.
        then: starts the timer.
        back: to the questions.
    """
    with card(_("By the timer"), "timed-title", "stack accent"):
        html(_("The timer leads and counts. It measures nothing, and none of it is scored."))
        name = ui.select(timed_names(), value=COACHED[0].movement, label=_("What"))
        name.props("outlined dense options-dense")
        short = ngettext("{count} time with a short hold", "{count} times with a short hold", target)
        still = ui.radio({False: short, True: _("A still hold")}, value=False)
        still.props["aria-label"] = _("How")
        with ui.element("div").classes("row") as chosen:
            range_s = _("Seconds, {least} to {most}", least=SHORTEST_S, most=LONGEST_S)
            seconds = ui.number(range_s, value=STILL_S).props("outlined dense")
            holds = ui.number(_("Holds a side, 1 to {most}", most=MOST_HOLDS), value=1).props(
                "outlined dense"
            )
        chosen.bind_visibility_from(still, "value")
        sides = ui.radio({key: _(words) for key, words in WHICH_LEGS.items()}, value="both")
        sides.props["aria-label"] = _("Which leg is behind")
        twice = ui.checkbox(_("The same again afterwards"))

        def start() -> None:
            legs = sides_of(str(sides.value), first) * (2 if twice.value else 1)
            if still.value:
                hold_s = float(_whole(seconds.value, SHORTEST_S, LONGEST_S, WHOLE_SECONDS))
                times = _whole(holds.value, 1, MOST_HOLDS, WHOLE_HOLDS)
                then(TimedChoice(str(name.value), legs, times, hold_s))
            else:
                then(TimedChoice(str(name.value), legs, target))

        with ui.element("div").classes("row"):
            button(_("Start the timer"), start, "primary", color="primary")
            button(_("Back"), back)


def timed_by_address(query: Mapping[str, str]) -> TimedChoice | None:
    """What an address asks the timer for, such as ``timed=bed_edge&legs=lr&times=3&hold=30``; None of any other."""
    if not all(query.get(name) for name in ("timed", "legs", "times", "hold")):
        return None
    legs = tuple(side for letter in query["legs"][:MOST_LEGS] for side in SIDE_WORDS if side[0] == letter)
    try:
        dose = HomeworkTask(
            query["timed"], tuple(dict.fromkeys(legs)), 1, int(query["times"]), float(query["hold"]), 1
        )
    except (UsageError, ValueError):
        return None
    return TimedChoice(dose.exercise, legs, dose.repetitions, dose.hold_s)


def offer_timed(chosen: TimedChoice, start: Callable[[], object]) -> None:
    """Offer to start what homework asks for."""
    says = _(
        "{name}, {repetitions} times {hold:g} s in each set.",
        name=timed_names()[chosen.name],
        repetitions=chosen.target,
        hold=chosen.hold_s,
    )
    with card(escape(_("Your homework")), "homework-now", "stack accent"):
        html(escape(says))
        button(_("Start the timer for it"), start, "primary", color="primary")
        if exercise_of(chosen.name) is not None:
            html(escape(_("The camera counts for it, too: start it below.")), look="muted")


def sides_of(chosen: str, first: SideWord) -> tuple[SideWord, ...]:
    """The leg of each set, for a key of `WHICH_LEGS`."""
    match chosen:
        case "left" | "right":
            return (chosen,)
        case _:
            return (first, OTHER_WORD[first])


def _whole(value: float | None, least: int, most: int, otherwise: str) -> int:
    if value is None or value != int(value) or not least <= value <= most:
        raise UsageError(_(otherwise, least=least, most=most))
    return int(value)
