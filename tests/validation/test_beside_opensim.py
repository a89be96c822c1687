"""The row beside OpenSim: what passes, what fails, and what it says without OpenSim."""

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.validation import beside_opensim
from psoas.validation.beside_opensim import Compared, row_of, same_in_opensim
from psoas.validation.row import Row


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_without_opensim_the_row_says_what_to_install(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_opensim, "has_opensim", lambda: False)
    row = same_in_opensim(body)
    assert row.verdict == "not run"
    assert "needs the package opensim; install it with pip install opensim" in row.reached


def made(theirs_mm: float = 0.0, far_mm: float = 0.0) -> Row:
    """The row for one straight muscle, one fascicle and one other at two postures, with some differences."""
    ours, touched = np.full((2, 3), 0.3), np.array([[0, 1, 1], [0, 1, 1]])
    theirs = ours + np.array([[0, 0, 0], [0, theirs_mm, far_mm]]) / 1000
    arms = np.full((1, 1, 2), 0.03)
    compared = Compared(
        version="4.6",
        muscles=("bflh_r", "Ps_L1_VB_r", "IL_L2_r"),
        ours=ours,
        theirs=theirs,
        touched=touched,
        their_touched=touched,
        radii=np.array([0.0, 0.02, 0.05]),
        coordinates=("hip_flexion_r", "hip_rotation_r"),
        arms=arms,
        their_arms=arms,
        their_slopes=arms,
    )
    return row_of(compared)


def test_the_row_passes_up_to_two_millimetres() -> None:
    assert made(theirs_mm=1.9).verdict == "pass"
    assert made(theirs_mm=2.1).verdict == "fail"


def test_another_way_round_a_cylinder_is_named_and_not_counted_as_a_difference_of_length() -> None:
    row = made(far_mm=300)
    assert row.verdict == "pass"
    assert (
        "IL_L2_r: OpenSim goes round the far side of the cylinder in 1 of the postures, up to 300.0 mm"
        in row.remark
    )


def test_the_row_fails_where_a_fascicle_takes_another_path() -> None:
    assert made(theirs_mm=100).verdict == "fail"
