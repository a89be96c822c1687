"""Two repetitions beside each other: which there are, their figures, and what differs between them with its error."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from psoas.estimate import Estimate
from psoas.plan import Comparison, Profile, RepetitionRecord, SessionRecord, SetRecord, Setup, Value, compare
from psoas.report import day_words
from psoas.store import Store
from psoas.words import N_, _

DRAWN: Final = ("hip_opening", "thigh_travel", "arch", "pelvis")
"""Angles of a repetition that the figure is drawn from, by their name without ``_deg``."""

FIGURES: Final = {
    "hip_opening": N_("Hip opening"),
    "arch": N_("Arch of the lower back"),
    "pelvis": N_("Pelvis tipped forward"),
    "trunk_lean": N_("Trunk leaned forward"),
    "thigh_travel": N_("Rear thigh moved"),
}
"""Angles of a repetition by their name without ``_deg``."""


@dataclass(frozen=True)
class ComparedSet:
    """A set with measured repetitions that can be compared."""

    person: Profile
    session: SessionRecord
    a_set: SetRecord

    @property
    def words(self) -> str:
        """Whose, when, which leg."""
        values = {"name": self.person.name, "day": day_words(self.session.started_at.astimezone().date())}
        if self.a_set.side == "left":
            return _("{name}, {day}, left leg", **values)
        return _("{name}, {day}, right leg", **values)

    @property
    def repetitions(self) -> tuple[RepetitionRecord, ...]:
        """Those that can be shown."""
        return tuple(one for one in self.a_set.counted if depth(one) is not None)

    @property
    def deepest(self) -> RepetitionRecord:
        """The repetition that went farthest."""
        return max(self.repetitions, key=lambda one: depth(one) or 0.0)

    def numbered(self, number: int) -> RepetitionRecord:
        """The repetition of a number, or the deepest one."""
        return next((one for one in self.repetitions if one.number == number), self.deepest)


def depth(one: RepetitionRecord) -> float | None:
    """How far a repetition went [deg]: by its opening of the hip, else by its thigh; None was not measured."""
    return one.thigh_travel_deg if one.hip_opening_deg is None else one.hip_opening_deg


def is_measured(session: SessionRecord) -> bool:
    """Whether a session has a repetition that can be compared."""
    return any(depth(one) is not None for a_set in session.sets for one in a_set.counted)


def compare_link(session: SessionRecord) -> str:
    """The way to the page that sets a session beside another one."""
    words = escape(_("Compare with another"))
    return f'<a class="button" href="/compare?second={session.id}">{words}</a>'


def compared_sets(store: Store, people: Sequence[Profile]) -> list[ComparedSet]:
    """All sets of some people that can be compared, by person, the newest first. Any thread may call it."""
    found = [
        ComparedSet(person, session, a_set)
        for person in people
        for session in reversed(store.sessions(person.id))
        for a_set in session.sets
    ]
    return [one for one in found if one.repetitions]


def chosen_pair(sets: Sequence[ComparedSet], second: int | None) -> tuple[int, int]:
    """Places of the two sets that are shown first: of one person and one leg, the older one first.

    Args:
        sets: at least two.
        second: id of a session that is to stand second; anything else stands for the newest.
    """
    last = next((place for place, one in enumerate(sets) if one.session.id == second), 0)
    new = sets[last]

    def near(place: int) -> tuple[bool, bool, bool, bool, int]:
        one = sets[place]
        other = one.person.id != new.person.id
        same = one.session.id == new.session.id
        return other, one.a_set.side != new.a_set.side, same, place < last, abs(place - last)

    first = min((place for place in range(len(sets)) if place != last), key=near)
    return first, last


def drawn_changes(one: RepetitionRecord) -> dict[str, float]:
    """The angles of a repetition that were measured and that the figure is drawn from [deg]."""
    known = {name: getattr(one, f"{name}_deg") for name in DRAWN}
    return {name: value for name, value in known.items() if value is not None}


def figure_rows(
    first: tuple[SetRecord, RepetitionRecord], second: tuple[SetRecord, RepetitionRecord]
) -> list[tuple[str, str, str, str]]:
    """Name of each figure, its value in both repetitions, and what differs; figures that neither has are left out."""
    rows = [(_("Hold"), _seconds(first[1]), _seconds(second[1]), hold_words(first[1], second[1]))]
    for name, words in FIGURES.items():
        one, other = (value_of(name, *side) for side in (first, second))
        if one is None and other is None:
            continue
        rows.append((_(words), value_words(one), value_words(other), difference_words(one, other)))
    return rows


def value_of(name: str, a_set: SetRecord, one: RepetitionRecord) -> Value | None:
    """An angle of a repetition with its band; None was not measured."""
    value = getattr(one, f"{name}_deg")
    if value is None:
        return None
    estimate = Estimate.of(value, a_set.bands.get(name), "deg")
    return Value(**vars(estimate), count=1, setup=Setup.of(a_set))


def value_words(value: Value | None) -> str:
    """An angle with half of its 95 % band."""
    if value is None:
        return _("not measured")
    if value.reach is None:
        return _("{value:.1f}°", value=value.value)
    return _("{value:.1f}° ± {band:.1f}°", value=value.value, band=value.reach)


def difference_words(first: Value | None, second: Value | None) -> str:
    """What differs between two angles, and whether it is more than the error."""
    if first is None or second is None:
        return _("not compared")
    found: Comparison = compare(first, second)
    if found.difference is None:
        return _("not compared: recorded in another way")
    values = {"value": found.difference.value, "band": found.difference.reach or 0.0}
    if found.difference.reach is None:
        return _("{value:+.1f}°, error not known", **values)
    if found.difference.differs_from_zero:
        return _("{value:+.1f}° ± {band:.1f}°: more than the error", **values)
    return _("{value:+.1f}° ± {band:.1f}°: within the error", **values)


def hold_words(first: RepetitionRecord, second: RepetitionRecord) -> str:
    """What differs between two holds; their error is not known of a single repetition."""
    return _("{value:+.1f} s", value=second.hold_s - first.hold_s)


def _seconds(one: RepetitionRecord) -> str:
    return _("{seconds:.1f} s", seconds=one.hold_s)
