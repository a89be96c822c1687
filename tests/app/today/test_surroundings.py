"""What this machine says of its surroundings: read from its files and programs, and None where they are silent."""

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.today import linux, macos
from psoas.app.today.surroundings import read_surroundings
from psoas.app.today.tools import ask, notify
from psoas.plan.breaks import Surroundings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc and shell programs")

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


def test_a_machine_that_tells_nothing_is_all_none(desk: Desk) -> None:
    assert desk.look() == Surroundings()
    assert linux.camera_open(desk.proc / "missing") is None


def test_this_machine_can_be_asked_without_an_error() -> None:
    assert isinstance(read_surroundings(), Surroundings)


def test_an_open_camera_of_another_process_is_seen(desk: Desk) -> None:
    desk.process(70001, "/dev/null")
    assert desk.look().camera is False
    desk.process(70002, "/dev/null", "/dev/video0")
    assert desk.look().camera is True


def test_this_process_s_own_camera_does_not_count(desk: Desk) -> None:
    desk.process(70001, "/dev/null")
    desk.process(os.getpid(), "/dev/video0")
    assert desk.look().camera is False


def test_with_the_coach_s_own_camera_open_nothing_is_known_of_others(desk: Desk) -> None:
    desk.process(70001, "/dev/video0")
    assert desk.look(own_camera=True).camera is None


@pytest.mark.parametrize(
    ("streams", "in_use"),
    [
        ([], False),
        ([{"index": 1, "corked": False, "properties": {"application.id": "org.example.Call"}}], True),
        ([{"index": 1, "corked": True, "properties": {}}], False),
        (
            [{"index": 1, "corked": False, "properties": {"application.id": "org.PulseAudio.pavucontrol"}}],
            False,
        ),
        ([{"index": 1}], True),
    ],
)
def test_a_recording_stream_is_a_microphone_in_use(desk: Desk, streams: list[object], in_use: bool) -> None:
    desk.says("pactl", json.dumps(streams))
    assert desk.look().microphone is in_use


@pytest.mark.parametrize("told", ["Connection failure", '{"a": 1}', "[1]"])
def test_without_a_sound_server_the_sound_card_is_asked(desk: Desk, told: str) -> None:
    desk.says("pactl", told)
    assert desk.look().microphone is None
    desk.records("closed\n")
    assert desk.look().microphone is False
    desk.records("state: RUNNING\nowner_pid   : 70001\n")
    assert desk.look().microphone is True


def window(state: str) -> str:
    return (
        'case "$1" in -root) echo "_NET_ACTIVE_WINDOW(WINDOW): window id # 0x3a00007";;'
        f' *) echo "_NET_WM_STATE(ATOM) = {state}";; esac'
    )


def test_a_full_screen_window_is_seen(desk: Desk) -> None:
    desk.program("xprop", window("_NET_WM_STATE_FULLSCREEN"))
    assert desk.look().full_screen is None
    desk.environment(DISPLAY=":0")
    assert desk.look().full_screen is True
    desk.program("xprop", window("_NET_WM_STATE_MAXIMIZED_VERT"))
    assert desk.look().full_screen is False
    desk.environment(WAYLAND_DISPLAY="wayland-0")
    assert desk.look().full_screen is None


def test_no_active_window_is_no_answer(desk: Desk) -> None:
    desk.environment(DISPLAY=":0")
    desk.program("xprop", 'echo "_NET_ACTIVE_WINDOW(WINDOW): window id # 0x0"')
    assert desk.look().full_screen is None


def test_the_session_says_idle_and_locked(desk: Desk) -> None:
    since = int((time.time() - 600) * 1e6)
    desk.says("loginctl", f"IdleHint=yes\nIdleSinceHint={since}\nLockedHint=yes")
    look = desk.look()
    assert look.locked is True
    assert look.idle_s == pytest.approx(600, abs=30)


def test_a_session_that_is_not_idle_does_not_say_for_how_long(desk: Desk) -> None:
    desk.says("loginctl", "IdleHint=no\nIdleSinceHint=0\nLockedHint=no")
    assert (desk.look().idle_s, desk.look().locked) == (None, False)


def test_the_desktop_is_asked_over_its_bus(desk: Desk) -> None:
    desk.program("gdbus", 'case "$*" in *Mutter*) echo "(uint64 42500,)";; *) echo "(true,)";; esac')
    assert desk.look() == Surroundings()
    desk.environment(DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    desk.says("loginctl", "LockedHint=no")
    assert (desk.look().idle_s, desk.look().locked) == (42.5, True)


def test_a_program_that_fails_or_hangs_is_no_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.program("pactl", "exit 1")
    assert ask("pactl") is None
    monkeypatch.setattr("psoas.app.today.tools.PATIENCE_S", 0.1)
    desk.program("pactl", "exec /bin/sleep 5")
    began = time.monotonic()
    assert ask("pactl") is None
    assert time.monotonic() - began < 2


def test_macos_says_when_a_key_was_touched(desk: Desk) -> None:
    assert macos.look() == Surroundings()
    desk.says("ioreg", '  | |   "HIDIdleTime" = 12500000000')
    assert macos.look() == Surroundings(idle_s=12.5)


def test_a_notification_is_handed_over_as_words_not_as_a_command(desk: Desk, tmp_path: Path) -> None:
    assert not notify("Time", "to stand")
    desk.program("notify-send", f'printf "%s|" "$@" > "{tmp_path}/told"')
    assert notify("Time; reboot", "$(reboot) `reboot`")
    assert (tmp_path / "told").read_text() == "--app-name=psoas|Time; reboot|$(reboot) `reboot`|"


@given(st.text())
def test_whatever_a_stream_list_looks_like_it_is_read_or_left(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linux, "ask", lambda *command: text)
        assert linux.look(own_camera=True, proc=Path("missing")).camera is None
