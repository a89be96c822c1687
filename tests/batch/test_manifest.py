"""Which recordings a batch has: a table or a folder, validated before anything runs."""

import errno
import os
from pathlib import Path

import pytest

from psoas.batch import read_manifest
from psoas.errors import InputError, UsageError


def made(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def test_a_row_has_what_its_cells_say_and_names_say_the_rest(tmp_path: Path) -> None:
    made(tmp_path, "sub-01/ses-2/sub-01_ses-2_task-walk_run-3.mot", "plain.mp4")
    table = tmp_path / "all.csv"
    table.write_text(
        "path,person,Height [cm],mass,task\n"
        "sub-01/ses-2/sub-01_ses-2_task-walk_run-3.mot,,172,64.5,stroll\nplain.mp4,Ana,,n/a,\n"
    )
    plain, walk = read_manifest(table, tmp_path / "out").clips
    assert (walk.person, walk.session, walk.task, walk.run) == ("01", "2", "stroll", "3")
    assert (walk.height_m, walk.mass_kg, walk.is_motion) == (1.72, 64.5, True)
    assert (plain.person, plain.height_m, plain.mass_kg, plain.is_motion) == ("Ana", None, None, False)


def test_a_folder_gives_every_recording_in_it_and_counts_the_others(tmp_path: Path) -> None:
    made(
        tmp_path,
        "a/walk.mot",
        "b/walk.mot",
        "b/walk_grf.mot",
        "b/CLIP.MP4",
        "notes.txt",
        ".hidden/x.mp4",
        "clip-psoas/result.json",
        "clip-psoas/motion.mot",
        "out/old.mot",
    )
    manifest = read_manifest(tmp_path, tmp_path / "out")
    assert [clip.name for clip in manifest.clips] == ["a/walk.mot", "b/CLIP.MP4", "b/walk.mot"]
    assert manifest.left_out == {".mot": 1, ".txt": 1}


def test_all_faults_of_a_table_are_found_before_anything_runs(tmp_path: Path) -> None:
    made(tmp_path, "a.mot", "b.mot")
    table = tmp_path / "all.csv"
    table.write_text("path;height\na.mot;17.2\nnone.mot;\nb.mot;170\n./b.mot;\n;170\n")
    with pytest.raises(InputError) as error:
        read_manifest(table, tmp_path / "out")
    assert str(error.value) == (
        "all.csv: line 2: height '17.2' is no person's in cm; give 100 to 230; "
        "line 3: there is no file none.mot; line 5: the file of line 4 once more; line 6: no path. "
        "Nothing was run; mend the manifest"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path,heigth\na.mot,1\n", "has a column 'heigth', which is not known"),
        ("person\nAna\n", "has no column 'path'"),
        ("path,mass,weight\na.mot,1,1\n", "has two columns for mass_kg"),
        ("path,mass\na.mot,60,1\n", "line 2: 3 cells under 2 headings"),
    ],
)
def test_a_table_that_is_no_manifest_is_refused(tmp_path: Path, text: str, says: str) -> None:
    made(tmp_path, "a.mot")
    (tmp_path / "all.csv").write_text(text)
    with pytest.raises(InputError, match=says):
        read_manifest(tmp_path / "all.csv", tmp_path / "out")


def test_a_place_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no recording in"):
        read_manifest(tmp_path, tmp_path / "out")
    with pytest.raises(UsageError, match="there is no folder or manifest"):
        read_manifest(tmp_path / "nowhere", tmp_path / "out")
    made(tmp_path, "clip.mp4", "empty.csv")
    with pytest.raises(UsageError, match="neither a folder nor a manifest"):
        read_manifest(tmp_path / "clip.mp4", tmp_path / "out")


def test_a_table_as_spreadsheets_of_windows_save_it_is_read(tmp_path: Path) -> None:
    """A mark at its start or the letters of Windows, semicolons, decimal commas, Windows' paths, unused columns."""
    made(tmp_path, "Müller/walk 1.mot", "b.mot")
    text = "path;Height [cm];mass;;\r\nMüller\\walk 1.mot;172,5;64,5;;\r\nb.mot;;;;\r\n;;;;\r\n"
    for encoding in ("utf-8-sig", "utf-8", "cp1252"):
        table = tmp_path / "all.csv"
        table.write_bytes(text.encode(encoding))
        walk, b = read_manifest(table, tmp_path / "out").clips
        assert (walk.name, walk.height_m, walk.mass_kg) == ("Müller/walk 1.mot", 1.725, 64.5)
        assert (b.name, b.height_m) == ("b.mot", None)
    table.write_bytes(text.replace("\r\n", "\r").encode())
    assert len(read_manifest(table, tmp_path / "out").clips) == 2


def test_a_folder_that_may_not_be_read_is_not_left_out_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recordings below it were missing in the results, and nothing said so."""
    made(tmp_path, "a/walk.mot", "closed/walk.mot")
    real = os.scandir

    def scan(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(InputError, match=r"the folder .*closed cannot be read \(you have no right to it\)"):
        read_manifest(tmp_path, tmp_path / "out")
