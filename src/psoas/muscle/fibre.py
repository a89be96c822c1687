"""Muscle-tendon units with a rigid tendon and fibres of constant thickness, and the lengths that make them work.

The fibre slides between two parallel sheets a constant distance h = optimal fibre length x sin(pennation) apart
(Zajac 1989, Crit Rev Biomed Eng 17:359-411; the rigid tendon of Millard et al. 2013, doi:10.1115/1.4023390), so that
its length is sqrt((L - slack)^2 + h^2) for a muscle-tendon length L. Forces are along the tendon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psoas.muscle.curves import (
    active_force_length,
    fitted_passive_force_length,
    force_velocity,
    load_curves,
    passive_force_length,
)
from psoas.timeseries import Array, Index

LIMITS = (0.5, 1.5)
"""Limits of the normalised fibre length of a working muscle, about those of the active force-length curve."""

LEAST_FIBRE = 1e-300
"""A slack muscle without a thickness has a fibre of no length; its cosine is 0 over this [m]."""

PER_FRAME = ("max_isometric_force", "optimal_fibre_length", "passive_share")
"""Parameters that may differ from frame to frame."""

LEAST_TENDON = 0.05
"""Least tendon slack length, as a share of the neutral muscle-tendon length, in `solve_lengths` (our rule)."""


@dataclass(frozen=True, eq=False)
class MuscleParameters:
    """Strengths, lengths and passive curves of m muscles.

    Attributes:
        names: m different names.
        max_isometric_force: (m,) [N], > 0; (N, m) where each of N frames has its own.
        optimal_fibre_length: (m,) or (N, m) [m], > 0.
        tendon_slack_length: (m,) [m], > 0.
        pennation: (m,) angle between fibre and tendon at the optimal fibre length [rad], 0 <= pennation < pi/2.
        passive_start, passive_full: (m,) or one for all: strain of the fibre (normalised length - 1) at which its
            passive force begins, and at which it equals the maximal isometric force, -1 < start < full. NaN in both,
            the default, selects the passive curve of De Groote et al. 2016, which is the same for all.
        passive_share: (m,), (N, m) or one for all: specific tension to which the passive curve belongs, over that with
            which the muscle contracts, > 0; a factor of the passive force and of the size that the maximal force
            stands for.

    Raises:
        ValueError: a shape is wrong, a name occurs twice, or a value is out of range; the message names the muscle.
    """

    names: tuple[str, ...]
    max_isometric_force: Array
    optimal_fibre_length: Array
    tendon_slack_length: Array
    pennation: Array
    passive_start: Array = field(default_factory=lambda: np.full((), np.nan))
    passive_full: Array = field(default_factory=lambda: np.full((), np.nan))
    passive_share: Array = field(default_factory=lambda: np.ones(()))

    def __post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            twice = sorted({name for name in self.names if self.names.count(name) > 1})
            raise ValueError(
                f"A muscle has one set of parameters; these names come twice: {', '.join(twice)}."
            )
        for name in ("max_isometric_force", "optimal_fibre_length", "tendon_slack_length", "pennation"):
            values = np.array(getattr(self, name), dtype=np.float64)
            self._keep(name, values, frames=name in PER_FRAME)
            angle = name == "pennation"
            fits = (values >= 0) & (values < np.pi / 2) if angle else (values > 0) & np.isfinite(values)
            self._demand(name, fits, "lie in 0 ... pi/2 rad" if angle else "be above 0")
        for name in ("passive_start", "passive_full", "passive_share"):
            values = np.array(getattr(self, name), dtype=np.float64)
            values = np.full(len(self.names), values) if values.ndim == 0 else values
            self._keep(name, values, frames=name in PER_FRAME)
        self._demand("passive_share", self.passive_share > 0, "be above 0")
        start, full = self.passive_start, self.passive_full
        same = np.isnan(start) == np.isnan(full)
        in_order = np.isnan(start) | ((start > -1) & (start < full) & np.isfinite(full))
        self._demand("passive_start", same & in_order, "be above -1 and below passive_full, or both be NaN")

    def _keep(self, name: str, values: Array, *, frames: bool = False) -> None:
        """Set a field to read-only values, (m,) or for frames (N, m)."""
        if values.shape[-1:] != (len(self.names),) or values.ndim > 1 + frames:
            raise ValueError(
                f"{name} has the shape {values.shape}; give one value for each of {len(self.names)} muscles."
            )
        values.setflags(write=False)
        object.__setattr__(self, name, values)

    def _demand(self, name: str, fits: NDArray[np.bool_], must: str) -> None:
        if not fits.all():
            wrong = tuple(np.argwhere(~fits)[0].tolist())
            raise ValueError(
                f"{name} of {self.names[wrong[-1]]} is {getattr(self, name)[wrong]:g}; it must {must}."
            )

    def selected(self, frames: slice) -> "MuscleParameters":
        """The parameters of some of the frames; the same where all frames have the same."""
        own: dict[str, Any] = {
            name: getattr(self, name)[frames] for name in PER_FRAME if getattr(self, name).ndim > 1
        }
        return replace(self, **own) if own else self

    @property
    def thickness(self) -> Array:
        """(m,) or (N, m) distance between the sheets that the fibre joins [m], constant: the shortest fibre."""
        return np.asarray(self.optimal_fibre_length * np.sin(self.pennation), dtype=np.float64)


def parameters_by_frame(different: Sequence[MuscleParameters], rows: Index) -> MuscleParameters:
    """Parameters of the same muscles that differ from frame to frame, in what `PER_FRAME` names.

    Args:
        different: alike in everything else.
        rows: (N,) index of each frame's.

    Raises:
        ValueError: they differ in something else.
    """
    for one in fields(MuscleParameters):
        first, *others = (getattr(each, one.name) for each in different)
        if one.name not in PER_FRAME and not all(_same(first, other) for other in others):
            raise ValueError(f"Muscles of different frames have one {one.name}.")
    own: dict[str, Any] = {
        name: np.stack([getattr(one, name) for one in different])[rows] for name in PER_FRAME
    }
    return replace(different[0], **own)


def _same(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True) if isinstance(one, np.ndarray) else one == other)


def normalised_fibre_length(parameters: MuscleParameters, length: ArrayLike) -> Array:
    """Fibre length over optimal fibre length.

    Args:
        parameters: of m muscles.
        length: (..., m) muscle-tendon length [m].

    Returns:
        (..., m). Where the muscle is shorter than its slack tendon, the fibre is at its shortest, sin(pennation).
    """
    return np.asarray(_fibre(parameters, length)[0] / parameters.optimal_fibre_length, dtype=np.float64)


def force_capacity(
    parameters: MuscleParameters, length: ArrayLike, velocity: ArrayLike | None = None
) -> tuple[Array, Array]:
    """Active and passive force capacity of each muscle: its force is activation x active + passive.

    Args:
        parameters: of m muscles.
        length: (..., m) muscle-tendon length [m].
        velocity: (..., m) its rate of change [m/s]; None: isometric.

    Returns:
        active, passive: (..., m) along the tendon [N], never negative. Both are 0 where the muscle is slack, and
        active is 0 where the fibre shortens faster than its maximal contraction velocity.
    """
    fibre, cosine = _fibre(parameters, length)
    normalised = fibre / parameters.optimal_fibre_length
    along_tendon = parameters.max_isometric_force * cosine
    active = along_tendon * active_force_length(normalised)
    if velocity is not None:
        fastest = load_curves().max_contraction_velocity * parameters.optimal_fibre_length
        rate = cosine * np.asarray(velocity, float) / fastest
        active = active * np.maximum(force_velocity(rate), 0.0)
    return active, along_tendon * passive_multiplier(parameters, normalised)


def passive_multiplier(parameters: MuscleParameters, normalised: ArrayLike) -> Array:
    """Passive force of each fibre over its maximal isometric force, by its passive curve.

    Args:
        parameters: of m muscles.
        normalised: (..., m) or one normalised fibre length for all.

    Returns:
        (..., m), never negative.
    """
    shape = np.broadcast_shapes(np.shape(normalised), (len(parameters.names),))
    length = np.broadcast_to(np.asarray(normalised, float), shape)
    fitted = np.isfinite(parameters.passive_start)
    force = np.empty(shape)
    force[..., ~fitted] = passive_force_length(length[..., ~fitted])
    force[..., fitted] = fitted_passive_force_length(
        length[..., fitted], parameters.passive_start[fitted], parameters.passive_full[fitted]
    )
    return force * parameters.passive_share


def solve_lengths(
    name: str,
    shortest: float,
    longest: float,
    neutral: float,
    preferred: float,
    *,
    pennation: float = 0.0,
    target: float = 1.1,
    target_range: tuple[float, float] = (1.0, 1.2),
    limits: tuple[float, float] = LIMITS,
) -> tuple[float, float]:
    """Solve optimal fibre and tendon slack length from the lengths of a muscle's path.

    The rule, in this order:
      1. Over ``shortest`` ... ``longest`` the normalised fibre length stays in ``limits`` and the tendon is never
         slack; at ``neutral`` it lies in ``target_range``; the tendon is at least `LEAST_TENDON` of ``neutral``.
      2. Of the fibres that allow this, the one nearest to ``preferred``: longer only where the excursion
         forces it, shorter only where the muscle has no room for it.
      3. Of the tendons that this fibre allows, the one that brings it nearest to ``target`` at ``neutral``.
    With the thickness h = l sin(pennation) of a fibre of optimal length l, a normalised length n takes up
    sqrt(n^2 - sin^2) l along the tendon. In these units every condition is linear, so that the answer is exact.

    Args:
        name: of the muscle, for the message.
        shortest, longest: least and greatest muscle-tendon length over the working range [m].
        neutral: muscle-tendon length in the reference posture (standing) [m].
        preferred: optimal fibre length [m], for example psoas 0.1169 (Ward et al. 2009 as in Rajagopal et al. 2016) or
            0.138 (Kumazaki et al. 2022, doi:10.14789/jmj.jmj22-0009-oa).
        pennation: at the optimal fibre length [rad]. Above 30 deg the fibre is never shorter than 0.5, and the lower
            limit only keeps the tendon taut.
        target, target_range: preferred and allowed normalised fibre length at ``neutral``.
        limits: normalised fibre length over the working range.

    Returns:
        Optimal fibre length and tendon slack length [m].

    Raises:
        ValueError: the lengths are not in order, or no fibre and tendon meet 1.; the message names the muscle.
    """
    sine = np.sin(pennation)
    if not limits[0] <= target_range[0] <= target_range[1] <= limits[1] or sine >= target_range[0]:
        raise ValueError(
            f"The target range {target_range} must lie inside the limits {limits} and above sin(pennation)."
        )
    if not (0 < shortest <= neutral <= longest < np.inf and 0 < preferred < np.inf):
        raise ValueError(
            f"The muscle {name} needs 0 < shortest <= neutral <= longest and a preferred fibre length above 0."
        )

    def along(normalised: float) -> np.float64:
        return np.float64(np.sqrt(max(normalised**2 - sine**2, 0.0)))

    least, most = along(limits[0]), along(limits[1])
    nearest, farthest = along(target_range[0]), along(target_range[1])
    stretch, shortening, room = longest - neutral, neutral - shortest, neutral * (1 - LEAST_TENDON)
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # 0/0 where nothing moves at a bound: that bound is void
        shortest_fibre = np.nanmax(
            [
                (stretch + shortening) / (most - least),
                stretch / (most - nearest),
                shortening / (farthest - least),
            ]
        )
        taut = (room - shortening) / least if least > 0 else np.inf if room >= shortening else -np.inf
    longest_fibre = min(room / nearest, taut)
    if not shortest_fibre <= longest_fibre:
        raise ValueError(
            f"The muscle {name} has no fibre that keeps {limits[0]:g}-{limits[1]:g} over the working range with a "
            "tendon above 0; check the path, or narrow the range."
        )
    fibre = np.clip(preferred, shortest_fibre, longest_fibre)
    lower = max(nearest, least + shortening / fibre)
    upper = min(farthest, most - stretch / fibre, room / fibre)
    share = min(max(along(target), lower), upper)
    return float(fibre), float(neutral - share * fibre)


def _fibre(parameters: MuscleParameters, length: ArrayLike) -> tuple[Array, Array]:
    """Fibre length [m] and cosine of its pennation, (..., m); the cosine is 0 where the muscle is slack."""
    along = np.maximum(np.asarray(length, float) - parameters.tendon_slack_length, 0.0)
    fibre = np.sqrt(along**2 + parameters.thickness**2)
    return fibre, along / np.maximum(fibre, LEAST_FIBRE)
