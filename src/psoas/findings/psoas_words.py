"""The sentences about the length of the psoas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from psoas.estimate import Estimate
from psoas.words import N_, _, ngettext, number


@dataclass(frozen=True)
class Contrast:
    """The psoas with an arched back, or a tipped pelvis, beside the psoas without.

    Attributes:
        with_arch: change from the start with it [mm].
        without: change from the start without it: of other repetitions, or of the model for the same move of the thigh.
        lost: how much longer the psoas is without than with it.
        counts: repetitions with it, and without; none without means that the model stands in for them.
        tipped: True where the pelvis tipped forward and the back did not arch.
        attachments: place on the spine and the effect of the lower back's change alone there, from the top down.
    """

    with_arch: Estimate
    without: Estimate
    lost: Estimate
    counts: tuple[int, int]
    tipped: bool
    attachments: tuple[tuple[str, Estimate], ...]


def lengthening_says(
    whole: Estimate, *, share_percent: float, seen: tuple[int, int], contrast: Contrast | None
) -> str:
    """The finding ``psoas_lengthening`` in plain words.

    Args:
        whole: the median over the repetitions.
        share_percent: the same as a share of the length in standing.
        seen: repetitions in which it was measured, of how many.
        contrast: with and without an arch; None where none arched.
    """
    sentences = []
    if contrast is None or not contrast.counts[1]:
        sentences.append(_in_the_hold(whole, share_percent))
    if seen[0] < seen[1]:
        sentences.append(_("This was seen in {count} of {total} repetitions.", count=seen[0], total=seen[1]))
    if contrast is not None:
        sentences += _contrasted(contrast, whole)
    return " ".join(sentences)


def _in_the_hold(whole: Estimate, share_percent: float) -> str:
    if not whole.differs_from_zero:
        return _("In the hold the psoas was {change}.", change=_change(whole))
    return _(
        "In the hold the psoas was {change} ({share:.1f} % of its length).",
        change=_change(whole),
        share=abs(share_percent),
    )


def _change(figure: Estimate) -> str:
    """A length beside the start, such as ``9 mm longer than at your start, give or take 4``."""
    mm, error = abs(figure.value), figure.reach or 0.0
    if not figure.differs_from_zero:
        return _(
            "not measurably longer or shorter than at your start ({change}, give or take {error:.0f})",
            change=_signed(figure.value),
            error=error,
        )
    if figure.value < 0:
        return _("{mm:.0f} mm shorter than at your start, give or take {error:.0f}", mm=mm, error=error)
    return _("{mm:.0f} mm longer than at your start, give or take {error:.0f}", mm=mm, error=error)


def _contrasted(contrast: Contrast, whole: Estimate) -> list[str]:
    bad, quiet = contrast.counts
    other = contrast.with_arch if quiet else whole
    # the difference of what is said, so that the sentence adds up
    lost = round(contrast.without.value) - round(other.value)
    differs = contrast.lost.differs_from_zero
    apart = _("{mm} mm, give or take {error:.0f}", mm=abs(lost), error=contrast.lost.reach or 0.0)
    if quiet:
        values = {
            "moved": _change(contrast.with_arch),
            "times": _times(bad),
            "still": _change(contrast.without),
            "others": _times(quiet),
        }
        said = _(
            "In the hold the psoas was {moved} where the back arched ({times}), and {still} where it did not "
            "({others}).",
            **values,
        )
        if contrast.tipped:
            said = _(
                "In the hold the psoas was {moved} where the pelvis tipped ({times}), and {still} where it did not "
                "({others}).",
                **values,
            )
        sentences = [said]
        if differs:
            sentences.append(_("The difference is {difference}.", difference=apart))
        else:
            sentences.append(_("Within this error the two do not differ ({difference}).", difference=apart))
    else:
        sentences = [_with_a_still_body(contrast, lost if differs else None, apart)]
    if not contrast.tipped:
        sentences += _attachments(contrast.attachments)
    return sentences


def _with_a_still_body(contrast: Contrast, lost: int | None, apart: str) -> str:
    """What the model says of the same move without arch or tip; ``lost`` is None where that is no difference."""
    mm = abs(contrast.without.value)
    change = _("{mm:.0f} mm shorter", mm=mm) if contrast.without.value < 0 else _("{mm:.0f} mm longer", mm=mm)
    effect = "none" if lost is None else "took" if lost > 0 else "added"
    return _(_STILL[contrast.tipped, effect], change=change, difference=apart)


_STILL: Final = {
    (False, "took"): N_(
        "With a still back the same move of the thigh would have made it {change}: the arch took away {difference}."
    ),
    (False, "added"): N_(
        "With a still back the same move of the thigh would have made it {change}: the arch added {difference}."
    ),
    (False, "none"): N_(
        "With a still back the same move of the thigh would have made it {change}; within this error that is no "
        "difference ({difference})."
    ),
    (True, "took"): N_(
        "With a still pelvis the same move of the thigh would have made it {change}: the tip took away {difference}."
    ),
    (True, "added"): N_(
        "With a still pelvis the same move of the thigh would have made it {change}: the tip added {difference}."
    ),
    (True, "none"): N_(
        "With a still pelvis the same move of the thigh would have made it {change}; within this error that is no "
        "difference ({difference})."
    ),
}
"""By whether the pelvis tipped and the back did not arch, and by what that did to the length."""


def _attachments(attachments: Sequence[tuple[str, Estimate]]) -> list[str]:
    """Say where the arch itself pulls most and where it slackens most, if that is beyond the error."""
    sure = [(place, figure) for place, figure in attachments if figure.differs_from_zero]
    if not sure:
        return [_("What the arch itself does to the single attachments is within the error.")]
    place, most = max(sure, key=lambda item: item[1].value)
    other, least = min(sure, key=lambda item: item[1].value)
    parts = []
    if most.value > 0:
        parts.append(
            _("The arch itself pulls most at the {place} ({change}).", place=_(place), change=_banded(most))
        )
    if least.value < 0:
        parts.append(
            _(
                "The arch itself slackens most at the {place} ({change}).",
                place=_(other),
                change=_banded(least),
            )
        )
    return parts


def _banded(figure: Estimate) -> str:
    return _("{change}, give or take {error:.0f}", change=_signed(figure.value), error=figure.reach or 0.0)


def _signed(mm: float) -> str:
    return f"{number(round(mm), '+d')} mm"


def _times(count: int) -> str:
    return ngettext("{count} repetition", "{count} repetitions", count)
