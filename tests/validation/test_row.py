"""Every row has its limit and its source in ``literature.json``."""

import pytest

from psoas.validation.row import figures


@pytest.mark.parametrize("number", range(1, 17))
def test_every_row_has_a_source(number: int) -> None:
    assert len(figures(number)["source"]) > 10
