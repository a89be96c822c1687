"""The row about sitting fails for a back that does not bend."""

from dataclasses import replace

import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.validation.posture import stand_to_sit


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_a_back_that_does_not_bend_fails_row_10(body: Body) -> None:
    stiff = replace(body, polynomials=body.polynomials * 0.5)
    assert stand_to_sit(stiff).verdict == "fail"
