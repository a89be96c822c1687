"""The Stretch page: questions, the stretch, results."""

from asyncio import to_thread
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import escape

from fastapi import Request
from nicegui import app, ui
from starlette.websockets import WebSocket

from psoas.app import clock
from psoas.app.body3d.element import Body3D
from psoas.app.body3d.frames import frames_of
from psoas.app.body3d.legend import legend_html
from psoas.app.coach import Coach, Visit
from psoas.app.parts import button, focus_first, html
from psoas.app.shell import frame, page
from psoas.app.stretch.album import Album
from psoas.app.stretch.aside import Aside
from psoas.app.stretch.channel import Room, Seat
from psoas.app.stretch.clip import ClipPanel, SeenClip, register_strides_style
from psoas.app.stretch.clip_records import keep_analysis
from psoas.app.stretch.cut_off import CUT_OFF_H, Remainder, cut_off_session, offer
from psoas.app.stretch.elsewhere import tell_elsewhere
from psoas.app.stretch.keeping import MEANWHILE, StoreKeeper
from psoas.app.stretch.live import LiveSession
from psoas.app.stretch.moving_picture import register_moving_pictures, show_moving
from psoas.app.stretch.pictures import register_pictures
from psoas.app.stretch.questions import Answers, ask
from psoas.app.stretch.results import pain_after, past_session, show_nothing, show_results
from psoas.app.stretch.screening import HealthQuestion, needs_screening
from psoas.app.stretch.stage import StretchStage
from psoas.app.stretch.timed import TimedChoice, ask_timed, offer_timed, sides_of, timed_by_address
from psoas.app.stretch.timer import GuidedTimer
from psoas.app.stretch.uploads import register_clips
from psoas.exercises import CLINICAL_TESTS, COACHED, EXERCISES
from psoas.findings import Analysis
from psoas.plan import Method, Purpose, Screening, load_protocol
from psoas.recordings import live_posture
from psoas.sides import LETTER
from psoas.words import _

RETEST_REPETITIONS = 3
"""Repetitions of one trial, a working default; a retest has three trials a side, in turn."""

STORED_S = 2.0
"""Time for which the results wait until the session is stored [s]."""


def register(coach: Coach) -> None:
    """Add the page ``/stretch``, the socket of the camera's pictures, and the upload of clips."""
    room, aside = Room(), Aside()
    app.on_startup(aside.warm)
    app.on_shutdown(aside.shutdown)
    if coach.keeps_clips:
        register_clips(coach)
        register_strides_style()
    register_pictures()
    register_moving_pictures()

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await room.serve(socket)

    @page("/stretch")
    async def stretch(request: Request) -> None:
        for name in ("body", "stretch"):
            ui.add_head_html(f'<link rel="stylesheet" href="/static/{name}.css">')
        purpose: Purpose = "retest" if request.query_params.get("retest") else "practice"
        async with frame(coach, _("Retest") if purpose == "retest" else _("Stretch")) as visit:
            steps = Stretch(visit, room, aside, purpose, timed_by_address(request.query_params))
            await steps.begin(answers=bool(request.query_params.get("answers")))


