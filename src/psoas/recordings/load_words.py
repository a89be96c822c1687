"""Loads in words: every sentence and remark of terminal, report and pictures, and the form of their numbers."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from psoas.body import GRAVITY, Body
from psoas.data import read_data
from psoas.estimate import Estimate
from psoas.exercises import exercise_of
from psoas.findings import TIMES, Analysis, LoadsOverTime, load_evidence
from psoas.loads import LOAD_QUANTITIES, OVER_TIME, Assumptions, Difference, PostureLoad
from psoas.muscle import plain_name
from psoas.recordings.clip_pose import LARGEST_TURN
from psoas.recordings.load_parts import HOLDS, MIDDLE, PEAK, START, PartLoad, hold_change, parts_of, rear_side
from psoas.recordings.loads import RecordedLoads
from psoas.recordings.trunk_words import trunk_lines
from psoas.sides import OTHER, SIDES, WORD, Side

DISC: Final = "L4_L5_compression"
"""The load that sentences begin with."""

BODY_BAND: Final = (
    "how far off a value may be: with muscles stronger or weaker, fibres longer or shorter, ligaments and discs "
    "stiffer or softer"
)
"""The uncertainties in the band of a change of posture."""
BAND: Final = f"{BODY_BAND}, a more or less slippery floor, or another rule of sharing effort"
"""The uncertainties in the band of a load."""
ALSO_LEFT_OUT: Final = "the muscles of the arms, the toes, and movement inside the chest"
LEFT_OUT: Final = f"the pressure in the belly, {ALSO_LEFT_OUT}"
MODEL: Final = "A model, not a measurement."
LIKELY_OFF: Final = (
    "Hip figures of this model are too high in walking, most in the second half of a step; those of the psoas were "
    "checked in a few postures only: see docs/validation.md, rows 12 and 13."
)
_ROWS: Final = read_data("psoas.validation", "literature.json")["rows"]
HIPS_MEASURED: Final = (
    "Hips with an instrument in them carry {} to {} % of body weight on one leg, as this model's do, and in walking {} "
    "to {} % in the first half of a step. In the walk on which this model was tried its hips carried more, most in the "
    "second half (Bergmann 2016; docs/validation.md, row 12)."
).format(*_ROWS["12"]["one_leg_percent"], *_ROWS["12"]["instrumented_first_peak_percent"])
PSOAS_MEASURED: Final = (
    "In a sit-up the psoas works at {} to {} % of its most in people (Juker 1998; how this model does: "
    "docs/validation.md, row 13)."
).format(*_ROWS["13"]["sit_up_percent"])
NO_STUDY: Final = "No study links hip-flexor length to the pressure in a disc"
CLAIM: Final = "pressure_on_the_back"
"""Name of the evidence."""
EDGES: Final = "a tenth of the frames at either end is left out, where filters run out"

GROUND: Final = {
    "measured": "The forces of the ground were measured by plates in the floor.",
    "predicted": (
        "The forces of the ground were not measured. They are predicted from the movement: in steps, those that it "
        "needs, under the middle line of each foot; otherwise, of all that carry the body, those with the least muscle "
        "work."
    ),
    "held still": (
        "The forces of the ground were not measured. They are predicted, each moment as if the body were held still, "
        "so that what a fast movement adds is missing."
    ),
}
SOURCE: Final = {
    "measured": "measured by force plates",
    "predicted": "predicted from the motion",
    "held still": "those of held postures",
}
"""The source of the ground forces, for a terminal."""
ALIKE: Final = 0.5
"""Hips that differ by less are those of a posture that is the same on both sides [N]."""


# Numbers


def newtons(value: float) -> str:
    """Round a force, such as ``560``; to tens from 100 on, because loads are never known more exactly."""
    return str(round(value) if abs(value) < 100 else 10 * round(value / 10))


def span(estimate: Estimate) -> str:
    """The band, such as ``470 to 690 N``."""
    low, high = estimate.ends
    return f"{newtons(low)} to {newtons(high)} N"


def banded(estimate: Estimate) -> str:
    """A force with its band, such as ``560 N (470 to 690 N)``."""
    return f"{newtons(estimate.value)} N ({span(estimate)})"


def times(value: float, weight: float) -> str:
    """A force in body weights, such as ``2.6`` or ``0.07``."""
    share = value / weight
    return f"{share:.1f}" if share >= 0.3 else f"{share:.2f}"


def weights(value: float, weight: float, sign: str = TIMES) -> str:
    """A force in body weights with its unit, such as ``0.8 x body weight``."""
    return f"{times(value, weight)} {sign} body weight"


def compared(change: Estimate) -> str:
    """Compare the load in the holds with the load at the start, as far as the band allows."""
    low, high = change.ends
    if not change.differs_from_zero:
        return f"a difference within the band ({newtons(low)} to {newtons(high)} N)"
    least, most = sorted((abs(low), abs(high)))
    word = "more" if change.value > 0 else "less"
    return f"so {newtons(abs(change.value))} N {word} ({newtons(least)} to {newtons(most)} N)"


# A recording that was judged


def leg_words(analysis: Analysis) -> dict[str, str]:
    """The words for each leg, such as ``right, rear leg``."""
    rear = rear_side(analysis)
    if rear is None:
        return {side: WORD[side] for side in SIDES}
    legs = {
        rear: "kneeling leg" if analysis.movement == "half_kneeling_stretch" else "rear leg",
        OTHER[rear]: "front leg",
    }
    known = analysis.rear_side is not None
    return {side: f"{WORD[side]}, {leg}" if known else leg for side, leg in legs.items()}


def equilibrium_words(loads: LoadsOverTime) -> str:
    """The share of the recording in which the model is in equilibrium."""
    share = f"{100 * loads.in_equilibrium:.0f} %"
    if not np.isfinite(loads.value.values).any():
        return f"In {share} of the frames do muscles and ground carry the body, so no load is told."
    rest = "" if share == "100 %" else " The other frames are left out."
    return f"Muscles and ground carry the body in {share} of the frames that could be told.{rest}"


def mass_words(loads: LoadsOverTime) -> str:
    """The mass of the model, such as ``70 kg``."""
    return f"{round(loads.weight / GRAVITY, 1):g} kg"


def how_words(analysis: Analysis, loads: LoadsOverTime) -> tuple[str, ...]:
    """Paragraphs: what the model does, what its band holds, what it leaves out."""
    still = loads.ground == "held still"
    return (
        _posed_words(analysis) if still else "A model of the body moves as was measured.",
        "At each moment its muscles share the work so that the sum of their squared efforts, each weighted by the size "
        "of its muscle, is least, and what they pull with presses the joints together. People who brace, or who are in "
        "pain, work harder than that.",
        f"The band shows {BAND}; and when the angles of lower back and pelvis are off by as much as they may be. "
        "Loads inside a living back are hardly ever measured: take them as a comparison of positions, not as a "
        f"measurement of yours. {'' if still else f'For the highest value {EDGES}.'}",
        f"Left out: {LEFT_OUT}. The pressure in the belly takes some load off the discs. Chest, neck and head are one "
        "stiff piece. The ligaments and discs of the lower back are one spring for all its levels together.",
    )


def _posed_words(analysis: Analysis) -> str:
    """The posture of the model in a clip: the part that one camera measures, and the part that is assumed."""
    if exercise_of(analysis.movement) is not None and analysis.rear_side is not None:
        legs = (
            f"The front thigh is turned, by up to {np.degrees(LARGEST_TURN):.0f}\N{DEGREE SIGN}, so that foot and knee "
            "rest on one floor."
        )
    else:
        legs = "Both legs do what the leg nearer to the camera does."
    return (
        "A model of the body takes up the posture of each moment, as far as one camera tells it. The rest is assumed: "
        "pelvis and lower back start as they are in upright standing, and nothing leans to the side. Both arms hang: "
        f"what hands bear that rest on the front knee is missing. {legs}"
    )


def disc_sentences(analysis: Analysis, loads: LoadsOverTime) -> list[str]:
    """The load of the disc L4/L5, typical and highest, in the holds and before; empty where it is not known."""
    disc = parts_of(analysis, loads, DISC)
    if not disc:
        return []
    middle, peak = disc[MIDDLE].estimate, disc[PEAK].estimate
    ends = "" if loads.ground == "held still" else f" ({EDGES})"
    sentences = [
        f"In the model, the disc L4/L5 is pressed with {banded(middle)}, {times(middle.value, loads.weight)} times the "
        f"body's weight; at most {banded(peak)}, {times(peak.value, loads.weight)} times, at "
        f"{disc[PEAK].time_s or 0.0:.1f} s{ends}."
    ]
    if HOLDS in disc and START in disc:
        held, start = (banded(disc[part].estimate) for part in (HOLDS, START))
        change = hold_change(analysis, loads, DISC)
        words = "" if change is None else f", {compared(change)}"
        sentences.append(f"In the model, in the holds {held}, before {start}{words}.")
    return sentences


def load_lines(analysis: Analysis) -> list[str]:
    """A few lines for a terminal, in plain letters; empty where there are no loads."""
    loads = analysis.loads
    if loads is None:
        return []
    parts = {name: parts_of(analysis, loads, name) for name in OVER_TIME}
    still = loads.ground == "held still"
    ground = f"Ground forces {'predicted, held still' if still else loads.ground}. {equilibrium_words(loads)}"
    if not parts[DISC]:
        return [ground]
    absent = "what hands bear, what speed adds, " if still else ""
    return [
        *disc_sentences(analysis, loads),
        _sides(analysis, parts),
        LIKELY_OFF,
        ground,
        f"For a body of {mass_words(loads)}; give yours by --mass. Left out: {absent}{LEFT_OUT}. {MODEL}",
        f"{NO_STUDY} ({load_evidence()[CLAIM].verdict}).",
    ]


def _sides(analysis: Analysis, parts: Mapping[str, Mapping[str, PartLoad]]) -> str:
    """Hips and psoas in the holds or, without any, typically."""
    part = HOLDS if any(HOLDS in one for one in parts.values()) else MIDDLE
    legs = leg_words(analysis)

    def both(key: Callable[[Side], str]) -> str:
        known = {side: parts[key(side)].get(part) for side in SIDES}
        return "; ".join(
            f"{legs[side]} {banded(one.estimate)}" for side, one in known.items() if one is not None
        )

    hips, psoas = both(lambda side: f"hip_{side}_contact"), both(lambda side: f"psoas_{side}")
    return f"In the model, hips {part}: {hips}. Psoas: {psoas}"


# The verb `psoas load`


def remarks(body: Body, assumed: Assumptions) -> list[str]:
    """Remarks on all loads of the verb: their band, what they leave out or assume of the trunk, and the studies."""
    claim = load_evidence()[CLAIM]
    out = ALSO_LEFT_OUT if np.any(assumed.abdominal_pressure) else LEFT_OUT
    return [
        f"Newtons, with a band that shows {BAND}. Left out: {out}. The load is the model's; nobody measured it in you.",
        *trunk_lines(body, assumed),
        f"That a short psoas loads the back is {claim.verdict}. {claim.plain} ({claim.source})",
    ]


def posture_lines(one: PostureLoad) -> list[str]:
    """Describe a posture: its supports, and the muscle that works hardest."""
    lines = [f"{one.posture.name}: {one.posture.says}. Carried by: {', '.join(one.contacts)}."]
    if not one.held:
        return [
            *lines,
            "  No muscle and ground forces hold this posture: the body's weight lies outside of what carries it, or a "
            f"muscle would have to do more than it can ({one.residual_moment:.0f} N.m are missing).",
        ]
    hips = [one.figures[f"hip_{side}_contact"].value for side in SIDES]
    name = plain_name(one.strongest)
    strongest = f"both sides, {name.split(' ', 1)[1]}" if abs(hips[0] - hips[1]) < ALIKE else name
    lines.append(f"  Hardest at work: {strongest}, {100 * one.max_activation:.0f} % of its strength.")
    lines.append(f"  Psoas at work: {_working(one)} of its strength.")
    if one.unheld:
        lines.append(f"  Not held, and not in the band, with: {'; '.join(one.unheld)}.")
    return lines


def _working(one: PostureLoad) -> str:
    """Activation of the psoas and its band, once where both sides are alike."""
    said = {
        side: "{:.0f} % ({:.0f}-{:.0f})".format(*(100 * end for end in (found.value, *found.ends)))
        for side, found in one.psoas_activation.items()
    }
    alike = len(set(said.values())) == 1
    return said["r"] if alike else ", ".join(f"{WORD[side]} {words}" for side, words in said.items())


def change_lines(loads: Mapping[str, Estimate]) -> list[str]:
    """List the loads that differ beyond their band, and the others."""
    lines, same = [], []
    for name, change in loads.items():
        if change.differs_from_zero:
            low, high = change.ends
            words = LOAD_QUANTITIES[name].words
            lines.append(f"  {words}: {change.value:+.0f} N ({low:+.0f} to {high:+.0f}).")
        else:
            same.append(LOAD_QUANTITIES[name].words)
    return [*lines, *([f"  No difference beyond the band: {', '.join(same)}."] if same else [])]


def length_lines(one: Difference) -> list[str]:
    """The change of length of each psoas in the second posture."""
    lines = []
    for side, change in one.psoas_length.items():
        if abs(change.value) >= 5e-5:
            word = "longer" if change.value > 0 else "shorter"
            doubt = "" if change.differs_from_zero else "; the band leaves it open"
            least, most = sorted(1e3 * end * np.sign(change.value) for end in change.ends)
            size = f"{1e3 * abs(change.value):.1f} mm {word} ({least:.1f} to {most:.1f} mm{doubt})"
            lines.append(f"  {WORD[side]} psoas: {size}.")
    return lines


def fascicle_lines(one: PostureLoad) -> list[str]:
    """The force of each attachment of the psoas, right and left."""
    right, left = ([part for part in one.fascicles if part.side == side] for side in SIDES)
    return [
        f"  {a.origin:<24} {a.force:5.0f} / {b.force:<5.0f} ({a.passive:.0f} / {b.passive:.0f})"
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
        label = f"{one.part.replace('_', '/')} {one.component}" if name.startswith("L") else one.words
        lines.append(
            f"  {label:<18} middle {np.nanmedian(values):5.0f} N ({np.nanmedian(values) / weight:.2f} x weight), "
            f"greatest {values[top]:5.0f} N ({values[top] / weight:.2f} x; {loads.low[name][top]:.0f} to "
            f"{loads.high[name][top]:.0f} N) at {loads.value.time[top]:.2f} s"
        )
    lines += found.says
    if loads.unheld:
        lines.append(f"In part not carried, and there not in the band, with: {'; '.join(loads.unheld)}.")
    lines.append(f"{HIPS_MEASURED} {PSOAS_MEASURED} Of these figures {EDGES}.")
    if not mass_given:
        mass = found.body.person.mass_kg
        lines.append(f"The person's mass was taken as {mass:g} kg; give it by --mass.")
    return lines
