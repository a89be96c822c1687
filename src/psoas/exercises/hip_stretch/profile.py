"""The shape of one repetition: a minimum-jerk move in, a hold, a minimum-jerk move back.

A threshold crossing finds the start of a smooth movement late and its end early, by a quarter of its duration or
more, because the speed is nearly zero at both. Fitting the shape of the whole movement has no such bias.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from psoas.timeseries import Array

SHORTEST_MOVE_S = 0.25
LONGEST_MOVE_S = 6.0
_EDGE_S = 1.2
_FLAT_WEIGHT = 10.0
_BASE_WEIGHT = 1.0
_PACE_WEIGHT = 3.0


@dataclass(frozen=True)
class HoldProfile:
    """One move in, hold and move back.

    Attributes:
        start, hold_start, hold_end, end: the ends of the three phases, in order [s].
        rms: root mean square of the misfit, in the unit of the fitted values.
    """

    start: float
    hold_start: float
    hold_end: float
    end: float
    rms: float = float("nan")


def minimum_jerk(phase: Array) -> Array:
    """Return the share of a minimum-jerk movement that is done at a share of its duration.

    Args:
        phase: (T,) time since the start over the duration; clipped to 0..1.

    Returns:
        (T,) in 0..1, ``10 p^3 - 15 p^4 + 6 p^5``.

    Source: Flash and Hogan 1985, doi 10.1523/JNEUROSCI.05-07-01688.1985.
    """
    p = np.clip(phase, 0.0, 1.0)
    done: Array = p**3 * (10.0 - 15.0 * p + 6.0 * p**2)
    return done


def phase_at(share: float) -> float:
    """Return the phase (0..1) at which a minimum-jerk movement has done a ``share`` (0..1) of its way."""
    grid = np.linspace(0.0, 1.0, 2001)
    return float(np.interp(share, minimum_jerk(grid), grid))


def _basis(time: Array, at: Array) -> Array:
    """(T, 4) weights of the levels before, at the start of the hold, at its end, and after, in each sample."""
    start, up, hold, down = at
    rise = minimum_jerk((time - start) / up)
    fall = minimum_jerk((time - start - up - hold) / down)
    through = np.clip((time - start - up) / max(hold, 1e-3), 0.0, 1.0)
    inside = rise - fall
    return np.column_stack([1.0 - rise, inside * (1.0 - through), inside * through, fall])


def fit_profile(
    time: Array, values: Array, guess: HoldProfile, base: float, usual: tuple[float, float] | None = None
) -> HoldProfile | None:
    """Fit move, hold and move back by least squares around a first guess.

    The levels before, in and after the hold are solved linearly for each trial of the four times (variable
    projection). The hold may drift; that it is flat, and that the level before and after is the person's calm
    ``base``, are held as weak beliefs, because a pause of a few frames cannot show its own level.

    Args:
        time: (T,) [s]; values: (T,), NaN-free, one repetition with its pauses.
        guess: first guess of the times.
        base: the calm level around this repetition, unit of ``values``.
        usual: how long this person's moves in and back usually last [s]; a weak belief too.

    Returns:
        The fitted profile, or None where there are fewer than eight samples or the solver fails.

    Source: minimum-jerk movement, Flash and Hogan 1985, doi 10.1523/JNEUROSCI.05-07-01688.1985.
    """
    near = (time < guess.hold_start + _EDGE_S) | (time > guess.hold_end - _EDGE_S)
    time, values = time[near], values[near]
    if len(time) < 8:
        return None
    beliefs = np.array(
        [
            [_BASE_WEIGHT, 0.0, 0.0, 0.0],
            [0.0, _FLAT_WEIGHT, -_FLAT_WEIGHT, 0.0],
            [0.0, 0.0, 0.0, _BASE_WEIGHT],
        ]
    )
    target = np.concatenate([values - base, np.zeros(3)])

    def misfit(at: Array) -> Array:
        matrix = np.vstack([_basis(time, at), beliefs])
        levels = np.linalg.lstsq(matrix, target, rcond=None)[0]
        rest: Array = matrix @ levels - target
        if usual is not None:
            pace = np.log(np.maximum(at[[1, 3]], 1e-3) / np.maximum(usual, 0.1))
            rest = np.concatenate([rest, _PACE_WEIGHT * pace])
        return rest

    move = SHORTEST_MOVE_S, LONGEST_MOVE_S
    first = np.array(
        [
            guess.start,
            np.clip(guess.hold_start - guess.start, *move),
            max(guess.hold_end - guess.hold_start, 0.02),
            np.clip(guess.end - guess.hold_end, *move),
        ]
    )
    longest = float(time[-1] - time[0]) + 2.0
    lower = np.array([guess.start - 1.5, move[0] - 1e-6, 0.0, move[0] - 1e-6])
    upper = np.array([guess.start + 1.5, move[1] + 1e-6, max(longest, first[2] + 1.0), move[1] + 1e-6])
    try:
        solved = scipy.optimize.least_squares(
            misfit, first, bounds=(lower, upper), x_scale=0.1, loss="soft_l1", f_scale=2.5, max_nfev=60
        )
    except (ValueError, np.linalg.LinAlgError):
        return None
    start, up, hold, down = (float(part) for part in solved.x)
    rms = float(np.sqrt(np.mean(misfit(solved.x)[: len(time)] ** 2)))
    return HoldProfile(start, start + up, start + up + hold, start + up + hold + down, rms)
