"""Where the body touches something, at named postures and in short made movements."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linprog, minimize_scalar

from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.body.scaling import Person
from psoas.loads.contact_words import supports_in_words
from psoas.loads.contacts import Contacts, Support, contact_points, contact_table
from psoas.timeseries import Array
from psoas.validation.bones import bones
from psoas.words import speaking
from tests.loads.touching import bent, body, held, moved, posture, seen

FRICTION = 0.5


def squat(hip: float = 116.0, knee: float = 110.0, ankle: float = 29.0, lean: float = 35.0) -> Array:
    """Feet flat, thighs near level, trunk and arms forward."""
    return bent(hip_flexion=hip, knee_angle=knee, ankle_angle=ankle, pelvis_tilt=lean, arm_flex=120)


def sit_up() -> Array:
    """On the floor, knees bent by 90 deg, the trunk raised by 30; the hips bend until the soles are on the floor."""

    def gap(hip: float) -> float:
        positions = seen(_curled(hip))[0][0]
        names = [p.name for p in contact_points(body())]
        low = {name: positions[names.index(name), 2] for name in ("heel_medial_r", "sacrum")}
        return float(abs(low["heel_medial_r"] - low["sacrum"]))

    return _curled(float(minimize_scalar(gap, bounds=(60, 90), method="bounded").x))


def _curled(hip: float) -> Array:
    return bent(pelvis_tilt=-60, hip_flexion=hip, knee_angle=90, ankle_angle=max(-40.0, 30 - hip))


def shortfall(contacts: Contacts, positions: Array, centre: Array) -> float:
    """How far the mass would have to move for the contacts to carry it [m]; nothing carries at all: infinite.

    Six equations of a body at rest under gravity, each contact pushing along its normal and rubbing by at most half
    of it, the cone of friction as a pyramid of four edges.
    """
    forces, arms = [], []
    for k in np.flatnonzero(contacts.touching[0]):
        normal = contacts.normals[0, k]
        side = np.cross(normal, [0.0, 1.0, 0.0])
        side /= np.linalg.norm(side)
        across = np.cross(normal, side)
        forces += [normal + FRICTION * edge for edge in (side, -side, across, -across)]
        arms += 4 * [positions[k] - centre]
    if not forces:
        return np.inf
    f = np.array(forces)
    rows = np.vstack([f.T, np.cross(arms, f).T])
    shift = np.zeros((6, 4))
    shift[3] = [0, 0, 1, -1]
    shift[4] = [-1, 1, 0, 0]
    found = linprog(
        np.append(np.zeros(len(f)), np.ones(4)),
        A_eq=np.hstack([rows, shift]),
        b_eq=np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
    )
    return float(found.fun) if found.success else np.inf


def kinds(contacts: Contacts, row: int = 0) -> set[str]:
    return {p.kind for p, touches in zip(contacts.points, contacts.touching[row], strict=True) if touches}


@pytest.mark.parametrize("name", list(named_postures()))
def test_the_contacts_of_a_named_posture_can_carry_the_body(name: str) -> None:
    positions, _, centre, _ = seen(body().poses(named_postures()[name].coordinates))
    assert shortfall(posture(name), positions[0], centre[0]) < 1e-6


@pytest.mark.parametrize("name", ["half_kneeling", "half_kneeling_arched", "half_kneeling_tucked"])
def test_half_kneeling_rests_on_front_foot_rear_knee_and_rear_foot(name: str) -> None:
    words = supports_in_words(posture(name), 0)
    assert "left foot on the floor" in words
    assert any(w.startswith("right knee on a pad of ") for w in words)
    assert any(w.startswith("right foot ") for w in words)
    assert not kinds(posture(name)) & {"seat", "chest", "hand"}


def test_toes_of_the_rear_foot_that_reach_too_deep_do_not_move_the_floor() -> None:
    tucked = bent(hip_flexion_r=-15, knee_angle_r=75, ankle_angle_r=15, hip_flexion_l=90, knee_angle_l=90)
    assert supports_in_words(held(tucked), 0) == ["both feet on the floor", "right knee on a pad of 3 cm"]
    with speaking("es"):
        assert supports_in_words(held(tucked), 0)[1] == "rodilla derecha sobre un cojín de 3 cm"


def test_a_foot_that_swings_low_does_not_touch() -> None:
    poses = np.repeat(bent(), 100, axis=0)
    turn = np.radians(np.clip(np.arange(100) - 69, 0, None))
    poses[:, body().coordinate_index("hip_flexion_l")] = 1.0 * turn
    poses[:, body().coordinate_index("ankle_angle_l")] = -0.3 * turn
    swing = moved(poses, 0.005)
    left = [p.kind == "foot" and p.side == "l" for p in swing.points]
    assert swing.heights[75, left].min() < 0.01
    assert supports_in_words(swing, 60) == ["both feet on the floor"]
    assert supports_in_words(swing, 75) == ["right foot on the floor"]


def test_moments_in_which_a_foot_reaches_too_deep_do_not_move_the_floor() -> None:
    """A marker that is off, or stiff toes at the end of each step, in a tenth of the frames."""
    poses = np.repeat(bent(), 100, axis=0)
    deep = np.radians(20) * (np.arange(100) % 20 < 2)
    poses[:, body().coordinate_index("ankle_angle_r")] = -deep
    found = moved(poses, 10.0)
    left = [p.kind == "foot" and p.side == "l" for p in found.points]
    assert found.floor == pytest.approx(posture("standing").floor, abs=0.01)
    assert found.touching[:, left].all()


def test_a_belt_that_runs_carries_the_feet_as_the_floor_does() -> None:
    poses = np.repeat(bent(), 20, axis=0)
    poses[:, body().coordinate_index("pelvis_tx")] = np.arange(20) * -0.013
    assert supports_in_words(moved(poses, 0.01), 10) == ["both feet on the floor"]


def test_a_jump_is_in_the_air() -> None:
    poses = np.repeat(bent(), 200, axis=0)
    time = np.arange(200) * 0.01
    poses[:, body().coordinate_index("pelvis_ty")] = np.maximum(0, 0.3 - 4.9 * (time - 1.0) ** 2)
    jump = moved(poses, 0.01)
    assert supports_in_words(jump, 20) == ["both feet on the floor"]
    assert supports_in_words(jump, 100) == ["nothing, in the air"]


def test_a_deep_squat_with_its_mass_over_the_feet_has_no_seat() -> None:
    positions, _, centre, _ = seen(squat())
    low = held(squat())
    assert supports_in_words(low, 0) == ["both feet on the floor"]
    assert shortfall(low, positions[0], centre[0]) < 1e-6


def test_a_sit_up_rests_on_pelvis_and_feet() -> None:
    pose = sit_up()
    positions, _, centre, _ = seen(pose)
    curled = held(pose)
    assert {"foot", "pelvis"} <= kinds(curled)
    assert not kinds(curled) & {"chest", "head"}
    assert "seat" not in supports_in_words(curled, 0)
    assert shortfall(curled, positions[0], centre[0]) < 1e-6


def test_legs_raised_while_lying_do_not_touch() -> None:
    assert "leg" not in kinds(held(bent(pelvis_tilt=-90, hip_flexion=10)))


def test_a_body_on_hands_and_knees_rests_on_both() -> None:
    fours = bent(pelvis_tilt=85, hip_flexion=85, knee_angle=90, arm_flex=85, ankle_angle=-30)
    assert {"both hands on the floor"} <= set(supports_in_words(held(fours), 0))
    assert "knee" in kinds(held(fours))


def test_standing_up_from_a_chair_leaves_the_seat_when_the_hips_rise() -> None:
    sitting = bent(**dict(named_postures()["sitting_upright"].degrees))[0]
    share = np.concatenate([np.zeros(50), np.linspace(0, 1, 100), np.ones(50)])
    poses = (1 - share)[:, None] * sitting
    poses[:, body().coordinate_index("pelvis_ty")] = 0
    heel = [p.name for p in contact_points(body())].index("heel_medial_r")
    poses[:, body().coordinate_index("pelvis_ty")] = -seen(poses)[0][:, heel, 2]
    rising = moved(poses, 0.01)
    assert "seat" in supports_in_words(rising, 20)
    assert supports_in_words(rising, 180) == ["both feet on the floor"]
    seated = ["seat" in supports_in_words(rising, row) for row in range(200)]
    assert np.flatnonzero(seated).max() < 90


def test_a_back_rest_pushes_forward_and_up_square_to_the_trunk() -> None:
    slouched = posture("sitting_slouched")
    at = slouched.supports[0] == Support.BACK_REST
    assert at.any()
    lean = np.degrees(np.arcsin(slouched.normals[0, at, 2]))
    np.testing.assert_allclose(lean, 12, atol=0.5)
    assert (slouched.normals[0, at, 0] > 0.9).all()


def test_normals_have_unit_length_and_point_up_on_the_floor() -> None:
    for name in named_postures():
        contacts = posture(name)
        np.testing.assert_allclose(np.linalg.norm(contacts.normals, axis=2), 1)
        np.testing.assert_allclose(contacts.normals[contacts.supports == Support.FLOOR][:, 2], 1)


def test_points_grow_with_the_person_and_mirror() -> None:
    tall = load_body(Person(height_m=1.87))
    for small, large in zip(contact_points(body()), contact_points(tall), strict=True):
        np.testing.assert_allclose(large.position, small.position * 1.1)
    found = {p.name: p for p in contact_points(body())}
    for name, point in found.items():
        if name.endswith("_r"):
            np.testing.assert_allclose(found[f"{name[:-2]}_l"].position, point.position * [1, 1, -1])


def test_points_stand_on_the_bones() -> None:
    whole = load_body(meshes=True)
    for name, row in contact_table()["points"].items():
        segment = row["segment"] if row["segment"] in ("pelvis", "torso") else f"{row['segment']}_r"
        surfaces = bones(whole, (segment,))
        if not surfaces:
            assert row["kind"] in ("arm", "hand")
            continue
        if row["reason"].startswith("line"):
            assert row["kind"] == "buttock"
            continue
        skin = {p.name.removesuffix("_r"): p.position for p in contact_points(whole)}[name]
        bone = np.array(row["bone_m"])
        gap = min(float(surface.tree.query(bone)[0]) for surface in surfaces)
        assert gap < 0.005, name
        assert max(float(surface.depth(skin[None])[0]) for surface in surfaces) <= 0, name


def test_the_buttock_is_a_smooth_line_from_the_sacrum_to_the_back_of_the_sitting_bone() -> None:
    """The parabola that touches the planes of both ends: its tangents meet where both planes do."""
    table = contact_table()["points"]
    ends = [table[name] for name in ("sacrum", "sitting_bone_back")]
    facing = [np.array(row["outward"])[:2] / np.linalg.norm(row["outward"]) for row in ends]
    skin = [np.array(row["bone_m"])[:2] + row["skin_m"] * n for row, n in zip(ends, facing, strict=True)]
    corner = np.linalg.solve(facing, [n @ place for n, place in zip(facing, skin, strict=True)])
    names = ("buttock_upper", "buttock_middle", "buttock_lower")
    for share, row in zip((0.25, 0.5, 0.75), (table[name] for name in names), strict=True):
        first, second = skin[0] + share * (corner - skin[0]), corner + share * (skin[1] - corner)
        along = second - first
        np.testing.assert_allclose(row["bone_m"][:2], first + share * along, atol=1e-4)
        assert np.abs(row["outward"][:2] @ along) < 1e-3 * np.linalg.norm(along)
        assert row["skin_m"] == 0
    beside = [table[name]["bone_m"][2] for name in ("buttock", "buttock_middle", "sitting_bone_back")]
    assert beside[0] < beside[1] < beside[2]


def test_a_pelvis_that_rolls_from_lying_to_sitting_touches_the_floor_in_small_steps() -> None:
    """Between two points of its skin that are the lowest, one after the other; without the buttock 12 cm lay there."""
    poses = np.concatenate([bent(pelvis_tilt=tilt) for tilt in np.arange(-85.0, -10.0, 0.5)])
    points = [p for p in contact_points(body()) if p.kind in ("pelvis", "buttock", "seat") and p.side != "l"]
    own = [p.name in {one.name for one in points} for p in contact_points(body())]
    lowest = seen(poses)[0][:, own, 2].argmin(axis=1)
    touched = [points[number] for number in dict.fromkeys(lowest.tolist())]
    assert "sitting_bone_back_r" in {point.name for point in touched}
    steps = [
        float(np.linalg.norm((second.position - first.position)[:2])) for first, second in pairwise(touched)
    ]
    assert max(steps) < 0.06, [point.name for point in touched]


def test_upright_sitting_rests_on_the_sitting_bones_and_slouching_on_the_flesh_behind_them_too() -> None:
    def behind(name: str) -> bool:
        found = posture(name)
        return bool(found.touching[0, [p.kind == "buttock" for p in found.points]].any())

    assert "seat" in kinds(posture("sitting_upright"))
    assert not behind("sitting_upright")
    assert "seat" in kinds(posture("sitting_slouched"))
    assert behind("sitting_slouched")


def test_every_kind_and_reason_is_known() -> None:
    table = contact_table()
    for row in table["points"].values():
        assert row["kind"] in table["kinds"]
        assert row["reason"].split()[0].strip(",;") in table["sources"]
