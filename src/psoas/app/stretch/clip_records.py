"""What the clips, photographs and motion files of a person leave in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from psoas.app import clock
from psoas.app.coach import Coach
from psoas.app.stretch.sideset import record_of, recorded_errors
from psoas.errors import CannotTellError
from psoas.estimate import NORMAL_95
from psoas.exercises import exercise_of
from psoas.findings import Analysis
from psoas.plan import KeptPicture, Profile, Purpose, RepetitionRecord, SessionRecord
from psoas.quantities import RECORDED, finding_of
from psoas.sides import SIDE_WORDS, SideWord
from psoas.store import Store
from psoas.strides import FIGURES
from psoas.words import _

KeptSet = tuple[SideWord, dict[str, float], tuple[RepetitionRecord, ...], Mapping[str, str]]
"""One set: its side, one standard error of each figure by name, its repetitions, why some figures are missing."""


def records_of(analysis: Analysis) -> tuple[RepetitionRecord, ...]:
    """Make the records of an exercise's repetitions; none of a movement that is not scored."""
    if exercise_of(analysis.movement) is None:
        return ()
    return tuple(record_of(one, number, 0.0) for number, one in enumerate(analysis.repetitions, start=1))


@dataclass(frozen=True)
class KeptClip:
    """What a clip left in the store.

    Attributes:
        stretch: id of the session of its stretch; None without one.
        session: id of its session, whatever it shows; None where nothing was kept.
        again: the clip had been kept before.
    """

    stretch: int | None = None
    session: int | None = None
    again: bool = False


def keep_analysis(
    coach: Coach,
    profile: Profile,
    analysis: Analysis,
    first_side: SideWord | None,
    pain_before: int | None,
    pictures: Sequence[KeptPicture] = (),
) -> KeptClip:
    """Store all that a clip or a photograph shows; any thread may call it. Arguments as of `keep_clip`.

    Args:
        pictures: of its repetitions, as of `keep_pictures`.
    """
    of = (coach, profile, analysis, clock.utc_now())
    number: int | None = None
    if analysis.examined:
        number = keep_test(*of)
    elif any(one.side for one in analysis.main_strides):
        number = keep_strides(*of)
    stretched = exercise_of(analysis.movement) is not None and bool(analysis.repetitions)
    if stretched:
        number = keep_clip(*of, first_side, pain_before=pain_before)
    if number is None:
        return KeptClip()
    keep_pictures(coach.store, number, pictures)
    again = coach.store.session(number).started_at != of[-1]
    return KeptClip(number if stretched else None, number, again)


def keep_pictures(store: Store, session_id: int, pictures: Sequence[KeptPicture]) -> None:
    """Keep pictures of a clip's repetitions; a session that has some keeps those, with what was drawn on them."""
    if pictures and not store.history.frames_of(session_id):
        store.history.keep_frames(store.session(session_id).sets[0].id, pictures)


def keep_clip(
    coach: Coach,
    profile: Profile,
    analysis: Analysis,
    at: datetime,
    first_side: SideWord | None,
    pain_before: int | None = None,
) -> int:
    """Store the exercise of a clip as a session of one set, and return the session's id. Any thread may call it.

    Args:
        at: start of the session, aware.
        first_side: the rear leg, where the clip does not show it; None where nobody says it either.
        pain_before: 0 to 10; None was not answered.

    Raises:
        CannotTellError: the clip has no repetition of an exercise, or the rear leg is not known.
    """
    records = records_of(analysis)
    if not records:
        raise CannotTellError(
            _("no repetition of a stretch was seen in the clip, so nothing is kept; film a whole set")
        )
    side = analysis.rear_side or first_side
    if side is None:
        raise CannotTellError(
            _(
                "whether the left or the right leg is behind was not seen in the clip, so nothing is kept; film it "
                "from straight beside"
            )
        )
    bands = recorded_errors(analysis.errors) if analysis.source.motion is None else {}
    reasons = {
        name: one.reason
        for one in analysis.not_measured
        for name, coordinate in RECORDED.items()
        if one.id == finding_of(coordinate)
    }
    sets = [(side, bands, records, reasons)]
    return _keep(coach, profile, analysis, at, sets, pain_before=pain_before)


