"""Ground reactions: what OpenSim and the laboratories around it write is read; what cannot be told is refused."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from psoas.capture.files.ground_forces import LEAST_VERTICAL_N, GroundForce, read_ground_forces
from psoas.errors import InputError

Array = NDArray[np.float64]

ROWS = 5
KINDS = ("ground_force_v", "ground_force_p", "ground_torque_")
RIGHT = tuple(kind + axis for kind in KINDS for axis in "xyz")
LEFT = tuple("1_" + name for name in RIGHT)


def numbers(rows: int = ROWS, seed: int = 0) -> Array:
    """(rows, 18) two plates with someone on both: force, point and torque of each."""
    chance = np.random.default_rng(seed)
    plate = np.concatenate([[50.0, 700.0, -30.0], [0.4, 0.0, 0.1], [0.0, 5.0, 0.0]])
    return np.round(np.tile(plate, 2) + 0.01 * chance.standard_normal((rows, 18)), 6)


def mot(names: tuple[str, ...], values: Array, *, degrees: str = "yes") -> str:
    head = f"grf\nversion=1\nnRows={len(values)}\nnColumns={len(names) + 1}\ninDegrees={degrees}\nendheader\n"
    rows = (
        "\t".join([f"{0.01 * i:.2f}", *(repr(float(value)) for value in row)]) for i, row in enumerate(values)
    )
    return head + "\t".join(["time", *names]) + "\n" + "\n".join(rows) + "\n"


def external_force(body: str, prefix: str = "", **said: str) -> str:
    """One ``ExternalForce``; a property said as an empty string is left out."""
    properties = {
        "isDisabled": "false",
        "applied_to_body": body,
        "force_expressed_in_body": "ground",
        "point_expressed_in_body": "ground",
        "force_identifier": f"{prefix}ground_force_v",
        "point_identifier": f"{prefix}ground_force_p",
        "torque_identifier": f"{prefix}ground_torque_",
        "data_source_name": "Unassigned",
    } | said
    inner = "".join(f"<{name}> {text} </{name}>" for name, text in properties.items() if text)
    return f'<ExternalForce name="on_{body}">{inner}</ExternalForce>'


def loads(*forces: str, datafile: str = "walk_grf.mot") -> str:
    """External loads as OpenSim 2 to 4 write them, with the defaults that OpenSim leaves behind them."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSimDocument Version="20302"><ExternalLoads name="walk"><objects>'
        f"{''.join(forces)}</objects><groups/><datafile> {datafile} </datafile>"
        f"<defaults>{external_force('default')}</defaults></ExternalLoads></OpenSimDocument>\n"
    )


BOTH = loads(external_force("calcn_r"), external_force("calcn_l", "1_"))


def trial(folder: Path, xml: str = BOTH, text: str | None = None, name: str = "walk_grf.mot") -> Path:
    """A folder with external loads and their numbers; the path of the former."""
    (folder / name).write_text(mot(RIGHT + LEFT, numbers()) if text is None else text)
    path = folder / "walk_loads.xml"
    path.write_text(xml)
    return path


def written(folder: Path, names: tuple[str, ...], values: Array | None = None) -> Path:
    path = folder / "grf.mot"
    path.write_text(mot(names, numbers()[:, : len(names)] if values is None else values))
    return path


def one(folder: Path, values: Array) -> GroundForce:
    """The right foot's reaction from (T, 9) numbers."""
    (found,) = read_ground_forces(
        trial(folder, loads(external_force("calcn_r")), mot(RIGHT, values), "walk_grf.mot")
    )
    return found


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_ground_forces(path)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_both_feet_come_back_as_they_were_written(tmp_path: Path) -> None:
    right, left = read_ground_forces(trial(tmp_path))
    values = numbers()
    assert (right.segment, left.segment) == ("calcn_r", "calcn_l")
    for foot, start in ((right, 0), (left, 9)):
        np.testing.assert_allclose(foot.time, 0.01 * np.arange(ROWS))
        np.testing.assert_array_equal(
            np.hstack([foot.force, foot.point, foot.torque]), values[:, start : start + 9]
        )


