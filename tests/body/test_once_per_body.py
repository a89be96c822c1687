"""What is prepared from a body is prepared once, and goes with the body."""

import pickle
from dataclasses import replace

from psoas.body.model import Body
from psoas.body.once_per_body import once_per_body
from tests.loaded import body

CALLS: list[Body] = []


@once_per_body
def prepared(one: Body) -> list[str]:
    CALLS.append(one)
    return list(one.muscles)


def test_it_is_prepared_once_and_pickled_with_the_body() -> None:
    own = replace(body())
    assert prepared(own) is prepared(own)
    sent = pickle.loads(pickle.dumps(own))
    assert prepared(sent) == list(own.muscles)
    assert [own] == CALLS


def test_another_body_is_prepared_anew() -> None:
    own = replace(body())
    before = prepared(own)
    assert prepared(replace(own)) is not before


class Busy:
    """While it is pickled, another value is prepared from the body, as by another thread."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def __reduce__(self) -> tuple[type[str], tuple[()]]:
        vars(self.body)["prepared meanwhile"] = 1
        return str, ()


def test_a_body_can_be_sent_while_more_is_prepared_from_it() -> None:
    own = replace(body())
    vars(own)["busy"] = Busy(own)
    pickle.loads(pickle.dumps(own))
    assert "prepared meanwhile" in vars(own)
