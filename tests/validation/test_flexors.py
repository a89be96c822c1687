"""Row 5: psoas and iliacus keep their torque, and each other flexor loses it as measured bodies do."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.muscle.paths import muscle_paths
from psoas.validation.flexors import flexion_torque, share_of_extended, torque
from psoas.validation.row import Row, figures
from psoas.validation.sampling import hip_sweep
from tests.validation.wrong_bodies import changed, pinned_to_the_pelvis


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def row(body: Body) -> Row:
    return torque(body)


def test_a_fixed_point_on_the_pelvis_fails_row_5(body: Body) -> None:
    assert torque(changed(body, pinned_to_the_pelvis)).verdict == "fail"


def test_the_row_shows_which_flexors_lose_torque_and_the_arms_beside_those_of_kumazaki(row: Row) -> None:
    assert row.table is not None
    header, lines = row.table
    names = [name for name in header if name == "all flexors, knee 90 deg" or name.startswith("of these")]
    every, *parts = (header.index(name) for name in names)
    for line in lines:
        assert sum(float(str(line[part])) for part in parts) < float(str(line[every]))
    lost = [float(str(lines[2][column])) - float(str(lines[4][column])) for column in (every, *parts)]
    assert sum(lost[1:]) > 0.9 * lost[0] > 0
    assert "rectus femoris 32 mm at 0 deg, greatest (51) at 53 (Kumazaki: 40)" in row.remark


def test_each_flexor_flexes_and_extends_where_both_measured_bodies_do_by_a_centimetre(body: Body) -> None:
    known = figures(5)
    arms = 1e3 * muscle_paths(body, hip_sweep(body, np.array(known["angles_deg"], dtype=float))).moment_arms
    compared = 0
    for muscle in known["measured"]["muscles"].values():
        ours = arms[:, body.muscle_index(f"{muscle['name']}_r"), body.coordinate_index("hip_flexion_r")]
        both = np.array([muscle["dostal_mm"], muscle["tlem_mm"]])
        agreed = (np.abs(both) > 10).all(axis=0) & (np.ptp(np.sign(both), axis=0) == 0)
        np.testing.assert_array_equal(np.sign(ours[agreed]), np.sign(both[0, agreed]), muscle["name"])
        compared += int(agreed.sum())
    assert compared >= 18


@pytest.mark.parametrize("turn", ["rotation", "adduction"])
def test_each_rotator_turns_the_thigh_as_both_measured_bodies_do_where_they_do_by_a_centimetre(
    body: Body, turn: str
) -> None:
    known = figures(5)
    arms = 1e3 * muscle_paths(body, hip_sweep(body, np.array(known["angles_deg"], dtype=float))).moment_arms
    compared = 0
    for name, muscle in known["measured"]["rotators"].items():
        ours = arms[:, body.muscle_index(f"{muscle['name']}_r"), body.coordinate_index(f"hip_{turn}_r")]
        both = np.array(list(muscle[f"{turn}_mm"].values()))
        agreed = (np.abs(both) > 10).all(axis=0) & (np.ptp(np.sign(both), axis=0) == 0)
        np.testing.assert_array_equal(np.sign(ours[agreed]), np.sign(both[0, agreed]), name)
        compared += int(agreed.sum())
    assert compared >= 18


def test_the_third_table_has_each_short_rotator_and_none_is_stretched_far_in_a_bent_hip(row: Row) -> None:
    _, (header, lines) = row.more
    assert [line[0] for line in lines] == list(figures(5)["measured"]["rotators"])
    fibres = header.index("fibre over its optimum")
    assert all(0.8 < float(value) < 1.5 for line in lines for value in str(line[fibres]).split(", "))


def test_the_second_table_has_each_flexor_beside_the_measured_ones(row: Row) -> None:
    (header, lines), _ = row.more
    assert [line[0] for line in lines] == list(figures(5)["measured"]["muscles"])
    tensor = dict(zip(header[1:4], lines[2][1:4], strict=True))
    assert tensor == {
        "arm mm": "33, 56, 76, 89, 94",
        "Dostal & Andrews 1981": "41, 72, 89, 83, 70",
        "TLEM 2.0": "26, 61, 85, 92, 86",
    }


def test_men_of_anderson_lose_hip_flexion_torque_all_the_way() -> None:
    share = share_of_extended(np.array([-10.0, 0.0, 30.0, 60.0, 90.0]))
    assert share[1] == 1.0
    assert (np.diff(share) < 0).all()
    assert share[3] == pytest.approx(0.604, abs=1e-3)


def test_a_weaker_muscle_turns_less(body: Body) -> None:
    half = changed(body, lambda m: replace(m, strength=0.5 * m.strength), "recfem")
    pose = hip_sweep(body, np.array([30.0]))
    assert flexion_torque(half, pose, ["recfem_r"]) == pytest.approx(
        0.5 * flexion_torque(body, pose, ["recfem_r"])
    )
