"""``psoas body`` as a user meets it: words, JSON, files, exit codes, and never a traceback."""

import csv
import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import mujoco
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from psoas.body.coordinates import COORDINATES
from psoas.body.fascicles import psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.cli.app import app
from psoas.export import mjcf
from psoas.export.body_folder import write_body
from psoas.muscle.paths import muscle_paths
from psoas.words import MINUS, decimal
from tests.cli.test_check import psoas


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ran(*words: str | Path) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(app, ["body", *map(str, words)])


def refused(*words: str | Path) -> str:
    """The one sentence with which wrong use ends; nothing is left behind."""
    before = sorted(Path().iterdir())
    done = ran(*words)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert sorted(Path().iterdir()) == before
    (line,) = done.stderr.splitlines()
    assert line.startswith("psoas: ")
    return line.removeprefix("psoas: ")


# Words


@pytest.mark.parametrize("verb", ["sweep", "show", "export", "validate"])
def test_help_shows_an_example(verb: str) -> None:
    done = ran(verb, "--help")
    assert done.exit_code == 0
    assert f"psoas body {verb}" in done.output.split("Example:")[1]


def test_the_verbs_are_listed() -> None:
    help_text = ran("--help").output
    assert all(verb in help_text for verb in ("sweep", "show", "export", "validate"))


# Sweep


def test_a_sweep_from_below_zero_is_printed_as_a_table_and_plain_sentences() -> None:
    done = ran("sweep", "hip_flexion_r", "-20:120:20")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("hip_flexion_r (hip, bent, right)")
    assert "moment arm [mm]" in done.stdout
    rows = [line.split() for line in lines if line.strip().split(" ")[0].lstrip(MINUS).isdigit()]
    assert [decimal(row[0]) for row in rows] == list(range(-20, 121, 20))
    assert all(15 < float(row[1]) < 60 for row in rows), "levers in mm"
    assert decimal(rows[0][2]) > 0 > decimal(rows[-1][2]), "longer in extension, shorter in flexion"
    assert "The right psoas pulls towards" in done.stdout
    assert f"From {MINUS}20 to 120 degrees it gets" in done.stdout
    assert "At full effort it turns most at" in done.stdout
    assert 'N.m towards "thigh forward".' in done.stdout


def test_the_names_are_those_of_a_body_and_no_word_of_a_table_is_cut_off() -> None:
    done = ran("sweep", "lumbar_extension", "-60:30:10", "--plot", "a.svg")
    assert done.stdout.startswith("lumbar_extension (arch of the lower back), + lower back arched\n")
    assert "<title>Arch of the lower back: what the psoas does</title>" in Path("a.svg").read_text()
    assert "\N{HORIZONTAL ELLIPSIS}" not in done.stdout
    assert "transverse process of L5" in done.stdout
    for header in ("moment arm [mm]", "full effort [N.m]", "does most", "does least"):
        assert header in done.stdout.splitlines()[2]


def test_the_json_on_standard_output_is_the_contract_and_nothing_else() -> None:
    words = (
        "sweep",
        "hip_flexion_r",
        "-30:-20:5",
        "--set",
        "lumbar_extension=-10",
        "--height",
        "180",
        "--mass",
        "80",
    )
    done = ran(*words, "--sex", "female", "--json", "-")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["schema"] == "psoas.sweep/1"
    assert found["angle_deg"] == [-30.0, -25.0, -20.0]
    assert found["pose"] == {"lumbar_extension": -10.0}
    assert found["person"] == {"height_m": 1.8, "mass_kg": 80.0, "sex": "female"}
    assert len(found["fascicles"]) == 22
    assert found["fascicles"]["Ps_L1_VB_r"]["origin"] == "body of L1"
    assert {len(values) for values in found["psoas_l"].values()} == {3}


