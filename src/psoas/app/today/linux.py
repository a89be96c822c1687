"""Linux: open camera devices, recording streams, the active window, and the session's idle time and lock."""

import json
import os
import re
from pathlib import Path

from psoas.app import clock
from psoas.app.today.tools import ask
from psoas.plan import Surroundings

METERS = ("org.PulseAudio.pavucontrol", "org.gnome.Settings")
"""Programs that listen only to draw a level."""


def look(own_camera: bool, proc: Path) -> Surroundings:
    """Read the surroundings with no more than the user's own rights."""
    idle_s, locked = _session()
    return Surroundings(
        camera=None if own_camera else camera_open(proc),
        microphone=_recording(proc),
        full_screen=_full_screen(),
        idle_s=idle_s,
        locked=locked,
    )


def camera_open(proc: Path) -> bool | None:
    """Whether another process of this user has a camera open; None where no process can be read."""
    looked = False
    try:
        folders = [path for path in proc.iterdir() if path.name.isdigit() and path.name != str(os.getpid())]
    except OSError:
        return None
    for folder in folders:
        try:
            links = list((folder / "fd").iterdir())
        except OSError:
            continue
        looked = True
        if any(_target(link).startswith("/dev/video") for link in links):
            return True
    return False if looked else None


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _recording(proc: Path) -> bool | None:
    output = ask("pactl", "-f", "json", "list", "source-outputs")
    try:
        streams = json.loads(output) if output else None
        if isinstance(streams, list):
            return any(_listens(stream) for stream in streams)
    except (ValueError, AttributeError):
        pass
    return _sound_card_runs(proc)


def _listens(stream: dict[str, object]) -> bool:
    properties = stream.get("properties")
    program = properties.get("application.id") if isinstance(properties, dict) else None
    return not stream.get("corked") and program not in METERS


def _sound_card_runs(proc: Path) -> bool | None:
    if not (proc / "asound").is_dir():
        return None
    for status in (proc / "asound").glob("card*/pcm*c/sub*/status"):
        try:
            if "RUNNING" in status.read_text(encoding="ascii", errors="replace"):
                return True
        except OSError:
            continue
    return False


def _full_screen() -> bool | None:
    """Whether the active X window fills the screen; under Wayland only windows of X programs can be seen."""
    if not os.environ.get("DISPLAY"):
        return None
    found = re.search(r"window id # (0x[0-9a-f]+)", ask("xprop", "-root", "_NET_ACTIVE_WINDOW") or "")
    state = None
    if found and int(found[1], 16):
        state = ask("xprop", "-id", found[1], "_NET_WM_STATE")
    if state is None:
        return None
    full = "_NET_WM_STATE_FULLSCREEN" in state
    return full or (None if os.environ.get("WAYLAND_DISPLAY") else False)


def _session() -> tuple[float | None, bool | None]:
    """Seconds since the last input, and whether the screen is locked."""
    output = ask(
        "loginctl",
        "show-session",
        os.environ.get("XDG_SESSION_ID") or "auto",
        "--property=IdleHint",
        "--property=IdleSinceHint",
        "--property=LockedHint",
    )
    hints = dict(line.split("=", 1) for line in (output or "").splitlines() if "=" in line)
    locked = {"yes": True, "no": False}.get(hints.get("LockedHint", ""))
    if not locked and (shielded := _screen_saver()) is not None:
        locked = shielded
    idle_s = _mutter_idle_s()
    since_us = hints.get("IdleSinceHint", "")
    if idle_s is None and hints.get("IdleHint") == "yes" and since_us.isdecimal() and int(since_us):
        idle_s = max(0.0, clock.utc_now().timestamp() - int(since_us) / 1e6)
    return idle_s, locked


def _mutter_idle_s() -> float | None:
    """Read the idle time of GNOME's compositor [s]; other desktops report to the session only after some minutes."""
    path = "/org/gnome/Mutter/IdleMonitor/Core"
    method = "org.gnome.Mutter.IdleMonitor.GetIdletime"
    found = re.search(r"uint64 (\d+)", _call("org.gnome.Mutter.IdleMonitor", path, method) or "")
    return int(found[1]) / 1000 if found else None


def _screen_saver() -> bool | None:
    output = _call(
        "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.GetActive"
    )
    return {"(true,)": True, "(false,)": False}.get((output or "").strip())


def _call(name: str, path: str, method: str) -> str | None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    return ask("gdbus", "call", "--session", "--dest", name, "--object-path", path, "--method", method)
