"""The turn that makes a stored picture upright."""

from itertools import product

import numpy as np
import pytest

from psoas.capture.video.orientation import Orientation

PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


@pytest.mark.parametrize("turns", range(4))
def test_quarter_turns(turns: int) -> None:
    orientation = {
        0: Orientation(),
        1: Orientation(transpose=True, flip_x=True),
        2: Orientation(flip_x=True, flip_y=True),
        3: Orientation(transpose=True, flip_y=True),
    }[turns]
    upright = orientation.upright(PICTURE)
    assert np.array_equal(upright, np.rot90(PICTURE, -turns))
    assert upright.flags.c_contiguous


@pytest.mark.parametrize(("transpose", "flip_x", "flip_y"), list(product([False, True], repeat=3)))
def test_the_size_is_that_of_the_upright_picture(transpose: bool, flip_x: bool, flip_y: bool) -> None:
    orientation = Orientation(transpose, flip_x, flip_y)
    height, width = orientation.upright(PICTURE).shape[:2]
    assert orientation.size(3, 2) == (width, height)
