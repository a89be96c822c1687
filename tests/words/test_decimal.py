"""Numbers as people type them."""

import math

import pytest

from psoas.words import decimal


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12.0),
        ("-20.5", -20.5),
        (" +3. ", 3.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("2E-1", 0.2),
        ("172,5", 172.5),
    ],
)
def test_numbers(words: str, value: float) -> None:
    assert decimal(words) == value


def test_a_number_may_be_without_an_end_and_is_refused_by_who_asked() -> None:
    assert math.isinf(decimal("-inf"))
    assert math.isnan(decimal("nan"))


@pytest.mark.parametrize(
    "words", ["", "1_0", "\u0661\u0662", "\uff11", "1,234.5", "1,2,3", "0x10", "1e", ".", "1 0", "12cm"]
)
def test_what_is_no_decimal(words: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        decimal(words)
