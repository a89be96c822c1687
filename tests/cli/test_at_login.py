"""Start at login: the file of each system, read again by the rules of that system."""

import configparser
import plistlib
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.cli.at_login import command_file, desktop_entry, launch_agent, switch
from psoas.errors import UsageError
from tests.cli.test_coach import ran, refused

GENERATOR = Path("/usr/lib/systemd/user-generators/systemd-xdg-autostart-generator")
"""With it systemd starts what a desktop session starts at login."""
PATHS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="$`\\"), min_size=1, max_size=20
)


def command_of(entry: str) -> list[str]:
    """The words of ``Exec``, by the Desktop Entry Specification: escapes, then quotes, then percent signs."""
    parser = configparser.RawConfigParser(strict=True, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(entry)
    line = parser["Desktop Entry"]["Exec"]
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    line = re.sub(r"\\(.)", lambda hit: escapes[hit[1]], line)
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', line)
    unquoted = [re.sub(r'\\(["`$\\])', r"\1", quoted) if quoted else plain for quoted, plain in words]
    assert all(not re.search(r"%(?!%)", word.replace("%%", "")) for word in unquoted)
    return [word.replace("%%", "%") for word in unquoted]


@given(PATHS, PATHS)
def test_the_words_of_a_desktop_entry_are_the_command(path: str, data: str) -> None:
    entry = desktop_entry([path, "-m", "psoas"], {"PSOAS_DATA": data}).decode()
    assert command_of(entry) == ["env", f"PSOAS_DATA={data}", path, "-m", "psoas"]
    assert command_of(desktop_entry([path], {}).decode()) == [path]


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """An entry of a program in a folder with a difficult name; it writes where its data lie into the file ``ran``."""
    program = tmp_path / 'a "folder" of 100 %, with & and more'
    program.mkdir()
    (program / "python").symlink_to(sys.executable)
    write = f"import os; open({str(tmp_path / 'ran')!r}, 'w').write(os.environ['PSOAS_DATA'])"
    place = tmp_path / "settings" / "autostart" / "psoas-coach.desktop"
    place.parent.mkdir(parents=True)
    place.write_bytes(desktop_entry([str(program / "python"), "-I", "-c", write], {"PSOAS_DATA": "here"}))
    return place


def test_the_command_of_an_entry_runs(entry: Path, tmp_path: Path) -> None:
    subprocess.run(command_of(entry.read_text()), check=True)
    assert (tmp_path / "ran").read_text() == "here"


def test_the_tools_of_linux_desktops_take_the_entry(entry: Path, tmp_path: Path) -> None:
    """Which of them are here differs; each that is has to take it."""
    tried = []
    if validator := shutil.which("desktop-file-validate"):
        said = subprocess.run([validator, str(entry)], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stdout) == (0, "")
        tried.append(validator)
    if gio := shutil.which("gio"):
        subprocess.run([gio, "launch", str(entry)], check=True, timeout=60)
        end = time.monotonic() + 60
        while not (tmp_path / "ran").is_file() or (tmp_path / "ran").read_text() != "here":
            assert time.monotonic() < end
            time.sleep(0.05)
        tried.append(gio)
    if GENERATOR.is_file():
        units = tmp_path / "units"
        units.mkdir()
        where = {
            "XDG_CONFIG_HOME": str(tmp_path / "settings"),
            "XDG_CONFIG_DIRS": str(tmp_path),
            "HOME": str(tmp_path),
        }
        subprocess.run([str(GENERATOR), str(units), str(units), str(units)], env=where, check=True)
        (unit,) = units.glob("*psoas*.service")
        assert "PSOAS_DATA=here" in unit.read_text()
        tried.append(str(GENERATOR))
    if not tried:
        pytest.skip("neither desktop-file-validate nor gio nor systemd's generator is installed")


@pytest.mark.skipif(sys.platform != "linux", reason="the place is that of a Linux desktop")
def test_on_and_off_on_this_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "settings" / "autostart" / "psoas-coach.desktop"
    on = ran("--at-login", "on", "--port", "9000", "--lite", "--database", "sqlite:///my people.db")
    assert on.exit_code == 0, on.output
    assert str(place) in on.stdout
    assert command_of(place.read_text()) == [
        *(
            "env",
            f"PSOAS_DATA={tmp_path / 'data'}",
            sys.executable,
            "-I",
            "-m",
            "psoas",
            "coach",
            "--no-browser",
        ),
        *("--port", "9000", "--lite", "--database", f"sqlite:///{tmp_path / 'my people.db'}"),
    ]
    assert not (tmp_path / "data").exists(), "it starts nothing"
    assert "removed" in ran("--at-login", "off").stdout
    assert not place.exists()
    assert ran("--at-login", "off").stdout == "The coach did not start at login, and does not.\n"


def test_what_cannot_be_started_at_login_is_one_sentence() -> None:
    assert refused("--at-login", "yes") == "--at-login yes: there is on and off"
    assert "nobody would see the address" in refused("--at-login", "on", "--lan")
    with_password = refused("--at-login", "on", "--database", "postgresql://kim:secret@db/psoas")
    assert with_password.startswith("The password of psoas on db would be written into a file; ")
    assert "secret" not in with_password
    for word in ("a\nb", "$HOME", "`a`", "a\\b"):
        with pytest.raises(UsageError):
            desktop_entry([word], {})
    with pytest.raises(UsageError):
        command_file(["100%"], {})


def test_macos_gets_a_launch_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = plistlib.loads(launch_agent(["/p & q/python", "-m", "psoas"], {"PSOAS_DATA": "/d"}))
    assert agent == {
        "Label": "psoas.coach",
        "ProgramArguments": ["/p & q/python", "-m", "psoas"],
        "RunAtLoad": True,
        "EnvironmentVariables": {"PSOAS_DATA": "/d"},
    }
    monkeypatch.setattr("psoas.cli.at_login.sys.platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    place, was_there = switch(True, ["--port", "9000"])
    assert (place, was_there) == (tmp_path / "Library" / "LaunchAgents" / "psoas.coach.plist", False)
    assert plistlib.loads(place.read_bytes())["ProgramArguments"][-2:] == ["--port", "9000"]
    assert switch(False, []) == (place, True)


def test_windows_gets_a_command_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = command_file(
        ["C:\\Program Files\\psoas\\python.exe", "-m", "psoas"], {"PSOAS_DATA": "D:\\Kai & Jo"}
    )
    assert content.decode().split("\r\n") == [
        "@echo off",
        "chcp 65001 >nul",
        'set "PSOAS_DATA=D:\\Kai & Jo"',
        'start "psoas coach" /min "C:\\Program Files\\psoas\\python.exe" "-m" "psoas"',
        "",
    ]
    monkeypatch.setattr("psoas.cli.at_login.sys.platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path))
    place, _ = switch(True, [])
    assert place == tmp_path / "Microsoft/Windows/Start Menu/Programs/Startup/psoas coach.cmd"
    assert b'"--no-browser"' in place.read_bytes()
