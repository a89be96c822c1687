"""A clip in place of the camera: its panel on the page, and its session in the store."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from fastapi import Response
from nicegui import app, run, ui
from nicegui.events import GenericEventArguments

from psoas.app.coach import Visit
from psoas.app.parts import button, card, html, sentence
from psoas.app.stretch.clip_pictures import clip_pictures
from psoas.app.stretch.drop import ACCEPT, FileDrop
from psoas.app.stretch.uploads import LOOK_S, Clip, Stopped, Work, known_clips
from psoas.errors import PsoasError
from psoas.exercises import ClinicalTest
from psoas.findings import SET_UP, Analysis
from psoas.plan import KeptPicture, Profile
from psoas.report import strides_css
from psoas.words import _, number, same_language

STRIDES_STYLE: Final = "/stretch/strides.css"


def register_strides_style() -> None:
    """Add the rules of the strides of a clip, which are those of its report."""

    @app.get(STRIDES_STYLE)
    def strides_style() -> Response:
        return Response(strides_css(), media_type="text/css", headers={"Cache-Control": "no-cache"})


@dataclass(frozen=True)
class SeenClip:
    """What a clip showed.

    Attributes:
        report: its address; None where there is none.
        pictures: of its repetitions, where they are to be kept.
    """

    analysis: Analysis
    report: str | None = None
    pictures: tuple[KeptPicture, ...] = ()


class ClipPanel:
    """Panel for a clip, with the progress of its analysis and any error.

    Args:
        visit: the person's.
        on_done: called with what was seen, where the view can be used.
        test: that is to be filmed; None for a stretch.
        whose: the person in the clip; None for the visitor.
        question: adds the question whether pictures are kept, of the clip's report and of its repetitions, and returns
            what gives the answer; None follows the person's own choice, and always makes the report.
    """

    def __init__(
        self,
        visit: Visit,
        on_done: Callable[[SeenClip], Awaitable[None]],
        test: ClinicalTest | None = None,
        *,
        whose: Profile | None = None,
        question: Callable[[], Callable[[], bool]] | None = None,
    ) -> None:
        self._on_done = on_done
        self._whose = one = whose or visit.profile
        self._reports = question is None
        self._keeps: Callable[[], bool] = lambda: one.settings.keep_pictures
        self._clips = known_clips()
        for address in ("/static/clip.css", STRIDES_STYLE):
            ui.add_head_html(f'<link rel="stylesheet" href="{address}">')
        title = _("A clip instead of the camera")
        if whose is not None:
            title = escape(_("A clip of {name}", name=whose.name))
        with card(title if test is None else test.label, "clip-title"):
            if test is None:
                html(_("Of a stretch, of the modified Thomas test, or of somebody who walks or runs."))
                html(sentence(_(SET_UP)), look="muted")
            else:
                html("".join(f"<li>{escape(words)}</li>" for words in test.filming), "ol")
            self._drop = FileDrop(
                ACCEPT, _("Choose a clip"), _("This clip is larger than {} MB; cut it shorter.")
            )
            if question is not None:
                self._keeps = question()
            self._work = self._new_work()
            self._drop.on("sent", self._sent)
            self._status = html("").props("role=status")
            with ui.element("div").classes("stack clip-busy") as self._busy:
                self._bar = ui.element("progress").props("max=1")
                self._bar.props["aria-label"] = _("How far this step is")
                self._share = html("", look="muted small")
                self._cancel = button(_("Cancel"), self.cancel)
            self._error = html("", look="notice bad").props("role=alert")
        self._busy.visible = self._error.visible = False

    def cancel(self) -> None:
        """Stop the analysis."""
        self._work.stopped = True
        self._status.content = _("Stopping.")

    async def _sent(self, event: GenericEventArguments) -> None:
        number = str(event.args)
        clip = self._clips.claim(number)
        if clip is None:
            self._again(_("The clip is not here any more; choose it again."))
            return
        self._begin(clip)
        found: SeenClip | None = None
        problem: str | None = None
        try:
            found = await self._look(clip)
        except Stopped:
            pass
        except PsoasError as error:
            words = str(error).replace(str(clip.path), clip.path.name)
            problem = sentence(words.replace(clip.path.name, _("the clip")))
        finally:
            self._clips.forget(number)
            if not self._drop.is_deleted:
                self._ready()
        if self._drop.is_deleted:
            if found is not None:  # nobody sees it, and nothing would lead to its report
                self._clips.delete_folders(self._clips.folders_of(found.report))
            return
        if found is not None and found.analysis.view.usable:
            await self._on_done(found)
        else:
            self._again(problem if found is None else _why(found.analysis))

    async def _look(self, clip: Clip) -> SeenClip:
        keeps = self._keeps()
        report = keeps or self._reports
        analysis, address = await self._clips.look(clip, self._whose.height_m, self._work, report=report)
        pictures: list[KeptPicture] | None = []
        if keeps and analysis.view.usable:
            pictures = await run.io_bound(same_language(clip_pictures), clip.path, analysis)
        return SeenClip(analysis, address, tuple(pictures or ()))

    def _begin(self, clip: Clip) -> None:
        self._work = self._new_work()
        self._error.visible = self._drop.visible = False
        self._busy.visible = True
        name = escape(clip.label)
        self._status.content = (
            _("Waiting for another clip before {name}.", name=name)
            if self._clips.busy
            else _("Opening {name}.", name=name)
        )
        self._bar.props(remove="value")
        self._share.content = ""
        with self._busy:  # a timer that is made with the page lets it be sent before the rest of it is there
            self._timer = ui.timer(LOOK_S, self._show_progress)
        ui.run_javascript(f"getHtmlElement({self._cancel.id})?.focus()")

    def _new_work(self) -> Work:
        return Work(gone=lambda: self._drop.is_deleted)

    def _ready(self) -> None:
        self._timer.cancel()
        self._busy.visible = False
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
        self._status.content = sentence(_(work.stage))
        if work.total:
            share = min(1.0, work.done / work.total)
            self._bar.props(f"value={share:.3f}")
            self._share.content = number(share, ".0%")
        else:
            self._bar.props(remove="value")
            self._share.content = ""


def _why(analysis: Analysis) -> str:
    """State why nothing was measured, and what to change."""
    view = analysis.view
    reason = view.reason or _("the view does not allow it")
    if not view.advice:
        return _("Nothing can be told from this clip: {reason}.", reason=reason.rstrip("."))
    return _(
        "Nothing can be told from this clip: {reason}; {advice}.",
        reason=reason,
        advice=view.advice.rstrip("."),
    )
