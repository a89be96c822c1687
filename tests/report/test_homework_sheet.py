"""Homework on paper is one page, says the dose, and its code is read back from the page as it is drawn."""

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image

from psoas.exercises import COACHED
from psoas.homework.code import read_code
from psoas.plan.homework import MOST_NOTE, MOST_TASKS, Homework, SentPicture, timed_names
from psoas.plan.remarks import Remark
from psoas.report.homework_sheet import MOST_PRINTED, homework_content, homework_pdf, task_words
from tests.homework.made import HOLD, HOMEWORK, REMARKS, TASK
from tests.report.drawn_pages import drawn_pages

DAY = date(2026, 3, 3)
SHOWN = [one.movement for one in COACHED]
TASKS = tuple(replace(TASK, exercise=name) for name in (*SHOWN, *timed_names()))[:MOST_TASKS]
LONGEST = replace(HOMEWORK, tasks=TASKS, note=("Tuck the tail. " * 50)[:MOST_NOTE])


def posture(name: str) -> bytes:
    """In place of the body, whose drawing takes seconds."""
    written = io.BytesIO()
    Image.new("RGB", (360, 420), (200, 220, 230)).save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize("homework", [HOMEWORK, LONGEST], ids=["usual", "longest"])
def test_it_is_one_page_whose_code_a_photograph_gives_back(homework: Homework) -> None:
    pages = drawn_pages("homework.typ", homework_content(homework, posture, DAY), 130)
    assert len(pages) == 1
    assert read_code(pages[0], "sheet.png") == homework


@pytest.mark.parametrize("homework", [HOMEWORK, LONGEST], ids=["usual", "longest"])
@pytest.mark.parametrize("count", range(1, MOST_PRINTED + 1))
def test_pictures_with_remarks_fit_on_the_page_and_the_code_is_read(homework: Homework, count: int) -> None:
    remarked = [SentPicture("3 Mar 2026, repetition 1: deepest moment", posture(""), REMARKS)] * count
    pages = drawn_pages("homework.typ", homework_content(homework, posture, DAY, remarked), 130)
    assert len(pages) == 1
    assert read_code(pages[0], "sheet.png") == homework


def test_a_remark_is_on_the_paper() -> None:
    """Its yellow is there where it was ticked, and not else."""
    picture = SentPicture("Deepest", posture(""), (Remark("arrow", ((0.1, 0.1), (0.9, 0.9))),))

    def yellow(pictures: list[SentPicture]) -> int:
        (page,) = drawn_pages("homework.typ", homework_content(HOMEWORK, posture, DAY, pictures), 300)
        red, green, blue = np.asarray(Image.open(io.BytesIO(page)).convert("RGB"), int).transpose(2, 0, 1)
        return int(((red > 240) & (abs(green - 210) < 15) & (blue < 100)).sum())

    assert yellow([]) == 0
    assert yellow([picture]) > 100


def test_the_same_homework_gives_the_same_bytes() -> None:
    first, second = (homework_pdf(HOMEWORK, posture, DAY) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF")


def test_the_dose_names_legs_sets_and_days() -> None:
    assert task_words(TASK) == "2 sets a day with each leg behind, 10 times 2 s, 5 days a week."
    assert task_words(HOLD) == "1 set a day with the left leg behind, 2 times 30 s, 3 days a week."


def test_a_stretch_that_comes_twice_is_shown_once() -> None:
    first, second = homework_content(replace(HOMEWORK, tasks=(TASK, TASK)), posture, DAY)["tasks"]
    assert len(first["pictures"]) == 2
    assert second["pictures"] == second["how"] == []
