"""The trainer's pages: all clients with who needs a look, and the addresses of what belongs to one client."""

from dataclasses import replace
from functools import partial
from html import escape

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import app, ui

from psoas.app.coach import Coach, Visit
from psoas.app.parts import button, card, html
from psoas.app.people import height_of
from psoas.app.shell import frame, page
from psoas.app.stretch.pictures import posture_jpeg
from psoas.app.trainer.access import found_client
from psoas.app.trainer.client_list import ClientList, client_rows
from psoas.app.trainer.client_page import ClientPage, results_opened
from psoas.app.trainer.client_sessions import show_client_session
from psoas.app.trainer.open_panel import OpenPanel
from psoas.app.trainer.remarks import STYLE
from psoas.app.who import LONGEST_NAME, name_of
from psoas.errors import UsageError
from psoas.plan import Profile
from psoas.report import MOST_PRINTED, homework_pdf
from psoas.store import KeptHomework, Store
from psoas.words import _


def register(coach: Coach) -> None:
    """Add the pages ``/clients``, ``/clients/NUMBER`` and of a client's session, and the sheets of homework."""

    @page("/clients")
    async def clients() -> None:
        async with frame(coach, _("Clients")) as visit:
            rows = await coach.query(client_rows, coach.store, visit.people)
            ClientList(rows)
            with ui.element("div").classes("grid wide"):
                _add(visit)
                OpenPanel(partial(results_opened, visit))

    @page("/clients/{number}")
    async def client(number: str) -> None:
        ui.add_head_html(f'{STYLE}<link rel="stylesheet" href="/static/sessions.css">')
        person = found_client(tuple(await coach.query(coach.store.profiles)), number)
        async with frame(coach, person.name) as visit:
            await ClientPage(visit, person).show()

    @page("/clients/{number}/sessions/{session}")
    async def session(number: str, session: str) -> None:
        person = found_client(tuple(await coach.query(coach.store.profiles)), number)
        async with frame(coach, _("Session of {name}", name=person.name)) as visit:
            await show_client_session(visit, person, session)

    @app.get("/clients/{number}/homework/{homework_id}.pdf")
    def sheet(number: str, homework_id: int, request: Request) -> Response:
        try:
            kept = _given(coach.store, number, homework_id)
        except UsageError as error:
            return PlainTextResponse(str(error), 404)
        wanted = request.query_params.get("pictures", "").split(".")
        pictures = coach.store.homework.pictures(kept.id)
        printed = [one for place, one in enumerate(pictures, start=1) if str(place) in wanted]
        day = kept.kept_at.astimezone().date()
        content = homework_pdf(kept.homework, posture_jpeg, day, printed[:MOST_PRINTED])
        name = f"psoas-homework-{kept.homework.made_at.date().isoformat()}.pdf"
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type="application/pdf", headers=headers)


def _given(store: Store, number: str, homework_id: int) -> KeptHomework:
    """Homework that was given to a client.

    Raises:
        UsageError: there is no such client, or no such homework of theirs.
    """
    person = found_client(tuple(store.profiles()), number)
    given = store.homework.of(person.id, "given")
    found = next((one for one in given if one.id == homework_id), None)
    if found is None:
        raise UsageError(_("There is no such homework; it may have been removed."))
    return found


def _add(visit: Visit) -> None:
    coach = visit.coach
    with card(escape(_("Add a client")), "add-title"):
        name = ui.input(_("Name of the client")).props(f"outlined maxlength={LONGEST_NAME}")
        height = ui.input(_("Their height in cm (may stay empty)")).props("outlined inputmode=decimal")

        async def add() -> None:
            new = await coach.query(coach.store.add_profile, name_of(name.value), height_of(height.value))
            await _mark(visit, new)
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
                await _mark(visit, person)
                ui.navigate.to(f"/clients/{person.id}")

            button(_("Mark as a client"), mark)
            html(
                escape(
                    _(
                        "Ask them first: you then see their tests, sessions, plan, progress and kept pictures. "
                        "They see this under People, and can end it there."
                    )
                ),
                look="muted small",
            )


async def _mark(visit: Visit, person: Profile) -> None:
    await visit.coach.query(
        visit.coach.days.change_settings, person.id, lambda settings: replace(settings, client=True)
    )
