"""The body and the motion files work without the extras; what needs one says which, in one sentence."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from psoas.cli import missing_part
from tests.recordings.made_motion import knee_bend
from tests.recordings.made_recording import write_recording

ROOT = Path(__file__).parents[1]

WITHOUT = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Refuse())
sys.argv[0] = "psoas"
from psoas.cli import main
main()
"""


def run(folder: Path, *words: str, refused: set[str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``psoas`` where some modules cannot be imported; without ``refused``, every module of an extra."""
    program = WITHOUT.format(refused=refused or set(missing_part._EXTRAS))
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, cwd=folder
    )


def test_the_extras_of_the_program_are_those_of_the_package() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(missing_part._EXTRAS.values()) == set(missing_part._USED_FOR) == set(extras) - {"all"}


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("body", "sweep", "hip_flexion_r", "0:30:15"),
        ("load", "standing"),
        ("check", "bend.mot", "--json", "-"),
        ("load", "bend.mot"),
    ],
    ids=lambda words: " ".join(words),
)
def test_the_body_and_motion_files_need_no_extra(tmp_path: Path, words: tuple[str, ...]) -> None:
    write_recording(tmp_path / "bend.mot", knee_bend())
    done = run(tmp_path, *words)
    assert (done.returncode, done.stderr) == (0, "")
    if "check" in words:
        assert json.loads(done.stdout)["source"]["frames"] == len(knee_bend())
        assert (tmp_path / "bend-psoas" / "report.html").is_file()


@pytest.mark.parametrize(
    ("words", "refused", "says"),
    [
        (
            ("check", "clip.mp4"),
            {"av"},
            "videos and photos need the extra 'video' of psoas, without which av ",
        ),
        (
            ("check", "clip.mp4"),
            {"ai_edge_litert"},
            "'video' of psoas, without which ai_edge_litert is missing",
        ),
        (
            ("batch", "."),
            {"distributed"},
            "batches of recordings need the extra 'batch' of psoas, without which distributed ",
        ),
        (("batch", "."), {"pyarrow"}, "'batch' of psoas, without which pyarrow is missing"),
        (("demo",), None, "videos and photos need the extra 'video' of psoas, without which av "),
        (("coach", "--no-browser"), None, "the coach and what it keeps need the extra 'coach' of psoas, "),
        (("coach", "--no-browser"), {"nicegui"}, "'coach' of psoas, without which nicegui is missing"),
        (
            ("coach", "backup", "all.zip"),
            {"sqlalchemy"},
            "'coach' of psoas, without which sqlalchemy is missing",
        ),
        (
            ("coach", "--no-browser", "--database", "postgresql://nobody@localhost/none"),
            {"psycopg"},
            "PostgreSQL databases need the extra 'postgres' of psoas, without which psycopg is missing",
        ),
    ],
)
def test_a_verb_without_its_extra_says_so_in_one_sentence(
    tmp_path: Path, clips: Path, words: tuple[str, ...], refused: set[str] | None, says: str
) -> None:
    (tmp_path / "clip.mp4").symlink_to(clips / "a_stretch_right_ok.mp4")
    done = run(tmp_path, *words, refused=refused)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert says in line
    extra = says.split("'")[1]
    assert line.endswith(f"; run pip install '.[{extra}]' in the folder of psoas")


def test_the_folder_without_python_advises_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be installed into it."""
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "SOURCES.txt").write_text("")
    error = ModuleNotFoundError("No module named 'distributed'", name="distributed")
    assert "pip install" in str(missing_part.missing_part(error))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "python"))
    sentence = str(missing_part.missing_part(error))
    assert "batches of recordings are not part of this folder" in sentence
    assert "pip" not in sentence


def test_a_module_that_is_no_extra_is_a_fault_of_the_program(tmp_path: Path) -> None:
    done = run(tmp_path, "load", "standing", refused={"mujoco"})
    assert done.returncode == 1


def test_a_rule_of_a_sqlite_database_is_named_without_the_driver_of_postgresql(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from psoas.store import Store\n"
        "from psoas.errors import UsageError\n"
        "try:\n"
        "    Store.open('sqlite:///people.sqlite').add_profile('Ana', height_m=9.0)\n"
        "except UsageError as error:\n"
        "    print(error, 'psycopg' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout == "Refused, nothing was saved: a height lies between 1.0 and 2.3 metres. False\n"
