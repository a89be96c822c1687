"""Inverse kinematics: poses that were turned into markers come back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.scaling import PARTS, Person
from psoas.capture.files.markers import Markers
from psoas.capture.files.trc import read_trc
from psoas.errors import InputError
from psoas.motion.inverse_kinematics import Kinematics, fit_markers, inverse_kinematics
from psoas.motion.marked_body import MarkedBody
from psoas.timeseries import Array
from tests.capture.files.marker_files import write_trc
from tests.motion.toy_body import PERSON, ToyBody, marker_set, recorded, solve_markers, toy_body, walk

SHIFTED = {
    "RTH1": (0.02, 0.015, 0.01), "RTH2": (-0.01, -0.02, 0.01), "LTH3": (0.015, 0.02, 0.0),
    "RTB1": (0.02, -0.01, 0.01), "LTB2": (0.01, 0.02, -0.01), "RACR": (0.0, 0.02, 0.03),
}  # fmt: skip


@pytest.fixture(scope="module")
def body() -> ToyBody:
    return toy_body()


def worst_degrees(found: Kinematics, body: ToyBody, poses: Array, but: tuple[str, ...] = ()) -> float:
    """Largest error of an angle over all frames [deg]."""
    return max(
        float(np.degrees(np.abs(found.coordinates[name] - poses[:, body.coordinates.index(name)]).max()))
        for name in found.coordinates.names
        if found.coordinates.unit_of(name) == "rad" and name not in but
    )


@pytest.mark.parametrize("set_name", ["rajagopal2016", "gait2392"])
def test_a_walk_comes_back_through_a_file(body: ToyBody, set_name: str, tmp_path: Path) -> None:
    poses = walk(body)
    track = recorded(body, poses, set_name)
    write_trc(tmp_path / "walk.trc", track.time, track.names, track.positions)
    found = solve_markers(body, read_trc(tmp_path / "walk.trc"))
    assert worst_degrees(found, body, poses) < 0.15
    assert found.marker_error["rms"].max() < 0.0005
    assert found.turned_deg == 0
    assert all(size == pytest.approx(1, abs=0.006) for size in found.fit.factors.values())


def test_what_no_marker_tells_is_left_out(body: ToyBody) -> None:
    found = solve_markers(body, recorded(body, walk(body, 10)))
    absent = set(body.coordinates) - set(found.coordinates.names)
    assert absent == {"arm_flex_r", "subtalar_angle_r", "subtalar_angle_l"}


def test_a_person_of_other_size_with_markers_off_their_place(body: ToyBody) -> None:
    poses = walk(body)
    found = solve_markers(body, recorded(body, poses, sizes=PERSON, moved=SHIFTED))
    for part, size in PERSON.items():
        assert found.fit.factors[part] == pytest.approx(size, abs=0.015), part
    assert worst_degrees(found, body, poses, ("hip_rotation_r", "hip_rotation_l")) < 1.0
    assert worst_degrees(found, body, poses) < 3.0
    assert np.median(found.marker_error["rms"]) < 0.003


def test_a_fit_from_a_still_stance_serves_a_recording_with_fewer_markers(body: ToyBody) -> None:
    stance = recorded(
        body, body.poses(pelvis_ty=np.full(5, 1.0), knee_angle_r=0.1, knee_angle_l=0.1), sizes=PERSON
    )
    poses = walk(body)
    whole = recorded(body, poses, sizes=PERSON)
    gone = {"RLFC", "RMFC", "LLFC", "LMFC", "RLMAL", "RMMAL", "LLMAL", "LMMAL"}
    kept = [index for index, name in enumerate(whole.names) if name not in gone]
    part = Markers(whole.time, tuple(whole.names[index] for index in kept), whole.positions[:, kept])
    found = solve_markers(body, part, static=stance)
    assert worst_degrees(found, body, poses) < 0.5


@pytest.mark.parametrize(("turn", "told"), [(0, 0), (90, -90), (-90, 90), (180, 180), (100, -90)])
def test_a_person_who_goes_another_way_is_turned_to_face_x(body: ToyBody, turn: int, told: float) -> None:
    track = recorded(body, walk(body, 10))
    angle = np.radians(turn)
    about = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    found = solve_markers(body, replace(track, positions=track.positions @ about.T))
    assert found.turned_deg == told
    expected = walk(body, 10)
    np.testing.assert_allclose(
        found.coordinates["hip_flexion_r"], expected[:, body.coordinates.index("hip_flexion_r")], atol=0.005
    )


def test_gaps_stay_gaps(body: ToyBody) -> None:
    poses = walk(body)
    track = recorded(body, poses)
    positions = track.positions.copy()
    column = {name: index for index, name in enumerate(track.names)}
    positions[5:8, [column["RASI"], column["LASI"], column["SACR"]]] = np.nan
    positions[
        10:12,
        [
            column[name]
            for name in track.names
            if name.startswith(("LTH", "LTB", "LL", "LM", "LC", "LT", "LG", "LF"))
        ],
    ] = np.nan
    positions[20, column["RTH1"]] = np.nan
    found = solve_markers(body, replace(track, positions=positions))
    assert np.isnan(found.coordinates.values[5:8]).all()
    assert np.isnan(found.marker_error["rms"][5:8]).all()
    assert np.isnan(found.coordinates["knee_angle_l"][10:12]).all()
    assert np.isfinite(found.coordinates["knee_angle_r"][10:12]).all()
    measured = np.isfinite(found.coordinates["hip_flexion_r"])
    truth = poses[:, body.coordinates.index("hip_flexion_r")]
    np.testing.assert_allclose(found.coordinates["hip_flexion_r"][measured], truth[measured], atol=0.005)
    assert measured.sum() == len(poses) - 3


def test_angles_stay_in_their_ranges(body: ToyBody) -> None:
    poses = body.poses(pelvis_ty=np.ones(4), knee_angle_r=-0.1)
    found = solve_markers(body, recorded(body, poses))
    assert found.coordinates["knee_angle_r"].min() >= 0


def test_someone_who_sits_from_the_start(body: ToyBody) -> None:
    poses = body.poses(
        pelvis_ty=np.full(6, 0.5), hip_flexion_r=1.6, hip_flexion_l=1.5, knee_angle_r=1.6, knee_angle_l=1.4
    )
    found = solve_markers(body, recorded(body, poses))
    assert worst_degrees(found, body, poses) < 0.8


@pytest.mark.parametrize(
    "pairs", [("ASI", "PSI"), ("CAL", "TOE", "MT5"), ("ASI", "PSI", "CAL"), ("LFC", "MFC", "LMAL", "MMAL")]
)
def test_swapped_names_do_not_fit(body: ToyBody, pairs: tuple[str, ...]) -> None:
    track = recorded(body, walk(body, 12))
    swap = {side + pair: other + pair for pair in pairs for side, other in ("LR", "RL")}
    with pytest.raises(InputError, match=r"the markers do not fit a body: .*no names are swapped"):
        solve_markers(body, replace(track, names=tuple(swap.get(name, name) for name in track.names)))


def test_feet_that_fit_no_foot_are_left_out_and_the_legs_are_measured(body: ToyBody) -> None:
    poses = walk(body, 12)
    track = recorded(body, poses)
    feet = [
        index
        for index, name in enumerate(track.names)
        if name in ("RTOE", "LTOE", "RMT1", "LMT1", "RMT2", "LMT2")
    ]
    kept = [index for index in range(len(track.names)) if index not in feet]
    positions = track.positions[:, kept].copy()
    names = tuple(track.names[index] for index in kept)
    for heel, toe in (("RCAL", "RMT5"), ("LCAL", "LMT5")):
        way = positions[:, names.index(toe)] - positions[:, names.index(heel)]
        positions[:, names.index(toe)] = positions[:, names.index(heel)] + 0.45 * way
    found = solve_markers(body, replace(track, names=names, positions=positions))
    assert found.fit.notes[0][0] == "foot"
    assert "The markers of the feet are left out" in found.fit.notes[0][1]
    assert "ankle_angle_r" not in found.coordinates
    knee = poses[:, body.coordinates.index("knee_angle_r")]
    np.testing.assert_allclose(found.coordinates["knee_angle_r"], knee, atol=0.02)


def test_the_worst_markers_are_named(body: ToyBody) -> None:
    """The error cannot tell which name is wrong, but it says where to look."""
    track = recorded(body, walk(body, 12))
    fit = fit_markers(body, track)
    swap = {"RLMAL": "LLMAL", "LLMAL": "RLMAL", "RMMAL": "LMMAL", "LMMAL": "RMMAL"}
    with pytest.raises(InputError, match=r"off by \d+ cm \(.*[RL][LM]MAL \d+ cm"):
        inverse_kinematics(
            body, replace(track, names=tuple(swap.get(name, name) for name in track.names)), fit
        )


def test_a_pelvis_that_is_never_whole_is_refused(body: ToyBody) -> None:
    track = recorded(body, walk(body, 4))
    positions = track.positions.copy()
    for frame in range(4):
        positions[
            frame,
            [
                track.names.index(name)
                for name in (("RASI", "LPSI", "SACR"), ("LASI", "RPSI", "SACR"))[frame % 2]
            ],
        ] = np.nan
    with pytest.raises(InputError, match="in no frame are three markers of the pelvis"):
        solve_markers(body, replace(track, positions=positions))


def test_the_real_body_gives_back_its_own_walk() -> None:
    """Markers of the body itself, sized and posed, through sizes and places and back."""
    body = load_body(Person(factors=dict.fromkeys(PARTS, 1.0)))
    phase = np.linspace(0, 2 * np.pi, 12)
    values: dict[str, Array | float] = {
        "pelvis_ty": 0.95, "pelvis_tilt": 0.1,
        "hip_flexion_r": 0.3 * np.cos(phase), "knee_angle_r": 0.5 + 0.4 * np.sin(phase),
        "hip_flexion_l": -0.3 * np.cos(phase), "knee_angle_l": 0.5, "lumbar_extension": -0.1,
    }  # fmt: skip
    poses = np.zeros((len(phase), len(body.coordinates)))
    for name, value in values.items():
        poses[:, body.coordinates.index(name)] = value
    known = marker_set("rajagopal2016")
    marked = MarkedBody(body, list(known.places.values()))
    positions = np.array([marked.view(pose, marked.base_locations).positions for pose in poses])
    track = Markers(phase / 6, tuple(known.places), positions)
    fit = fit_markers(body, track)
    found = inverse_kinematics(body, track, fit)
    for name in found.coordinates.names:
        truth = poses[:, body.coordinates.index(name)]
        np.testing.assert_allclose(found.coordinates[name], truth, atol=0.003, err_msg=name)
