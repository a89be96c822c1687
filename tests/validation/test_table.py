"""The body passes every row, and the page shows a row that failed as failed."""

from collections.abc import Callable

import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.validation.flexors import torque
from psoas.validation.geometry import clear_of_bones, continuous, lumbar_arms, smooth, symmetric
from psoas.validation.posture import stand_to_sit
from psoas.validation.row import Row
from psoas.validation.strength import fibres, hip_arms, passive_moment, sensitivity
from psoas.validation.table import page


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.mark.parametrize(
    "check",
    [
        continuous,
        smooth,
        symmetric,
        hip_arms,
        torque,
        lumbar_arms,
        clear_of_bones,
        fibres,
        stand_to_sit,
        passive_moment,
        sensitivity,
    ],
)
def test_the_body_passes(body: Body, check: Callable[[Body], Row]) -> None:
    row = check(body)
    assert row.verdict == "pass", row.reached
    assert row.source


def test_the_page_shows_failed_rows_as_failed() -> None:
    row = Row(4, "arm", "20 mm", "3 mm", "fail", "someone 1999", (("deg", "mm"), [(0, 3)]), "why")
    text = page([row])
    assert "| 4 | arm | 20 mm | 3 mm | **fail** |" in text
    assert "| 0 | 3 |" in text
    assert "Source: someone 1999." in text


def test_the_page_says_what_moved_and_what_was_before() -> None:
    text = page(
        [Row(13, "psoas", "15 %", "15.6 %", "pass", "someone 1999"), Row(3, "mirror", "0", "0", "pass", "us")]
    )
    assert "| 13 | standing 0.1 %, sitting straight 0.2 %, sit-up 4.9 %" in text
    assert "| 15.6 %: pass |" in text
    assert "What moved" not in page([Row(3, "mirror", "0", "0", "pass", "us")])


def test_what_moved_names_the_rows_of_the_moved_spine_too() -> None:
    text = page(
        [Row(6, "arms", "35 mm", "31 mm", "pass", "us"), Row(18, "trunk", "171", "189", "fail", "us")]
    )
    assert "| 6 | mean from +4.1 mm at L1/2" in text
    assert "| 189: fail |" in text
    assert "docs/model.md (What the last changes moved)" in text
