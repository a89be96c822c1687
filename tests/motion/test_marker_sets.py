"""Marker sets: what is known by which name, and where it sits."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.capture.files.markers import plain_marker_name
from psoas.data import read_data
from psoas.errors import InputError
from psoas.motion.marker_sets import MarkerSet, load_marker_sets, marker_places, match_markers
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
    assert match.set.name == "plug_in_gait"
    assert match.names["Anna:LKNE"] == "LLFC"
    assert match.names["Anna:LTOE"] == "LMT2"
    assert match.unused == ()


SETS = {
    "rajagopal2016": "RASI LASI RPSI LPSI RTH1 RTH2 LTH1 RLFC LLFC RTB1 LTB1 RCAL RTOE RMT5 LCAL LTOE C7",
    "plug_in_gait": "RASI LASI SACR RTHI RKNE RTIB RANK RHEE RTOE LTHI LKNE LTIB LANK LHEE LTOE",
    "helen_hayes": "R.ASIS L.ASIS V.Sacral R.Thigh R.Knee R.Shank R.Ankle R.Heel R.Toe R.Knee.Medial R.Ankle.Medial",
    "davis": "c7|r should|sacrum|r asis|l asis|r thigh|r bar 1|r knee 1|r knee 2|r bar 2|r mall|r met|r heel",
    "ior": "RASIS LASIS RPSIS LPSIS RGT RLE RME RHF RTT RLM RMM RCA RFM RSM RVM LGT LLE LME LHF LTT LLM LMM LCA",
    "cast": "R_IAS L_IAS R_IPS L_IPS R_FTC R_FLE R_FME R_TH1 R_TH2 R_TH3 R_TH4 R_SK1 R_SK2 R_SK3 R_SK4 R_FAL",
    "optitrack": "WaistLFront WaistRFront WaistLBack WaistRBack RThigh RKneeOut RShin RAnkleOut RHeel RToeOut",
    "opencap": "r.ASIS_study L.ASIS_study r.PSIS_study L.PSIS_study r_knee_study r_mknee_study r_ankle_study "
    "r_toe_study r_calc_study L_knee_study L_ankle_study L_calc_study RKnee RAnkle RHeel C7_study",
}
"""Names of each set as laboratories write them."""


@pytest.mark.parametrize("prefix", ["", "Skeleton 001:", "Skeleton_001_", "Skeleton_001:Skeleton_"])
@pytest.mark.parametrize("name", SETS)
def test_the_usual_sets_are_recognised_with_or_without_a_skeleton_s_name(name: str, prefix: str) -> None:
    written = SETS[name].split("|") if "|" in SETS[name] else SETS[name].split()
    match = match_markers([prefix + each for each in written])
    assert match.set.name == name
    assert len(match.names) >= len(written) - 3
    sides = {each[:1].lower() for each in written} & {"l", "r"}
    for theirs, ours in match.names.items():
        side = theirs.removeprefix(prefix)[:1].lower()
        if side in sides and not theirs.removeprefix(prefix).startswith("Waist"):
            assert ours[:1].lower() == side, theirs


def test_one_leg_and_the_sacrum_are_enough() -> None:
    match = match_markers(["RASI", "LASI", "SACR", "RKNE", "RANK", "RHEE", "RTOE"])
    assert match.names["SACR"] == "SACR"
    np.testing.assert_allclose(
        match.set.places["SACR"].location,
        (match.set.places["RPSI"].location + match.set.places["LPSI"].location) / 2,
    )


def test_of_two_names_of_one_marker_the_set_s_own_is_used() -> None:
    names = [*SETS["davis"].split("|"), "r knee", "r ankle"]
    match = match_markers(names)
    assert match.names["r knee 1"] == "RLFC"
    assert match.unused == ("r knee", "r ankle")


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
        for ways in known.measure.values():
            assert {name for way in ways for name in way} <= set(known.places)


def test_every_marker_of_psoas_has_its_place_in_words() -> None:
    places = marker_places()
    assert places["LMT5"] == "head of the fifth metatarsal, left"
    assert places["RTH3"] == "anywhere on the thigh (RTH1 to RTH4), right"
    assert set(places) <= set(marker_set("rajagopal2016").places)
    assert {"RASI", "SACR", "LLFC", "RLMAL", "RCAL"} <= set(places)