@pytest.mark.parametrize("degrees", ["yes", "no"])
@pytest.mark.parametrize("names", [("F1_", "COP1_", "M1_"), ("hip_", "knee_", "ankle_")])
def test_any_identifier_is_taken_and_none_is_an_angle(
    tmp_path: Path, degrees: str, names: tuple[str, str, str]
) -> None:
    force, point, torque = names
    columns = tuple(name + axis for name in names for axis in "xyz")
    xml = loads(
        external_force("toes_r", force_identifier=force, point_identifier=point, torque_identifier=torque)
    )
    (found,) = read_ground_forces(trial(tmp_path, xml, mot(columns, numbers()[:, :9], degrees=degrees)))
    assert found.segment == "toes_r"
    np.testing.assert_array_equal(found.force, numbers()[:, :3])
    np.testing.assert_array_equal(found.torque, numbers()[:, 6:9])


def test_disabled_forces_are_skipped(tmp_path: Path) -> None:
    old = loads(external_force("calcn_r", isDisabled="true"), external_force("calcn_l", "1_"))
    new = loads(
        external_force("calcn_r", isDisabled="", appliesForce="false"),
        external_force("calcn_l", "1_", isDisabled="", appliesForce="true"),
    )
    for xml in (old, new):
        assert [force.segment for force in read_ground_forces(trial(tmp_path, xml))] == ["calcn_l"]


def test_paths_to_bodies_and_frames_as_opensim_4_writes_them(tmp_path: Path) -> None:
    xml = loads(
        external_force(
            "/bodyset/calcn_r", force_expressed_in_body="/ground", point_expressed_in_body="Unassigned"
        )
    )
    assert read_ground_forces(trial(tmp_path, xml))[0].segment == "calcn_r"


@pytest.mark.parametrize("said", ["", "Unassigned"])
def test_without_a_torque_it_is_zero(tmp_path: Path, said: str) -> None:
    found = read_ground_forces(trial(tmp_path, loads(external_force("calcn_r", torque_identifier=said))))
    np.testing.assert_array_equal(found[0].torque, np.zeros((ROWS, 3)))


@pytest.mark.parametrize(
    "named", ["gone.mot", "C:\\lab\\walk.mot", "Unassigned", "n" * 5000, ".", "/dev/zero"]
)
def test_a_datafile_that_is_not_there_is_sought_beside_under_the_xml_s_own_name(
    tmp_path: Path, named: str
) -> None:
    xml = loads(external_force("calcn_r"), datafile=named)
    found = read_ground_forces(trial(tmp_path, xml, name="walk_loads.mot"))
    np.testing.assert_array_equal(found[0].force, numbers()[:, :3])


def test_a_datafile_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "forces").mkdir()
    for datafile in ("forces/walk.sto", "forces\\walk.sto"):
        xml = loads(external_force("calcn_r"), datafile=datafile)
        assert len(read_ground_forces(trial(tmp_path, xml, name="forces/walk.sto"))) == 1


