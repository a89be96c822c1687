"""The sliders name coordinates of the body, and say an angle in its own words."""

import pytest

from psoas.app.body3d.controls import CONTROLS, Control
from psoas.body.coordinates import COORDINATES
from psoas.body.loading import load_body

DEGREE = "\N{DEGREE SIGN}"


@pytest.mark.parametrize("control", CONTROLS)
def test_each_slider_moves_what_the_body_has(control: Control) -> None:
    known = load_body().coordinates
    names = [f"{control.coordinate}_{side}" for side in "rl"] if control.sided else [control.coordinate]
    assert set(names) <= set(known)
    assert control.named in names
    assert (f"{control.coordinate}_l" in known) is control.sided


@pytest.mark.parametrize("control", CONTROLS)
def test_an_angle_is_said_by_its_size_and_its_direction(control: Control) -> None:
    assert control.says(15) == f"15{DEGREE} {COORDINATES[control.named].positive}"
    assert control.says(-15) == f"15{DEGREE} {control.negative}"
    assert control.says(0) == control.says(-0.0) == f"0{DEGREE} as in standing"
    assert control.negative != COORDINATES[control.named].positive
