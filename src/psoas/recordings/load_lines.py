"""The lines of the verb ``psoas load``: postures, their differences, and recordings."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from psoas.body import Body
from psoas.estimate import Estimate
from psoas.findings import load_evidence
from psoas.loads import LOAD_QUANTITIES, Assumptions, Difference, PostureLoad
from psoas.muscle import name_on_both_sides, plain_name
from psoas.recordings.load_texts import (
    ALSO_LEFT_OUT,
    BAND,
    CLAIM,
    EDGES,
    LEFT_OUT,
    hips_measured,
    psoas_measured,
)
from psoas.recordings.loads import RecordedLoads
from psoas.recordings.trunk_words import trunk_lines
from psoas.sides import SIDES, WORD, Side, side_word
from psoas.words import N_, _, number

LENGTHS: Final[dict[tuple[Side, bool, bool], str]] = {
    ("r", True, True): N_("right psoas: {size:.1f} mm longer ({low:.1f} to {high:.1f} mm)."),
    ("r", True, False): N_(
        "right psoas: {size:.1f} mm longer ({low:.1f} to {high:.1f} mm; the band leaves it open)."
    ),
    ("r", False, True): N_("right psoas: {size:.1f} mm shorter ({low:.1f} to {high:.1f} mm)."),
    ("r", False, False): N_(
        "right psoas: {size:.1f} mm shorter ({low:.1f} to {high:.1f} mm; the band leaves it open)."
    ),
    ("l", True, True): N_("left psoas: {size:.1f} mm longer ({low:.1f} to {high:.1f} mm)."),
    ("l", True, False): N_(
        "left psoas: {size:.1f} mm longer ({low:.1f} to {high:.1f} mm; the band leaves it open)."
    ),
    ("l", False, True): N_("left psoas: {size:.1f} mm shorter ({low:.1f} to {high:.1f} mm)."),
    ("l", False, False): N_(
        "left psoas: {size:.1f} mm shorter ({low:.1f} to {high:.1f} mm; the band leaves it open)."
    ),
}
"""The change of a psoas by its side, whether it is longer, and whether the band says so, too."""
ALIKE: Final = 0.5
"""Hips that differ by less are those of a posture that is the same on both sides [N]."""


def remarks(body: Body, assumed: Assumptions) -> list[str]:
    """Remarks on all loads of the verb: their band, what they leave out or assume of the trunk, and the studies."""
    claim = load_evidence()[CLAIM]
    out = ALSO_LEFT_OUT if np.any(assumed.abdominal_pressure) else LEFT_OUT
    return [
        _(
            "Newtons, with a band that shows {band}. Left out: {out}. The load is the model's; nobody measured it in "
            "you.",
            band=_(BAND),
            out=_(out),
        ),
        *trunk_lines(body, assumed),
        _(
            "That a short psoas loads the back is {verdict}. {plain} ({source})",
            verdict=_(str(claim.verdict)),
            plain=claim.plain,
            source=claim.source,
        ),
    ]


def posture_lines(one: PostureLoad) -> list[str]:
    """Describe a posture: its supports, and the muscle that works hardest."""
    lines = [
        _(
            "{name}: {posture}. Carried by: {contacts}.",
            name=one.posture.name,
            posture=one.posture.says,
            contacts=", ".join(one.contacts),
        )
    ]
    if not one.held:
        return [
            *lines,
            "  "
            + _(
                "No muscle and ground forces hold this posture: the body's weight lies outside of what carries it, "
                "or a muscle would have to do more than it can ({missing:.0f} N.m are missing).",
                missing=one.residual_moment,
            ),
        ]
    hips = [one.figures[f"hip_{side}_contact"].value for side in SIDES]
    alike = abs(hips[0] - hips[1]) < ALIKE
    strongest = (
        _("both sides, {muscle}", muscle=name_on_both_sides(one.strongest))
        if alike
        else plain_name(one.strongest)
    )
    share = 100 * one.max_activation
    lines.append(
        "  " + _("Hardest at work: {muscle}, {share:.0f} % of its strength.", muscle=strongest, share=share)
    )
    lines.append("  " + _("Psoas at work: {shares} of its strength.", shares=_working(one)))
    if one.unheld:
        unheld = "; ".join(one.unheld)
        lines.append("  " + _("Not held, and not in the band, with: {variations}.", variations=unheld))
    return lines


def _working(one: PostureLoad) -> str:
    """Activation of the psoas and its band, once where both sides are alike."""
    said = {
        side: "{:.0f} % ({:.0f}-{:.0f})".format(*(100 * end for end in (found.value, *found.ends)))
        for side, found in one.psoas_activation.items()
    }
    alike = len(set(said.values())) == 1
    return (
        said["r"] if alike else ", ".join(f"{side_word(WORD[side])} {words}" for side, words in said.items())
    )


def change_lines(loads: Mapping[str, Estimate]) -> list[str]:
    """List the loads that differ beyond their band, and the others."""
    lines, same = [], []
    for name, change in loads.items():
        if change.differs_from_zero:
            low, high = change.ends
            words = LOAD_QUANTITIES[name].words
            said = _(
                "{words}: {change:+.0f} N ({low:+.0f} to {high:+.0f}).",
                words=words,
                change=change.value,
                low=low,
                high=high,
            )
            lines.append(f"  {said}")
        else:
            same.append(LOAD_QUANTITIES[name].words)
    if same:
        lines.append("  " + _("No difference beyond the band: {loads}.", loads=", ".join(same)))
    return lines


def length_lines(one: Difference) -> list[str]:
    """The change of length of each psoas in the second posture."""
    lines = []
    for side, change in one.psoas_length.items():
        if abs(change.value) >= 5e-5:
            least, most = sorted(1e3 * end * np.sign(change.value) for end in change.ends)
            said = _(
                LENGTHS[side, change.value > 0, change.differs_from_zero],
                size=1e3 * abs(change.value),
                low=float(least),
                high=float(most),
            )
            lines.append(f"  {said}")
    return lines


def fascicle_lines(one: PostureLoad) -> list[str]:
    """The force of each attachment of the psoas, right and left."""
    right, left = ([part for part in one.fascicles if part.side == side] for side in SIDES)
    width = max([24, *(len(_(part.origin)) for part in right)])
    return [
        f"  {_(a.origin):<{width}} {number(a.force, '5.0f')} / {number(b.force, '<5.0f')} "
        f"({number(a.passive, '.0f')} / {number(b.passive, '.0f')})"
        for a, b in zip(right, left, strict=True)
    ]


def recording_lines(found: RecordedLoads, *, mass_given: bool) -> list[str]:
    """A recording: the middle and the greatest value of each load with its band, without a tenth at either end."""
    loads, weight, lines = found.loads, found.loads.weight, []
    for name in loads.value.names:
        values = loads.value[name].copy()
        edge = len(values) // 10
        if np.isfinite(values[edge:-edge]).any():
            values[:edge] = values[len(values) - edge :] = np.nan
        top = int(np.nanargmax(values))
        one = LOAD_QUANTITIES[name]
        label = one.label if name.startswith("L") else one.words
        said = _(
            "middle {middle:5.0f} N ({middle_times:.2f} x weight), greatest {top:5.0f} N ({top_times:.2f} x; "
            "{low:.0f} to {high:.0f} N) at {time:.2f} s",
            middle=float(np.nanmedian(values)),
            middle_times=float(np.nanmedian(values)) / weight,
            top=float(values[top]),
            top_times=float(values[top]) / weight,
            low=float(loads.low[name][top]),
            high=float(loads.high[name][top]),
            time=float(loads.value.time[top]),
        )
        lines.append(f"  {label:<18} {said}")
    lines += found.says
    if loads.unheld:
        unheld = "; ".join(loads.unheld)
        lines.append(
            _("In part not carried, and there not in the band, with: {variations}.", variations=unheld)
        )
    lines.append(f"{hips_measured()} {psoas_measured()} {_('Of these figures {edges}.', edges=_(EDGES))}")
    if not mass_given:
        mass = found.body.person.mass_kg
        lines.append(_("The person's mass was taken as {mass:g} kg; give it by --mass.", mass=mass))
    return lines