def test_files_are_written_whole_and_named() -> None:
    done = ran(
        "sweep", "lumbar_extension", "20:-40:-5", "--json", "a.json", "--csv", "a.csv", "--plot", "a.svg"
    )
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "a.json", "a.svg"]
    assert "Written: a.svg" in done.stdout
    found = json.loads(Path("a.json").read_text())
    with Path("a.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert [float(row["angle_deg"]) for row in rows] == found["angle_deg"] == list(range(20, -41, -5))
    for name in ("Ps_L5_TP_l", "Ps_L1_VB_r"):
        lengths = found["fascicles"][name]["length_m"]
        assert [float(row[f"{name}_length_m"]) for row in rows] == lengths
    assert [float(row["psoas_r_max_moment_Nm"]) for row in rows] == found["psoas_r"]["max_moment_Nm"]
    drawing = ElementTree.parse("a.svg").getroot()
    assert drawing.tag.endswith("svg")
    assert len(drawing.findall("{*}polyline")) > 30
    assert "http" not in Path("a.svg").read_text().replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("words", ["-20:20:10", "5:5:1"])
def test_a_plot_as_a_picture(words: str) -> None:
    assert ran("sweep", "lumbar_bending", words, "--plot", "a.PNG").exit_code == 0
    with Image.open("a.PNG") as picture:
        assert picture.format == "PNG"
        pixels = np.asarray(picture.convert("RGB"))
    assert 0.01 < (pixels < 128).any(axis=-1).mean() < 0.4


def test_both_sides_are_told_where_they_differ_and_a_joint_far_away_moves_nothing() -> None:
    bending = ran("sweep", "lumbar_bending", "-20:20:20").stdout
    assert "Right psoas" in bending
    assert "Left psoas" in bending
    assert "Psoas, either side" in ran("sweep", "lumbar_extension", "0:10:5").stdout
    assert "does not move the psoas" in ran("sweep", "ankle_angle_l", "0:10:5").stdout


def test_a_long_sweep_prints_forty_rows_and_says_so() -> None:
    done = ran("sweep", "hip_flexion_l", "0:100:1")
    assert "40 of 101 angles are shown" in done.stdout
    assert "Left psoas" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("hip", "0:10:5"), "no coordinate 'hip'; there is: pelvis_tilt, pelvis_list"),
        (("trunk_lean", "0:10:5"), "no coordinate 'trunk_lean'"),
        (
            ("hip_flexion_r", "0:130:10"),
            "hip_flexion_r = 130 degrees is out of range; the body holds from \N{MINUS SIGN}30 to 120",
        ),
        (("hip_flexion_r", "0:10:0"), "a step of 0 never leads from 0 to 10; try 0:10:5"),
        (("hip_flexion_r", "10:-10:5"), "a step of 5 never leads from 10 to \N{MINUS SIGN}10; try 10:-10:-5"),
        (("hip_flexion_r", "0:10"), "'0:10' is not FROM:TO:STEP"),
        (("hip_flexion_r", "-x:10:1"), "No such option"),
        (("hip_flexion_r", "a:b:c"), "'a:b:c' is not FROM:TO:STEP"),
        (("hip_flexion_r", "0:inf:1"), "without an end"),
        (("hip_flexion_r", "0:100:0.0001"), "1,000,000 steps; take a larger step"),
        (
            ("hip_flexion_r", "0:10:5", "--height", "17"),
            "--height 17 cm is not a person's; give 100 to 230 cm",
        ),
        (("hip_flexion_r", "0:10:5", "--height", "nan"), "--height nan cm is not a person's"),
        (
            ("hip_flexion_r", "0:10:5", "--mass", "1000"),
            "a mass of 1000 kg is not a person's; give 20 to 250 kg",
        ),
        (("hip_flexion_r", "0:10:5", "--sex", "both"), "no mass table for 'both'; there is: female, male"),
        (("hip_flexion_r", "0:10:5", "--set", "knee_angle_r"), "--set knee_angle_r is not NAME=DEG"),
        (("hip_flexion_r", "0:10:5", "--set", "knee_angle_r=x"), "--set knee_angle_r=x is not NAME=DEG"),
        (("hip_flexion_r", "0:10:5", "--set", "knee=5"), "no coordinate 'knee'"),
        (
            ("hip_flexion_r", "0:10:5", "--set", "knee_angle_r=-5"),
            "knee_angle_r = \N{MINUS SIGN}5 degrees is out of range",
        ),
        (("hip_flexion_r", "0:1_0:5"), "'0:1_0:5' is not FROM:TO:STEP"),
        (("hip_flexion_r", "0:\u0661:1"), "is not FROM:TO:STEP"),
        (("hip_flexion_r", "0:1e999:1"), "without an end"),
        (("hip_flexion_r", "0:10:5", "--set", "knee_angle_r=1_0"), "is not NAME=DEG"),
        (
            ("hip_flexion_r", "0:10:5", "--set", "knee_angle_r=5", "--set", "knee_angle_r=6"),
            "--set gives knee_angle_r twice; leave one out",
        ),
        (("hip_flexion_r", "0:10:5", "--csv", "s", "--json", "./s"), "--json and --csv are both s"),
        (("hip_flexion_r", "0:10:5", "--csv", "s.svg", "--plot", "s.svg"), "--csv and --plot are both s.svg"),
        (("hip_flexion_r", "0:10:5", "--plot", "a.pdf"), "a plot is drawn as .svg or .png, not as a.pdf"),
        (("hip_flexion_r", "0:10:5", "--csv", "no/a.csv"), "there is no folder no for --csv"),
        (("hip_flexion_r", "0:10:5", "--json", "."), "--json . is a folder"),
    ],
)
def test_wrong_use_is_one_sentence_and_2(words: tuple[str, ...], says: str) -> None:
    if says == "No such option":
        done = ran("sweep", *words)
        assert done.exit_code == 2
        assert says in done.stderr
    else:
        assert says in refused("sweep", *words)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "a.csv cannot be written (the disk is full)" in refused(
        "sweep", "hip_flexion_r", "0:10:5", "--csv", "a.csv", "--json", "-"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "psoas", "body", "sweep", "hip_flexion_r", "0:10:5"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert "the output cannot be written (the disk is full)" in done.stderr
    assert "Traceback" not in done.stderr


# Show


def test_a_posture_is_drawn_and_each_attachment_listed() -> None:
    done = ran("show", "--pose", "sitting")
    assert done.exit_code == 0, done.output
    assert [path.name for path in Path().iterdir()] == ["psoas-body.png"]
    with Image.open("psoas-body.png") as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert min(pixels.shape[:2]) > 800
    assert (pixels[..., 2] - pixels[..., 0] > 60).mean() > 0.005, "a shorter psoas is blue"
    assert done.stdout.startswith("sitting_upright: ")
    assert "Picture: psoas-body.png" in done.stdout
    assert "Five transverse processes" in done.stdout
    for fascicle in psoas_fascicles()[:11]:
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"{fascicle.origin} ")]
        numbers = [decimal(word) for word in line.removeprefix(fascicle.origin).replace("%", "").split()]
        length, change, percent = numbers[:3]
        assert percent == pytest.approx(100 * change / (length - change), abs=0.1)
        assert numbers[3:] == numbers[:3], "sitting is the same on both sides"
    assert "Endo 2012" in done.stdout


