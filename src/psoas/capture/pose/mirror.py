"""Both mirror images of a person are looked at alike: somebody who faces left is shown to the network in a mirror.

The network is not symmetric. On a mirrored recording its hips and shoulders lie up to 2 % of the trunk elsewhere, which
turned a thigh's travel of 16 degrees into 19 and laid an arm over the back. Shown in one direction, a person who kneels
on the left leg gets what the mirror image gets, at no cost. The direction is to the right: of the rendered clips of
`benchmarks/calibration`, those that face right have errors 10 to 20 % smaller.

`psoas.motion.view` asks the same of a whole recording, and may answer that the person faces neither side. Here one
picture has to do, the last answer holds in between, and the lengths are those of the network's own metres; a change of
this rule changes the landmarks, and with them every calibration.
"""

import numpy as np

from psoas.capture.pose.landmarks import INDEX
from psoas.timeseries import Array

HEAD_M, FEET_M, DEPTH_M = 0.06, 0.10, 0.15
"""Way from ears to nose, from heels to toes, and from the far side to the near one, that counts in full [m]: about
half of what a pure side view shows."""

TURNED = 1.0
"""Of the three signs' sum, -3..3: the mirror is put up or taken away where it speaks clearly for the other way."""


def faces_left(world: Array, before: bool) -> bool:
    """Tell whether a person faces the picture's left; where that is not clear, as from the front, it stays as before.

    Args:
        world: (33, 3) landmarks [m]: right, down, away from the camera.
        before: the answer of the last look.
    """

    def middle(part: str) -> float:
        return float(world[INDEX[f"left_{part}"], 0] + world[INDEX[f"right_{part}"], 0]) / 2

    def nearer(part: str) -> float:
        return float(world[INDEX[f"left_{part}"], 2] - world[INDEX[f"right_{part}"], 2])

    signs = (
        (float(world[INDEX["nose"], 0]) - middle("ear")) / HEAD_M,
        (middle("foot_index") - middle("heel")) / FEET_M,
        (nearer("shoulder") + nearer("hip")) / 2 / DEPTH_M,
    )
    to_the_right = float(np.clip(signs, -1.0, 1.0).sum())
    return before if abs(to_the_right) < TURNED else to_the_right < 0
