"""The page of homework: open it, do it, and write what was done into a file for the trainer."""

from functools import partial
from html import escape
from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from psoas.app import clock
from psoas.app.coach import Coach, Visit
from psoas.app.parts import button, card, html
from psoas.app.shell import frame, page
from psoas.app.trainer.client_page import results_opened
from psoas.app.trainer.open_panel import OpenPanel, Sent, register_homework_files
from psoas.app.trainer.opening import file_stem, keep_homework, results_of
from psoas.app.trainer.remarks import STYLE, picture_html
from psoas.homework import ENDING, HomeworkFile, write_file
from psoas.plan import DoneSet, HomeworkResults, HomeworkTask, sets_left, timed_names
from psoas.report import day_words, task_words
from psoas.store import KeptHomework
from psoas.words import _, ngettext

MOST_SHOWN: Final = 5
"""Older homework is not shown."""


def register(coach: Coach) -> None:
    """Add the page ``/homework`` and the upload of its files."""
    register_homework_files()

    @page("/homework")
    async def homework() -> None:
        ui.add_head_html(STYLE)
        async with frame(coach, _("Homework")) as visit:
            kept = await coach.query(coach.store.homework.of, visit.profile.id, "received")
            if kept:
                sessions = await coach.query(coach.store.sessions, visit.profile.id)
                for one in kept[:MOST_SHOWN]:
                    await _show(visit, one, results_of(sessions, visit.profile, one))
            with ui.element("div").classes("stack") as place:
                if not kept:
                    says = _("No homework has been opened for {name} yet.", name=visit.profile.name)
                    html(escape(says), look="muted")
            OpenPanel(partial(_opened, visit, place))


async def _opened(visit: Visit, place: ui.element, sent: Sent) -> None:
    if isinstance(sent, HomeworkResults):
        await results_opened(visit, sent)
        return
    place.clear()
    with place:
        _offer(visit, sent)


def _offer(visit: Visit, file: HomeworkFile) -> None:
    """Show what was opened, and ask for whom it is: nobody gets homework unasked."""
    given, name = file.homework, visit.profile.name

    async def keep() -> None:
        new = await visit.coach.query(keep_homework, visit.coach.store, visit.profile, file)
        if new:
            ui.navigate.to("/homework")
        else:
            ui.notify(_("{name} has opened this homework before; nothing was changed.", name=name))

    with card(escape(_("Homework for {client}", client=given.client)), "offer-title", "stack accent"):
        _show_words(given.trainer, given.note, given.tasks)
        if given.client.casefold() != name.casefold():
            says = _(
                "It names {client}, and the coach shows {name} now. Choose another person at the top if it is not "
                "yours.",
                client=given.client,
                name=name,
            )
            html(escape(says), look="notice warn")
        button(_("Keep it as homework of {name}", name=name), keep, "primary")


async def _show(visit: Visit, kept: KeptHomework, results: HomeworkResults) -> None:
    given = kept.homework
    title = _("Homework of {day}", day=day_words(given.made_at.astimezone().date()))
    with card(escape(title), f"homework-{kept.id}", "stack"):
        _show_words(given.trainer, given.note, ())
        for task in given.tasks:
            _show_task(task, results.sets)
        pictures = await visit.coach.query(visit.coach.store.homework.pictures, kept.id)
        html("".join(picture_html(one) for one in pictures), "div")
        await _show_answer(visit, kept, results)


def _show_words(trainer: str, note: str, tasks: tuple[HomeworkTask, ...]) -> None:
    if trainer:
        html(escape(_("From {trainer}", trainer=trainer)), look="muted")
    if note:
        html(escape(note).replace("\n", "<br>"), look="notice")
    for task in tasks:
        html(f"<strong>{escape(timed_names()[task.exercise])}</strong><br>{escape(task_words(task))}")


def _show_task(task: HomeworkTask, sets: tuple[DoneSet, ...]) -> None:
    left = sets_left(task, sets, clock.today())
    count = sum(left.values())
    says = (
        ngettext("{count} set left today.", "{count} sets left today.", count)
        if count
        else _("Done for today.")
    )
    with ui.element("div").classes("row spread"):
        html(
            f"<strong>{escape(timed_names()[task.exercise])}</strong><p>{escape(task_words(task))}</p>"
            f"<p>{escape(says)}</p>",
            "div",
        )
        legs = [side for side in task.sides for _number in range(left[side])] or list(task.sides)
        values = {
            "timed": task.exercise,
            "legs": "".join(side[0] for side in legs),
            "times": task.repetitions,
            "hold": f"{task.hold_s:g}",
        }
        html(
            f'<a class="button primary" href="/stretch?{escape(urlencode(values))}">{escape(_("Do it"))}</a>',
            "div",
        )


async def _show_answer(visit: Visit, kept: KeptHomework, results: HomeworkResults) -> None:
    sets = len(results.sets)
    done = ngettext(
        "{count} set was done since it was opened.", "{count} sets were done since it was opened.", sets
    )
    html(escape(done))
    with ui.element("details"):
        html(escape(_("Answer your trainer")), "summary", "button")
        html(
            escape(
                _(
                    "The file says of each set of this homework: the day, the stretch, the leg, the repetitions, the "
                    "middle hold, how many were good, and the pain afterwards. Nothing else is in it, and nothing is "
                    "sent: give it to your trainer yourself."
                )
            ),
            look="muted small",
        )
        passphrase = ui.input(_("Passphrase (may stay empty)"), password=True).props("outlined dense")

        async def write() -> None:
            query, person = visit.coach.query, visit.profile
            now = results_of(await query(visit.coach.store.sessions, person.id), person, kept)
            content = await query(write_file, now, str(passphrase.value or ""))
            ui.download.content(content, f"{file_stem(visit.profile.name)}-results{ENDING}")

        button(_("Write the results"), write, "primary").props["aria-label"] = _(
            "Write the results of the homework of {day}",
            day=day_words(kept.homework.made_at.astimezone().date()),
        )
