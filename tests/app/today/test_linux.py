"""Linux says what its processes, its sound, its windows and its session show, and None where they are silent."""

import json
import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.today import linux
from psoas.plan.breaks import Surroundings
from tests.app.today.conftest import Desk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc and shell programs")


def test_an_open_camera_of_another_process_is_seen(desk: Desk) -> None:
    desk.process(70001, "/dev/null")
    assert desk.look().camera is False
    desk.process(70002, "/dev/null", "/dev/video0")
    assert desk.look().camera is True


def test_this_process_s_own_camera_does_not_count(desk: Desk) -> None:
    desk.process(70001, "/dev/null")
    desk.process(os.getpid(), "/dev/video0")
    assert desk.look().camera is False


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


@given(st.text())
def test_whatever_a_stream_list_looks_like_it_is_read_or_left(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linux, "ask", lambda *command: text)
        assert linux.look(own_camera=True, proc=Path("missing")).camera is None