def test_a_posture_can_be_changed_and_read_by_a_program() -> None:
    words = ("--set", "lumbar_extension=-30", "--set", "pelvis_ty=0.5", "--view", "back", "--out", "me.png")
    done = ran("show", "--pose", "half_kneeling", *words, "--json", "-")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["schema"], found["posture"]) == ("psoas.show/1", "half_kneeling")
    assert found["pose"]["lumbar_extension"] == -30
    assert found["pose"]["pelvis_ty"] == 0.5
    assert found["pose"]["hip_flexion_r"] == -15
    assert Path(found["files"]["picture"]).is_file()
    body = load_body()
    degrees = found["pose"].items()
    pose = {n: np.radians(v) if COORDINATES[n].unit == "rad" else v for n, v in degrees}
    lengths = muscle_paths(body, body.poses(pose)).lengths[0]
    for name, row in found["fascicles"].items():
        assert row["length_m"] == pytest.approx(lengths[body.muscle_index(name)], abs=1e-12)


def test_standing_is_neither_longer_nor_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psoas.cli.run_body.picture_file", lambda *_: b"a picture")
    assert "The right psoas is as long as in standing" in ran("show").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--pose", "bed"), "no posture 'bed'; there is: standing, "),
        (("--view", "top"), "no view 'top'; there is: side, front, back, oblique"),
        (("--out", "me.png", "--json", "me.png"), "--json and --out are both me.png"),
        (("--out", "me.jpg"), "the picture is written as .png, not as me.jpg"),
        (("--out", "no/me.png"), "there is no folder no for --out"),
        (("--set", "hip_flexion_r=150"), "hip_flexion_r = 150 degrees is out of range"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence_and_2(words: tuple[str, ...], says: str) -> None:
    assert says in refused("show", *words)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_there_is_no_window_but_a_picture_to_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    complaint = refused("show", "--window")
    assert "there is no screen" in complaint
    assert "--out" in complaint


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_a_screen_that_is_not_there_is_one_sentence() -> None:
    done = psoas("body", "show", "--window", cwd=Path(), DISPLAY=":93", WAYLAND_DISPLAY="")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "psoas: the screen :93 cannot be reached; draw a picture with --out PATH.png instead\n"
    )


# Export


