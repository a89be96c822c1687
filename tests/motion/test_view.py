import numpy as np
import pytest

from psoas.motion.view import facing, turned_round
from psoas.sides import SideWord
from psoas.timeseries import TimeSeries
from tests.motion import figure

TIME = np.arange(20) / 30


@pytest.mark.parametrize("side", ["left", "right"])
def test_which_way_a_person_faces(side: SideWord) -> None:
    assert facing(figure.points(TIME, facing=side), figure.world(TIME, side)) == side


def test_a_front_view_faces_neither_side() -> None:
    points = figure.points(TIME)
    for name in points.names:  # everything on the middle line, and the two sides equally far away
        if name.endswith(".x"):
            points[name][:] = 480.0
    world = figure.world(TIME, "right", yaw_deg=90.0)
    assert facing(points, world) is None


def test_the_way_back_of_a_walk_is_found() -> None:
    there, back = figure.points(TIME, facing="right"), figure.points(TIME, facing="left")
    time = np.r_[TIME, TIME + 1.0]
    points = TimeSeries(time, there.names, np.r_[there.values, back.values], there.units)
    depth = [figure.world(TIME, side) for side in ("right", "left")]
    world = TimeSeries(time, depth[0].names, np.r_[depth[0].values, depth[1].values], depth[0].units)
    assert turned_round(points, world, "right").tolist() == [False] * 20 + [True] * 20


def test_of_some_pictures_in_which_a_person_turns_at_both_ends_those_that_face_where_most_do_stay() -> None:
    sides: tuple[SideWord, ...] = ("left", "right", "right", "right", "left")
    time = TIME[: len(sides)]
    looks = [(figure.points(time, facing=side), figure.world(time, side)) for side in sides]
    points, world = (
        TimeSeries(time, one.names, np.stack([look[kind].values[0] for look in looks]), one.units)
        for kind, one in enumerate(looks[0])
    )
    assert facing(points, world) == "right"
    assert turned_round(points, world, "right").tolist() == [True, False, False, False, True]
