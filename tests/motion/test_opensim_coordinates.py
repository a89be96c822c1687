"""Coordinates of other programs come in the body's names and signs, or are refused with the reason."""

import numpy as np
import pytest

from psoas.body.coordinates import BODY_COORDINATES, COORDINATES
from psoas.errors import InputError
from psoas.motion.opensim_coordinates import coordinate_of, from_opensim
from psoas.timeseries import TimeSeries
from tests.recordings.made_recording import walk


def opensim(made: TimeSeries, **changed: float) -> TimeSeries:
    """The same with OpenSim's signs; the columns named are multiplied."""
    columns = {
        name: made[name] * (COORDINATES[name].opensim_sign or 1.0) * changed.get(name, 1.0)
        for name in made.names
    }
    return TimeSeries.from_columns(made.time, columns, {name: made.unit_of(name) for name in made.names})


@pytest.mark.parametrize("name", ["hip_flexion_r", "pelvis_tx", "lumbar_extension"])
def test_a_coordinate_is_known_by_its_name_or_by_its_path_among_the_states(name: str) -> None:
    assert coordinate_of(name) == coordinate_of(f"/jointset/some/{name}/value") == name
    assert coordinate_of(f"/jointset/some/{name}/speed") is None
    assert coordinate_of(f"{name}_moment") is None
    assert coordinate_of("value") is None


def test_angles_of_ours_come_back_and_other_columns_are_named() -> None:
    made = walk()
    file = opensim(made).joined(TimeSeries.from_columns(made.time, {"psoas_r": 0 * made.time}, "N"))
    found = from_opensim(file, "a.mot")
    assert found.unused == ("psoas_r",)
    assert not found.knee_turned
    assert found.coordinates.names == tuple(name for name in BODY_COORDINATES if name in made)
    for name in made.names:
        np.testing.assert_allclose(found.coordinates[name], made[name], atol=1e-12)


def test_both_knees_are_turned_where_they_are_negative_in_flexion() -> None:
    made = walk()
    found = from_opensim(opensim(made, knee_angle_r=-1, knee_angle_l=-1), "a.mot")
    assert found.knee_turned
    np.testing.assert_allclose(found.coordinates["knee_angle_l"], made["knee_angle_l"], atol=1e-12)
    with pytest.raises(
        InputError, match=r"a\.mot: one knee bends to the positive and one to the negative side"
    ):
        from_opensim(opensim(made, knee_angle_r=-1), "a.mot")


def test_short_names_of_other_models_are_known() -> None:
    names = ("hip_flex_r", "knee_flex_l", "lumbar_ext", "pelvis_rot", "subt_angle_r")
    assert [coordinate_of(name) for name in names] == [
        *("hip_flexion_r", "knee_angle_l", "lumbar_extension", "pelvis_rotation", "subtalar_angle_r")
    ]
    assert coordinate_of("knee_flex") is None


def test_a_column_without_any_number_gives_way_to_one_that_has_them() -> None:
    made = opensim(walk())
    empty = TimeSeries.from_columns(made.time, {"hip_flexion_r": np.full(len(made), np.nan)}, "rad")
    columns = {name: made[name] for name in made.names if name != "hip_flexion_r"}
    columns["/jointset/hip_r/hip_flexion_r/value"] = made["hip_flexion_r"]
    found = from_opensim(empty.joined(TimeSeries.from_columns(made.time, columns, "rad")), "a.sto")
    np.testing.assert_allclose(found.coordinates["hip_flexion_r"], walk()["hip_flexion_r"])
    assert found.unused == ("hip_flexion_r",)


def test_a_pelvis_in_millimetres_is_refused() -> None:
    made = walk()
    place = TimeSeries.from_columns(made.time, {"pelvis_ty": 950.0 + 0 * made.time}, "m")
    with pytest.raises(
        InputError, match=r"a\.mot: pelvis_ty goes to 950 m; write the pelvis's place in metres"
    ):
        from_opensim(opensim(made).joined(place), "a.mot")
