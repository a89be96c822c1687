"""Which leg is which: the network may swap the legs of a side view; a body does not."""

import numpy as np

from psoas.timeseries import Array, Mask

PARTS = ("knee", "ankle", "heel", "foot_index")

SWAP_PRICE = 0.004
"""Cost of calling a frame swapped, in squared leg lengths a frame: a wide stance outweighs it, noise does not."""

SWITCH_PRICE = 0.05
"""Cost of a change between swapped and not swapped, in squared leg lengths."""


def unswapped(near: Array, far: Array, leg_px: float) -> Mask:
    """Frames in which near and far leg have to be exchanged so that both move continuously.

    The cheapest path through two states a frame (Viterbi 1967, doi 10.1109/TIT.1967.1054010): a state costs how
    far the points of both legs would travel from the frame before.

    Args:
        near, far: (T, K, 2) points of both legs [px], NaN where unknown.
        leg_px: length of a leg [px].

    Returns:
        (T,) True where the two are exchanged.
    """
    count = len(near)
    both = np.stack([near, far], axis=1) / leg_px
    known = np.flatnonzero(np.isfinite(both).all((1, 2, 3)))
    swapped = np.zeros(count, bool)
    if len(known) < 2:
        return swapped
    legs = both[known]
    kept = ((legs[1:] - legs[:-1]) ** 2).sum((1, 2, 3))
    crossed = ((legs[1:, ::-1] - legs[:-1]) ** 2).sum((1, 2, 3))
    cost = np.array([0.0, SWAP_PRICE])
    origin = np.zeros((len(known), 2), int)
    for step in range(1, len(known)):
        stay, change = kept[step - 1], crossed[step - 1]
        options = cost[None, :] + np.array([[stay, change + SWITCH_PRICE], [change + SWITCH_PRICE, stay]])
        origin[step] = options.argmin(1)
        cost = options.min(1) + np.array([0.0, SWAP_PRICE])
    state = int(cost.argmin())
    path = np.empty(len(known), int)
    for step in range(len(known) - 1, -1, -1):
        path[step] = state
        state = origin[step, state]
    if path.mean() > 0.5:  # which of the two names is right is the network's to say, by majority
        path = 1 - path
    swapped[known] = path.astype(bool)
    return swapped