def test_what_is_beside_is_not_taken_where_it_does_not_fit_or_is_not_the_only_one(tmp_path: Path) -> None:
    xml = loads(external_force("calcn_r"), datafile="gone.mot")
    message = refused(trial(tmp_path, xml, name="other.mot"))
    assert "'gone.mot', which is not there" in message
    assert "walk_loads.mot" in message
    path = trial(tmp_path, xml, mot(("a",), np.ones((2, 1))), "walk_loads.sto")
    message = refused(path)
    assert "gone.mot" in message
    assert "walk_loads.sto beside it lacks its columns" in message
    trial(tmp_path, xml, name="walk_loads.mot")
    assert len(read_ground_forces(path)) == 1
    trial(tmp_path, xml, name="walk_loads.sto")
    assert "walk_loads.mot and walk_loads.sto" in refused(path)


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("", "walk_loads.xml is empty"),
        ("time 1 2", "not XML or it is cut off"),
        (BOTH[:-30], "not XML or it is cut off"),
        ("<OpenSimDocument><Model/></OpenSimDocument>", "has no ExternalLoads"),
        (loads(), "no ExternalForce that is switched on"),
        (loads(external_force("calcn_r", isDisabled="true")), "no ExternalForce that is switched on"),
        (loads(external_force("calcn_r", isDisabled="perhaps")), "write true or false"),
        (loads(external_force("")), "applied_to_body is missing"),
        (loads(external_force("Unassigned")), "applied_to_body is missing"),
        (
            loads(external_force("calcn_r", force_expressed_in_body="calcn_r")),
            "on_calcn_r: its force is given in the frame of calcn_r",
        ),
        (loads(external_force("calcn_r", point_expressed_in_body="tibia_r")), "point is given in the frame of tibia_r"),
        (loads(external_force("calcn_r", force_identifier="")), "force_identifier is missing"),
        (loads(external_force("calcn_r", point_identifier="Unassigned")), "point_identifier is missing"),
        (loads(external_force("calcn_r", force_identifier="a\nb")), "has no column a bx"),
        (loads(external_force("calcn_r", "2_")), "walk_grf.mot has no column 2_ground_force_px"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_loads_is_named(tmp_path: Path, xml: str, says: str) -> None:
    message = refused(trial(tmp_path, xml))
    assert says in message
    assert "walk_loads.xml" in message


def test_entities_are_refused_before_they_unfold(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l11;</x>'
    assert "DOCTYPE" in refused(trial(tmp_path, bomb))
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><ExternalLoads>&f;</ExternalLoads>'
    assert "DOCTYPE" in refused(trial(tmp_path, outside))


def test_loads_of_any_size_or_depth_are_survived(tmp_path: Path) -> None:
    assert "too large for external loads" in refused(trial(tmp_path, "<a>" + " " * 3_000_000 + "</a>"))
    assert "has no ExternalLoads" in refused(trial(tmp_path, "<a>" * 200_000 + "</a>" * 200_000))


def test_files_that_are_not_there_or_of_another_kind(tmp_path: Path) -> None:
    for name in ("none.xml", "none.mot"):
        assert "no such file" in refused(tmp_path / name)
    (tmp_path / "folder.xml").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.xml")
    assert "known are .xml, .mot and .sto" in refused(tmp_path / "walk.trc")


@pytest.mark.parametrize(
    "begins",
    [
        ("ground_force_{}_v", "ground_force_{}_p", "ground_torque_{}_"),
        ("{}_ground_force_v", "{}_ground_force_p", "{}_ground_torque_"),
        ("1_ground_force_{}_v", "1_ground_force_{}_p", "1_ground_torque_{}_"),
        ("ground_force_calcn_{}_v", "ground_force_calcn_{}_p", "ground_force_calcn_{}_m"),
        ("ground_force_{}_f", "ground_force_{}_p", "ground_moment_{}_m"),
    ],
)
@pytest.mark.parametrize("sides", [("l", "r"), ("L", "R"), ("left", "right")])
def test_names_that_say_left_or_right_need_no_loads(
    tmp_path: Path, begins: tuple[str, ...], sides: tuple[str, str]
) -> None:
    names = tuple(begin.format(side) + axis for side in sides for begin in begins for axis in "xyz")
    found = read_ground_forces(written(tmp_path, names))
    assert [force.segment for force in found] == ["calcn_l", "calcn_r"]
    values = numbers()
    for force, start in zip(found, (0, 9), strict=True):
        np.testing.assert_array_equal(force.force, values[:, start : start + 3])
        np.testing.assert_array_equal(force.point, values[:, start + 3 : start + 6])
        np.testing.assert_array_equal(force.torque, values[:, start + 6 : start + 9])


def test_a_side_at_the_end_and_several_plates_of_one_foot(tmp_path: Path) -> None:
    ends = tuple(f"{kind}{axis}_r" for kind in KINDS for axis in "xyz")
    assert [force.segment for force in read_ground_forces(written(tmp_path, ends))] == ["calcn_r"]
    plates = tuple(
        f"{plate}_{kind.replace('ground', 'ground_r')}{axis}" for plate in (1, 2) for kind in KINDS for axis in "xyz"
    )  # fmt: skip
    assert [force.segment for force in read_ground_forces(written(tmp_path, plates))] == ["calcn_r"] * 2


def test_names_that_do_not_say_which_foot_ask_for_the_loads(tmp_path: Path) -> None:
    for names in (RIGHT, RIGHT + LEFT, tuple(name.replace("ground", "ground_hand_r") for name in RIGHT)):
        message = refused(written(tmp_path, names))
        assert "does not say on which foot" in message
        assert ".xml" in message


def test_names_that_are_no_ground_reaction(tmp_path: Path) -> None:
    message = refused(written(tmp_path, ("pelvis_tx", "knee_angle_r", "r_heel_vx")))
    assert "has no columns such as ground_force_r_vx" in message


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        ("ground_force_r_vz", "z of the force"),
        ("ground_force_r_py", "y of the point"),
        ("ground_torque_r_x", "x of the torque"),
    ],
)
def test_an_axis_that_is_missing_is_named(tmp_path: Path, gone: str, says: str) -> None:
    names = tuple(name.replace("force_", "force_r_").replace("torque_", "torque_r_") for name in RIGHT)
    assert says in refused(written(tmp_path, tuple(name for name in names if name != gone)))


