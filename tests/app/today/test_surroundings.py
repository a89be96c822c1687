"""What this machine says of its surroundings: read from its files and programs, and None where they are silent."""

import sys

import pytest

from psoas.app.today import linux
from psoas.app.today.surroundings import read_surroundings
from psoas.plan.breaks import Surroundings
from tests.app.today.conftest import Desk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc and shell programs")


def test_a_machine_that_tells_nothing_is_all_none(desk: Desk) -> None:
    assert desk.look() == Surroundings()
    assert linux.camera_open(desk.proc / "missing") is None


def test_this_machine_can_be_asked_without_an_error() -> None:
    assert isinstance(read_surroundings(), Surroundings)


def test_with_the_coach_s_own_camera_open_nothing_is_known_of_others(desk: Desk) -> None:
    desk.process(70001, "/dev/video0")
    assert desk.look(own_camera=True).camera is None
