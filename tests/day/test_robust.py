"""All readers together: damaged files, the same file twice, and nothing private anywhere."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from benchmarks.mutated_days import faults, mutations

from psoas.day import Day
from psoas.day.readers import READERS
from tests.day.made import read
from tests.day.samples import SECRETS, samples

EACH = 21


@pytest.mark.parametrize("name", samples())
def test_damaged_files_end_in_days_or_in_one_sentence(tmp_path: Path, name: str) -> None:
    wrong = [fault for made in mutations(samples()[name], EACH, 7) for fault in faults(name, made, tmp_path)]
    assert wrong == []


def test_a_table_that_ends_after_its_name_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "exercise.csv").write_bytes(samples()["exercise.csv"].splitlines(keepends=True)[0])
    (error,) = read(tmp_path / "exercise.csv").errors
    assert "cut or damaged" in str(error)


def test_the_samples_are_of_all_formats(tmp_path: Path) -> None:
    found = set()
    for name, content in samples().items():
        (tmp_path / name).write_bytes(content)
        reading = read(tmp_path / name)
        assert not reading.errors
        found |= {one.format for one in reading.files}
    assert found == {reader.format for reader in READERS}


def seconds(days: tuple[Day, ...]) -> dict[int, str]:
    return {at: bout.kind for day in days for bout in day.bouts for at in range(bout.start_s, bout.end_s, 5)}


@pytest.mark.parametrize("name", [name for name in samples() if name not in ("thigh.csv", "export.zip")])
def test_a_cut_file_says_nothing_that_the_whole_one_does_not(tmp_path: Path, name: str) -> None:
    """A thigh table is left out: what its walks teach about up depends on all of it."""
    content = samples()[name]
    path = tmp_path / name
    path.write_bytes(content)
    whole = seconds(read(path).days)
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(content[: int(share * len(content))])
        for at, kind in seconds(read(path).days).items():
            assert whole.get(at) == kind or name == "run.fit"


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        for name, content in samples().items():
            (folder / name).write_bytes(content)
    once, twice = read(first), read(first, second)
    assert once.days == twice.days
    assert len(once.files) == len(twice.files)
    assert sum("which is used once" in one.reason for one in twice.not_used) == len(samples())


def test_a_folder_imports_the_good_files_and_names_the_bad_ones(tmp_path: Path) -> None:
    good = samples()["run.fit"]
    for number in range(44):
        (tmp_path / f"{number:02d}.fit").write_bytes(good + bytes(number))
    (tmp_path / "bad.fit").write_bytes(b"<html>sign in</html>")
    (tmp_path / "cut.gpx").write_bytes(samples()["hike.gpx"][:60])
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    reading = read(tmp_path)
    assert len(reading.files) == 44
    assert sorted(str(error).split()[0] for error in reading.errors) == ["bad.fit", "cut.gpx"]


def test_a_file_in_a_folder_that_says_nothing_of_a_day_is_no_error(tmp_path: Path) -> None:
    """A takeout holds a table for each day, also for those on which the phone was off."""
    (tmp_path / "2024-03-04.csv").write_text("Start time,End time,Step count\n00:00:00.000Z,00:15:00.000Z,\n")
    (tmp_path / "run.fit").write_bytes(samples()["run.fit"])
    reading = read(tmp_path)
    assert reading.errors == ()
    (remark,) = (one for one in reading.not_used if one.file == "2024-03-04.csv")
    assert remark.reason == "2024-03-04.csv was read as Google Fit, but holds nothing of a day"
    assert str(read(tmp_path / "2024-03-04.csv").errors[0]) == remark.reason


def zipped(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, inside in members:
            archive.writestr(name, inside)
    return content.getvalue()


def test_a_zip_in_a_zip_is_read_and_a_damaged_one_in_it_named(tmp_path: Path) -> None:
    path = tmp_path / "account.zip"
    inner = zipped(("a/run.fit", samples()["run.fit"]))
    path.write_bytes(
        zipped(("part1.zip", inner), ("part2.zip", inner[:-40]), ("hike.gpx", samples()["hike.gpx"]))
    )
    reading = read(path)
    assert sorted(one.format for one in reading.files) == ["FIT", "GPX"]
    assert [one.reason for one in reading.not_used if "holds a zip that is damaged" in one.reason]


def test_a_zip_in_a_zip_in_a_zip_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "account.zip"
    path.write_bytes(zipped(("part.zip", zipped(("part.zip", zipped(("run.fit", samples()["run.fit"])))))))
    (error,) = read(path).errors
    assert str(error) == (
        "account.zip holds a zip that is damaged, too large or too deep in others; unpack it and give the folder"
    )


def test_files_of_one_size_are_two_unless_their_content_is_the_same(tmp_path: Path) -> None:
    whole = samples()["hike.gpx"]
    for name, content in (("a.gpx", whole), ("b.gpx", whole.replace(b"T15", b"T16")), ("c.gpx", whole)):
        (tmp_path / name).write_bytes(content)
    reading = read(tmp_path)
    assert [one.file for one in reading.files] == ["a.gpx", "b.gpx"]
    assert [one.file for one in reading.not_used if "which is used once" in one.reason] == ["c.gpx"]


def test_nothing_private_is_in_any_output(tmp_path: Path) -> None:
    """Places, titles, addresses and names are planted in every file; whole and damaged ones are read."""
    files = tmp_path / "files"
    files.mkdir()
    for name, content in samples().items():
        (files / name).write_bytes(content)
        (files / f"cut-{name}").write_bytes(content[: len(content) * 2 // 3])
        assert any(secret.encode() in content for secret in SECRETS) or name in (
            "run.fit",
            "export.zip",
            "events.csv",
            "thigh.gt3x",
            "old.gt3x",
        )
    out, table, result = tmp_path / "out", tmp_path / "table.csv", tmp_path / "result.json"
    words = ["day", str(files), "--out", str(out), "--csv", str(table), "--json", str(result)]
    words += ["--timezone", "Europe/Paris", "--plot", str(tmp_path / "plot.svg")]
    done = subprocess.run(
        [sys.executable, "-m", "psoas", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 2, 3)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and files not in path.parents]
    assert len(written) >= 6
    texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in written}
    texts |= {"stdout": done.stdout, "stderr": done.stderr}
    found = [(where, secret) for where, text in texts.items() for secret in SECRETS if secret in text]
    assert found == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        (error,) = read(path).errors
        assert "is no file on a disk" in str(error)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", b"<HealthData>" + b" " * (65 << 20))
    (error,) = read(tmp_path / "bomb.zip").errors
    assert "times its size" in str(error)


def test_a_zip_of_many_files_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        for number in range(300):
            archive.writestr(f"photo{number}.bin", b"x")
        archive.writestr("run.fit", samples()["run.fit"])
    opened: list[str] = []

    class CountedZip(zipfile.ZipFile):
        def __init__(self, file: Path) -> None:
            opened.append(file.name)
            super().__init__(file)

    monkeypatch.setattr(zipfile, "ZipFile", CountedZip)
    reading = read(tmp_path / "takeout.zip")
    assert [one.format for one in reading.files] == ["FIT"]
    assert opened == ["takeout.zip"]


def test_a_member_of_a_zip_without_a_name_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        archive.writestr("qqqq.bin", b"x")
        archive.writestr("run.fit", samples()["run.fit"])
    whole = (tmp_path / "takeout.zip").read_bytes()
    (tmp_path / "takeout.zip").write_bytes(whole.replace(b"qqqq.bin", b"\0qqq.bin"))
    reading = read(tmp_path / "takeout.zip")
    assert [one.format for one in reading.files] == ["FIT"]
    assert reading.errors == ()
