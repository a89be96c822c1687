"""The body and its standing posture, made once for each module that asks for them."""

import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.loads.stance import Stance


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def both(body: Body) -> Stance:
    return Stance.of(body, alike=True)
