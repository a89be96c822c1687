"""Names of markers of a laboratory's own: the template, the map, and what is said of a bad one."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from psoas.capture.files.trc import read_trc
from psoas.cli.app import app
from tests.capture.files.marker_files import write_trc
from tests.recordings.made_recording import REPS, stretch, write_recording


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*map(str, words)])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording whose markers have names of their own: M1, M2 ..."""
    folder = tmp_path_factory.mktemp("foreign")
    write_recording(folder / "own.trc", stretch(reps=REPS[:1]))
    track = read_trc(folder / "own.trc")
    track = replace(track, names=tuple(f"M{number}" for number, _ in enumerate(track.names)))
    write_trc(folder / "foreign.trc", track.time, track.names, track.positions)
    return folder


def test_unknown_names_lead_to_the_template_and_the_template_to_the_angles(foreign: Path) -> None:
    code, says = run("check", foreign / "foreign.trc", "--out", foreign / "out")
    assert code == 2
    assert "give their names in psoas by --markers; --markers-template writes the file to fill in" in says
    code, says = run("check", foreign / "foreign.trc", "--markers-template", foreign / "names.csv")
    assert (code, says) == (0, f"Written: {foreign / 'names.csv'}\n")
    text = (foreign / "names.csv").read_text()
    for number, name in enumerate(read_trc(foreign / "own.trc").names):
        text = text.replace(f"\nM{number},\n", f"\nM{number},{name}\n")
    (foreign / "names.csv").write_text(text)
    code, says = run(
        "check", foreign / "foreign.trc", "--markers", foreign / "names.csv", "--out", foreign / "out"
    )
    assert code == 0
    assert "half_kneeling_stretch" in (foreign / "out" / "result.json").read_text()


def test_a_template_is_printed_for_one_file_of_markers_only(foreign: Path, tmp_path: Path) -> None:
    code, says = run("check", foreign / "own.trc", "--markers-template", "-")
    assert code == 0
    assert says.startswith("their name,our name\n")
    code, says = run("check", foreign / "own.trc", foreign / "foreign.trc", "--markers-template", "-")
    assert code == 2
    assert "is made from one motion file, not from 2" in says
    (tmp_path / "clip.mp4").touch()
    code, says = run("check", tmp_path / "clip.mp4", "--markers-template", "-")
    assert code == 2
    assert "clip.mp4 has no markers" in says


def test_a_bad_map_is_one_sentence_and_2(foreign: Path, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("M0,ASIS of the right\n")
    for words, sentence in (
        ((foreign / "foreign.trc", "--markers", tmp_path / "names.csv"), "is no marker that psoas knows"),
        ((foreign / "foreign.trc", "--markers", tmp_path / "none.csv"), "no such file"),
        ((tmp_path / "clip.mp4", "--markers", tmp_path / "names.csv"), "clip.mp4 is none; leave it out"),
    ):
        code, says = run("check", *words, "--out", tmp_path / "out")
        assert code == 2
        assert sentence in says
        assert len(says.splitlines()) == 1
