"""A fault in the pipeline, for tests of the command line."""

from collections.abc import Callable

import pytest

from psoas.findings.analysis import Analysis

Checked = Callable[..., Analysis]


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[Checked], None]:
    """Puts another function in the place of the pipeline, to make it fail in ways it seldom does."""
    return lambda stand_in: monkeypatch.setattr("psoas.report.check", stand_in)
