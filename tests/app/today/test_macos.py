"""macOS says when a key was last touched."""

import sys

import pytest

from psoas.app.today import macos
from psoas.plan.breaks import Surroundings
from tests.app.today.conftest import Desk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc and shell programs")


def test_macos_says_when_a_key_was_touched(desk: Desk) -> None:
    assert macos.look() == Surroundings()
    desk.says("ioreg", '  | |   "HIDIdleTime" = 12500000000')
    assert macos.look() == Surroundings(idle_s=12.5)
