"""Names stand at the edges, each on the side of its place, and none covers another."""

import numpy as np
from PIL import Image

from psoas.draw.body_layers import PAPER
from psoas.draw.name_labels import Named, write_names


def written(named: list[Named]) -> Image.Image:
    picture = Image.new("RGB", (400, 300), PAPER)
    write_names(picture, named, 12)
    return picture


def test_a_name_stands_on_the_side_of_its_place() -> None:
    places: list[Named] = [
        ("Psoas", "to the thigh", (150.0, 80.0)),
        ("Brim", "of the pelvis", (250.0, 200.0)),
    ]
    inked = np.abs(np.asarray(written(places)).astype(int) - PAPER).sum(axis=-1) > 60
    assert inked[70:110, :90].any()
    assert inked[190:230, 310:].any()
    assert not inked[190:230, :90].any()


def test_two_names_at_one_place_are_both_read() -> None:
    alone = written([("Psoas", "", (150.0, 80.0)), ("Far", "", (300.0, 250.0))])
    both = written(
        [("Psoas", "", (150.0, 80.0)), ("Iliacus", "", (150.0, 81.0)), ("Far", "", (300.0, 250.0))]
    )
    left = [
        (np.abs(np.asarray(one).astype(int)[:, :70] - PAPER).sum(axis=-1) > 200).any(axis=1).sum()
        for one in (alone, both)
    ]
    assert left[1] > 1.5 * left[0]
