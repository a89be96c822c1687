"""The Stretch page: questions, the stretch, results."""

import time
from asyncio import to_thread
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

from fastapi import Request
from nicegui import app, ui
from starlette.websockets import WebSocket

from psoas.app.body3d.element import Body3D
from psoas.app.body3d.frames import frames_of
from psoas.app.body3d.legend import legend_html
from psoas.app.coach import Coach, Visit
from psoas.app.parts import button, html
from psoas.app.shell import frame, page
from psoas.app.stretch.aside import Aside
from psoas.app.stretch.channel import Room, Seat
from psoas.app.stretch.clip import ClipPanel, keep_clip, keep_strides, keep_test
from psoas.app.stretch.keeping import MEANWHILE, StoreKeeper
from psoas.app.stretch.live import LiveSession
from psoas.app.stretch.pictures import register_pictures
from psoas.app.stretch.questions import Answers, ask, needs_screening, screen
from psoas.app.stretch.results import pain_after, past_session, show_results
from psoas.app.stretch.stage import StretchStage
from psoas.app.stretch.timer import GuidedTimer
from psoas.app.stretch.uploads import register_clips
from psoas.exercises import CLINICAL_TESTS, EXERCISES, exercise_of
from psoas.findings import Analysis
from psoas.plan import Method, Purpose, SessionRecord, load_protocol
from psoas.recordings import live_posture
from psoas.sides import LETTER

RETEST_REPETITIONS = 3
"""Repetitions of one trial, a working default; a retest has three trials a side, in turn."""

STORED_S = 2.0
"""Time for which the results wait until the session is stored [s]."""

CUT_OFF_H = 12
"""Time after which a session that was cut off cannot be finished any more [h]."""


def register(coach: Coach) -> None:
    """Add the page ``/``, the socket of the camera's pictures, and the upload of clips."""
    room, aside = Room(), Aside()
    app.on_startup(aside.warm)
    app.on_shutdown(aside.shutdown)
    if coach.keeps_clips:
        register_clips(coach)
    register_pictures()

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await room.serve(socket)

    @page("/")
    async def stretch(request: Request) -> None:
        for name in ("body", "stretch"):
            ui.add_head_html(f'<link rel="stylesheet" href="/static/{name}.css">')
        purpose: Purpose = "retest" if request.query_params.get("retest") else "practice"
        async with frame(coach, "Retest" if purpose == "retest" else "Stretch") as visit:
            await Stretch(visit, room, aside, purpose).begin()


