"""Back-up and restore around one file, and the coach's options: each returns its exit code and says what it did."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from psoas.cli.run_coach import back_up, put_back, run, write_sheet
from psoas.store.store import Store


@pytest.fixture(autouse=True)
def data_in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NICEGUI_STORAGE_PATH", str(tmp_path / "before"))


def database(folder: Path, *names: str) -> str:
    """The address of a database with these people besides the first."""
    url = f"sqlite:///{folder / '-'.join(['people', *names])}.db"
    with Store.open(url) as store:
        for name in names:
            store.add_profile(name)
    return url


def code_of(verb: Callable[..., NoReturn], *given: object, **options: object) -> int:
    """The exit code with which a verb ends."""
    with pytest.raises(typer.Exit) as end:
        verb(*given, **options)
    return int(end.value.exit_code)


def people(url: str) -> list[str]:
    with Store.open(url) as store:
        return [one.name for one in store.profiles()]


def test_people_move_from_one_database_to_another_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = database(tmp_path, "Kim"), database(tmp_path, "Lee", "Ada")
    assert code_of(back_up, mine, tmp_path / "mine.psoas") == 0
    assert capsys.readouterr().out == f"Written: {tmp_path / 'mine.psoas'}\n"
    assert code_of(put_back, other, tmp_path / "mine.psoas") == 0
    assert people(other) == people(mine) == ["Me", "Kim"]
    restored, kept = capsys.readouterr().out.splitlines()
    assert restored == f"Restored: {tmp_path / 'mine.psoas'}"
    assert code_of(put_back, other, Path(kept.removeprefix("What was there before is kept in "))) == 0
    assert people(other) == ["Me", "Lee", "Ada"]


def test_a_new_database_has_nothing_to_keep_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(back_up, database(tmp_path, "Kim"), tmp_path / "mine.psoas") == 0
    capsys.readouterr()
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    assert code_of(put_back, fresh, tmp_path / "mine.psoas") == 0
    assert capsys.readouterr().out == f"Restored: {tmp_path / 'mine.psoas'}\n"
    assert people(fresh) == ["Me", "Kim"]


def test_what_cannot_be_saved_is_one_sentence_and_leaves_the_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, photo = database(tmp_path, "Kim"), tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo")
    assert code_of(back_up, mine, photo) == code_of(put_back, mine, photo) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2
    assert photo.read_bytes() == b"a photo"
    assert people(mine) == ["Me", "Kim"]
    assert code_of(back_up, f"sqlite:///{tmp_path / 'gone.db'}", tmp_path / "a.psoas") == 2
    assert not (tmp_path / "a.psoas").exists()
    assert not (tmp_path / "gone.db").exists()


@pytest.mark.parametrize(
    ("port", "lite", "full"), [(65536, False, False), (-1, False, False), (None, True, True)]
)
def test_the_coach_does_not_start_with_options_that_cannot_be(
    port: int | None, lite: bool, full: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(run, database=None, port=port, browser=False, lan=False, lite=lite, full=full) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_the_sheet_of_a_person_is_written_as_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, file = database(tmp_path, "Kim"), tmp_path / "kim.pdf"
    assert code_of(write_sheet, mine, file, "kim") == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"Written: {file}\n"
    assert (
        code_of(write_sheet, mine, file, None) == code_of(write_sheet, mine, tmp_path / "a.txt", "kim") == 2
    )
