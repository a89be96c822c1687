"""What is read in one moment is of one moment and one transaction, whatever others write meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from psoas.app.past import Past, current_plan
from psoas.errors import UsageError
from psoas.store.store import Store
from tests.store.made import fill


@contextmanager
def counted_transactions(store: Store) -> Iterator[list[object]]:
    """Each transaction of a store that begins in the block."""
    engine, begun = store._database._engine, list[object]()

    def count(connection: object) -> None:
        begun.append(connection)

    event.listen(engine, "begin", count)
    yield begun
    event.remove(engine, "begin", count)


def names(store: Store) -> list[str]:
    return [one.name for one in store.profiles()]


def test_reads_of_a_moment_do_not_see_what_others_write_meanwhile(store: Store) -> None:
    with ThreadPoolExecutor(1) as others:
        with store.one_moment():
            before = names(store)
            others.submit(store.add_profile, "Ada").result()
            assert names(store) == before
            assert others.submit(names, store).result() == [*before, "Ada"]
        assert names(store) == [*before, "Ada"]


def test_a_moment_ends_with_its_block_also_where_that_fails(store: Store) -> None:
    with pytest.raises(UsageError), store.one_moment(), store.one_moment():
        store.add_profile("")
    before = names(store)
    store.add_profile("Ada")
    assert names(store) == [*before, "Ada"]


def test_the_past_and_the_plan_are_read_in_one_transaction(store: Store) -> None:
    fill(store)
    person = store.profiles()[0]
    with counted_transactions(store) as begun:
        Past.of(store, person)
    assert len(begun) == 1
    with counted_transactions(store) as begun:
        current_plan(store, person)
    assert len(begun) == 1
