"""The sentences about the length of the psoas."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A change of length [mm] and half of its error band [mm]."""

    mm: float
    error: float

    @property
    def told_apart(self) -> bool:
        """Whether it differs from none by more than its error."""
        return abs(self.mm) > self.error


@dataclass(frozen=True)
class Contrast:
    """The psoas with an arched back, or a tipped pelvis, beside the psoas without.

    Attributes:
        with_arch: change from the start with it.
        without: change from the start without it: of other repetitions, or of the model for the same way of the thigh.
        lost: how much longer the psoas is without than with it.
        counts: repetitions with it, and without; none without means that the model stands in for them.
        tipped: True where the pelvis tipped forward and the back did not arch.
        attachments: place on the spine and what the change of the lower back alone does there, from the top down.
    """

    with_arch: Figure
    without: Figure
    lost: Figure
    counts: tuple[int, int]
    tipped: bool
    attachments: tuple[tuple[str, Figure], ...]


def lengthening_says(
    whole: Figure, *, share_percent: float, seen: tuple[int, int], contrast: Contrast | None
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
        share = f" ({abs(share_percent):.1f} % of its length)" if whole.told_apart else ""
        sentences.append(f"In the hold the psoas was {_longer(whole)}{share}.")
    if seen[0] < seen[1]:
        sentences.append(f"This was seen in {seen[0]} of {seen[1]} repetitions.")
    if contrast is not None:
        sentences += _contrasted(contrast, whole)
    return " ".join(sentences)


def _longer(figure: Figure) -> str:
    if not figure.told_apart:
        return (
            f"not measurably longer or shorter than at your start ({_signed(figure.mm)}, "
            f"give or take {figure.error:.0f})"
        )
    return f"{_changed(figure.mm)} than at your start, give or take {figure.error:.0f}"


def _contrasted(contrast: Contrast, whole: Figure) -> list[str]:
    what = "the pelvis tipped" if contrast.tipped else "the back arched"
    bad, quiet = contrast.counts
    other = contrast.with_arch if quiet else whole
    # the difference of what is said, so that the sentence adds up
    lost = round(contrast.without.mm) - round(other.mm)
    apart = f"{abs(lost)} mm, give or take {contrast.lost.error:.0f}"
    if quiet:
        said = (
            f"In the hold the psoas was {_longer(contrast.with_arch)} where {what} ({_times(bad)}), "
            f"and {_longer(contrast.without)} where it did not ({_times(quiet)})."
        )
        sentences = [said]
        if not contrast.lost.told_apart:
            sentences.append(f"Within this error the two do not differ ({apart}).")
        else:
            sentences.append(f"The difference is {apart}.")
    else:
        still, moved = ("pelvis", "tip") if contrast.tipped else ("back", "arch")
        said = f"With a still {still} the same move of the thigh would have made it {_changed(contrast.without.mm)}"
        if contrast.lost.told_apart:
            sentences = [f"{said}: the {moved} {'took away' if lost > 0 else 'added'} {apart}."]
        else:
            sentences = [f"{said}; within this error that is no difference ({apart})."]
    if not contrast.tipped:
        sentences += _attachments(contrast.attachments)
    return sentences


def _attachments(attachments: Sequence[tuple[str, Figure]]) -> list[str]:
    """Where the arch itself pulls, and where it slackens: the most of each that is beyond its error."""
    sure = [(place, figure) for place, figure in attachments if figure.told_apart]
    if not sure:
        return ["What the arch itself does to the single attachments is within the error."]
    place, most = max(sure, key=lambda item: item[1].mm)
    other, least = min(sure, key=lambda item: item[1].mm)
    parts = []
    if most.mm > 0:
        parts.append(f"pulls most at the {place} ({_signed(most.mm)}, give or take {most.error:.0f})")
    if least.mm < 0:
        parts.append(f"slackens most at the {other} ({_signed(least.mm)}, give or take {least.error:.0f})")
    return [f"The arch itself {' and '.join(parts)}."]


def _changed(mm: float) -> str:
    return f"{abs(mm):.0f} mm {'shorter' if mm < 0 else 'longer'}"


def _signed(mm: float) -> str:
    return f"{round(mm):+d} mm" if round(mm) else "0 mm"


def _times(count: int) -> str:
    return "1 repetition" if count == 1 else f"{count} repetitions"