class Stretch:
    """The page of one visitor: one step after the other in the same place."""

    def __init__(
        self, visit: Visit, room: Room, aside: Aside, purpose: Purpose, timed: TimedChoice | None = None
    ) -> None:
        self.visit, self.room, self.aside, self.purpose, self.timed = visit, room, aside, purpose, timed
        self.keeper: StoreKeeper | None = None
        self.screening: Screening | None = None
        self.answers = Answers(None, "right", EXERCISES[0])
        self.place = ui.element("div").classes("stretch stack")

    async def begin(self, *, answers: bool = False) -> None:
        """Show the question on red flags where it is due or wanted, otherwise the questions before the first move.

        Args:
            answers: the person wants to change what they have answered.
        """
        coach = self.visit.coach
        self.screening = await coach.query(coach.store.last_screening, self.visit.profile.id)
        if answers or needs_screening(self.screening):
            self._step(self._ask_flags)
        else:
            await self.questions()

    def _ask_flags(self) -> None:
        with ui.element("div").classes("grid wide"):
            if self.screening is None:
                show_moving(COACHED[0], in_clinic=self.visit.coach.in_clinic)
            HealthQuestion(self.visit, self.screening, self._answered)

    async def _answered(self) -> None:
        await self.begin()
        with self.place:  # the button that was pressed is gone
            focus_first()

    async def questions(self) -> None:
        """Show the questions before the first move."""
        since, coach = clock.utc_now() - timedelta(hours=CUT_OFF_H), self.visit.coach
        sessions = await coach.query(coach.store.sessions, self.visit.profile.id, since)
        cut_off = cut_off_session(sessions, clock.utc_now())

        def show() -> None:
            if cut_off is not None:
                offer(
                    self.visit,
                    cut_off,
                    resume=self._resume,
                    results=lambda: self._step(lambda: pain_after(partial(self._end, cut_off.id))),
                    again=self.questions,
                )
            if self.timed is not None:
                offer_timed(self.timed, partial(self.with_timer, self.answers, self.timed))
            assert self.screening is not None
            ask(
                self.visit,
                self.purpose,
                self.screening,
                with_camera=self.with_camera,
                with_timer=self.with_timer,
                with_other=self.with_other,
                with_clip=self.with_clip if self.visit.coach.keeps_clips else None,
            )

        self._step(show)

    async def _end(self, session_id: int, pain: int | None) -> None:
        """End a session that was cut off, and show its results."""
        coach = self.visit.coach
        await coach.query(coach.store.end_session, session_id, clock.utc_now(), pain_after=pain)
        await self._show_session(session_id)

    def _resume(self, left: Remainder) -> object:
        """Go on with a session that was cut off, by the camera or the timer as before."""
        answers = Answers(left.session.pain_before, left.side, left.exercise)
        start = self.with_timer if left.session.sets[-1].method == "timer" else self.with_camera
        return start(answers, left=left)

    async def _show_session(
        self,
        session_id: int,
        analysis: Analysis | None = None,
        report: str | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Show the results of a session beside the last time."""
        coach, person = self.visit.coach, self.visit.profile
        session, earlier = await coach.query(past_session, coach.store, person, session_id)
        self._step(
            lambda: show_results(session, earlier=earlier, analysis=analysis, report=report, again=again)
        )

    def _is_busy(self, start: Callable[[], object]) -> bool:
        """Whether another page counts a stretch of this person; what to do then is shown."""
        person = self.visit.profile.id
        if not self.room.is_busy(person):
            return False

        def end_it() -> object:
            self.room.finish(person)
            return start()

        self._step(lambda: tell_elsewhere(end_it, self.questions))
        return True

    async def with_camera(self, answers: Answers, left: Remainder | None = None) -> None:
        """Start the stretch with the camera, or go on with what is left of one."""
        if self._is_busy(lambda: self.with_camera(answers, left)):
            return
        self.keeper, self.answers = self._keeper("camera", answers, left), answers
        self._step(lambda: html(_("Getting ready ..."), look="card").props('role="status"'))
        try:
            session = await to_thread(self._live, self.keeper, answers, left)
        except Exception:
            await self.questions()
            raise
        self._on_stage(session, camera=True)

    def _live(self, keeper: StoreKeeper, answers: Answers, left: Remainder | None) -> LiveSession:
        """Make a session; loading the pose network takes seconds."""
        profile = self.visit.profile
        retest = self.purpose == "retest"
        sets = 2 * int(load_protocol().figures.retest_trials) if retest else 2
        return LiveSession(
            keeper,
            answers.first,
            RETEST_REPETITIONS if retest else profile.settings.target_repetitions,
            exercise=answers.exercise,
            clock=clock.monotonic,
            reader=self.aside,
            weights=self.visit.coach.weights,
            height_m=profile.height_m,
            sets=sets if left is None else left.sets,
            resumed=None if left is None else left.a_set,
            album=Album() if profile.settings.keep_pictures else None,
        )

    def with_timer(
        self, answers: Answers, timed: TimedChoice | None = None, left: Remainder | None = None
    ) -> None:
        """Start the stretch, or what else was chosen, by the timer, or go on with what is left: paced, not scored."""
        if self._is_busy(lambda: self.with_timer(answers, timed, left)):
            return
        sides = sides_of("both", answers.first)[: 2 if left is None else left.sets]
        target = self.visit.profile.settings.target_repetitions
        chosen = timed or TimedChoice(answers.exercise.movement, sides, target)
        self.keeper = self._keeper("timer", answers, left, chosen.name)
        resumed = None if left is None else left.a_set
        self._on_stage(chosen.timer(self.keeper, clock.monotonic, resumed), camera=False)

    def with_other(self, answers: Answers) -> None:
        """Ask what else the timer is to lead through."""
        target = self.visit.profile.settings.target_repetitions
        self._step(
            lambda: ask_timed(answers.first, target, partial(self.with_timer, answers), self.questions)
        )

    def with_clip(self, answers: Answers) -> None:
        """Show the panel for a clip."""

        async def done(seen: SeenClip) -> None:
            coach, analysis = self.visit.coach, seen.analysis
            of = (coach, self.visit.profile, analysis, answers.first, answers.pain, seen.pictures)
            kept = await coach.query(keep_analysis, *of)
            if kept.stretch is not None:
                await self._show_session(kept.stretch, analysis, seen.report, again=kept.again)
                return
            examined = bool(analysis.examined)
            self._step(lambda: show_results(None, analysis=analysis, report=seen.report, kept=examined))

        def panel() -> None:
            ClipPanel(self.visit, done, CLINICAL_TESTS[0] if self.purpose == "retest" else None)
            button(_("Back"), self.questions)

        self._step(panel)

    def ended(self) -> None:
        """Ask for the pain afterwards, then show the results."""
        keeper = self.keeper
        began_at = None if keeper is None else keeper.began_at
        if keeper is None or began_at is None:
            resumed = keeper is not None and keeper.session_id is not None
            self._step(lambda: show_nothing(self.questions, resumed=resumed))
            return

        async def answered(pain: int | None) -> None:
            await self.visit.coach.query(keeper.end, pain)
            await self.visit.coach.reminders.of(self.visit.profile.id).interrupt(began_at)
            await self._results_of(keeper)

        self._step(lambda: pain_after(answered))

    async def _results_of(self, keeper: StoreKeeper) -> None:
        """Show the results of a session as soon as it is stored."""
        stored = await self.visit.coach.query(keeper.is_stored, STORED_S)
        if stored and keeper.session_id is not None:
            await self._show_session(keeper.session_id)
            return

        def not_yet() -> None:
            with ui.element("section").classes("card stack"):
                html(escape(keeper.trouble or _(MEANWHILE)), look="notice warn").props("role=status")
                if not stored:
                    button(_("See your results"), lambda: self._results_of(keeper), "primary")

        self._step(not_yet)

    def _keeper(
        self, method: Method, answers: Answers, left: Remainder | None, exercise: str | None = None
    ) -> StoreKeeper:
        of, name = (self.visit.coach.store, self.visit.profile.id), exercise or answers.exercise.movement
        keeper = StoreKeeper(*of, method, self.purpose, answers.pain, name, clock.utc_now)
        if left is not None:
            keeper.resume(left.session.id, left.a_set)
        self.visit.coach.keepers.add(keeper)
        return keeper

    def _on_stage(self, session: LiveSession | GuidedTimer, *, camera: bool) -> None:
        profile, coach = self.visit.profile, self.visit.coach
        seat = self.room.enter(
            Seat(session, profile.id, coach.on_camera, lambda: frames_of(profile.height_m))
        )

        def show() -> None:
            with ui.element("div").classes("stage-and-body" if camera else ""):
                body = None
                if camera:
                    aside = ui.element("aside").classes("stage-body")
                    aside.props["aria-label"] = _("The psoas, live")
                    with aside:
                        body = Body3D(live=True)
                        html(legend_html(), "div")
                StretchStage(
                    seat,
                    camera=camera,
                    speech=profile.settings.speech,
                    body=body,
                    keeps=profile.settings.keep_pictures,
                    in_clinic=coach.in_clinic,
                    on_end=self.ended,
                )
            if camera:
                self._other_ways()
            if body is not None:
                ui.timer(0, lambda: self._show_start(body), once=True)

        self._step(show)

    async def _show_start(self, body: Body3D) -> None:
        """Show the model at the start; loading it the first time takes seconds."""
        first = self.answers.first
        frames = await to_thread(frames_of, self.visit.profile.height_m)
        posed = await to_thread(frames.at, live_posture(first, {"arch": 0.0}, self.answers.exercise))
        body.pose(posed, LETTER[first])

    def _other_ways(self) -> None:
        """Offer what can be done while the camera is not allowed, or where there is none."""
        with ui.element("div").classes("stage-else row"):
            button(_("Back"), self.questions)
            if self.purpose == "practice":
                button(_("Timer, no camera"), lambda: self.with_timer(self.answers))
                if self.visit.coach.keeps_clips:
                    button(_("Use a clip"), lambda: self.with_clip(self.answers))

    def _step(self, build: Callable[[], object]) -> None:
        self.place.clear()
        with self.place:
            build()
