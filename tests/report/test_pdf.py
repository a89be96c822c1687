"""A sheet becomes a tagged PDF with its fonts in it, the same one each time, and no words are read as markup."""

import sys
from datetime import UTC, timedelta

import pytest

from psoas.errors import UsageError
from psoas.plan.advice import make_plan
from psoas.plan.progress import look_back
from psoas.plan.records import Bout, Profile, Screening
from psoas.report.pdf import paper_svg
from psoas.report.sheet import sheet_content, sheet_pdf
from tests.plan.made_sessions import START, a_session, daily
from tests.report.drawn_pages import drawn_pages

AT = a_session(START).started_at


def content_of(name: str = "Ann", days: int = 10, screening: Screening | None = None) -> tuple[object, ...]:
    sessions, today = daily(days), START + timedelta(days)
    progress = look_back(sessions, [Bout(START, 480, 600, "desk")], today, UTC)
    plan = make_plan(sessions, screening or Screening(AT), today, tz=UTC)
    return Profile(1, name, AT), plan, progress, today


def test_it_is_tagged_and_claims_the_standard_for_readers() -> None:
    pdf = sheet_pdf(*content_of())  # type: ignore[arg-type]
    assert pdf.startswith(b"%PDF-")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"/FontFile3", b"/Lang"):
        assert mark in pdf, mark
    assert pdf == sheet_pdf(*content_of()), "the same each time"  # type: ignore[arg-type]
    assert len(pdf) < 300_000


@pytest.mark.parametrize(
    "name", ["#panic() *x* $y$ [z] <b> @a", "Zo\u00eb O'Neill", "\u65e5\u672c", 'a\\b"c']
)
def test_a_name_is_shown_as_it_was_written(name: str) -> None:
    assert sheet_pdf(*content_of(name)).startswith(b"%PDF-")  # type: ignore[arg-type]


def test_a_warning_sign_and_a_first_day_have_their_sheet() -> None:
    stopped = content_of(screening=Screening(AT, ("night pain",)))
    assert sheet_content(*stopped)["stop"]  # type: ignore[arg-type]
    for case in (stopped, content_of(days=0)):
        assert sheet_pdf(*case).startswith(b"%PDF-")  # type: ignore[arg-type]


def test_two_pages_are_enough() -> None:
    pages = drawn_pages("sheet.typ", sheet_content(*content_of(days=60)), 30)  # type: ignore[arg-type]
    assert 1 <= len(pages) <= 2


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match="install psoas"):
        sheet_pdf(*content_of())  # type: ignore[arg-type]


def test_a_picture_of_a_page_gets_its_size_and_its_colours() -> None:
    made = paper_svg('<svg class="trend" viewBox="0 0 320 200"><path/></svg>', "svg path { fill: #000; }")
    assert made.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" class="trend"')
    assert "<style>svg path { fill: #000; }</style><path/></svg>" in made
