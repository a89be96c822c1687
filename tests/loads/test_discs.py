"""The discs face as the endplates of the bones beside them do."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.loads.discs import disc_axes, discs
from tests.loads.endplates import endplates, fit_discs


@pytest.fixture(scope="module")
def whole() -> Body:
    return load_body(meshes=True)


def test_the_table_is_what_the_bones_give(whole: Body) -> None:
    fitted = fit_discs(whole)
    assert list(fitted) == [disc.name for disc in discs()]
    for disc in discs():
        assert fitted[disc.name].tilt == pytest.approx(disc.tilt, abs=np.radians(0.1))


def test_the_fit_does_not_depend_on_the_person() -> None:
    tall = fit_discs(load_body(Person(height_m=1.9, factors={"spine": 1.2}), meshes=True))
    for disc in discs():
        assert tall[disc.name].tilt == pytest.approx(disc.tilt, abs=np.radians(0.1))


def test_the_lower_back_has_the_lordosis_of_people_who_stand(whole: Body) -> None:
    plates = {name: np.degrees(tilts) for name, tilts in endplates(whole).items()}
    for top in ("torso", "lumbar1"):
        assert abs(plates["pelvis"][0] - plates[top][0] - 49.8) < 11.2
    tilts = {disc.name: np.degrees(disc.tilt) for disc in discs()}
    lumbar = list(tilts.values())[:5]
    assert lumbar == sorted(lumbar, reverse=True)
    assert min(tilts, key=lambda name: abs(tilts[name])) == "L3_L4"


def test_every_disc_opens_to_the_front(whole: Body) -> None:
    plates = {name: np.degrees(tilts) for name, tilts in endplates(whole).items()}
    wedges = {disc.name: plates[disc.lower][0] - plates[disc.upper][1] for disc in discs()}
    assert all(0 < wedge < 20 for wedge in wedges.values()), wedges
    assert max(wedges, key=lambda name: wedges[name]) == "L5_S1"


def test_each_disc_has_right_handed_axes_with_the_normal_up_and_z_to_the_right() -> None:
    axes = disc_axes(load_body())
    assert list(axes) == [disc.name for disc in discs()]
    for disc in discs():
        matrix = axes[disc.name]
        np.testing.assert_allclose(matrix.T @ matrix, np.eye(3), atol=1e-12)
        np.testing.assert_allclose(np.cross(matrix[:, 0], matrix[:, 1]), matrix[:, 2], atol=1e-12)
        np.testing.assert_allclose(matrix[:, 2], [0, 0, 1])
        assert np.arctan2(matrix[0, 1], matrix[1, 1]) == pytest.approx(disc.tilt)


def test_vertebrae_have_parallel_frames_in_the_neutral_pose() -> None:
    body = load_body()
    for disc in discs():
        segment = body.skeleton.segments[disc.upper]
        assert segment.parent == disc.lower
        np.testing.assert_allclose(segment.rotation, np.eye(3), atol=1e-9)