def test_without_points_there_is_no_reaction_but_without_torques_there_is(tmp_path: Path) -> None:
    names = tuple(name.replace("force_", "force_r_") for name in RIGHT)
    assert "x of the point is missing" in refused(written(tmp_path, names[:3]))
    (found,) = read_ground_forces(written(tmp_path, names[:6]))
    np.testing.assert_array_equal(found.torque, np.zeros((ROWS, 3)))


def test_a_reaction_too_small_to_have_a_centre_is_zero_and_keeps_the_nearest_point(tmp_path: Path) -> None:
    values = numbers(6)[:, :9]
    values[1:4, 1] = [LEAST_VERTICAL_N - 0.01, -3.0, 0.0]
    values[1:4, 3:6] = np.array([[9e9, 0, 0], [np.nan] * 3, [0, 0, 0]])
    values[5, 1] = LEAST_VERTICAL_N
    found = one(tmp_path, values)
    np.testing.assert_array_equal(found.force[1:4], np.zeros((3, 3)))
    np.testing.assert_array_equal(found.torque[1:4], np.zeros((3, 3)))
    np.testing.assert_array_equal(found.point[[1, 2, 3]], values[[0, 0, 4], 3:6])
    np.testing.assert_array_equal(found.force[[0, 4, 5]], values[[0, 4, 5], :3])


@pytest.mark.parametrize("column", range(9))
def test_a_value_that_is_missing_under_load_makes_a_gap_of_the_frame(tmp_path: Path, column: int) -> None:
    values = numbers()[:, :9]
    values[2, column] = np.nan
    found = one(tmp_path, values)
    for part in (found.force, found.point, found.torque):
        assert np.isnan(part[2]).all()
        assert np.isfinite(part[[0, 1, 3, 4]]).all()
    for part in found.at([0.01, 0.015, 0.02, 0.025, 0.03]):
        assert (np.isnan(part).all(axis=1) == [False, True, True, True, False]).all()


def test_between_frames_the_reaction_is_linear_and_outside_it_is_zero(tmp_path: Path) -> None:
    values = numbers()[:, :9]
    found = one(tmp_path, values)
    force, point, torque = found.at(found.time)
    np.testing.assert_array_equal(np.hstack([force, point, torque]), values)
    force, point, torque = found.at([0.0125, -0.001, 0.041])
    middle = 0.75 * values[1] + 0.25 * values[2]
    np.testing.assert_allclose(np.hstack([force[0], point[0], torque[0]]), middle)
    np.testing.assert_array_equal(np.vstack([force[1:], torque[1:]]), np.zeros((4, 3)))
    assert np.isfinite(point).all()


def test_a_foot_that_lands_does_so_where_it_then_stands(tmp_path: Path) -> None:
    values = numbers()[:, :9]
    values[:2, :9] = 0.0
    force, point, _ = one(tmp_path, values).at([0.015])
    np.testing.assert_allclose(force[0], values[2, :3] / 2)
    np.testing.assert_array_equal(point[0], values[2, 3:6])


