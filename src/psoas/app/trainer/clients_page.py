"""The trainer's pages: all clients with who needs a look, and one client with homework, adherence and notes."""

from dataclasses import replace
from functools import partial
from html import escape
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from nicegui import app, ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.parts import button, card, html
from psoas.app.people import height_of
from psoas.app.shell import frame, page
from psoas.app.stretch.pictures import posture_jpeg
from psoas.app.trainer.client_list import ClientList, ClientRow, client_rows, facts_html
from psoas.app.trainer.homework_form import HomeworkForm, planned_task
from psoas.app.trainer.open_panel import OpenPanel, Sent
from psoas.app.trainer.opening import file_stem, keep_results
from psoas.app.who import LONGEST_NAME, name_of, remember
from psoas.errors import UsageError
from psoas.homework import ENDING, HomeworkFile, write_file
from psoas.plan import (
    Adherence,
    Profile,
    adherence,
    timed_names,
)
from psoas.report import day_words, homework_pdf, task_words
from psoas.store import KeptHomework, Note
from psoas.words import _

MOST_NUMBER: Final = 18
"""Most digits of a number in an address."""


def register(coach: Coach) -> None:
    """Add the pages ``/clients`` and ``/clients/NUMBER``, and the sheets of homework."""

    @page("/clients")
    async def clients() -> None:
        async with frame(coach, _("Clients")) as visit:
            rows = await coach.query(client_rows, coach.store, visit.people)
            ClientList(rows)
            with ui.element("div").classes("grid wide"):
                _add(visit)
                OpenPanel(partial(_opened, visit))

    @page("/clients/{number}")
    async def client(number: str) -> None:
        async with frame(coach, _("Client")) as visit:
            person = found_client(visit.people, number)
            await ClientPage(visit, person).show()

    @app.get("/clients/{number}/homework/{homework_id}.pdf")
    def sheet(number: str, homework_id: int, request: Request) -> Response:
        person = found_client(tuple(coach.store.profiles()), number)
        kept = next(
            (one for one in coach.store.homework.of(person.id, "given") if one.id == homework_id), None
        )
        if kept is None:
            return Response(status_code=404)
        content = homework_pdf(kept.homework, posture_jpeg, kept.kept_at.astimezone().date())
        name = f"psoas-homework-{kept.homework.made_at.date().isoformat()}.pdf"
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type="application/pdf", headers=headers)


def found_client(people: tuple[Profile, ...], number: str) -> Profile:
    """The client of a number in an address.

    Raises:
        UsageError: nobody has it; nobody else is shown in their place.
    """
    known = number.isdecimal() and len(number) <= MOST_NUMBER
    found = next((one for one in people if known and one.id == int(number) and one.settings.client), None)
    if found is None:
        raise UsageError(_("There is no such client; choose one on the page Clients."))
    return found


def _add(visit: Visit) -> None:
    coach = visit.coach
    with card(escape(_("Add a client")), "add-title"):
        name = ui.input(_("Name of the client")).props(f"outlined maxlength={LONGEST_NAME}")
        height = ui.input(_("Their height in cm (may stay empty)")).props("outlined inputmode=decimal")

        async def add() -> None:
            new = await coach.query(coach.store.add_profile, name_of(name.value), height_of(height.value))
            await _mark(visit, new, True)
            ui.navigate.to(f"/clients/{new.id}")

        button(_("Add the client"), add, "primary")
        others = {one.id: one.name for one in visit.people if not one.settings.client}
        if others:
            chosen = ui.select(others, label=_("Or somebody who is here already"))
            chosen.props("outlined dense options-dense")

            async def mark() -> None:
                person = next((one for one in visit.people if one.id == chosen.value), None)
                if person is None:
                    raise UsageError(_("Choose a person first."))
                await _mark(visit, person, True)
                ui.navigate.to(f"/clients/{person.id}")

            button(_("Mark as a client"), mark)


async def _mark(visit: Visit, person: Profile, client: bool) -> None:
    settings = await visit.coach.query(visit.coach.days.settings, person.id)
    changed = replace(person, settings=replace(settings, client=client))
    await visit.coach.query(visit.coach.store.change_profile, changed)


async def _opened(visit: Visit, sent: Sent) -> None:
    if isinstance(sent, HomeworkFile):
        raise UsageError(_("This is homework, not results; its client opens it on the page Homework."))
    found = await visit.coach.query(keep_results, visit.coach.store, sent)
    if not found.new:
        ui.notify(_("These results of {name}, or newer ones, are kept already.", name=found.person.name))
    ui.navigate.to(f"/clients/{found.person.id}")


