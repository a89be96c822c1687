"""Hip or back: does the hip extend in a walk or a run, or does the pelvis tip and the back arch instead?"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from psoas.estimate import Estimate, degrees
from psoas.findings.analysis import Finding
from psoas.quantities import MOVEMENTS, Movement
from psoas.strides import Stride

BACK_SHARE: Final = 0.5
"""Least lumbar extension, as a share of the tip of the pelvis, with which the back is said to arch: with less, the
whole trunk leans with the pelvis (ours)."""


def hip_or_back(strides: Sequence[Stride], own_zero: bool = False) -> Finding | None:
    """Say what brings the thigh behind vertical; None where thigh, pelvis or back was not measured.

    The thigh's angle behind vertical is the hip's extension and the forward tip of the pelvis together. The value of
    the finding is the hip's part less the pelvis's; None where the thigh does not go behind vertical. The answer is
    given as certain only where the band of that value leaves out zero.

    Args:
        strides: of one gait; those without one of the four angles are left out.
        own_zero: pelvis and back have the zero of a motion file, and not that of upright standing.
    """
    names = (
        "thigh_behind_vertical_deg",
        "peak_hip_extension_deg",
        "pelvis_tilt_deg",
        "lumbar_extension_deg",
    )
    whole = [one for one in strides if all(one.figure(name) is not None for name in names)]
    means = [stride_mean(whole, name) for name in names]
    thigh, hip, pelvis, back = means
    if thigh is None or hip is None or pelvis is None or back is None:
        return None
    if thigh.value <= 0:
        perhaps = "More likely than not, the" if thigh.ends[1] > 0 else "The"
        says = f"{perhaps} thigh does not go behind vertical: at most it comes to {_words(thigh)}."
        return Finding("hip_or_back", None, "info", says)
    error = None
    if thigh.reach is not None and pelvis.reach is not None:
        error = float(np.hypot(thigh.reach, 2 * pelvis.reach))
    lead = hip.value - pelvis.value
    low, high = (None, None) if error is None else (lead - error, lead + error)
    figure = Estimate(lead, low, high, "deg")
    instead = (
        "the pelvis tips and the back arches in place of the hip"
        if back.value >= BACK_SHARE * pelvis.value
        else "the trunk tips forward with the pelvis in place of the hip"
    )
    answer = "the hip extends" if lead > 0 else instead
    if error is None:
        beginning = f"If the zero of the angles is upright standing, {answer}"
    elif figure.differs_from_zero:
        beginning = answer[0].upper() + answer[1:]
    else:
        beginning = f"More likely than not, {answer}"
    zero = ", counted from the zero of the file" if own_zero else ", counted from upright standing"
    tipped = "tipped pelvis" if pelvis.value > 0 else "pelvis, which is tucked,"
    says = (
        f"{beginning}: of the {_words(thigh)} by which the thigh goes behind vertical, the hip gives {_words(hip)} and "
        f"the {tipped} {_words(pelvis)}, with the lower back {arch_words(back, 'arched', 'flattened')}{zero}."
    )
    return Finding("hip_or_back", figure, "info", says)


def gait_answer(movement: Movement, strides: Sequence[Stride], answer: Finding | None) -> str:
    """The headline of a walk or a run: hip or back, or that it was not seen.

    Args:
        movement: walking or running.
        strides: of this gait, at least one.
        answer: from `hip_or_back`.
    """
    doing = MOVEMENTS[movement].doing
    if answer is None:
        many = f"{len(strides)} whole stride{' was' if len(strides) == 1 else 's were'} measured"
        return f"{doing}: {many}; whether the hip extends or the back arches instead could not be told."
    short = answer.says.partition(":")[0]
    more = " more than the pelvis tips" if answer.value is not None and answer.value > 0 else ""
    return f"{doing}: {short[0].lower()}{short[1:]}{more}."


def arch_words(back: Estimate, arched: str, flattened: str) -> str:
    """A change of the lower back's arch without a minus in front, such as ``flattened by 9 degrees (0 to 19)``."""
    if round(back.value) >= 0:
        return f"{arched} by {_words(back)}"
    low, high = (None if end is None else -end for end in (back.high, back.low))
    return f"{flattened} by {_words(Estimate(-back.value, low, high, back.unit))}"


def stride_mean(strides: Sequence[Stride], name: str) -> Estimate | None:
    """Mean of a figure over the strides, with the band of one: its error is that of the view and stays.

    Args:
        strides: of one gait.
        name: one of `psoas.strides.FIGURES`.

    Returns:
        None where no stride has the figure.
    """
    known = [one for one in (stride.figure(name) for stride in strides) if one is not None]
    if not known:
        return None
    value, unit = float(np.mean([one.value for one in known])), known[0].unit
    reaches = [one.reach for one in known if one.reach is not None]
    if len(reaches) < len(known):
        return Estimate(value, None, None, unit)
    reach = float(np.mean(reaches))
    return Estimate(value, value - reach, value + reach, unit)


def _words(one: Estimate) -> str:
    """An angle with its band, such as ``12 degrees (8 to 16)``."""
    value = degrees(str(round(one.value)))
    low, high = one.ends
    return value if one.reach is None else f"{value} ({round(low)} to {round(high)})"
