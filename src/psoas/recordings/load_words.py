"""Loads of a recording in words: every sentence of terminal, report and pictures, and the form of their numbers."""

from collections.abc import Callable, Mapping

import numpy as np

from psoas.body import GRAVITY
from psoas.estimate import Estimate
from psoas.exercises import exercise_of
from psoas.findings import TIMES, Analysis, LoadsOverTime, load_evidence
from psoas.loads import OVER_TIME
from psoas.recordings.clip_pose import LARGEST_TURN
from psoas.recordings.load_parts import HOLDS, MIDDLE, PEAK, START, PartLoad, hold_change, parts_of, rear_side
from psoas.recordings.load_texts import (
    BAND,
    CLAIM,
    DISC,
    EDGES,
    LEFT_OUT,
    LEFT_OUT_STILL,
    LIKELY_OFF,
    MODEL,
    NO_STUDY,
    SHORT_GROUND,
)
from psoas.sides import OTHER, SIDES, WORD, Side, side_word
from psoas.words import N_, _, number

# Numbers


def newtons(value: float) -> str:
    """Round a force, such as ``560``; to tens from 100 on, because loads are never known more exactly."""
    return number(round(value) if abs(value) < 100 else 10 * round(value / 10))


def span(estimate: Estimate) -> str:
    """The band, such as ``470 to 690 N``."""
    low, high = estimate.ends
    return _("{low} to {high} N", low=newtons(low), high=newtons(high))


def banded(estimate: Estimate) -> str:
    """A force with its band, such as ``560 N (470 to 690 N)``."""
    return f"{newtons(estimate.value)} N ({span(estimate)})"


def times(value: float, weight: float) -> str:
    """A force in body weights, such as ``2.6`` or ``0.07``."""
    share = value / weight
    return number(share, ".1f" if share >= 0.3 else ".2f")


def weights(value: float, weight: float, sign: str = TIMES) -> str:
    """A force in body weights with its unit, such as ``0.8 x body weight``."""
    return _("{times} {sign} body weight", times=times(value, weight), sign=sign)


def compared(change: Estimate) -> str:
    """Compare the load in the holds with the load at the start, as far as the band allows."""
    low, high = change.ends
    if not change.differs_from_zero:
        return _("a difference within the band ({band})", band=span(change))
    least, most = sorted((abs(low), abs(high)))
    says = (
        N_("so {value} N more ({low} to {high} N)")
        if change.value > 0
        else N_("so {value} N less ({low} to {high} N)")
    )
    return _(says, value=newtons(abs(change.value)), low=newtons(least), high=newtons(most))


# A recording that was judged


def leg_words(analysis: Analysis) -> dict[str, str]:
    """The words for each leg, such as ``right, rear leg``."""
    rear = rear_side(analysis)
    if rear is None:
        return {side: side_word(WORD[side]) for side in SIDES}
    legs = {
        rear: _("kneeling leg") if analysis.movement == "half_kneeling_stretch" else _("rear leg"),
        OTHER[rear]: _("front leg"),
    }
    known = analysis.rear_side is not None
    return {side: f"{side_word(WORD[side])}, {leg}" if known else leg for side, leg in legs.items()}


def equilibrium_words(loads: LoadsOverTime) -> str:
    """The share of the recording in which the model is in equilibrium."""
    share = 100 * loads.in_equilibrium
    if not np.isfinite(loads.value.values).any():
        return _(
            "In {share:.0f} % of the frames do muscles and ground carry the body, so no load is told.",
            share=share,
        )
    if round(share) == 100:
        return _(
            "Muscles and ground carry the body in {share:.0f} % of the frames that could be told.",
            share=share,
        )
    return _(
        "Muscles and ground carry the body in {share:.0f} % of the frames that could be told. The other frames are "
        "left out.",
        share=share,
    )


def mass_words(loads: LoadsOverTime) -> str:
    """The mass of the model, such as ``70 kg``."""
    return f"{number(round(loads.weight / GRAVITY, 1), 'g')} kg"


