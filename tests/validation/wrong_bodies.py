"""Bodies that are wrong in one thing, which a row has to find."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from psoas.body.loading import rebuilt
from psoas.body.model import Body
from psoas.body.tables import Around, Muscle, Point


def changed(body: Body, change: Callable[[Muscle], Muscle], names: str = "Ps_") -> Body:
    muscles = [change(m) for m in body.skeleton.muscles.values() if m.name.startswith(names)]
    return rebuilt(body, body.skeleton.with_muscles(*muscles))


def pinned_to_the_pelvis(muscle: Muscle) -> Muscle:
    """The peers' way: a fixed point on the brim in place of the cylinder that the path glides on."""
    side = 1 if muscle.name.endswith("_r") else -1
    brim = Point("pelvis", np.array([-0.0205, -0.0654, 0.0656 * side]))
    return replace(muscle, path=tuple(brim if isinstance(s, Around) else s for s in muscle.path))


def cut_off_at_the_pelvis(muscle: Muscle) -> Muscle:
    return pinned_to_the_pelvis(replace(muscle, path=muscle.path[:2]))


def with_brim(body: Body, radius: float) -> Body:
    wraps = {
        name: replace(w, radius=radius) if name.startswith("psoas_brim") else w
        for name, w in body.skeleton.wraps.items()
    }
    return rebuilt(body, replace(body.skeleton, wraps=wraps))


def shifted(muscle: Muscle, by: tuple[float, float, float]) -> Muscle:
    first = muscle.path[0]
    assert isinstance(first, Point)
    return replace(muscle, path=(Point(first.segment, first.position + by), *muscle.path[1:]))
