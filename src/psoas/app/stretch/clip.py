"""A clip in place of the camera: its panel on the page, and its session in the store."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from psoas.app.coach import Coach, Visit
from psoas.app.guard import MOST_UPLOAD
from psoas.app.parts import button, card, html, sentence
from psoas.app.stretch.sideset import record_of, recorded_errors
from psoas.app.stretch.uploads import LOOK_S, Clip, Stopped, Work, known_clips
from psoas.capture.files import MOTION_FILES, PHOTO_FILES
from psoas.errors import CannotTellError, PsoasError
from psoas.estimate import NORMAL_95
from psoas.exercises import ClinicalTest, exercise_of
from psoas.findings import SET_UP, Analysis
from psoas.plan import Profile, Purpose, RepetitionRecord, SessionRecord
from psoas.quantities import RECORDED, finding_of
from psoas.sides import SIDE_WORDS, SideWord
from psoas.strides import FIGURES

KeptSet = tuple[SideWord, dict[str, float], tuple[RepetitionRecord, ...], Mapping[str, str]]
"""One set: its side, one standard error of each figure by name, its repetitions, why some figures are missing."""

ACCEPT: Final = ",".join(("video/*", *PHOTO_FILES, *MOTION_FILES))
"""Types of files that the browser offers; on a phone, the camera's clips and photographs."""


class ClipDrop(Element, component="clip.js"):
    """Field for choosing or dropping a clip; sends the clip, and emits ``sent`` with its id."""

    def __init__(self) -> None:
        super().__init__()
        self._props["accept"] = ACCEPT
        self._props["most"] = MOST_UPLOAD


class ClipPanel:
    """Panel for a clip, with the progress of its analysis and any error.

    Args:
        visit: the person's.
        on_done: called with the analysis and the address of its report, where the view can be used.
        test: that is to be filmed; None for a stretch.
    """

    def __init__(
        self,
        visit: Visit,
        on_done: Callable[[Analysis, str | None], Awaitable[None]],
        test: ClinicalTest | None = None,
    ) -> None:
        self._visit, self._on_done = visit, on_done
        self._clips = known_clips()
        ui.add_head_html('<link rel="stylesheet" href="/static/clip.css">')
        with card("A clip instead of the camera" if test is None else test.label, "clip-title"):
            if test is None:
                html("Of a stretch, of the modified Thomas test, or of somebody who walks or runs.")
                html(sentence(SET_UP), look="muted")
            else:
                html("".join(f"<li>{escape(words)}</li>" for words in test.filming), "ol")
            self._drop = ClipDrop()
            self._work = self._new_work()
            self._drop.on("sent", self._sent)
            self._status = html("").props("role=status")
            with ui.element("div").classes("stack clip-busy") as self._busy:
                self._bar = ui.element("progress").props('max=1 aria-label="How far this step is"')
                self._share = html("", look="muted small")
                self._cancel = button("Cancel", self.cancel)
            self._error = html("", look="notice bad").props("role=alert")
        self._timer = ui.timer(LOOK_S, self._show_progress, active=False)
        self._busy.visible = self._error.visible = False

    def cancel(self) -> None:
        """Stop the analysis."""
        self._work.stopped = True
        self._status.content = "Stopping."

    async def _sent(self, event: GenericEventArguments) -> None:
        number = str(event.args)
        clip = self._clips.claim(number)
        if clip is None:
            self._again("The clip is not here any more; choose it again.")
            return
        self._begin(clip)
        found: tuple[Analysis, str | None] | None = None
        problem: str | None = None
        try:
            found = await self._clips.look(clip, self._visit.profile.height_m, self._work)
        except Stopped:
            pass
        except PsoasError as error:
            words = str(error).replace(str(clip.path), clip.path.name)
            problem = sentence(words.replace(clip.path.name, "the clip"))
        finally:
            self._clips.forget(number)
            if not self._drop.is_deleted:
                self._ready()
        if self._drop.is_deleted:
            return
        if found is not None and found[0].view.usable:
            await self._on_done(*found)
        else:
            self._again(problem if found is None else _why(found[0]))

    def _begin(self, clip: Clip) -> None:
        self._work = self._new_work()
        self._error.visible = self._drop.visible = False
        self._busy.visible = True
        wait = "Waiting for another clip before" if self._clips.busy else "Opening"
        self._status.content = f"{wait} {escape(clip.label)}."
        self._bar.props(remove="value")
        self._share.content = ""
        self._timer.active = True
        ui.run_javascript(f"getHtmlElement({self._cancel.id})?.focus()")

    def _new_work(self) -> Work:
        return Work(gone=lambda: self._drop.is_deleted)

    def _ready(self) -> None:
        self._timer.active = self._busy.visible = False
        self._status.content = ""
        self._drop.visible = True

    def _again(self, problem: str | None) -> None:
        """Report the error of a clip, and offer to choose another one."""
        self._error.visible = problem is not None
        self._error.content = escape(problem or "")
        self._drop.run_method("focus")

    def _show_progress(self) -> None:
        work = self._work
        if work.stopped or not work.stage:
            return
        self._status.content = sentence(work.stage)
        if work.total:
            share = min(1.0, work.done / work.total)
            self._bar.props(f"value={share:.3f}")
            self._share.content = f"{share:.0%}"
        else:
            self._bar.props(remove="value")
            self._share.content = ""