def how_words(analysis: Analysis, loads: LoadsOverTime) -> tuple[str, ...]:
    """Paragraphs: what the model does, what its band holds, what it leaves out."""
    still = loads.ground == "held still"
    return (
        _posed_words(analysis) if still else _("A model of the body moves as was measured."),
        _(
            "At each moment its muscles share the work so that the sum of their squared efforts, each weighted by "
            "the size of its muscle, is least, and what they pull with presses the joints together. People who "
            "brace, or who are in pain, work harder than that."
        ),
        _(
            "The band shows {band}; and when the angles of lower back and pelvis are off by as much as they may be. "
            "Loads inside a living back are hardly ever measured: take them as a comparison of positions, not as a "
            "measurement of yours.",
            band=_(BAND),
        )
        + ("" if still else " " + _("For the highest value {edges}.", edges=_(EDGES))),
        _(
            "Left out: {out}. The pressure in the belly takes some load off the discs. Chest, neck and head are one "
            "stiff piece. The ligaments and discs of the lower back are one spring for all its levels together.",
            out=_(LEFT_OUT),
        ),
    )


def _posed_words(analysis: Analysis) -> str:
    """The posture of the model in a clip: the part that one camera measures, and the part that is assumed."""
    if exercise_of(analysis.movement) is not None and analysis.rear_side is not None:
        legs = _(
            "The front thigh is turned, by up to {turn:.0f}\N{DEGREE SIGN}, so that foot and knee rest on one floor.",
            turn=float(np.degrees(LARGEST_TURN)),
        )
    else:
        legs = _("Both legs do what the leg nearer to the camera does.")
    posed = _(
        "A model of the body takes up the posture of each moment, as far as one camera tells it. The rest is assumed: "
        "pelvis and lower back start as they are in upright standing, and nothing leans to the side. Both arms hang: "
        "what hands bear that rest on the front knee is missing."
    )
    return f"{posed} {legs}"


def disc_sentences(analysis: Analysis, loads: LoadsOverTime) -> list[str]:
    """The load of the disc L4/L5, typical and highest, in the holds and before; empty where it is not known."""
    disc = parts_of(analysis, loads, DISC)
    if not disc:
        return []
    middle, peak = disc[MIDDLE].estimate, disc[PEAK].estimate
    values = {
        "middle": banded(middle),
        "middle_times": times(middle.value, loads.weight),
        "peak": banded(peak),
        "peak_times": times(peak.value, loads.weight),
        "time": disc[PEAK].time_s or 0.0,
    }
    sentences = [
        _(
            "In the model, the disc L4/L5 is pressed with {middle}, {middle_times} times the body's weight; at most "
            "{peak}, {peak_times} times, at {time:.1f} s.",
            **values,
        )
        if loads.ground == "held still"
        else _(
            "In the model, the disc L4/L5 is pressed with {middle}, {middle_times} times the body's weight; at most "
            "{peak}, {peak_times} times, at {time:.1f} s ({edges}).",
            **values,
            edges=_(EDGES),
        )
    ]
    if HOLDS in disc and START in disc:
        held, start = (banded(disc[part].estimate) for part in (HOLDS, START))
        change = hold_change(analysis, loads, DISC)
        sentences.append(
            _("In the model, in the holds {held}, before {start}.", held=held, start=start)
            if change is None
            else _(
                "In the model, in the holds {held}, before {start}, {compared}.",
                held=held,
                start=start,
                compared=compared(change),
            )
        )
    return sentences


def load_lines(analysis: Analysis) -> list[str]:
    """A few lines for a terminal, in plain letters; empty where there are no loads."""
    loads = analysis.loads
    if loads is None:
        return []
    parts = {name: parts_of(analysis, loads, name) for name in OVER_TIME}
    ground = f"{_(SHORT_GROUND[loads.ground])} {equilibrium_words(loads)}"
    if not parts[DISC]:
        return [ground]
    out = LEFT_OUT_STILL if loads.ground == "held still" else LEFT_OUT
    body = _(
        "For a body of {mass}; give yours by --mass. Left out: {out}.",
        mass=mass_words(loads),
        out=_(out),
    )
    return [
        *disc_sentences(analysis, loads),
        _sides(analysis, parts),
        _(LIKELY_OFF),
        ground,
        f"{body} {_(MODEL)}",
        _(NO_STUDY, verdict=_(str(load_evidence()[CLAIM].verdict))),
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
    if part == HOLDS:
        return _("In the model, hips in the holds: {hips}. Psoas: {psoas}", hips=hips, psoas=psoas)
    return _("In the model, hips typically: {hips}. Psoas: {psoas}", hips=hips, psoas=psoas)
