"""One client: who needs what, clips and sessions, homework with what came back of it, notes, and the access."""

from collections.abc import Callable
from functools import partial
from html import escape

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from psoas.app import clock
from psoas.app.coach import Visit
from psoas.app.parts import button, card, html
from psoas.app.trainer.access import ClientAccess, show_access
from psoas.app.trainer.client_list import ClientRow, client_rows, facts_html, reasons_html
from psoas.app.trainer.client_sessions import drop_client_clip, show_sessions
from psoas.app.trainer.compared import compare_link
from psoas.app.trainer.confirm import confirm_button
from psoas.app.trainer.homework_form import HomeworkForm, planned_task
from psoas.app.trainer.open_panel import OpenPanel, Sent
from psoas.app.trainer.opening import file_stem, keep_results
from psoas.app.trainer.remarks import picture_html
from psoas.app.who import remember
from psoas.errors import UsageError
from psoas.homework import ENDING, HomeworkFile, write_file
from psoas.plan import Adherence, Profile, SentPicture, adherence, timed_names
from psoas.report import MOST_PRINTED, day_words, task_words
from psoas.store import KeptHomework, Note
from psoas.words import _


async def results_opened(visit: Visit, sent: Sent) -> None:
    """Keep results that came back, and show the page of whom they are.

    Raises:
        UsageError: they are no results, or answer no homework of a client.
    """
    if isinstance(sent, HomeworkFile):
        raise UsageError(_("This is homework, not results; its client opens it on the page Homework."))
    found = await visit.coach.query(keep_results, visit.coach.store, sent)
    if found.new:
        ui.navigate.to(f"/clients/{found.person.id}")
    else:
        ui.notify(_("These results of {name}, or newer ones, are kept already.", name=found.person.name))


