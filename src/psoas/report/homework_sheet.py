"""Homework on one page of paper: what to do, pictures of our own body, and a code that holds the homework whole."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from psoas import __version__
from psoas.exercises import COACHED, exercise_of
from psoas.findings import load_safety
from psoas.homework import code_picture, homework_code
from psoas.plan import Homework, HomeworkTask, SentPicture, load_protocol, timed_names
from psoas.report.pdf import write_pdf
from psoas.report.progress_words import day_words
from psoas.report.remarked import paper_picture, picture_says
from psoas.words import _, language, ngettext

FEW: Final = 2
"""So many stretches have larger pictures and how to do them; more are shorter, so that one page holds all."""

MOST_PRINTED: Final = 3
"""Pictures with remarks on a sheet, so that one page holds all."""

Postures = Callable[[str], bytes]
"""Gives the JPEG of a posture of our own body by its name."""


def homework_pdf(
    homework: Homework, postures: Postures, day: date, pictures: Sequence[SentPicture] = ()
) -> bytes:
    """Write homework as one page of PDF.

    Args:
        pictures: with remarks, to be printed; at most `MOST_PRINTED`.

    Raises:
        UsageError: a package that it needs is not installed, or the note does not fit into a code.
    """
    return write_pdf("homework.typ", homework_content(homework, postures, day, pictures), day)


def homework_content(
    homework: Homework, postures: Postures, day: date, pictures: Sequence[SentPicture] = ()
) -> dict[str, Any]:
    """The words and pictures of the page, as JSON can hold them."""
    few = len(homework.tasks) <= FEW
    stop_now = load_safety().stop_now
    trainer = _("From {trainer}", trainer=homework.trainer) if homework.trainer else ""
    return {
        "title": _("Homework: {client}", client=homework.client),
        "author": "psoas",
        "language": language(),
        "made_by": _("Made by psoas {version}; nothing was sent anywhere.", version=__version__),
        "day": day_words(day),
        "trainer": trainer,
        "note": homework.note,
        "note_title": _("A note for you"),
        "few": few,
        "remarked": [
            {"svg": paper_picture(one), "says": one.caption, "alt": picture_says(one)} for one in pictures
        ],
        "remarked_title": _("What your trainer saw"),
        "tasks": _paper_tasks(homework, postures, few),
        "code": code_picture(homework_code(homework)),
        "code_says": _("A code that holds this homework."),
        "code_title": _("Into your own psoas"),
        "code_how": _(
            "This code holds all that stands here; no server is asked. Photograph the page and give the photo to your "
            "psoas coach, on the page Homework, or scan the code with a phone and paste the letters there."
        ),
        "stop_now": "; ".join(stop_now.items),
        "stop_says": _("{label}:", label=stop_now.says),
    }


def task_words(task: HomeworkTask) -> str:
    """The dose of a stretch in a sentence."""
    sets = ngettext("{count} set a day", "{count} sets a day", task.sets)
    days = ngettext("{count} day a week", "{count} days a week", task.days_a_week)
    values = {"sets": sets, "days": days, "repetitions": task.repetitions, "hold": task.hold_s}
    if len(task.sides) > 1:
        return _("{sets} with each leg behind, {repetitions} times {hold:g} s, {days}.", **values)
    if task.sides[0] == "left":
        return _("{sets} with the left leg behind, {repetitions} times {hold:g} s, {days}.", **values)
    return _("{sets} with the right leg behind, {repetitions} times {hold:g} s, {days}.", **values)


def _paper_tasks(homework: Homework, postures: Postures, few: bool) -> list[dict[str, Any]]:
    """The stretches; one that comes twice is shown and explained once."""
    names = [task.exercise for task in homework.tasks]
    return [
        _paper_task(task, postures, few, known=task.exercise in names[:place])
        for place, task in enumerate(homework.tasks)
    ]


def _paper_task(task: HomeworkTask, postures: Postures, few: bool, *, known: bool) -> dict[str, Any]:
    forms = load_protocol().exercises
    coached = exercise_of(task.exercise)
    shown = coached.postures if coached is not None and not known else ()
    first = coached is not None and coached is COACHED[0]
    form = forms["half_kneeling"] if first else forms.get(task.exercise)
    captions = (_("Like this"), _("Not like this: the back arches"))
    return {
        "name": timed_names()[task.exercise],
        "dose": task_words(task),
        "how": list(form.how) if form is not None and few and not known else [],
        "pictures": [
            {"svg": paper_picture(SentPicture(caption, postures(name))), "says": caption}
            for name, caption in zip(shown, captions, strict=False)
        ],
    }
