"""``psoas load`` as a user meets it: words, JSON, pictures, exit codes, and never a traceback."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from psoas.body.postures import named_postures
from psoas.cli import run_load as load_commands
from psoas.cli.app import app
from psoas.errors import CannotTellError
from psoas.loads.joint_loads import DISCS
from tests.loaded import NAMES, held
from tests.recordings.made_motion import knee_bend, plates, write_plates
from tests.recordings.made_recording import walk, write_recording


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ran(*words: str | Path, verb: str = "load") -> Result:
    return CliRunner().invoke(app, [verb, *map(str, words)])


def told(*words: str | Path) -> dict[str, Any]:
    """The JSON on standard output, of a verb that ended well and said nothing else."""
    done = ran(*words, "--json", "-")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(*words: str | Path, verb: str = "load", code: int = 2) -> str:
    """The one sentence with which wrong use ends; nothing is left behind."""
    before = sorted(Path().iterdir())
    done = ran(*words, verb=verb)
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    assert sorted(Path().iterdir()) == before
    (line,) = done.stderr.splitlines()
    assert line.startswith("psoas: ")
    assert "Traceback" not in line
    return line.removeprefix("psoas: ")


# Postures


def test_help_shows_an_example() -> None:
    done = ran("--help")
    assert done.exit_code == 0
    assert "psoas load standing sitting_upright" in done.output.split("Example:")[1]
    assert all(name in done.output for name in named_postures())


def test_one_posture_as_json_is_the_contract_and_nothing_else() -> None:
    content = told("standing_flexed_30")
    assert content["schema"] == "psoas.load/1"
    (one,) = content["postures"]
    assert one["name"] == "standing_flexed_30"
    row = NAMES.index("standing_flexed_30")
    assert one["joints"]["L4_L5"]["compression_N"] == pytest.approx(
        held().discs[row, DISCS.index("L4_L5"), 0], abs=0.1
    )
    assert one["contacts"] == ["both feet on the floor"]
    assert content["differences"] == []


def test_several_postures_are_compared_with_the_first() -> None:
    content = told("sitting", "sitting_slouched", "standing_flexed_30")
    assert [one["name"] for one in content["postures"]] == [
        "sitting_upright",
        "sitting_slouched",
        "standing_flexed_30",
    ]
    assert [(one["from"], one["to"]) for one in content["differences"]] == [
        ("sitting_upright", "sitting_slouched"),
        ("sitting_upright", "standing_flexed_30"),
    ]


def test_set_changes_each_posture() -> None:
    content = told("half_kneeling", "--set", "lumbar_extension=10", "--set", "arm_flex_r=20")
    angles = content["postures"][0]["coordinates_deg"]
    assert (angles["lumbar_extension"], angles["arm_flex_r"]) == (10, 20)
    assert angles["knee_angle_r"] == 80, "what is not set stays"


def test_a_person_s_height_mass_and_sex_reach_the_loads() -> None:
    usual, heavy, woman = (
        told("sitting_upright", *more)["postures"][0]["joints"]["L4_L5"]["compression_N"]
        for more in ((), ("--mass", "95"), ("--sex", "female"))
    )
    assert heavy > 1.1 * usual
    assert woman != usual


def test_words_for_people(tmp_path: Path) -> None:
    done = ran("half_kneeling", "half_kneeling_arched", "--picture", "loads.png", "--json", "a.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "half_kneeling_arched against half_kneeling:" in done.stdout
    assert "pressing on the disc L4/L5: +" in done.stdout
    assert "mm shorter" in done.stdout
    assert "nobody measured it in you" in done.stdout
    assert done.stdout.endswith("Written: a.json\nWritten: loads.png\n")
    with Image.open("loads.png") as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 200
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.json", "loads.png"]


def test_one_posture_tells_each_attachment() -> None:
    done = ran("sitting_upright")
    assert "Each attachment of the psoas" in done.stdout
    assert done.stdout.count(" / ") > 20
    assert "Carried by: both feet on the floor, seat." in done.stdout


def test_a_change_of_the_psoas_stands_beside_the_usual() -> None:
    words = ("sitting_upright", "--psoas-shorter", "10%", "--psoas-weaker", "20 %", "--side", "right")
    content = told(*words)
    assert content["change"] == "right psoas 10 % shorter and 20 % weaker"
    assert "what_if" not in content, "nobody stands"
    (before,), (after,) = content["postures"], content["changed"]
    assert after["name"] == before["name"]
    assert after["psoas_r_N"] != before["psoas_r_N"]
    assert "right psoas 10 % shorter and 20 % weaker" in ran(*words).stdout


def test_a_pressure_of_the_belly_is_told_with_what_it_does() -> None:
    usual = told("standing_flexed_30")
    assert (usual["abdominal_pressure_kPa"], usual["ligaments_press"]) == (0.0, False)
    pressed = told("standing_flexed_30", "--abdominal-pressure", "5", "--pressing-ligaments")
    assert (pressed["abdominal_pressure_kPa"], pressed["ligaments_press"]) == (5.0, True)
    before, after = (one["postures"][0]["joints"]["L4_L5"]["compression_N"] for one in (usual, pressed))
    assert after < before - 100
    words = " ".join(
        ran("standing_flexed_30", "--abdominal-pressure", "5", "--pressing-ligaments").stdout.split()
    )
    assert "A pressure of 5 kPa in the belly is assumed" in words
    assert "The muscles that make it are not asked to work" in words
    assert "The ligaments behind the bent spine are assumed to press its discs" in words
    assert "Left out: the pressure in the belly" not in words
    assert "Left out: the pressure in the belly" in " ".join(ran("standing_flexed_30").stdout.split())


def test_auto_takes_the_measured_pressure_of_each_posture() -> None:
    content = told("standing", "sit_up", "--abdominal-pressure", "auto")
    assert content["abdominal_pressure_kPa"] == [2.7, 6.0]
    alone = told("sit_up", "--abdominal-pressure", "6")
    loads = [
        one["joints"]["L4_L5"]["compression_N"] for one in (content["postures"][1], alone["postures"][0])
    ]
    assert loads[0] == pytest.approx(loads[1], abs=0.1)
    words = " ".join(ran("standing", "sit_up", "--abdominal-pressure", "auto").stdout.split())
    assert "A pressure of 2.7 to 6 kPa in the belly" in words


def test_cubes_share_otherwise_than_squares() -> None:
    squares, cubes = (told("half_kneeling", "--power", power)["postures"][0] for power in ("2", "3"))
    assert cubes["max_activation"] < squares["max_activation"]


def test_what_nothing_holds_gives_3_and_no_figures() -> None:
    lean = ("--set", "pelvis_tilt=35", "--set", "hip_flexion_r=0", "--set", "hip_flexion_l=0")
    done = ran("standing", *lean, "--json", "-")
    assert (done.exit_code, done.stderr) == (3, "")
    (one,) = json.loads(done.stdout)["postures"]
    assert one["held"] is False
    assert one["joints"]["L4_L5"]["compression_N"] is None
    done = ran("standing", *lean)
    assert done.exit_code == 3
    assert "not held" in done.stdout
    assert "No muscle and ground forces hold this posture" in done.stdout


def test_what_if_nobody_can_stand_is_said_beside_the_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise CannotTellError("the muscles cannot hold this body upright; change the psoas by less")

    monkeypatch.setattr(load_commands, "what_if", never)
    found = told("standing", "--psoas-weaker", "50")
    assert "change the psoas by less" in found["what_if"]["not_told"]
    assert found["changed"][0]["held"]


# Wrong use


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kneeling",), "no posture 'kneeling'; there is: standing, "),
        (("",), "no posture ''"),
        (("x" * 300,), "no posture 'xxx"),
        (("standing",) * 9, "9 postures are too many"),
        (("standing", "--psoas-shorter", "0"), "--psoas-shorter 0 is no share above 0 and up to 50 %"),
        (("standing", "--psoas-longer", "60%"), "--psoas-longer 60% is no share above 0 and up to 50 %"),
        (("standing", "--psoas-weaker", "abc"), "--psoas-weaker abc is no share"),
        (("standing", "--psoas-stronger", "-5"), "--psoas-stronger -5 is no share"),
        (("standing", "--psoas-stronger", "nan%"), "--psoas-stronger nan% is no share"),
        (
            ("standing", "--psoas-shorter", "5", "--psoas-longer", "5"),
            "--psoas-shorter and --psoas-longer exclude each other",
        ),
        (
            ("standing", "--psoas-weaker", "5", "--psoas-stronger", "5"),
            "--psoas-weaker and --psoas-stronger exclude each other",
        ),
        (("standing", "--side", "right"), "--side needs a change"),
        (("standing", "--psoas-shorter", "5", "--side", "front"), "--side front: there is both, right, left"),
        (("standing", "--power", "4"), "--power 4: the activations are squared (2) or cubed (3)"),
        (
            ("standing", "--abdominal-pressure", "-2"),
            "a pressure of the belly of \N{MINUS SIGN}2 kPa is not between 0 and 30",
        ),
        (
            ("standing", "--abdominal-pressure", "90"),
            "a pressure of the belly of 90 kPa is not between 0 and 30",
        ),
        (("standing", "--abdominal-pressure", "nan"), "a pressure of the belly of nan kPa"),
        (("standing", "--abdominal-pressure", "high"), "--abdominal-pressure high: give a pressure in kPa"),
        (("lying", "--abdominal-pressure", "auto"), "no published pressure of the belly is known for lying"),
        (("nowhere", "--abdominal-pressure", "auto"), "no posture 'nowhere'"),
        (("a.mot", "--abdominal-pressure", "auto"), "auto is for named postures"),
        (("standing", "--set", "knee=3"), "no coordinate 'knee'; there is: "),
        (("standing", "--set", "knee_angle_r"), "is not NAME=DEG"),
        (("standing", "--set", "knee_angle_r=400"), "knee_angle_r = 400 degrees is out of range"),
        (("standing", "--mass", "5"), "5 kg"),
        (("standing", "--height", "20"), "--height 20 cm is not a person's"),
        (("standing", "--forces", "a.xml"), "--forces belongs to a motion file"),
        (("standing", "--picture", "a.svg"), "the picture is written as .png, not as a.svg"),
        (("standing", "--picture", "no/a.png"), "there is no folder no for --picture"),
        (("standing", "--json", "no/a.json"), "there is no folder no for --json"),
        (("standing", "--json", "."), "--json . is a folder"),
        (("standing", "--json", "a.png", "--picture", "a.png"), "--json and --picture are both a.png"),
        (("a.mot", "standing"), "a motion file stands alone"),
        (("a.mot", "--set", "knee_angle_r=3"), "a motion file stands alone"),
        (("a.mot", "--psoas-shorter", "5"), "a motion file stands alone"),
        (
            ("clips/a.mp4",),
            "a.mp4 is neither a posture nor a motion file (.c3d, .mot, .sto, .trc); a clip goes to psoas check",
        ),
        (("missing.mot",), "missing.mot"),
        (("folder/",), "is neither a posture nor a motion file"),
    ],
)
def test_wrong_use_is_one_sentence(words: tuple[str, ...], says: str) -> None:
    assert says in refused(*words)


def test_the_recording_is_never_replaced_by_a_result() -> None:
    path = write_recording(Path("bend.mot"), knee_bend())
    content = path.read_bytes()
    assert "bend.mot and --json are both bend.mot" in refused(path, "--json", path)
    forces = write_plates(Path(), plates())
    assert "--json and --forces are both" in refused(path, "--forces", forces, "--json", forces)
    assert path.read_bytes() == content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_sentence() -> None:
    assert refused("lying", "--json", "/dev/full").startswith("/dev/full cannot be written")


# Recordings


def test_a_recording_with_plates_as_words_json_and_picture() -> None:
    path = write_recording(Path("bend.mot"), knee_bend())
    forces = write_plates(Path(), plates())
    done = ran(path, "--forces", forces, "--json", "a.json", "--picture", "a.png", "--mass", "70")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert done.stdout.startswith(
        "bend.mot: ground forces measured by force plates; 100% of the frames are carried."
    )
    assert "The person's mass was taken" not in done.stdout
    assert "Disc L4/L5" in done.stdout
    content = json.loads(Path("a.json").read_text())
    assert content["ground"] == "measured"
    assert len(content["time_s"]) == len(knee_bend())
    with Image.open("a.png") as picture:
        assert picture.format == "PNG"
    edge = len(content["time_s"]) // 10
    inner = content["joints"]["L4_L5"]["compression_N"][edge:-edge]
    middle = float(np.median([value for value in inner if value]))
    assert f"middle {middle:5.0f} N" in done.stdout or f"middle {middle + 0.5:5.0f} N" in done.stdout


def test_a_recording_without_plates_says_what_was_taken() -> None:
    done = ran(write_recording(Path("bend.mot"), knee_bend()))
    assert "ground forces predicted from the motion" in done.stdout
    assert "The person's mass was taken as 70 kg; give it by --mass." in done.stdout


def test_files_that_cannot_be_read_are_one_sentence() -> None:
    path = write_recording(Path("bend.mot"), knee_bend())
    text = path.read_text()
    Path("cut.mot").write_text(text[: len(text) // 2])
    Path("header.mot").write_text(text[: text.index("endheader")])
    Path("empty.mot").touch()
    Path("words.mot").write_text("hello\n")
    Path("damaged.xml").write_text("<ExternalLoads>")
    for name in ("empty.mot", "words.mot", "header.mot"):
        assert name in refused(name)
    assert "is cut off and left out" in ran("cut.mot").stdout.replace("\n", " ")
    assert "damaged.xml is not XML" in refused(path, "--forces", "damaged.xml")
    assert "missing.xml" in refused(path, "--forces", "missing.xml")
    assert "the file has no pelvis_tx" in refused(write_recording(Path("walk.mot"), walk()))


def test_a_pose_gives_3() -> None:
    lines = write_recording(Path("bend.mot"), knee_bend()).read_text().splitlines(keepends=True)
    Path("pose.mot").write_text("".join(lines[:5] + lines[33:35]))
    assert "pose.mot holds 2 frames" in refused("pose.mot", code=3)


# Beside `load`


def test_check_tells_loads_where_they_are_asked_for() -> None:
    path = write_recording(Path("bend.mot"), knee_bend())
    done = ran(path, "--loads", "--mass", "80", "--json", "-", verb="check")
    assert done.exit_code in (0, 3), done.output
    content = json.loads(done.stdout)
    assert content["loads"]["ground"] == "predicted"
    plain = json.loads(ran(path, "--json", "-", "--out", "plain", verb="check").stdout)
    assert not plain.get("loads")


def test_check_says_why_there_are_no_loads() -> None:
    path = write_recording(Path("walk.mot"), walk())
    content = json.loads(ran(path, "--loads", "--json", "-", verb="check").stdout)
    (reason,) = [one["reason"] for one in content["not_measured"] if one["id"] == "loads"]
    assert reason.startswith("the file has no pelvis_tx")
    assert not content.get("loads")


def test_check_of_a_photo_says_what_it_cannot_see(clips: Path) -> None:
    with av.open(str(clips / "a_stretch_right_ok.mp4")) as clip:
        picture = next(clip.decode(video=0)).to_ndarray(format="rgb24")
    Image.fromarray(picture).save("me.png")
    content = json.loads(ran("me.png", "--loads", "--json", "-", verb="check").stdout)
    (reason,) = [one["reason"] for one in content["not_measured"] if one["id"] == "loads"]
    assert reason
    assert not content.get("loads")


def test_check_refuses_a_mass_that_nobody_has() -> None:
    path = write_recording(Path("bend.mot"), knee_bend())
    assert "3 kg" in refused(path, "--loads", "--mass", "3", verb="check")