class ClientPage:
    """One client. A part that changes is built anew alone, so that a clip goes on and typed words stay."""

    def __init__(self, visit: Visit, person: Profile) -> None:
        self._visit, self._person = visit, person
        self._access = ClientAccess(visit, person)
        self._store = visit.coach.store
        with ui.element("div").classes("stack"):
            self._glance = ui.element("div")
            self._sessions = ui.element("div").classes("grid wide")
            self._given = ui.element("div").classes("stack")
            with ui.element("div").classes("grid wide"):
                self._form, self._notes = ui.element("div"), ui.element("div")
            with ui.element("div").classes("grid wide"):
                self._open, self._copies = ui.element("div"), ui.element("div")

    async def show(self) -> None:
        """Fill the page."""
        row = await self._row()
        self._show_glance(row)
        sessions = await self._access.query(self._store.sessions, self._person.id)
        with self._sessions:
            drop_client_clip(self._access)
            show_sessions(self._person, sessions)
        await self._show_given()
        self._show_form(row)
        await self._show_notes()
        with self._open:
            OpenPanel(partial(results_opened, self._visit))
        await self._show_copies()

    async def _row(self) -> ClientRow:
        (row,) = await self._access.query(client_rows, self._store, (self._person,))
        return row

    def _show_glance(self, row: ClientRow) -> None:
        self._glance.clear()
        with self._glance, card(escape(_("At a glance")), "client-title"):
            html(reasons_html(row) + facts_html(row), "div", "stack")
            if row.measured is not None:
                html(compare_link(row.measured), "div")
            says = _(
                "These pages open as those of {name}: the coach then shows {name} everywhere, and what is recorded is "
                "theirs, until you choose yourself again at the top of a page.",
                name=self._person.name,
            )
            html(escape(says), look="muted small")
            with ui.element("div").classes("row"):
                for path, words in (
                    ("/progress", _("Progress")),
                    ("/sessions", _("Sessions")),
                    ("/plan", _("Plan")),
                    ("/stretch", _("Stretch")),
                ):
                    button(words, partial(remember, self._person, path)).props["aria-label"] = _(
                        "{page} of {name}", page=words, name=self._person.name
                    )

    async def _show_given(self) -> None:
        homework = self._store.homework
        given = await self._access.query(homework.of, self._person.id, "given")
        pictures = {one.id: await self._access.query(homework.pictures, one.id) for one in given}
        self._given.clear()
        with self._given:
            for one in given:
                self._show_homework(one, pictures[one.id])

    def _show_form(self, row: ClientRow) -> None:
        self._form.clear()
        with self._form:
            HomeworkForm(self._access, planned_task(row.plan, self._person), self._homework_made)

    async def _show_notes(self) -> None:
        notes = await self._access.query(self._store.notes.of, self._person.id)
        self._notes.clear()
        with self._notes:
            self._add_notes(notes)

    async def _show_copies(self) -> None:
        self._copies.clear()
        with self._copies:
            await show_access(self._visit, self._person)

    async def _homework_made(self) -> None:
        self._show_form(await self._homework_changed())

    async def _homework_changed(self) -> ClientRow:
        row = await self._row()
        self._show_glance(row)
        await self._show_given()
        await self._show_copies()
        return row

    async def _notes_changed(self) -> None:
        await self._show_notes()
        await self._show_copies()

    def _show_homework(self, kept: KeptHomework, pictures: tuple[SentPicture, ...]) -> None:
        given = kept.homework
        day = day_words(kept.kept_at.astimezone().date())
        with card(escape(_("Homework of {day}", day=day)), f"given-{kept.id}"):
            if given.note:
                html(escape(given.note).replace("\n", "<br>"), look="notice")
            for task in given.tasks:
                html(f"<strong>{escape(timed_names()[task.exercise])}</strong><br>{escape(task_words(task))}")
            self._came_back(kept)
            address = f"/clients/{self._person.id}/homework/{kept.id}.pdf"
            ticked = self._printed(pictures, lambda: sheet.set_content(_sheet_link(address, ticked)))
            passphrase = ui.input(_("Passphrase for the file (may stay empty)"), password=True)
            passphrase.props("outlined dense")

            async def write() -> None:
                file = HomeworkFile(given, pictures)
                content = await self._access.query(write_file, file, str(passphrase.value or ""))
                ui.download.content(content, f"{file_stem(given.client)}{ENDING}")

            async def remove() -> None:
                await self._access.query(self._store.homework.remove, self._person.id, kept.id)
                await self._homework_changed()

            with ui.element("div").classes("row"):
                button(_("Save the file"), write, "primary").props["aria-label"] = _(
                    "Save the file of the homework of {day}", day=day
                )
                sheet = html(_sheet_link(address, ticked), "span")
                lost = _("This deletes the homework and what came back of it for good.")
                label = _("Remove the homework of {day}", day=day)
                confirm_button(_("Remove"), lost, _("Remove for good"), remove, label)

    def _printed(self, pictures: tuple[SentPicture, ...], then: Callable[[], object]) -> set[int]:
        """Show the pictures that go along; those that are ticked are printed on the sheet, too.

        Returns:
            The numbers of those that are ticked, from 1; it changes.
        """
        ticked: set[int] = set()

        def tick(number: int, event: ValueChangeEventArguments[bool]) -> None:
            ticked.discard(number)
            if event.value:
                ticked.add(number)
            for place, box in boxes.items():
                box.set_enabled(place in ticked or len(ticked) < MOST_PRINTED)
            then()

        boxes: dict[int, ui.checkbox] = {}
        with ui.element("div").classes("sent-pictures"):
            for number, one in enumerate(pictures, start=1):
                with ui.element("div"):
                    html(picture_html(one), "div")
                    boxes[number] = ui.checkbox(_("Print on the sheet"), on_change=partial(tick, number))
                    boxes[number].props["aria-label"] = _(
                        "Print on the sheet: {picture}", picture=one.caption
                    )
        return ticked

    def _came_back(self, kept: KeptHomework) -> None:
        sent = kept.results
        if sent is None:
            html(escape(_("Nothing has come back yet.")), look="muted")
            return
        until = sent.written_at.astimezone().date()
        says = _(
            "Opened on {opened}; what came back reaches to {until}.",
            opened=day_words(sent.opened),
            until=day_words(until),
        )
        html(escape(says))
        for one in adherence(kept.homework, sent.sets, sent.opened, until):
            html(escape(adherence_says(one)))

    def _add_notes(self, notes: list[Note]) -> None:
        with card(escape(_("Notes")), "notes-title"):
            html(escape(_("For you alone; no file or sheet takes them along.")), look="muted small")
            words = ui.textarea(_("A new note")).props("outlined autogrow maxlength=4000")

            async def keep() -> None:
                if not str(words.value or "").strip():
                    raise UsageError(_("The note is empty; write something."))
                note = str(words.value).strip()
                await self._access.query(self._store.notes.add, self._person.id, note, clock.utc_now())
                await self._notes_changed()

            button(_("Keep the note"), keep)
            for one in notes:
                day = day_words(one.written_at.astimezone().date())
                lines = escape(one.words).replace("\n", "<br>")
                with ui.element("div").classes("row spread"):
                    html(f"<strong>{escape(day)}</strong><br>{lines}", "div")
                    label = _("Delete the note of {day}", day=day)
                    lost = _("This deletes the note for good.")
                    remove = partial(self._forget, one.id)
                    confirm_button(_("Delete"), lost, _("Delete for good"), remove, label)

    async def _forget(self, number: int) -> None:
        await self._access.query(self._store.notes.remove, self._person.id, number)
        await self._notes_changed()


def _sheet_link(address: str, ticked: set[int]) -> str:
    pictures = ".".join(str(number) for number in sorted(ticked))
    whole = f"{address}?pictures={pictures}" if ticked else address
    return f'<a class="button" href="{whole}" download>{escape(_("Sheet as PDF"))}</a>'


def adherence_says(one: Adherence) -> str:
    """How much of a stretch was done, week by week."""
    name = timed_names()[one.task.exercise]
    weeks = ", ".join(
        _("{met} of {aimed}", met=week.met, aimed=week.aimed)
        if week.over
        else _("{met} of {aimed} so far", met=week.met, aimed=week.aimed)
        for week in one.weeks
    )
    if one.share is None:
        return _("{name}: days done in the first week, {weeks}.", name=name, weeks=weeks)
    return _(
        "{name}: {share:.0%} of the days of the whole weeks; by week {weeks}.",
        name=name,
        share=one.share,
        weeks=weeks,
    )
