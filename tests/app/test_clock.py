"""The coach reads the time in one place, and whole days by a simulated clock are kept as they were."""

import re
from pathlib import Path

import pytest
from benchmarks.long_runs.day_of_coach import SCENARIOS, Scenario, faults

import psoas.app

READS = re.compile(r"datetime\.(now|today|utcnow)\(|date\.today\(|\btime\.(time|monotonic)\b")
APP = Path(psoas.app.__file__).parent


def test_one_module_of_the_coach_reads_a_clock() -> None:
    reads = {path.name for path in APP.rglob("*.py") if READS.search(path.read_text(encoding="utf-8"))}
    assert reads == {"clock.py"}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_a_day_is_kept_as_it_was(scenario: Scenario) -> None:
    """A look a minute in place of four: the long run has all."""
    assert faults(scenario, 60.0) == []