@cache
def woman() -> Body:
    return load_body(Person(1.62, 58, "female"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export through the real program."""
    place = tmp_path_factory.mktemp("export")
    words = (
        "body",
        "export",
        "--out",
        "mine",
        "--height",
        "162",
        "--mass",
        "58",
        "--sex",
        "female",
        "--json",
        "a.json",
    )
    done = psoas(*words, cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in place.iterdir()) == ["a.json", "mine"]
    files = json.loads((place / "a.json").read_text())["files"]
    assert all(Path(path).exists() for path in files.values())
    assert files["model"] in done.stdout
    return place / "mine"


def test_the_folder_moves_with_its_bones_and_its_licence(exported: Path) -> None:
    assert {path.name for path in exported.iterdir()} == {
        "psoas.xml", "meshes", "attachments.csv", "LICENSE", "NOTICE", "export.json",
    }  # fmt: skip
    text = (exported / "psoas.xml").read_text()
    assert "site-packages" not in text
    assert "Apache License" in (exported / "LICENSE").read_text()
    assert "myo-sim" in (exported / "NOTICE").read_text()
    moved = exported.rename(exported.with_name("elsewhere"))
    assert mujoco.MjModel.from_xml_path(str(moved / "psoas.xml")).nmesh > 30
    moved.rename(exported)


def test_the_exported_body_is_the_person_that_was_asked_for(exported: Path) -> None:
    model = mujoco.MjModel.from_xml_path(str(exported / "psoas.xml"))
    assert model.body_mass.sum() == pytest.approx(woman().model.body_mass.sum(), abs=1e-12)
    assert model.body_inertia == pytest.approx(woman().model.body_inertia, abs=1e-15)


def test_the_table_holds_every_step_of_every_path(exported: Path) -> None:
    with (exported / "attachments.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert [row["muscle"] for row in rows] == [
        name for name in woman().muscles for _ in woman().skeleton.muscles[name].path
    ]
    (first,) = [row for row in rows if row["muscle"] == "Ps_L1_VB_r" and row["order"] == "1"]
    point: Any = woman().skeleton.muscles["Ps_L1_VB_r"].path[0]
    assert (first["words"], first["side"], first["kind"]) == ("body of L1", "r", "point")
    assert first["segment"] == "lumbar1"
    assert [float(first[f"{axis}_m"]) for axis in "xyz"] == list(point.position)
    psoas_rows = [row for row in rows if row["muscle"].startswith("Ps_")]
    assert sum(row["words"].startswith("lesser trochanter") for row in psoas_rows) == 22
    assert {row["wrap"] for row in psoas_rows if row["kind"] == "wrap"} == {"psoas_brim_r", "psoas_brim_l"}


def test_an_earlier_export_is_replaced_and_anything_else_left_alone(tmp_path: Path) -> None:
    write_body(woman(), tmp_path / "out")
    (tmp_path / "out" / "NOTICE").write_text("old")
    (tmp_path / "out" / "meshes" / "Thumbs.db").touch()
    write_body(woman(), tmp_path / "out")
    assert "myo-sim" in (tmp_path / "out" / "NOTICE").read_text()
    assert not (tmp_path / "out" / "meshes" / "Thumbs.db").exists()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").touch()
    assert "holds something other than an export of psoas" in refused("export", "--out", "photos")
    (tmp_path / "file").touch()
    assert "is not a folder" in refused("export", "--out", "file")
    assert "is not a person's" in refused("export", "--height", "5")


@pytest.mark.parametrize("listed", [True, False])
def test_a_file_of_the_user_in_an_export_is_never_lost(tmp_path: Path, listed: bool) -> None:
    out = tmp_path / "out"
    write_body(woman(), out)
    result = json.loads((out / "export.json").read_text())
    assert result["contents"] == sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    if not listed:
        del result["contents"]
        (out / "export.json").write_text(json.dumps(result))
        write_body(woman(), out)
        (out / "export.json").write_text(json.dumps(result))
    for own in ("notes.txt", "meshes/mine.stl"):
        (out / own).write_text("mine")
        assert refused("export", "--out", "out") == (
            f"{out} holds {own} beside an export of psoas; move it away or choose another folder."
        )
        assert (out / own).read_text() == "mine"
        (out / own).unlink()
    (out / "models").mkdir()
    assert "holds models beside" in refused("export", "--out", "out")


def test_json_does_not_go_into_the_folder_that_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert "is in the folder of the export" in refused("export", "--out", "out", "--json", "out/a.json")
    assert "--json and --out are both new" in refused("export", "--out", "new", "--json", "new")


def test_stopping_an_export_leaves_nothing_and_gives_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(body: Body) -> Iterator[Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(mjcf, "_working_poses", stopped)
    done = ran("export")
    assert done.exit_code == 130
    assert "stopped" in done.stderr
    assert list(Path().iterdir()) == []


def test_nothing_is_left_in_the_folder_but_what_was_asked_for(exported: Path) -> None:
    assert sorted(os.listdir(exported.parent)) == ["a.json", "mine"]  # noqa: PTH208
