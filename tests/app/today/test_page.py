"""The day of an address is a day that can be shown, or today."""

from datetime import date

import pytest

from psoas.app.today.page import day_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-03", "1999-12-31", "2026-02-30", "../2026-03-01"])
def test_a_day_that_cannot_be_shown_is_today(text: str) -> None:
    assert day_of(text, TODAY) == TODAY
    assert day_of("2026-03-01", TODAY) == date(2026, 3, 1)
