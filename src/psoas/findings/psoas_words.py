"""The sentences about the length of the psoas."""

from collections.abc import Sequence
from dataclasses import dataclass

from psoas.estimate import Estimate


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
        share = f" ({abs(share_percent):.1f} % of its length)" if whole.differs_from_zero else ""
        sentences.append(f"In the hold the psoas was {_longer(whole)}{share}.")
    if seen[0] < seen[1]:
        sentences.append(f"This was seen in {seen[0]} of {seen[1]} repetitions.")
    if contrast is not None:
        sentences += _contrasted(contrast, whole)
    return " ".join(sentences)


def _longer(figure: Estimate) -> str:
    if not figure.differs_from_zero:
        return (
            f"not measurably longer or shorter than at your start ({_signed(figure.value)}, "
            f"{_give_or_take(figure)})"
        )
    return f"{_changed(figure.value)} than at your start, {_give_or_take(figure)}"


def _contrasted(contrast: Contrast, whole: Estimate) -> list[str]:
    what = "the pelvis tipped" if contrast.tipped else "the back arched"
    bad, quiet = contrast.counts
    other = contrast.with_arch if quiet else whole
    # the difference of what is said, so that the sentence adds up
    lost = round(contrast.without.value) - round(other.value)
    apart = f"{abs(lost)} mm, {_give_or_take(contrast.lost)}"
    if quiet:
        said = (
            f"In the hold the psoas was {_longer(contrast.with_arch)} where {what} ({_times(bad)}), "
            f"and {_longer(contrast.without)} where it did not ({_times(quiet)})."
        )
        sentences = [said]
        if not contrast.lost.differs_from_zero:
            sentences.append(f"Within this error the two do not differ ({apart}).")
        else:
            sentences.append(f"The difference is {apart}.")
    else:
        still, moved = ("pelvis", "tip") if contrast.tipped else ("back", "arch")
        said = f"With a still {still} the same move of the thigh would have made it {_changed(contrast.without.value)}"
        if contrast.lost.differs_from_zero:
            sentences = [f"{said}: the {moved} {'took away' if lost > 0 else 'added'} {apart}."]
        else:
            sentences = [f"{said}; within this error that is no difference ({apart})."]
    if not contrast.tipped:
        sentences += _attachments(contrast.attachments)
    return sentences


def _attachments(attachments: Sequence[tuple[str, Estimate]]) -> list[str]:
    """Say where the arch itself pulls most and where it slackens most, if that is beyond the error."""
    sure = [(place, figure) for place, figure in attachments if figure.differs_from_zero]
    if not sure:
        return ["What the arch itself does to the single attachments is within the error."]
    place, most = max(sure, key=lambda item: item[1].value)
    other, least = min(sure, key=lambda item: item[1].value)
    parts = []
    if most.value > 0:
        parts.append(f"pulls most at the {place} ({_signed(most.value)}, {_give_or_take(most)})")
    if least.value < 0:
        parts.append(f"slackens most at the {other} ({_signed(least.value)}, {_give_or_take(least)})")
    return [f"The arch itself {' and '.join(parts)}."]


def _changed(mm: float) -> str:
    return f"{abs(mm):.0f} mm {'shorter' if mm < 0 else 'longer'}"


def _give_or_take(figure: Estimate) -> str:
    return f"give or take {figure.reach or 0.0:.0f}"


def _signed(mm: float) -> str:
    return f"{round(mm):+d} mm" if round(mm) else "0 mm"


def _times(count: int) -> str:
    return "1 repetition" if count == 1 else f"{count} repetitions"
