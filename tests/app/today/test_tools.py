"""A program of the desktop that is missing, fails or hangs is no answer; words are handed over as words."""

import sys
import time
from pathlib import Path

import pytest

from psoas.app.today.tools import ask, notify
from tests.app.today.conftest import Desk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc and shell programs")


def test_a_program_that_fails_or_hangs_is_no_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.program("pactl", "exit 1")
    assert ask("pactl") is None
    monkeypatch.setattr("psoas.app.today.tools.PATIENCE_S", 0.1)
    desk.program("pactl", "exec /bin/sleep 5")
    began = time.monotonic()
    assert ask("pactl") is None
    assert time.monotonic() - began < 2


def test_a_notification_is_handed_over_as_words_not_as_a_command(desk: Desk, tmp_path: Path) -> None:
    assert not notify("Time", "to stand")
    desk.program("notify-send", f'printf "%s|" "$@" > "{tmp_path}/told"')
    assert notify("Time; reboot", "$(reboot) `reboot`")
    assert (tmp_path / "told").read_text() == "--app-name=psoas|Time; reboot|$(reboot) `reboot`|"
