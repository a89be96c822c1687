"""``psoas coach`` as a user meets it on the command line: words, refusals, backup and restore."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from psoas.cli.app import app
from psoas.store.store import Store


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, ["coach", *words])


def refused(*words: str) -> str:
    """The one sentence with which wrong use ends."""
    done = ran(*words)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "Traceback" not in line
    return line.removeprefix("psoas: ")


def names() -> list[str]:
    with Store.open() as store:
        return [one.name for one in store.profiles()]


def test_help_shows_an_example_and_each_option() -> None:
    done = ran("--help")
    assert done.exit_code == 0
    assert "psoas coach --port 9000" in done.output.split("Example:")[1]
    options = ("--port", "--no-browser", "--database", "--lan", "--lite", "--full", "backup", "restore")
    assert all(word in done.output for word in options)


def test_wrong_use_is_one_sentence() -> None:
    assert refused("--lite", "--full") == "--lite and --full exclude each other; give one, or neither"
    assert refused("--port", "65536").startswith("--port 65536 is no port; give 1 to 65535")
    assert refused("--port", "-1").startswith("--port -1")
    assert "write sqlite:///PATH" in refused("backup", "a.zip", "--database", "mysql://here/psoas")


def test_a_backup_brings_back_what_was_lost() -> None:
    with Store.open() as store:
        kim = store.add_profile("Kim")
    done = ran("backup", "all.psoas")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Written: all.psoas\n"
    with Store.open() as store:
        store.remove_profile(kim.id)
    assert names() == ["Me"]
    with Store.open() as store:
        store.add_profile("Lee")
    done = ran("restore", "all.psoas")
    assert (done.exit_code, done.stderr) == (0, "")
    assert names() == ["Me", "Kim"]
    restored, kept = done.stdout.splitlines()
    assert restored == "Restored: all.psoas"
    assert ran("restore", kept.removeprefix("What was there before is kept in ")).exit_code == 0
    assert names() == ["Me", "Lee"]


def test_a_database_may_stand_before_or_after_the_verb() -> None:
    url = f"sqlite:///{Path('other.db').absolute()}"
    Store.open(url).close()
    assert ran("--database", url, "backup", "first.psoas").exit_code == 0
    assert ran("backup", "second.psoas", "--database", url).exit_code == 0
    assert not Path("data").exists()


def test_a_file_that_is_no_backup_is_refused_in_a_sentence() -> None:
    Path("picture.jpg").write_bytes(b"no backup")
    assert "picture.jpg" in refused("restore", "picture.jpg")
    assert "gone.psoas" in refused("restore", "gone.psoas")
