"""A machine made of files, for tests of what a machine says of its surroundings."""

import stat
from pathlib import Path

import pytest

from psoas.app.today.surroundings import read_surroundings
from psoas.plan.breaks import Surroundings

PLACES = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_ID")


class Desk:
    """A machine made of files: processes below ``proc``, programs in the only folder that is looked through."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.proc, self.bin = folder / "proc", folder / "bin"
        self.proc.mkdir()
        self.bin.mkdir()
        self._set = monkeypatch.setenv
        monkeypatch.setenv("PATH", str(self.bin))
        for name in PLACES:
            monkeypatch.delenv(name, raising=False)

    def environment(self, **names: str) -> None:
        for name, value in names.items():
            self._set(name, value)

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def says(self, name: str, text: str) -> None:
        self.program(name, f"/bin/cat <<'END'\n{text}\nEND")

    def process(self, number: int, *opened: str) -> None:
        folder = self.proc / str(number) / "fd"
        folder.mkdir(parents=True)
        for count, target in enumerate(opened):
            (folder / str(count)).symlink_to(target)

    def records(self, state: str) -> None:
        folder = self.proc / "asound" / "card0" / "pcm0c" / "sub0"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "status").write_text(state)

    def look(self, own_camera: bool = False) -> Surroundings:
        return read_surroundings(own_camera=own_camera, proc=self.proc)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)
