"""The long runs of `benchmarks.long_runs`, in a short form."""

from pathlib import Path

import pytest
from benchmarks.long_runs import clinic_kills, damage, kills
from benchmarks.long_runs.progress import Progress
from benchmarks.long_runs.targets import OTHERS, Target
from benchmarks.rows import Row, write_part

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


def test_rows_of_some_verbs_leave_the_others_in_the_table(tmp_path: Path) -> None:
    page, titles = tmp_path / "page.md", {"disk": "A disk", "kills": "Kills"}
    for part in titles:
        write_part(
            page, "# Page\n", titles, part, [Row("one: 4", "a", "b", True), Row("two: 4", "a", "b", False)]
        )
    write_part(page, "# Page\n", titles, "disk", [Row("two: 5", "a", "c", True)], some=True)
    disk, kills_part = page.read_text().split("\n## ")[1:]
    assert disk.splitlines()[4:] == ["| one: 4 | a | b | yes |", "| two: 5 | a | c | yes |"]
    assert "| two: 4 | a | b | **no** |" in kills_part


def test_the_row_of_all_is_of_all_rows_of_the_page(tmp_path: Path) -> None:
    """The rows of one verb used to leave it as it was, or to put a second one below it."""
    page, titles = tmp_path / "page.md", {"kills": "Kills"}
    first, second = Progress(tmp_path, "coach: days"), Progress(tmp_path, "coach: sets")
    rows = [one.row(f"{one.name}: 20 kills", "nothing lost") for one in (first, second)]
    write_part(page, "# Page\n", titles, "kills", rows, total=kills.total)
    assert page.read_text().splitlines()[-1].startswith("| 40 kills over 2 verbs |")
    first.add_faults(["a fault", "another"])
    renewed = first.row("coach: days: 31 kills", "nothing lost")
    write_part(page, "# Page\n", titles, "kills", [renewed], some=True, total=kills.total)
    assert page.read_text().splitlines()[-3:] == [
        "| coach: days: 31 kills | nothing lost | 2 kinds of fault | **no** |",
        "| coach: sets: 20 kills | nothing lost | always | yes |",
        "| 51 kills over 2 verbs | nothing half-written, the next start fine | 2 kinds of fault | **no** |",
    ]


def test_a_killed_verb_leaves_nothing_half_written(tmp_path: Path) -> None:
    rows = list(kills.rows(2, tmp_path, ["coach: sets and days"]))
    assert all(row.passed for row in rows), rows


@pytest.mark.long
def test_a_killed_clinic_loses_nothing_that_was_finished(tmp_path: Path) -> None:
    """One kill of PostgreSQL and one of the server, while people write."""
    rows = list(clinic_kills.rows(2, tmp_path))
    assert all(row.passed for row in rows), rows