def keep_test(coach: Coach, profile: Profile, analysis: Analysis, at: datetime) -> int:
    """Store the clinical test of a clip or a photograph as a retest, and return its id. Any thread may call it.

    Args:
        at: start of the session, aware.

    Raises:
        CannotTellError: no trial was seen.
    """
    if not analysis.examined:
        raise CannotTellError(_("no trial of the test was seen, so nothing is kept; film it again"))
    sets: list[KeptSet] = []
    for leg in analysis.examined:
        errors = {
            key: figure.reach / NORMAL_95 for key, figure in leg.figures.items() if figure.reach is not None
        }
        trials = tuple(
            RepetitionRecord(
                number,
                round(one.start_s, 3),
                round(one.end_s, 3),
                round(one.end_s - one.start_s, 3),
                faults=(*one.faults, *one.possible_faults),
                possible_faults=one.possible_faults,
                good=None if one.verdict == "undecided" else one.verdict == "good",
                figures={key: figure.value for key, figure in one.figures.items()},
            )
            for number, one in enumerate(leg.trials, start=1)
        )
        sets.append((leg.side, errors, trials, leg.unmeasured))
    return _keep(coach, profile, analysis, at, sets, "retest")


def keep_strides(coach: Coach, profile: Profile, analysis: Analysis, at: datetime) -> int:
    """Store the strides of a walk or a run, each as a repetition, and return the session's id. Any thread may call it.

    Args:
        at: start of the session, aware.

    Raises:
        CannotTellError: no stride was measured whose leg is known.
    """
    strides = [one for one in analysis.main_strides if one.side is not None]
    if not strides:
        raise CannotTellError(
            _("no whole stride was measured in the clip, so nothing is kept; film it again")
        )
    sets: list[KeptSet] = []
    for side in SIDE_WORDS:
        mine = [one for one in strides if one.side == side]
        known = [{name: found for name in FIGURES if (found := one.figure(name)) is not None} for one in mine]
        errors: dict[str, float] = {}
        for figures in known:
            for name, found in figures.items():
                if found.reach is not None:
                    errors[name] = max(errors.get(name, 0.0), found.reach / NORMAL_95)
        records = tuple(
            RepetitionRecord(
                number,
                round(one.foot_strike_s, 3),
                round(one.end_s, 3),
                0.0,
                figures={name: found.value for name, found in figures.items()},
            )
            for number, (one, figures) in enumerate(zip(mine, known, strict=True), start=1)
        )
        if records:
            sets.append((side, errors, records, {}))
    return _keep(coach, profile, analysis, at, sets)


def _keep(
    coach: Coach,
    profile: Profile,
    analysis: Analysis,
    at: datetime,
    sets: Sequence[KeptSet],
    purpose: Purpose = "practice",
    pain_before: int | None = None,
) -> int:
    """Store sets as a session of their own, and return its id; what was kept before is not kept twice."""
    before = _kept_before(coach.store.sessions(profile.id), analysis.movement, sets)
    if before is not None:
        return before.id
    weights = "full" if analysis.source.motion is None else None
    end, store = at + timedelta(seconds=analysis.source.duration_s), coach.store
    session = store.begin_session(
        profile.id, purpose, at, pain_before=pain_before, exercise=analysis.movement
    )
    for side, bands, records, reasons in sets:
        a_set = store.begin_set(session, side, "clip", at, weights=weights, bands=bands, unmeasured=reasons)
        store.end_set(a_set, end, records)
    store.end_session(session, end)
    return session


def _kept_before(
    sessions: Sequence[SessionRecord], movement: str, sets: Sequence[KeptSet]
) -> SessionRecord | None:
    """The session that holds the same repetitions, to the last digit: the clip of it was looked at before."""
    new = [(side, records) for side, _bands, records, _reasons in sets]
    return next(
        (
            one
            for one in sessions
            if one.exercise == movement
            and [
                (a_set.side, tuple(replace(rep, corrections={}) for rep in a_set.repetitions))
                for a_set in one.sets
                if a_set.method == "clip"
            ]
            == new
        ),
        None,
    )
