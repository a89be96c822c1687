from dataclasses import replace

import numpy as np
import pytest

from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.capture.pose.stickers import SPOTS, follow, spots
from tests.capture.pose.made_pose import made_pose, room

FRAMES = 30
SHIRT, TROUSERS = (120, 120, 130), (40, 40, 60)
GREEN, ORANGE = (30, 230, 60), (255, 110, 20)
BACK, FRONT = (-14.0, -14.0), (12.0, -11.0)
"""Centres of the stickers from the middle of the hips [px]; the trunk is 60 px long."""


def person(x: float = 300.0, scale: float = 2.0) -> Pose:
    """A person whose trunk is 120 px long."""
    pose = made_pose(x)
    hip = np.array([x + 2, 150.0])
    return replace(pose, points=(pose.points - hip) * scale + hip)


def picture(*painted: tuple[tuple[float, float], tuple[int, int, int]], radius: float = 4.0) -> np.ndarray:
    """A room with the person of `person` in plain clothes, and round spots on them, from the middle of the hips."""
    rgb = np.full((300, 600, 3), 128, np.uint8)
    rgb[20:150, 245:360] = SHIRT
    rgb[150:290, 245:360] = TROUSERS
    down, across = np.mgrid[:300, :600] + 0.5
    for (right, below), colour in painted:
        rgb[np.hypot(across - 302 - 2 * right, down - 150 - 2 * below) <= radius] = colour
    return rgb


def found(rgb: np.ndarray, pose: Pose) -> np.ndarray:
    seen = spots(rgb, pose)
    return seen[np.isfinite(seen[:, 0])]


def test_plain_clothes_have_no_spot() -> None:
    assert len(found(picture(), person())) == 0


def test_a_small_coloured_disc_is_found_at_its_centre() -> None:
    seen = found(picture((BACK, GREEN), (FRONT, GREEN)), person())
    places = sorted(seen[:, :2].tolist())
    assert len(places) == 2
    for place, (right, down) in zip(places, (BACK, FRONT), strict=True):
        assert place == pytest.approx((302 + 2 * right, 150 + 2 * down), abs=0.5)


def test_a_stripe_is_no_spot() -> None:
    rgb = picture()
    rgb[120:126, 245:360] = GREEN
    assert len(found(rgb, person())) == 0


def test_a_person_too_far_away_is_not_searched() -> None:
    assert len(found(room(SHIRT, TROUSERS, 300), person(scale=0.8))) == 0


Seen = tuple[tuple[float, float], tuple[float, float]]
"""Place from the middle of the hips [px], and colour, of a spot."""


def observed(*seen: Seen, noise: float = 0.0) -> tuple[np.ndarray, ...]:
    """Spots at these places and of these colours in each of `FRAMES` pictures, with landmarks of one person."""
    random = np.random.default_rng(3)
    places, colours = np.full((2, FRAMES, SPOTS, 2), np.nan)
    for index, (place, colour) in enumerate(seen):
        places[:, index] = np.array([302, 150]) + 2 * np.array(place) + random.normal(0, noise, (FRAMES, 2))
        colours[:, index] = colour
    points = np.repeat(person().points[None], FRAMES, 0)
    return places, colours, points


LIME = (-50.0, -50.0)


def test_the_pair_of_one_colour_is_followed() -> None:
    places, colours, points = observed((FRONT, LIME), (BACK, LIME), ((0, -20), (40, -40)))
    stickers = follow(places, colours, points)
    assert stickers[:, 0] == pytest.approx(places[:, 1])
    assert stickers[:, 1] == pytest.approx(places[:, 0])


def test_where_one_is_hidden_there_is_a_gap() -> None:
    places, colours, points = observed((FRONT, LIME), (BACK, LIME))
    places[5:9, 0] = np.nan
    stickers = follow(places, colours, points)
    assert np.isnan(stickers[5:9]).all()
    assert np.isfinite(stickers[:5]).all()
    assert np.isfinite(stickers[9:]).all()


@pytest.mark.parametrize(
    "seen",
    [
        ((FRONT, LIME), (BACK, (50.0, -50.0))),
        ((FRONT, LIME),),
        ((FRONT, LIME), ((0.0, -14.0), LIME)),
        ((FRONT, LIME), ((-14.0, 25.0), LIME)),
        ((FRONT, (9.0, -9.0)), (BACK, (9.0, -9.0))),
    ],
    ids=["two colours", "one alone", "too near", "on the thigh", "too pale"],
)
def test_what_is_no_pair_of_stickers_is_not_followed(seen: tuple[Seen, ...]) -> None:
    assert np.isnan(follow(*observed(*seen))).all()


def test_spots_that_jump_about_are_no_stickers() -> None:
    assert np.isnan(follow(*observed((FRONT, LIME), (BACK, LIME), noise=40.0))).all()


def test_a_pair_among_stronger_spots_is_no_pair_of_stickers() -> None:
    bright = (100.0, 0.0)
    others = (((2, -5), bright), ((0, -18), (0.0, 100.0)))
    assert np.isnan(follow(*observed(*others, (FRONT, LIME), (BACK, LIME)))).all()


def test_a_photograph_shows_no_stickers() -> None:
    places, colours, points = observed((FRONT, LIME), (BACK, LIME))
    assert np.isnan(follow(places[:1], colours[:1], points[:1])).all()


def test_nobody_wears_no_stickers() -> None:
    places, colours, points = observed((FRONT, LIME), (BACK, LIME))
    points[:] = np.nan
    assert np.isnan(follow(places, colours, points)).all()


def test_the_made_person_stands_where_the_tests_assume() -> None:
    assert person().points[[INDEX["left_hip"], INDEX["right_hip"]]].mean(0) == pytest.approx((302, 150))
