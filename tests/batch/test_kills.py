"""Whatever takes part in a batch is killed once; `python -m benchmarks.batch kills` does it fifty times."""

import pytest
from benchmarks.batch.kills import VICTIMS, rows


@pytest.mark.long
def test_each_kind_of_process_is_killed_once() -> None:
    found = list(rows(len(VICTIMS), recordings=6, workers=(2,)))
    assert all(row.passed for row in found), found
