"""Steps by parts of five minutes: none is lost or doubled, whoever counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.day import STEP_PART_S, DeviceLog, kept_steps, step_parts
from psoas.day.rules import Wear
from psoas.day.steps import count_once

NOON = 1_709_553_600
COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["wrist", "phone"]),
        st.integers(0, 4 * 3600),
        st.floats(0.5, 7200),
        st.integers(1, 5000),
    ),
    min_size=1,
    max_size=30,
)


@given(COUNTS)
def test_the_parts_hold_the_steps_of_the_file_counted_once(
    counts: list[tuple[Wear, int, float, int]],
) -> None:
    log = DeviceLog("export.zip", "made")
    for wear, after, length, count in counts:
        log.count_steps(wear, wear, NOON + after, NOON + after + length, count)
    parts = step_parts(log)
    assert sum(one.count for one in parts) == pytest.approx(
        sum(float(one.rows[:, 2].sum()) for one in count_once([log]))
    )
    assert all(one.start_s % STEP_PART_S == 0 for one in parts if one.length_s == STEP_PART_S)
    assert len({(one.start_s, one.length_s) for one in parts}) == len(parts)
    kept = DeviceLog("export.zip", "kept")
    kept_steps(kept, parts)
    again = step_parts(kept)
    assert [one.start_s for one in again] == [one.start_s for one in parts]
    assert [one.count for one in again] == pytest.approx([one.count for one in parts], rel=1e-6)


def test_a_count_over_more_than_a_day_does_not_say_when() -> None:
    log = DeviceLog("year.csv", "made")
    log.count_steps("phone", "one", NOON, NOON + 365 * 86_400, 900_000)
    assert step_parts(log) == []
    log.count_steps("phone", "one", NOON - 86_400, NOON, 7200)
    assert sum(one.count for one in step_parts(log)) == pytest.approx(7200)


def test_a_total_that_is_kept_gives_way_to_the_short_counts_of_another_file() -> None:
    """Shared out over parts of five minutes, it would fill every gap between the walks of the hour."""
    exact, kept = [], []
    for name, counts in (("watch.fit", ((600, 300, 400), (2400, 300, 450))), ("day.csv", ((0, 3600, 900),))):
        log = DeviceLog(name, "made")
        for after, length, count in counts:
            log.count_steps("wrist", name, NOON + after, NOON + after + length, count)
        exact.append(log)
        kept.append(DeviceLog(name, "kept"))
        kept_steps(kept[-1], step_parts(log))
    for logs in (exact, kept):
        assert sum(float(one.rows[:, 2].sum()) for one in count_once(logs)) == pytest.approx(850)


def test_two_files_of_the_same_walk_count_it_once() -> None:
    logs = []
    for name in ("watch.fit", "phone.zip"):
        log = DeviceLog(name, "kept")
        log.count_steps("wrist" if name == "watch.fit" else "phone", name, NOON, NOON + 300, 500)
        kept = DeviceLog(name, "kept")
        kept_steps(kept, step_parts(log))
        logs.append(kept)
    assert sum(float(one.rows[:, 2].sum()) for one in count_once(logs)) == pytest.approx(500)
