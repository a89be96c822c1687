"""Hip or back: does the hip extend in a walk or a run, or does the pelvis tip and the back arch instead?"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from psoas.estimate import NORMAL_95, Estimate, degrees
from psoas.findings.analysis import Finding
from psoas.quantities import MOVEMENTS, Movement
from psoas.strides import Stride, study_words
from psoas.words import N_, _, inside, ngettext, number

BACK_SHARE: Final = 0.5
"""Least lumbar extension, as a share of the tip of the pelvis, with which the back is said to arch: with less, the
whole trunk leans with the pelvis (ours)."""

LEAST_ERRORS: Final = 1.0
"""Standard errors by which a difference has to leave zero before its sign is said, as "more likely than not". With a
normal error, the sign of a larger difference is wrong in less than one case of six (16 %), that of a smaller one in up
to one of two."""

STUDIES: Final = ("franz_2009",)
"""Who asked the same of runners, by name in ``norms.json``."""


def hip_or_back(strides: Sequence[Stride], own_zero: bool = False) -> Finding | None:
    """Say what brings the thigh behind vertical; None where thigh, pelvis or back was not measured.

    The thigh's angle behind vertical is the hip's extension and the forward tip of the pelvis together. The value of
    the finding is the hip's part less the pelvis's; None where the thigh does not go behind vertical. The answer is
    certain where the band of that value leaves out zero, "more likely than not" where it lies `LEAST_ERRORS` from zero,
    and nearer to zero it is that hip and pelvis cannot be told apart.

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
    sources = tuple(study_words(name) for name in STUDIES)
    if thigh.value <= 0:
        return Finding("hip_or_back", None, "info", _not_behind(thigh), sources=sources)
    lead = _weighed((1.0, hip), (-1.0, pelvis), errors=((1.0, thigh), (2.0, pelvis)))
    amount, arched = arch_amount(back)
    answer = _answer(lead, pelvis, back)
    if _too_close(lead):
        meanwhile = ""
        if arched:
            answer = _("{answer}; the lower back is arched by {amount}", answer=answer, amount=amount)
        else:
            answer = _("{answer}; the lower back is flattened by {amount}", answer=answer, amount=amount)
    elif arched:
        meanwhile = _(", with the lower back arched by {amount}", amount=amount)
    else:
        meanwhile = _(", with the lower back flattened by {amount}", amount=amount)
    values = {
        "answer": answer,
        "thigh": _words(thigh),
        "hip": _words(hip),
        "pelvis": _words(pelvis),
        "back": meanwhile,
        "zero": _(", counted from the zero of the file")
        if own_zero
        else _(", counted from upright standing"),
    }
    says = _(
        "{answer}: of the {thigh} by which the thigh goes behind vertical, the hip gives {hip} and the pelvis, which "
        "is tucked, {pelvis}{back}{zero}.",
        **values,
    )
    if pelvis.value > 0:
        says = _(
            "{answer}: of the {thigh} by which the thigh goes behind vertical, the hip gives {hip} and the tipped "
            "pelvis {pelvis}{back}{zero}.",
            **values,
        )
    return Finding("hip_or_back", lead, "info", says, sources=sources)


def _not_behind(thigh: Estimate) -> str:
    if _too_close(thigh):
        return _(
            "It cannot be told whether the thigh goes behind vertical: at most it comes to {angle}.",
            angle=_words(thigh),
        )
    if thigh.ends[1] > 0:
        return _(
            "More likely than not, the thigh does not go behind vertical: at most it comes to {angle}.",
            angle=_words(thigh),
        )
    return _("The thigh does not go behind vertical: at most it comes to {angle}.", angle=_words(thigh))


def _answer(lead: Estimate, pelvis: Estimate, back: Estimate) -> str:
    """Which of hip and pelvis gives more, and where it is the pelvis, what goes with it.

    Args:
        lead: the hip's part less the pelvis's.
    """
    if _too_close(lead):
        return _("It cannot be told whether the hip extends more than the pelvis tips")
    answer = "hip" if lead.value > 0 else _with_pelvis(pelvis, back)
    if lead.reach is None:
        return _(_IF_UPRIGHT[answer])
    return _(_SURE[answer] if lead.differs_from_zero else _LIKELY[answer])


