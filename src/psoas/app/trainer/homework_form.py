"""The form of homework: made from the plan, changed by hand, given as a file and as a sheet."""

import secrets
from collections.abc import Awaitable, Callable
from html import escape

from nicegui import ui

from psoas.app import clock
from psoas.app.parts import button, card, html
from psoas.app.trainer.access import ClientAccess
from psoas.app.trainer.remarks import remarked_pictures
from psoas.errors import UsageError
from psoas.exercises import COACHED
from psoas.exercises.hip_stretch import load_thresholds
from psoas.homework import KEY_BYTES, homework_code
from psoas.plan import (
    MOST_NAME,
    MOST_NOTE,
    MOST_TASKS,
    Homework,
    HomeworkTask,
    Plan,
    Profile,
    SentPicture,
    timed_names,
)
from psoas.sides import SIDE_WORDS
from psoas.words import _, decimal


class TaskForm:
    """The fields of one stretch."""

    def __init__(self, task: HomeworkTask, on_remove: Callable[["TaskForm"], None]) -> None:
        legs = {
            "both": _("Both legs, one after the other"),
            "left": _("Left leg only"),
            "right": _("Right leg only"),
        }
        with ui.element("fieldset") as self._place:
            html(escape(_("Stretch")), "legend")
            with ui.element("div").classes("row task-fields"):
                self._exercise = ui.select(timed_names(), value=task.exercise, label=_("Which stretch"))
                self._legs = ui.select(
                    legs,
                    value="both" if len(task.sides) > 1 else task.sides[0],
                    label=_("Which leg is behind"),
                )
                self._sets = ui.input(_("Sets a leg and day"), value=str(task.sets))
                self._repetitions = ui.input(_("Repetitions a set"), value=str(task.repetitions))
                self._hold = ui.input(_("Hold in seconds"), value=f"{task.hold_s:g}")
                self._days = ui.input(_("Days a week"), value=str(task.days_a_week))
                for one in (self._exercise, self._legs):
                    one.props("outlined dense options-dense")
                for field in (self._sets, self._repetitions, self._hold, self._days):
                    field.props("outlined dense inputmode=decimal")
                button(_("Remove"), lambda: on_remove(self), "quiet")

    def task(self) -> HomeworkTask:
        """What stands in the fields.

        Raises:
            UsageError: a value is no number, or out of range.
        """
        legs = str(self._legs.value)
        return HomeworkTask(
            str(self._exercise.value),
            SIDE_WORDS if legs == "both" else tuple(side for side in SIDE_WORDS if side == legs),
            _whole(self._sets.value),
            _whole(self._repetitions.value),
            _number(self._hold.value),
            _whole(self._days.value),
        )

    def remove(self) -> None:
        """Take the fields off the page."""
        self._place.delete()


class HomeworkForm:
    """The card that makes homework for a client."""

    def __init__(
        self, access: ClientAccess, first: HomeworkTask, then: Callable[[], Awaitable[None]]
    ) -> None:
        self._access, self._client, self._first, self._then = access, access.person, first, then
        self._tasks: list[TaskForm] = []
        with card(escape(_("New homework")), "new-homework"):
            html(escape(_("It begins with the dose of the plan; change what you like.")), look="muted")
            self._place = ui.element("div").classes("stack")
            self._add()
            button(_("Another stretch"), self._add)
            self._note = ui.textarea(_("A note for the client (may stay empty)"))
            self._note.props(f"outlined autogrow maxlength={MOST_NOTE}")
            self._trainer = ui.input(_("Your name, as the client reads it (may stay empty)"))
            self._trainer.props(f"outlined maxlength={MOST_NAME}")
            self._pictures = ui.checkbox(
                _("Take the newest pictures with remarks along, in the file"), value=True
            )
            button(_("Make the homework"), self._make, "primary")

    def _add(self) -> None:
        if len(self._tasks) >= MOST_TASKS:
            raise UsageError(_("Homework has 1 to {most} stretches; change their number.", most=MOST_TASKS))
        with self._place:
            self._tasks.append(TaskForm(self._first, self._remove))

    def _remove(self, form: TaskForm) -> None:
        if len(self._tasks) == 1:
            raise UsageError(_("Homework has 1 to {most} stretches; change their number.", most=MOST_TASKS))
        self._tasks.remove(form)
        form.remove()

    async def _make(self) -> None:
        made = Homework(
            secrets.token_hex(KEY_BYTES),
            self._client.name,
            " ".join(str(self._trainer.value or "").split()),
            clock.utc_now().replace(microsecond=0),
            tuple(one.task() for one in self._tasks),
            str(self._note.value or "").strip(),
        )
        homework_code(made)  # a note that does not fit into the code is refused before anything is kept
        query, store = self._access.query, self._access.store
        pictures: tuple[SentPicture, ...] = ()
        if self._pictures.value:
            pictures = await query(remarked_pictures, store, self._client.id)
        now = clock.utc_now()
        await query(store.homework.keep, self._client.id, "given", made, now, pictures)
        await self._then()


def planned_task(plan: Plan, client: Profile) -> HomeworkTask:
    """The dose of a client's plan today as homework."""
    first = COACHED[0]
    return HomeworkTask(
        first.movement,
        SIDE_WORDS,
        plan.course.stage.sets,
        client.settings.target_repetitions,
        load_thresholds(first.package).hold_ideal_s,
    )


def _number(words: object) -> float:
    try:
        return decimal(str(words or ""))
    except ValueError:
        raise UsageError(_("'{words}' is no number; write one.", words=words or "")) from None


def _whole(words: object) -> int:
    found = _number(words)
    if found != int(found):
        raise UsageError(_("'{words}' is no whole number; write one.", words=words))
    return int(found)
