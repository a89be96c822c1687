"""Templates put no value into a page as HTML."""

from html.parser import HTMLParser

import pytest
from jinja2 import TemplateNotFound

from psoas.app.markup import filled

ATTACK = "<script>alert('x')</script> & \"quoted\""


class Read(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_value_is_text_and_never_a_tag() -> None:
    read = Read(filled("day_summary.html", figures=[(ATTACK, ATTACK, ATTACK)], says=[ATTACK]))
    assert "script" not in read.tags
    assert "".join(read.words).count(ATTACK) == 4


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        filled("../notices.py")
