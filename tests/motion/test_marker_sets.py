"""Marker sets: what is known by which name, and where it sits."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.capture.files.markers import plain_marker_name
from psoas.data import read_data
from psoas.errors import InputError
from psoas.motion.marker_sets import MarkerSet, load_marker_sets, match_markers
from tests.motion.toy_body import marker_set

PLUG_IN_GAIT = [
    *("LASI", "RASI", "LPSI", "RPSI", "LTHI", "LKNE", "LTIB", "LANK", "LHEE", "LTOE"),
    *("RTHI", "RKNE", "RTIB", "RANK", "RHEE", "RTOE", "C7", "T10", "CLAV", "STRN"),
]
GAIT2392 = [
    *("R.ASIS", "L.ASIS", "V.Sacral", "R.Thigh.Upper", "R.Shank.Front", "L.Thigh.Upper", "L.Shank.Upper"),
    *("R.Heel", "R.Bicep"),
]


@pytest.mark.parametrize("name", ["R_ASIS", "RASIS", "r.asis", "Anna:R.ASIS", "R ASIS"])
def test_a_name_is_known_however_it_is_written(name: str) -> None:
    assert plain_marker_name(name) == "rasis"
    match = match_markers([name, *GAIT2392[1:]])
    assert match.names[name] == "R.ASIS"


def test_the_set_that_knows_most_names_is_taken() -> None:
    assert match_markers(GAIT2392).set.name == "gait2392"
    assert match_markers(GAIT2392).unused == ("R.Bicep",)
    match = match_markers([f"Anna:{name}" for name in PLUG_IN_GAIT])
    assert match.set.name == "rajagopal2016"
    assert match.names["Anna:LKNE"] == "LLFC"
    assert set(match.unused) == {"Anna:T10", "Anna:STRN"}


def test_too_few_markers_say_what_is_missing_and_what_is_unknown() -> None:
    with pytest.raises(
        InputError, match=r"three on the pelvis \(RASI.*of which 1 is there.*thigh.*not known here: hat"
    ):
        match_markers(["RASI", "hat"])
    with pytest.raises(InputError, match="one on the shank"):
        match_markers(["RASI", "LASI", "RPSI", "RTH1"])
    with pytest.raises(InputError, match="of the same leg"):
        match_markers(["RASI", "LASI", "RPSI", "RTH1", "LTB1"])
    with pytest.raises(InputError, match="none is there"):
        match_markers([])


def test_two_people_in_one_file_are_told_apart_by_hand() -> None:
    with pytest.raises(InputError, match="'A:LASI' and 'B:LASI' are both LASI; keep one person"):
        match_markers([f"{person}:{name}" for person in "AB" for name in PLUG_IN_GAIT])


@pytest.mark.parametrize("known", load_marker_sets(), ids=lambda known: known.name)
def test_left_mirrors_right(known: MarkerSet) -> None:
    places = known.places
    left = [name for name, place in places.items() if place.segment.endswith("_l")]
    right = [name for name, place in places.items() if place.segment.endswith("_r")]
    assert len(left) == len(right) >= 10
    for name in left:
        other = places["R" + name[1:]]
        assert other.segment == places[name].segment[:-1] + "r"
        np.testing.assert_array_equal(other.location * [1, 1, -1], places[name].location)


def test_gait2392_s_pelvis_is_turned_onto_rajagopal_s() -> None:
    """The turn takes gait2392's hip centre to Rajagopal's, in the sagittal plane."""
    turn = np.radians(read_data("psoas.motion", "marker_sets.json")["sets"]["gait2392"]["pelvis_turn_deg"])
    turned = complex(-0.0707, -0.0661) * np.exp(1j * turn)
    assert abs(turned - complex(-0.05628, -0.07849)) < 0.001
    asis, sacral = (marker_set("gait2392").places[name].location for name in ("R.ASIS", "V.Sacral"))
    assert np.linalg.norm(asis - sacral) == pytest.approx(np.linalg.norm([0.18, -0.01, 0.128]))


@pytest.mark.parametrize("known", load_marker_sets(), ids=lambda known: known.name)
def test_markers_lie_on_the_skin_over_the_body_s_own_segments(known: MarkerSet) -> None:
    """Each place is on a segment of the body, within reach of its joint."""
    reach = {"pelvis": 0.22, "femur": 0.45, "tibia": 0.42, "calcn": 0.28, "torso": 0.7}
    body = load_body()
    for name, place in known.places.items():
        assert body.model.body(place.segment).id > 0
        assert 0.01 < np.linalg.norm(place.location) < reach[place.segment.split("_")[0]], name


def test_every_set_states_source_and_licence() -> None:
    for known in load_marker_sets():
        entry = read_data("psoas.motion", "marker_sets.json")["sets"][known.name]
        assert entry["source"]
        assert entry["licence"]
        for names in known.measure.values():
            assert set(names) <= set(known.places)
