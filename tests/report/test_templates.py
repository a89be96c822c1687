"""Every value in a page is escaped, a missing one is an error, and every template can be read."""

import jinja2
import pytest

from psoas.report.templates import template_environment


def test_every_template_of_a_folder_can_be_read() -> None:
    pages = template_environment("psoas.report")
    names = pages.list_templates(extensions=["html"])
    assert names
    for name in names:
        pages.get_template(name)


def test_what_a_person_wrote_is_escaped_and_what_is_missing_raises() -> None:
    page = template_environment("psoas.report").from_string("<p>{{ name }}</p>")
    assert page.render(name="<b>&") == "<p>&lt;b&gt;&amp;</p>"
    with pytest.raises(jinja2.UndefinedError, match="name"):
        page.render()


def test_lines_that_only_steer_leave_no_empty_line() -> None:
    page = template_environment("psoas.report").from_string("a\n  {% if yes %}\nb\n  {% endif %}\nc")
    assert page.render(yes=True) == "a\nb\nc"
    assert page.render(yes=False) == "a\nc"
