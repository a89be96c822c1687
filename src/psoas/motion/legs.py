"""Which leg is which: the network may swap the legs of a side view; a body does not."""

import numpy as np

from psoas.timeseries import Array, Mask

PARTS = ("knee", "ankle", "heel", "foot_index")

SWAP_PRICE = 0.06
"""Cost of calling a frame swapped, in squared leg lengths a frame. The network is right in nine frames of ten: where
the legs pass each other their places alone do not tell which is which, and a dear swap is soon put right."""

LONGEST_PRICE_FRAMES = 20
"""A swap that goes on costs nothing more: in a hold the jump of both legs at its ends is proof enough."""

SWITCH_PRICE = 0.03
"""Cost of a change between swapped and not swapped, in squared leg lengths."""


def unswapped(near: Array, far: Array, leg_px: float) -> Mask:
    """Frames in which near and far leg have to be exchanged so that both move continuously.

    The cheapest path through the states of a frame (Viterbi 1967, doi 10.1109/TIT.1967.1054010): not swapped, or
    swapped for 1, 2, ... frames. A step costs how far the points of both legs would travel from the frame before.

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
    crossed = ((legs[1:, ::-1] - legs[:-1]) ** 2).sum((1, 2, 3)) + SWITCH_PRICE
    last = LONGEST_PRICE_FRAMES
    cost = np.full(last + 1, np.inf)
    cost[:2] = 0.0, SWAP_PRICE
    origin = np.zeros((len(known), last + 1), int)
    for step in range(1, len(known)):
        stay, change = kept[step - 1], crossed[step - 1]
        back = cost + change
        back[0] = cost[0] + stay
        origin[step, 0] = back.argmin()
        origin[step, 2:] = np.arange(1, last)
        arrived = np.r_[back.min(), cost[0] + change + SWAP_PRICE, cost[1:-1] + stay + SWAP_PRICE]
        if cost[last] + stay < arrived[last]:
            arrived[last], origin[step, last] = cost[last] + stay, last
        cost = arrived
    state = int(cost.argmin())
    path = np.empty(len(known), bool)
    for step in range(len(known) - 1, -1, -1):
        path[step] = state > 0
        state = origin[step, state]
    if path.mean() > 0.5:  # which of the two names is right is the network's to say, by majority
        path = ~path
    swapped[known] = path
    return swapped
