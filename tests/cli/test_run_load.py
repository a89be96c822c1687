"""Options of ``psoas load`` become assumptions."""

import pytest

from psoas.cli.run_load import PsoasChange
from psoas.errors import UsageError
from psoas.loads.body_loads import Assumptions
from psoas.words import speaking


@pytest.mark.parametrize(
    "option", ["--psoas-shorter", "--psoas-longer", "--psoas-weaker", "--psoas-stronger"]
)
def test_shares_become_factors(option: str) -> None:
    name = option.removeprefix("--psoas-")
    found = PsoasChange(**{name: "20%"}, side="left").assumptions(Assumptions())
    assert found is not None
    factor = {"shorter": 0.8, "longer": 1.2, "weaker": 0.8, "stronger": 1.2}[name]
    if name in ("shorter", "longer"):
        assert found == Assumptions(psoas_length=(1.0, factor))
    else:
        assert found == Assumptions(psoas_strength=(1.0, factor))
    assert PsoasChange(**{name: "20"}).words == f"psoas 20 % {name}"


def test_no_change_is_none() -> None:
    assert PsoasChange().assumptions(Assumptions()) is None
    with pytest.raises(UsageError):
        PsoasChange(side="left").assumptions(Assumptions())


def test_a_change_is_said_in_the_language_of_now() -> None:
    change = PsoasChange(shorter="10%", weaker="2,5 %", side="right")
    assert change.words == "right psoas 10 % shorter and 2.5 % weaker"
    with speaking("de"):
        assert change.words == "rechter Psoas 10 % kürzer und 2,5 % schwächer"
