"""Searches side by side are answered in batches, in their own order, and end together when one fails."""

import threading
from collections.abc import Callable

import pytest

from psoas.loads.side_by_side import side_by_side

Ask = Callable[[int], int]


def counting(times: int) -> Callable[[Ask], int]:
    """A search that asks some times and adds the answers."""
    return lambda ask: sum(ask(number) for number in range(times))


def squares(batches: list[list[int]]) -> Callable[[list[int]], list[int]]:
    def answers_to(questions: list[int]) -> list[int]:
        batches.append(questions)
        return [one**2 for one in questions]

    return answers_to


def test_every_search_gets_its_own_answers_and_each_round_is_one_batch() -> None:
    batches: list[list[int]] = []
    assert side_by_side([counting(2), counting(0), counting(4)], squares(batches)) == [1, 0, 14]
    assert batches == [[0, 0], [1, 1], [2], [3]]


def test_progress_counts_the_searches_that_have_ended() -> None:
    counts: list[int] = []
    side_by_side([counting(1), counting(2)], squares([]), counts.append)
    assert counts == [0, 1, 2]


def test_no_search_has_no_result() -> None:
    assert side_by_side([], squares([])) == []


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_an_interrupted_batch_ends_every_search(failure: type[BaseException]) -> None:
    before = threading.active_count()

    def answers_to(questions: list[int]) -> list[int]:
        raise failure

    with pytest.raises(failure):
        side_by_side([counting(3), counting(5)], answers_to)
    assert threading.active_count() == before


def test_what_a_search_raises_is_raised_after_the_others_have_ended() -> None:
    ended: list[int] = []

    def failing(ask: Ask) -> int:
        raise LookupError(str(ask(0)))

    def slower(ask: Ask) -> int:
        ended.append(counting(3)(ask))
        return ended[-1]

    with pytest.raises(LookupError):
        side_by_side([failing, slower], squares([]))
    assert ended == [5]