def test_before_a_recording_that_starts_with_a_gap_the_force_is_zero(tmp_path: Path) -> None:
    values = numbers()[:, :9]
    values[0, 0] = np.nan
    np.testing.assert_array_equal(np.hstack(one(tmp_path, values).at([-1.0])), np.zeros((1, 9)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v * [1, 1, 1, 1000, 1000, 1000, 1, 1, 1], "surely in mm; export it in m"),
        (lambda v: v * 1000, "too much for N"),
        (lambda v: -v, "is largest downwards, not upwards (y)"),
        (lambda v: v / 700, "no vertical force (y) reaches 20 N"),
        (lambda v: v[:, [0, 2, 1, 3, 5, 4, 6, 8, 7]], "ground_force_v is largest along z, not upwards (y)"),
        (lambda v: v[:, [1, 0, 2, 3, 5, 4, 6, 8, 7]], "ground_force_v is largest along x, not upwards (y)"),
    ],
)  # fmt: skip
def test_other_units_and_axes_are_noticed(tmp_path: Path, change: object, says: str) -> None:
    assert callable(change)
    values = change(numbers()[:, :9])
    message = refused(trial(tmp_path, loads(external_force("calcn_r")), mot(RIGHT, values)))
    assert says in message
    assert "walk_grf.mot" in message


def test_a_load_in_the_hand_is_refused_rather_than_dropped(tmp_path: Path) -> None:
    values = numbers()
    values[:, 9:12] = [0.0, -150.0, 0.0]
    message = refused(trial(tmp_path, text=mot(RIGHT + LEFT, values)))
    assert "1_ground_force_v is largest downwards" in message


def test_a_plate_that_nobody_stepped_on_is_zero(tmp_path: Path) -> None:
    values = numbers()
    values[:, 9:] = 0.5
    _, left = read_ground_forces(trial(tmp_path, text=mot(RIGHT + LEFT, values)))
    np.testing.assert_array_equal(np.hstack([left.force, left.point, left.torque]), np.zeros((ROWS, 9)))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\n0.02", "\n0.01", "line 10: time goes from 0.01 to 0.01 s"),
        ("\n0.02", "\nnan", "line 10: the time is missing"),
        ("ground_force_vy\t", "ground_force_vx\t", "ground_force_vx occurs twice"),
        ("\n0.02\t", "\n0.02\tx", "is not a number"),
        ("\n0.02\t", "\n", "18 values for 19 columns"),
    ],
)
def test_broken_numbers_are_named_with_their_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = mot(RIGHT + LEFT, numbers())
    assert text.count(old) >= 1
    message = refused(trial(tmp_path, text=text.replace(old, new, 1)))
    assert says in message
    assert "walk_grf.mot" in message


@given(st.integers(0, 10_000))
@settings(max_examples=400, deadline=None)
def test_any_accident_is_an_input_error_or_a_reaction(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.getbasetemp() / "accidents"
    folder.mkdir(exist_ok=True)
    sides = tuple(name.replace("ground", "ground_r") for name in RIGHT)
    path = trial(
        folder, loads(external_force("calcn_r"), datafile="walk_grf.mot"), mot(sides, numbers()[:, :9])
    )
    path.write_text(path.read_text().replace("ground_", "ground_r_"))
    data = folder / "walk_grf.mot"
    for hit in chance.sample((path, data), chance.randint(1, 2)):
        hit.write_bytes(damaged(hit.read_bytes(), chance))
    for read in (path, data):
        try:
            found = read_ground_forces(read)
        except InputError:
            continue
        for force in found:
            assert force.force.shape == force.point.shape == force.torque.shape == (len(force.time), 3)
            assert all(part.shape == (3, 3) for part in force.at([-1.0, 0.015, 1e9]))


def damaged(data: bytes, chance: random.Random) -> bytes:
    """What is left after one to four accidents: flipped or foreign bytes, a cut, a piece lost or said twice."""
    left = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(left) or 1)
        match chance.randrange(5):
            case 0 if left:
                left[at] ^= 1 << chance.randrange(8)
            case 1 if left:
                left[at] = chance.randrange(256)
            case 2:
                del left[at:]
            case 3:
                del left[at : at + chance.randint(1, 30)]
            case _:
                left[at:at] = left[: chance.randrange(len(left) + 1)]
    return bytes(left)
