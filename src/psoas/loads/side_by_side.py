"""Searches side by side: what they ask at a time is answered in one batch, which costs little more than one answer.

Each search runs in a thread of its own and waits there for its answers. The batches depend on the searches alone and
not on the threads' pace, so that the results are the same every time.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
Result = TypeVar("Result")


def side_by_side(
    searches: Sequence[Callable[[Callable[[Question], Answer]], Result]],
    answers_to: Callable[[list[Question]], list[Answer]],
    progress: Callable[[int], None] | None = None,
) -> list[Result]:
    """Run some searches until all have ended.

    Args:
        searches: each takes a function that answers a question of its own.
        answers_to: answers a batch of questions in their order; it runs in the caller's thread.
        progress: called with the number of searches that have ended, after each batch.

    Returns:
        The searches' results.

    Raises:
        Exception: whatever a search raised, after the others have ended, or ``answers_to`` at once.
    """
    arrived: SimpleQueue[tuple[int, Question | None]] = SimpleQueue()
    answered: list[SimpleQueue[Answer | None]] = [SimpleQueue() for _ in searches]

    def run(number: int) -> Result:
        def ask(question: Question) -> Answer:
            arrived.put((number, question))
            answer = answered[number].get()
            if answer is None:
                raise _SearchStopped
            return answer

        try:
            return searches[number](ask)
        finally:
            arrived.put((number, None))

    with ThreadPoolExecutor(max(len(searches), 1)) as pool:
        futures = [pool.submit(run, number) for number in range(len(searches))]
        busy = running = len(searches)
        try:
            while running:
                heard = dict(arrived.get() for _ in range(busy))
                questions = {number: heard[number] for number in sorted(heard) if heard[number] is not None}
                running -= busy - len(questions)
                busy = len(questions)
                if progress is not None:
                    progress(len(searches) - running)
                found = (
                    answers_to([one for one in questions.values() if one is not None]) if questions else []
                )
                for number, answer in zip(questions, found, strict=True):
                    answered[number].put(answer)
        except BaseException:
            for queue in answered:
                queue.put(None)
            raise
    return [one.result() for one in futures]


class _SearchStopped(Exception):
    """The batch failed or was interrupted, and with it every search."""