_SURE: Final = {
    "hip": N_("The hip extends more than the pelvis tips"),
    "pelvis": N_("The pelvis tips in place of the hip"),
    "both": N_("The pelvis tips and the back arches in place of the hip"),
    "trunk": N_("The trunk tips forward with the pelvis in place of the hip"),
}
_IF_UPRIGHT: Final = {
    "hip": N_("If the zero of the angles is upright standing, the hip extends more than the pelvis tips"),
    "pelvis": N_("If the zero of the angles is upright standing, the pelvis tips in place of the hip"),
    "both": N_(
        "If the zero of the angles is upright standing, the pelvis tips and the back arches in place of the hip"
    ),
    "trunk": N_(
        "If the zero of the angles is upright standing, the trunk tips forward with the pelvis in place of the hip"
    ),
}
_LIKELY: Final = {
    "hip": N_("More likely than not, the hip extends more than the pelvis tips"),
    "pelvis": N_("More likely than not, the pelvis tips more than the hip extends"),
    "both": N_("More likely than not, the pelvis tips more than the hip extends, and the back arches"),
    "trunk": N_("More likely than not, the trunk tips forward with the pelvis more than the hip extends"),
}
"""Answers without a full stop, by what moves most; sure, sure if the zero is upright standing, and likely."""


def _with_pelvis(pelvis: Estimate, back: Estimate) -> str:
    """What goes with a pelvis that does more than the hip."""
    arching = _weighed((1.0, back), (-BACK_SHARE, pelvis), errors=((1.0, back), (BACK_SHARE, pelvis)))
    if _too_close(arching):
        return "pelvis"
    return "trunk" if arching.value < 0 else "both"


def _too_close(difference: Estimate) -> bool:
    """Whether the sign of a difference is not worth saying; without a known error, where it rounds to zero."""
    if difference.reach is None:
        return round(difference.value) == 0
    return abs(difference.value) < LEAST_ERRORS * difference.reach / NORMAL_95


def _weighed(*parts: tuple[float, Estimate], errors: Sequence[tuple[float, Estimate]]) -> Estimate:
    """A weighted sum of figures; no band where the error of one is not known.

    Args:
        parts: weight and figure.
        errors: weights of figures whose errors are independent, as the sum depends on them.
    """
    value, unit = sum(weight * one.value for weight, one in parts), parts[0][1].unit
    reaches = [(weight, one.reach) for weight, one in errors]
    known = [weight * reach for weight, reach in reaches if reach is not None]
    error = float(np.hypot.reduce(known)) / NORMAL_95 if len(known) == len(reaches) else None
    return Estimate.of(value, error, unit)


def gait_answer(movement: Movement, strides: Sequence[Stride], answer: Finding | None) -> str:
    """The headline of a walk or a run: hip or back, or that it was not seen.

    Args:
        movement: walking or running.
        strides: of this gait, at least one.
        answer: from `hip_or_back`.
    """
    doing = MOVEMENTS[movement].doing
    if answer is None:
        return ngettext(
            "{movement}: {count} whole stride was measured; whether the hip extends or the back arches instead could "
            "not be told.",
            "{movement}: {count} whole strides were measured; whether the hip extends or the back arches instead could "
            "not be told.",
            len(strides),
            movement=doing,
        )
    return _("{movement}: {answer}.", movement=doing, answer=inside(answer.says.partition(":")[0].rstrip()))


def arch_amount(back: Estimate) -> tuple[str, bool]:
    """A change of the lower back's arch without its sign, such as ``9 degrees (0 to 19)``, and whether it arched."""
    if round(back.value) >= 0:
        return _words(back), True
    low, high = (None if end is None else -end for end in (back.high, back.low))
    return _words(Estimate(-back.value, low, high, back.unit)), False


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
    value = degrees(number(round(one.value)))
    low, high = one.ends
    if one.reach is None:
        return value
    return _("{value} ({low} to {high})", value=value, low=round(low), high=round(high))
