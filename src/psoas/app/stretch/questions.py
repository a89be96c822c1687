"""Questions before the first move: red flags once, pain each time, the exercise, the first leg, how to do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from nicegui import ui

from psoas.app.coach import Visit
from psoas.app.markup import filled
from psoas.app.parts import button, card, html
from psoas.app.stretch.pictures import posture_pictures
from psoas.draw import stick_person
from psoas.exercises import COACHED, Exercise, exercise_of
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import common_limits, load_safety
from psoas.plan import Purpose, Screening
from psoas.sides import SideWord

ABOVE_PX_PER_M = 75.0
"""Scale of the drawing from above."""

NO_ANSWER = "none"
PAIN = {NO_ANSWER: "No answer", **{str(level): str(level) for level in range(11)}}


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


def needs_screening(last: Screening | None) -> bool:
    """Whether the red flags are due: never answered, or one was ticked that no clinician has cleared."""
    return last is None or bool(last.flags and not last.cleared)


def screen(visit: Visit, last: Screening | None, then: Callable[[], Awaitable[None]]) -> None:
    """Show the red flags as questions.

    Args:
        visit: the person's.
        last: their newest answers.
        then: goes on to the stretch.
    """
    safety = load_safety()
    before = () if last is None else last.flags
    ticked: dict[str, ui.checkbox] = {}

    def flags() -> tuple[str, ...]:
        return tuple(item for item, box in ticked.items() if box.value)

    def name_button() -> None:
        on.set_text("Go on" if flags() else "None of these, go on")

    with card("Before you start", "screen-title", "stack screen"):
        html("Tick anything that applies to you. Your answers stay on this computer.")
        for notice in safety.notices:
            if notice.id == "stop_now":
                continue
            with ui.element("fieldset"):
                html(escape(notice.says), "legend")
                for item in notice.items:
                    ticked[item] = ui.checkbox(
                        item[:1].upper() + item[1:], value=item in before, on_change=name_button
                    )
        cleared = ui.checkbox("A clinician knows about this and says I may do this stretch")
        warning = html("", look="notice bad").props('role="alert"')
        warning.set_visibility(False)

        async def go_on() -> None:
            screening = Screening(datetime.now(UTC), flags(), bool(cleared.value))
            await visit.coach.query(visit.coach.store.save_screening, visit.profile.id, screening)
            if screening.flags and not screening.cleared:
                warning.set_content(
                    "Please see a clinician first. Once they agree, tick the last box above and go on."
                )
                warning.set_visibility(True)
                return
            await then()

        on = button("", go_on, "primary", color="primary")
        name_button()
        html(escape(safety.promise), look="muted small")


def ask(
    visit: Visit,
    purpose: Purpose,
    *,
    with_camera: Callable[[Answers], Awaitable[None]],
    with_timer: Callable[[Answers], None],
    with_clip: Callable[[Answers], None] | None,
) -> None:
    """Show the questions on pain and the first knee, the set-up, and the ways to start; None is no such way."""
    most = common_limits().pull_most
    with ui.element("div").classes("grid wide"):
        with card("Ready?", "start-title", "stack accent"):
            pain = pain_question("Pain in hip, groin or back now, 0 none to 10 worst")
            too_much = html("", look="notice warn").props('role="status"')
            too_much.set_visibility(False)

            def warn() -> None:
                level = pain_of(pain.value)
                hurts = level is not None and level > most
                too_much.set_content(
                    f"More than {most:g} of 10 is too much to stretch into: leave it for today and ask a "
                    "clinician if it stays."
                    if hurts
                    else ""
                )
                too_much.set_visibility(hurts)

            pain.on_value_change(warn)
            chosen = ui.radio({one.movement: one.label for one in COACHED}, value=COACHED[0].movement)
            chosen.props('aria-label="Which stretch"').classes("which-stretch")
            chosen.set_visibility(purpose == "practice")
            first = ui.radio({"right": "Right leg back first", "left": "Left leg back first"}, value="right")
            first.props('inline aria-label="Which leg is behind first"')

            def exercise() -> Exercise:
                return exercise_of(str(chosen.value)) or COACHED[0]

            def answers() -> Answers:
                side: SideWord = "left" if first.value == "left" else "right"
                return Answers(pain_of(pain.value), side, exercise())

            with ui.element("div").classes("row"):
                button("Start the camera", lambda: with_camera(answers()), "primary", color="primary")
                if purpose == "practice":
                    button("Timer, no camera", lambda: with_timer(answers()))
                clip = "Use a clip" if purpose == "practice" else "A clip or photo of the Thomas test"
                if with_clip is not None:
                    button(clip, lambda: with_clip(answers()))
            html(
                "Counting starts and stops by itself. The pictures are looked at on this computer and not kept.",
                look="muted small",
            )
        with card("How to do it", "pose-title", ""):
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
                        hold=f"{load_thresholds(exercise().package).hold_ideal_s:g}",
                        pull=f"{most:g}",
                        stop=next(one for one in load_safety().notices if one.id == "stop_now").items,
                    )
                )

            chosen.on_value_change(show_how)
            show_how()


def pain_question(words: str) -> ui.select:
    """Add a choice from 0 to 10."""
    return ui.select(PAIN, value=NO_ANSWER, label=words).props("outlined dense options-dense").classes("pain")


def pain_of(value: object) -> int | None:
    """Read the chosen level; None without an answer."""
    return int(str(value)) if str(value) in PAIN and value != NO_ANSWER else None
