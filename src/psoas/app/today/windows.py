"""Windows: programs that use camera and microphone, the state of the screen, the last input."""

import sys

from psoas.plan import Surroundings

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
"""Below it one key for each device and program; ``LastUsedTimeStop`` is 0 while the program uses the device."""

NOT_PRESENT, BUSY, FULL_SCREEN_GAME, PRESENTING = 1, 2, 3, 4
"""States of ``SHQueryUserNotificationState`` (shellapi.h)."""


def look(own_camera: bool) -> Surroundings:
    """Read the registry, the shell and the input queue."""
    if sys.platform != "win32":
        return Surroundings()
    state = _state()
    return Surroundings(
        camera=None if own_camera else _in_use("webcam"),
        microphone=_in_use("microphone"),
        full_screen=None if state is None else state in (BUSY, FULL_SCREEN_GAME, PRESENTING),
        idle_s=_idle_s(),
        locked=None if state is None else state == NOT_PRESENT,
    )


def _in_use(device: str) -> bool | None:
    if sys.platform != "win32":
        return None
    import winreg

    def used(path: str) -> bool:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            try:
                if winreg.QueryValueEx(key, "LastUsedTimeStop")[0] == 0:
                    return True
            except FileNotFoundError:
                pass
            names = [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]
        return any(used(rf"{path}\{name}") for name in names)

    try:
        return used(rf"{CONSENT}\{device}")
    except OSError:
        return None


def _state() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    state = ctypes.c_int()
    failed = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
    return None if failed else state.value


def _idle_s() -> float | None:
    if sys.platform != "win32":
        return None
    import ctypes

    class LastInput(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("at_ms", ctypes.c_uint32)]

    last = LastInput(size=ctypes.sizeof(LastInput))
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    since_ms = (ctypes.windll.kernel32.GetTickCount() - last.at_ms) % 2**32
    return float(since_ms) / 1000