def records_of(analysis: Analysis) -> tuple[RepetitionRecord, ...]:
    """Make the records of an exercise's repetitions; none of a movement that is not scored."""
    if exercise_of(analysis.movement) is None:
        return ()
    return tuple(record_of(one, number, 0.0) for number, one in enumerate(analysis.repetitions, start=1))


def keep_analysis(
    coach: Coach,
    profile: Profile,
    analysis: Analysis,
    first_side: SideWord,
    pain_before: int | None,
) -> tuple[int | None, bool]:
    """Store all that a clip or a photograph shows; any thread may call it. Arguments as of `keep_clip`.

    Returns:
        The id of the session of its stretch, None without one, and whether the clip had been kept before.
    """
    of = (coach, profile, analysis, datetime.now(UTC))
    if analysis.examined:
        keep_test(*of)
    elif any(one.side for one in analysis.main_strides):
        keep_strides(*of)
    if exercise_of(analysis.movement) is None or not analysis.repetitions:
        return None, False
    number = keep_clip(*of, first_side, pain_before=pain_before)
    return number, coach.store.session(number).started_at != of[-1]


def keep_clip(
    coach: Coach,
    profile: Profile,
    analysis: Analysis,
    at: datetime,
    first_side: SideWord,
    pain_before: int | None = None,
) -> int:
    """Store the exercise of a clip as a session of one set, and return the session's id. Any thread may call it.

    Args:
        at: start of the session, aware.
        first_side: the rear leg, where the clip does not show it.
        pain_before: 0 to 10; None was not answered.

    Raises:
        CannotTellError: the clip has no repetition of an exercise.
    """
    records = records_of(analysis)
    if not records:
        raise CannotTellError(
            "no repetition of a stretch was seen in the clip, so nothing is kept; film a whole set"
        )
    bands = recorded_errors(analysis.errors) if analysis.source.motion is None else {}
    reasons = {
        name: one.reason
        for one in analysis.not_measured
        for name, coordinate in RECORDED.items()
        if one.id == finding_of(coordinate)
    }
    sets = [(analysis.rear_side or first_side, bands, records, reasons)]
    return _keep(coach, profile, analysis, at, sets, pain_before=pain_before)


def keep_test(coach: Coach, profile: Profile, analysis: Analysis, at: datetime) -> int:
    """Store the clinical test of a clip or a photograph as a retest, and return its id. Any thread may call it.

    Args:
        at: start of the session, aware.

    Raises:
        CannotTellError: no trial was seen.
    """
    if not analysis.examined:
        raise CannotTellError("no trial of the test was seen, so nothing is kept; film it again")
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
        raise CannotTellError("no whole stride was measured in the clip, so nothing is kept; film it again")
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
    new = [(side, records) for side, _, records, _ in sets]
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


def _why(analysis: Analysis) -> str:
    """State why nothing was measured, and what to change."""
    view = analysis.view
    advice = f"; {view.advice}" if view.advice else ""
    return sentence(
        f"it cannot be told from this clip: {view.reason or 'the view does not allow it'}{advice}"
    )