class Stretch:
    """The page of one visitor: one step after the other in the same place."""

    def __init__(self, visit: Visit, room: Room, aside: Aside, purpose: Purpose) -> None:
        self.visit, self.room, self.aside, self.purpose = visit, room, aside, purpose
        self.keeper: StoreKeeper | None = None
        self.answers = Answers(None, "right", EXERCISES[0])
        self.place = ui.element("div").classes("stretch stack")

    async def begin(self) -> None:
        """Show the red flags where they are due, otherwise the questions."""
        coach = self.visit.coach
        last = await coach.query(coach.store.last_screening, self.visit.profile.id)
        if needs_screening(last):
            self._step(lambda: screen(self.visit, last, self.questions))
        else:
            await self.questions()

    async def questions(self) -> None:
        """Show the questions before the first move."""
        cut_off = await self._cut_off()

        def show() -> None:
            if cut_off is not None:
                self._offer(cut_off)
            ask(
                self.visit,
                self.purpose,
                with_camera=self.with_camera,
                with_timer=self.with_timer,
                with_clip=self.with_clip if self.visit.coach.keeps_clips else None,
            )

        self._step(show)

    async def _cut_off(self) -> SessionRecord | None:
        """Find a session of the last hours that was not finished."""
        since, coach = datetime.now(UTC) - timedelta(hours=CUT_OFF_H), self.visit.coach
        last = (await coach.query(coach.store.sessions, self.visit.profile.id, since))[-1:]
        return next(
            (one for one in last if one.ended_at is None and any(a.repetitions for a in one.sets)), None
        )

    def _offer(self, session: SessionRecord) -> None:
        """Offer to finish a session that was cut off."""
        count = sum(len(a_set.counted) for a_set in session.sets)

        async def answered(pain: int | None) -> None:
            coach = self.visit.coach
            await coach.query(coach.store.end_session, session.id, datetime.now(UTC), pain_after=pain)
            await self._show_session(session.id)

        async def delete() -> None:
            await self.visit.coach.query(self.visit.coach.store.history.remove, session.id)
            offer.clear()
            with offer:
                ui.label("It is deleted.").props("role=status")
                button("Undo", undo)

        async def undo() -> None:
            await self.visit.coach.query(self.visit.coach.store.history.put_back, session)
            await self.questions()

        with ui.element("section").classes("notice row spread") as offer:
            kept = "1 repetition of it is kept" if count == 1 else f"{count} repetitions of it are kept"
            ui.label(f"Your last stretch was interrupted. {kept}.")
            with ui.element("div").classes("row"):
                button("See its results", lambda: self._step(lambda: pain_after(answered)))
                button("Delete it", delete)

    async def _show_session(
        self,
        session_id: int,
        analysis: Analysis | None = None,
        report: str | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Show the results of a session beside the last time."""
        session, earlier = await self.visit.coach.query(past_session, self.visit, session_id)
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

        def tell() -> None:
            with ui.element("section").classes("card stack").props("role=alert"):
                html("A stretch of yours is running already", "h2")
                html(
                    "Another tab, window or device counts it. Two at once would keep the same repetitions twice."
                )
                with ui.element("div").classes("row"):
                    button("Finish it there and start here", end_it, "primary", color="primary")
                    button("Back", self.questions)

        self._step(tell)
        return True

    async def with_camera(self, answers: Answers) -> None:
        """Start the stretch with the camera."""
        if self._is_busy(lambda: self.with_camera(answers)):
            return
        self.keeper, self.answers = self._keeper("camera", answers), answers
        self._step(lambda: html("Getting ready ...", look="card").props('role="status"'))
        try:
            session = await to_thread(self._live, self.keeper, answers)
        except Exception:
            await self.questions()
            raise
        self._on_stage(session, camera=True)

    def _live(self, keeper: StoreKeeper, answers: Answers) -> LiveSession:
        """Make a session; loading the pose network takes seconds."""
        profile = self.visit.profile
        retest = self.purpose == "retest"
        return LiveSession(
            keeper,
            answers.first,
            RETEST_REPETITIONS if retest else profile.settings.target_repetitions,
            exercise=answers.exercise,
            clock=time.monotonic,
            reader=self.aside,
            weights=self.visit.coach.weights,
            height_m=profile.height_m,
            sets=self._sets(),
        )

    def with_timer(self, answers: Answers) -> None:
        """Start the stretch by the timer: the same pace, without a score."""
        if self._is_busy(lambda: self.with_timer(answers)):
            return
        self.keeper = self._keeper("timer", answers)
        target = self.visit.profile.settings.target_repetitions
        timer = GuidedTimer(self.keeper, answers.first, target, time.monotonic, answers.exercise)
        self._on_stage(timer, camera=False)

    def with_clip(self, answers: Answers) -> None:
        """Show the panel for a clip."""

        def keep(analysis: Analysis) -> tuple[int | None, bool]:
            """The session of a stretch, and whether it had been kept before."""
            of, at = (self.visit.coach, self.visit.profile, analysis), datetime.now(UTC)
            if analysis.examined:
                keep_test(*of, at)
            elif any(one.side for one in analysis.main_strides):
                keep_strides(*of, at)
            if exercise_of(analysis.movement) is None or not analysis.repetitions:
                return None, False
            number = keep_clip(*of, at, answers.first, pain_before=answers.pain)
            return number, self.visit.coach.store.session(number).started_at != at

        async def done(analysis: Analysis, report: str | None) -> None:
            number, again = await self.visit.coach.query(keep, analysis)
            if number is not None:
                await self._show_session(number, analysis, report, again=again)
                return
            examined = bool(analysis.examined)
            self._step(lambda: show_results(None, analysis=analysis, report=report, kept=examined))

        def panel() -> None:
            ClipPanel(self.visit, done, CLINICAL_TESTS[0] if self.purpose == "retest" else None)
            button("Back", self.questions)

        self._step(panel)

    def ended(self) -> None:
        """Ask for the pain afterwards, then show the results."""
        keeper = self.keeper
        began_at = None if keeper is None else keeper.began_at
        if keeper is None or began_at is None:
            self._step(self._nothing)
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
                html(escape(keeper.trouble or MEANWHILE), look="notice warn").props("role=status")
                if not stored:
                    button("See your results", lambda: self._results_of(keeper), "primary")

        self._step(not_yet)

    def _nothing(self) -> None:
        with ui.element("section").classes("card stack"):
            html("No repetition was finished, so nothing was kept.")
            button("Try again", self.questions)

    def _sets(self) -> int:
        return 2 * int(load_protocol().figures.retest_trials) if self.purpose == "retest" else 2

    def _keeper(self, method: Method, answers: Answers) -> StoreKeeper:
        keeper = StoreKeeper(
            self.visit.coach.store,
            self.visit.profile.id,
            method,
            self.purpose,
            answers.pain,
            answers.exercise.movement,
            lambda: datetime.now(UTC),
        )
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
                    with ui.element("aside").classes("stage-body").props('aria-label="The psoas, live"'):
                        body = Body3D(live=True)
                        html(legend_html(), "div")
                StretchStage(
                    seat,
                    camera=camera,
                    speech=profile.settings.speech,
                    body=body,
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
            button("Back", self.questions)
            if self.purpose == "practice":
                button("Timer, no camera", lambda: self.with_timer(self.answers))
                if self.visit.coach.keeps_clips:
                    button("Use a clip", lambda: self.with_clip(self.answers))

    def _step(self, build: Callable[[], object]) -> None:
        self.place.clear()
        with self.place:
            build()
