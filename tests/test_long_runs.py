"""The long runs of `benchmarks.long_runs`, in a short form."""

from pathlib import Path

import pytest
from benchmarks.long_runs import clinic_kills, damage, kills
from benchmarks.long_runs.progress import Progress
from benchmarks.long_runs.targets import OTHERS, Target

EACH = 12
"""Damaged inputs of each way in; the files of devices have a test of their own."""


@pytest.mark.parametrize("target", OTHERS, ids=lambda one: one.name)
def test_a_damaged_input_ends_in_a_result_or_a_sentence(tmp_path: Path, target: Target) -> None:
    done = damage.plain_run(target, EACH, tmp_path)
    assert done.done >= EACH
    assert done.wrong == {}


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    first = Progress(tmp_path, "a b")
    first.add([])
    first.add(["a fault"])
    again = Progress(tmp_path, "a b")
    assert (again.done, again.wrong) == (2, {"a fault": 1})


def test_a_killed_verb_leaves_nothing_half_written(tmp_path: Path) -> None:
    rows = list(kills.rows(2, tmp_path, ["coach: sets and days"]))
    assert all(row.passed for row in rows), rows


def test_a_killed_clinic_loses_nothing_that_was_finished(tmp_path: Path) -> None:
    """One kill of PostgreSQL and one of the server, while people write."""
    rows = list(clinic_kills.rows(2, tmp_path))
    assert all(row.passed for row in rows), rows