class ClientPage:
    """One client."""

    def __init__(self, visit: Visit, person: Profile) -> None:
        self._visit, self._person = visit, person
        self._store = visit.coach.store
        self._place = ui.element("div").classes("stack")

    async def show(self) -> None:
        """Build the page anew."""
        query, person = self._visit.coach.query, self._person
        (row,) = await query(client_rows, self._store, (person,))
        given = await query(self._store.homework.of, person.id, "given")
        notes = await query(self._store.notes.of, person.id)
        self._place.clear()
        with self._place:
            self._about(row)
            for one in given:
                self._given(one)
            with ui.element("div").classes("grid wide"):
                HomeworkForm(self._visit, person, planned_task(row.plan, person), self.show)
                self._notes(notes)
            OpenPanel(partial(_opened, self._visit))

    def _about(self, row: ClientRow) -> None:
        with card(escape(self._person.name), "client-title"):
            html(facts_html(row), "div")
            with ui.element("div").classes("row"):
                for path, words in (
                    ("/progress", _("Progress")),
                    ("/sessions", _("Sessions")),
                    ("/plan", _("Plan")),
                    ("/stretch", _("Stretch, or drop a clip")),
                    ("/compare", _("Compare two pictures")),
                ):
                    button(words, partial(remember, self._person, path)).props["aria-label"] = _(
                        "{page} of {name}", page=words, name=self._person.name
                    )
                button(_("No client any more"), self._unmark, "quiet")
            html(
                escape(_("The page that opens shows this person until you choose another one.")),
                look="muted small",
            )

    async def _unmark(self) -> None:
        await _mark(self._visit, self._person, False)
        ui.navigate.to("/clients")

    def _given(self, kept: KeptHomework) -> None:
        given = kept.homework
        day = day_words(kept.kept_at.astimezone().date())
        with card(escape(_("Homework of {day}", day=day)), f"given-{kept.id}"):
            if given.note:
                html(escape(given.note).replace("\n", "<br>"), look="notice")
            for task in given.tasks:
                html(f"<strong>{escape(timed_names()[task.exercise])}</strong> {escape(task_words(task))}")
            self._came_back(kept)
            passphrase = ui.input(_("Passphrase for the file (may stay empty)"), password=True)
            passphrase.props("outlined dense")

            async def write() -> None:
                query = self._visit.coach.query
                pictures = await query(self._store.homework.pictures, kept.id)
                file = HomeworkFile(given, pictures)
                content = await query(write_file, file, str(passphrase.value or ""))
                ui.download.content(content, f"{file_stem(given.client)}{ENDING}")

            async def remove() -> None:
                await self._visit.coach.query(self._store.homework.remove, self._person.id, kept.id)
                await self.show()

            with ui.element("div").classes("row"):
                button(_("Save the file"), write, "primary").props["aria-label"] = _(
                    "Save the file of the homework of {day}", day=day
                )
                address = f"/clients/{self._person.id}/homework/{kept.id}.pdf"
                html(f'<a class="button" href="{address}" download>{escape(_("Sheet as PDF"))}</a>', "span")
                button(_("Remove"), remove, "quiet").props["aria-label"] = _(
                    "Remove the homework of {day}", day=day
                )

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
            html(escape(adherence_says(one)), look="adherence")

    def _notes(self, notes: list[Note]) -> None:
        with card(escape(_("Notes")), "notes-title"):
            html(escape(_("For you alone; no file or sheet takes them along.")), look="muted small")
            words = ui.textarea(_("A new note")).props("outlined autogrow maxlength=4000")

            async def keep() -> None:
                if not str(words.value or "").strip():
                    raise UsageError(_("The note is empty; write something."))
                note = str(words.value).strip()
                await self._visit.coach.query(self._store.notes.add, self._person.id, note, clock.utc_now())
                await self.show()

            button(_("Keep the note"), keep)
            for one in notes:
                day = day_words(one.written_at.astimezone().date())
                with ui.element("div").classes("row spread"):
                    html(f"<strong>{escape(day)}</strong><br>{escape(one.words)}", "div")
                    button(_("Delete"), partial(self._forget, one.id), "quiet").props["aria-label"] = _(
                        "Delete the note of {day}", day=day
                    )

    async def _forget(self, number: int) -> None:
        await self._visit.coach.query(self._store.notes.remove, self._person.id, number)
        await self.show()


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
