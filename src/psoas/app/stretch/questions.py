"""Questions before the first move: pain, the exercise, the first leg; and how to do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape

from nicegui import ui

from psoas.app.coach import Visit
from psoas.app.markup import filled
from psoas.app.parts import button, card, html
from psoas.app.stretch.pictures import posture_pictures
from psoas.app.stretch.screening import answer_words
from psoas.draw import stick_person
from psoas.exercises import COACHED, Exercise, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import common_limits, load_safety
from psoas.plan import Purpose, Screening
from psoas.sides import SideWord
from psoas.words import N_, _, number

ABOVE_PX_PER_M = 75.0
"""Scale of the drawing from above."""

NO_ANSWER = "none"
PAIN = {NO_ANSWER: N_("No answer"), **{str(level): str(level) for level in range(11)}}
PAIN_NOW = N_("Pain in hip, groin or back now, 0 none to 10 worst")


@dataclass(frozen=True)
class Answers:
    """Answers before a session.

    Attributes:
        pain: 0 to 10; None was not answered.
        first: the leg that is behind first.
        exercise: the stretch.
    """

    pain: int | None
    first: SideWord
    exercise: Exercise


def ask(
    visit: Visit,
    purpose: Purpose,
    screening: Screening,
    *,
    with_camera: Callable[[Answers], Awaitable[None]],
    with_timer: Callable[[Answers], None],
    with_other: Callable[[Answers], None],
    with_clip: Callable[[Answers], None] | None,
) -> None:
    """Show the questions on pain and the first knee, the set-up, and the ways to start.

    Args:
        screening: the person's answers on red flags, which allow the stretch.
        with_clip: None where no clips can be given.
    """
    most = common_limits().pull_most
    with ui.element("div").classes("grid wide"):
        with card(_("Ready?"), "start-title", "stack accent"):
            pain = pain_question(_(PAIN_NOW))
            too_much = html("", look="notice warn").props('role="status"')
            too_much.set_visibility(False)

            def warn() -> None:
                level = pain_of(pain.value)
                hurts = level is not None and level > most
                too_much.set_content(
                    _(
                        "More than {most:g} of 10 is too much to stretch into: leave it for today and ask a "
                        "clinician if it stays.",
                        most=most,
                    )
                    if hurts
                    else ""
                )
                too_much.set_visibility(hurts)

            pain.on_value_change(warn)
            with ui.element("details"):
                summary = html("", "summary")
                chosen = ui.radio({one.movement: one.label for one in COACHED}, value=COACHED[0].movement)
                chosen.props["aria-label"] = _("Which stretch")
                chosen.classes("which-stretch")
                chosen.set_visibility(purpose == "practice")
                first = ui.radio(
                    {"right": _("Right leg back first"), "left": _("Left leg back first")}, value="right"
                )
                first.props("inline")
                first.props["aria-label"] = _("Which leg is behind first")

            def exercise() -> Exercise:
                return exercise_of(str(chosen.value)) or COACHED[0]

            def answers() -> Answers:
                side: SideWord = "left" if first.value == "left" else "right"
                return Answers(pain_of(pain.value), side, exercise())

            def name_choice() -> None:
                name = exercise().label
                right = _("{exercise}, right leg back first: change", exercise=name)
                left = _("{exercise}, left leg back first: change", exercise=name)
                summary.set_content(escape(left if first.value == "left" else right))

            chosen.on_value_change(name_choice)
            first.on_value_change(name_choice)
            name_choice()
            with ui.element("div").classes("row"):
                start = button(
                    _("Start the camera"), lambda: with_camera(answers()), "primary", color="primary"
                )
                start.props("data-first")
                if purpose == "practice":
                    button(_("Timer, no camera"), lambda: with_timer(answers()))
                    button(_("Another exercise or a still hold"), lambda: with_other(answers()))
                clip = _("Use a clip") if purpose == "practice" else _("A clip or photo of the Thomas test")
                if with_clip is not None:
                    button(clip, lambda: with_clip(answers()))
            html(camera_words(visit), look="muted small")
            html(
                f'{escape(answer_words(screening))} <a href="/stretch?answers=1">{_("Has that changed?")}</a>',
                look="muted small",
            )
        with card(_("How to do it"), "pose-title", ""):
            how = html("", "div")

            def show_how() -> None:
                how.set_content(
                    filled(
                        "pose.html",
                        exercise=exercise(),
                        pictures=posture_pictures(exercise()),
                        above=stick_person(exercise().postures[0], ABOVE_PX_PER_M, above=True),
                        retest=purpose == "retest",
                        target=visit.profile.settings.target_repetitions,
                        hold=number(load_thresholds(exercise().package).hold_ideal_s, "g"),
                        pull=number(most, "g"),
                        stop=load_safety().stop_now.items,
                    )
                )

            chosen.on_value_change(show_how)
            show_how()


def camera_words(visit: Visit) -> str:
    """State what becomes of the camera's pictures."""
    if visit.coach.in_clinic:
        return _(
            "Counting starts and stops by itself. The pictures go to your clinic's computer, which looks at them and "
            "does not keep them."
        )
    if visit.profile.settings.keep_pictures:
        return _(
            "Counting starts and stops by itself. The pictures are looked at on this computer. As you chose under "
            "People, two small ones of each repetition are kept with the session."
        )
    return _("Counting starts and stops by itself. The pictures are looked at on this computer and not kept.")


def pain_question(words: str) -> ui.select:
    """Add a choice from 0 to 10."""
    levels = {**PAIN, NO_ANSWER: _(PAIN[NO_ANSWER])}
    return (
        ui.select(levels, value=NO_ANSWER, label=words).props("outlined dense options-dense").classes("pain")
    )


def pain_of(value: object) -> int | None:
    """Read the chosen level; None without an answer."""
    return int(str(value)) if str(value) in PAIN and value != NO_ANSWER else None
