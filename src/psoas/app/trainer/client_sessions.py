"""A client's sessions on the trainer's pages: a clip that is dropped becomes one, and its pictures take remarks."""

from collections.abc import Callable
from html import escape
from typing import Final

from nicegui import ui

from psoas.app.address_numbers import number_in
from psoas.app.coach import Coach, Visit
from psoas.app.parts import card, html, sentence
from psoas.app.stretch.clip import ClipPanel, SeenClip
from psoas.app.stretch.clip_records import KeptClip, keep_analysis, keep_pictures
from psoas.app.stretch.headline import short_words
from psoas.app.stretch.results import past_session, show_results
from psoas.app.stretch.timed import session_name
from psoas.app.stretch.uploads import known_clips
from psoas.app.trainer.access import ClientAccess
from psoas.app.trainer.compared import compare_link, is_measured
from psoas.app.trainer.remarks import RemarkCard
from psoas.errors import CannotTellError, PsoasError, UsageError
from psoas.plan import Profile, SessionRecord
from psoas.report import day_words
from psoas.words import _, inside, ngettext

FEW: Final = 5
"""Newest sessions that a client's page shows at first."""


def drop_client_clip(access: ClientAccess) -> None:
    """Add the card on which a clip of the client is dropped; it is looked at and kept as a session of theirs."""
    person, coach = access.person, access.visit.coach
    with ui.element("div") as column:
        place = ui.element("div")

    async def done(seen: SeenClip) -> None:
        why = ""
        try:
            kept = await access.query(keep_client_clip, coach, person, seen)
        except PsoasError as error:
            known_clips().delete_folders(known_clips().folders_of(seen.report))
            if not isinstance(error, CannotTellError):
                raise
            kept, why = KeptClip(), sentence(str(error))
        if kept.session is not None:
            ui.navigate.to(f"/clients/{person.id}/sessions/{kept.session}")
            return
        place.clear()
        with place:
            if why:
                html(escape(why), look="notice").props("role=status")
            show_results(None, analysis=seen.analysis, own=False)

    def question() -> Callable[[], bool]:
        words = _("Keep pictures of {name}, to draw on", name=person.name)
        keeps = ui.checkbox(words, value=person.settings.keep_pictures)
        html(escape(what_is_kept(coach, person)), look="muted small")
        return lambda: bool(keeps.value)

    with column:
        ClipPanel(access.visit, done, whose=person, question=question)


def what_is_kept(coach: Coach, person: Profile) -> str:
    """What a client's clip leaves, and where."""
    if person.settings.keep_pictures:
        chose = _("{name} chose under People that pictures are kept.", name=person.name)
    else:
        chose = _("{name} has not chosen that pictures are kept; ask before you tick it.", name=person.name)
    kept = _(
        "With the tick, small pictures of each repetition (start, deepest moment, worst moment) stay in the database "
        "{place}, and the report with the marked clip in {folder}. Without it only the figures stay. The clip itself "
        "is deleted. Ending the access deletes all of it.",
        place=coach.place,
        folder=coach.folder / "reports",
    )
    return f"{chose} {kept}"


def keep_client_clip(coach: Coach, person: Profile, seen: SeenClip) -> KeptClip:
    """Keep what a client's clip shows as the trainer's copy; any thread may call it.

    What is kept already as the client's own stays as it is. A report of that, or of nothing that is kept, is deleted.

    Raises:
        CannotTellError: which leg is behind is not known; the report stays.
    """
    store, clips = coach.store, known_clips()
    kept = keep_analysis(coach, person, seen.analysis, None, None)
    reports = clips.folders_of(seen.report)
    if kept.session is not None and (not kept.again or store.clients.is_copy(kept.session)):
        store.clients.mark_session(person.id, kept.session, reports)
        keep_pictures(store, kept.session, seen.pictures)
    else:
        clips.delete_folders(reports)
    return kept


def show_sessions(person: Profile, sessions: list[SessionRecord]) -> None:
    """Add the card of a client's newest sessions."""
    with card(escape(_("Sessions")), "sessions-title"):
        if not sessions:
            html(
                escape(_("None yet. Drop a clip, or let {name} stretch here.", name=person.name)),
                look="muted",
            )
        for one in reversed(sessions[-FEW:]):
            title = session_title(one)
            html(
                f'<a href="/clients/{person.id}/sessions/{one.id}">{escape(title)}</a><br>'
                f'<span class="small">{escape(short_words(one))}</span>'
            )
        if len(sessions) > FEW:
            more = ngettext(
                "{count} older session stands on the page Sessions of {name}.",
                "{count} older sessions stand on the page Sessions of {name}.",
                len(sessions) - FEW,
                name=person.name,
            )
            html(escape(more), look="muted small")


def session_title(session: SessionRecord) -> str:
    """The day and the exercise of a session."""
    return _(
        "{day}: {exercise}",
        day=day_words(session.started_at.astimezone().date()),
        exercise=inside(session_name(session)),
    )


async def show_client_session(visit: Visit, person: Profile, number: str) -> None:
    """Show a session of a client, with the card in which remarks are drawn on its pictures.

    Raises:
        UsageError: the person is no client any more, or has no such session.
    """
    access = ClientAccess(visit, person)
    wanted = number_in(number)
    if wanted is None:
        raise UsageError(_("{name} has no such session; choose one on their page.", name=person.name))
    session, earlier = await access.query(past_session, visit.coach.store, person, wanted)
    pictures = await access.query(access.store.history.pictures, session.id)
    html(f'<a href="/clients/{person.id}">{escape(person.name)}</a> / {escape(session_title(session))}')
    RemarkCard(lambda *of: access.query(access.store.history.remark, person.id, *of), session, pictures)
    if not pictures:
        html(escape(_("No pictures of this session are kept, so there is nothing to draw on.")), look="muted")
    elif not await access.query(access.store.clients.is_copy, session.id):
        says = _(
            "These pictures are {name}'s own: what is drawn on them stays there when the access ends.",
            name=person.name,
        )
        html(escape(says), look="muted")
    with ui.element("div").classes("row"):
        html(
            f'<a class="button primary" href="/clients/{person.id}#new-homework">{escape(_("Make homework"))}</a>',
            "span",
        )
        if is_measured(session):
            html(compare_link(session), "span")
    show_results(session, earlier=earlier, own=False)
