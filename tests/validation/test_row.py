"""Every row has its limit and its source in ``literature.json``."""

import pytest

from psoas.validation.row import figures
from psoas.validation.table import ROWS


@pytest.mark.parametrize("number", range(1, ROWS + 1))
def test_every_row_has_a_source(number: int) -> None:
    assert len(figures(number)["source"]) > 10
