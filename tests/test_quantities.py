"""The table of quantities names each figure once, and belongs to the body and to a repetition."""

from dataclasses import fields
from typing import get_args

from psoas.body.coordinates import COORDINATES
from psoas.exercises.repetition import Repetition
from psoas.quantities import MOVEMENTS, QUANTITIES, RECORDED, Movement, finding_of


def test_no_two_figures_share_a_key_a_coordinate_or_a_column() -> None:
    for attribute in ("key", "coordinate", "column", "record"):
        names = [getattr(one, attribute) for one in QUANTITIES]
        assert len(set(names)) == len(names), attribute


def test_every_figure_comes_from_an_angle_and_has_a_place_in_a_repetition() -> None:
    columns = {field.name for field in fields(Repetition)}
    for one in QUANTITIES:
        assert COORDINATES[str(one.coordinate)].unit == "rad"
        assert one.unit == "deg"
        assert one.column in columns
        assert str(one.column).endswith(f"_{one.unit}")


def test_a_finding_has_the_name_of_the_quantity_or_of_its_coordinate() -> None:
    for one in QUANTITIES:
        assert finding_of(str(one.coordinate)) == one.key
    assert finding_of("knee_angle_r") == "knee_angle_r"


def test_what_the_coach_keeps_has_a_coordinate_to_take_its_band_from() -> None:
    assert set(RECORDED) == {one.record for one in QUANTITIES if one.record}
    assert set(RECORDED.values()) <= set(COORDINATES)


def test_every_movement_has_words() -> None:
    assert set(MOVEMENTS) == set(get_args(Movement))
    assert len({movement.label for movement in MOVEMENTS.values()}) == len(MOVEMENTS)
    assert {name for name, movement in MOVEMENTS.items() if movement.slow}.isdisjoint({"walking", "running"})
