"""What joints and psoas carried, in words and round numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from psoas.body import GRAVITY
from psoas.exercises import exercise_of
from psoas.findings import TIMES, Analysis, LoadMotion
from psoas.loads import Figure, Varied
from psoas.recordings.clip_pose import LARGEST_TURN
from psoas.timeseries import Array, Mask

NAMES: Final = {
    "L4_L5": "L4_L5_compression",
    "L5_S1": "L5_S1_compression",
    "hip_r": "hip_r_contact",
    "hip_l": "hip_l_contact",
    "psoas_r": "psoas_r",
    "psoas_l": "psoas_l",
}
"""Name in `LoadMotion` to that in files."""

DISCS: Final = {"L4_L5": "Disc L4/L5", "L5_S1": "Disc L5/S1"}

GROUND: Final = {
    "measured": "The forces of the ground were measured by plates in the floor.",
    "predicted": (
        "The forces of the ground were not measured. They are predicted from the movement: of all that carry the body, "
        "those with the least muscle work."
    ),
    "held still": (
        "The forces of the ground were not measured. They are predicted, each moment as if the body were held still, "
        "so that what a fast movement adds is missing."
    ),
}

OFF_ROWS: Final = "docs/validation.md, rows 12 and 13"
LIKELY_OFF: Final = f"Hip figures of this model tend to be too high, psoas figures too low: see {OFF_ROWS}."
HIPS_OFF: Final = (
    "Take it with care: in a measured walk this model lies above the 238 % of body weight that instrumented hips "
    "measured (Bergmann 2001; docs/validation.md, row 12)."
)
PSOAS_OFF: Final = (
    "Take it with care: in a sit-up the psoas of this model works below the 15 to 35 % of its most that were measured "
    "in people (Juker 1998; docs/validation.md, row 13)."
)

EDGES: Final = "a tenth of the frames at either end is left out, where filters run out"
"""Of the highest value of what moves."""

HOLDS, START, MIDDLE, PEAK = "in the holds", "before the repetitions", "typically", "highest"


@dataclass(frozen=True)
class Carried:
    """One quantity at one part of a recording.

    Attributes:
        figure: value with the ends of its band [N].
        time_s: when, where it is one moment.
    """

    figure: Figure
    time_s: float | None = None


def parts_of(analysis: Analysis, loads: LoadMotion, name: str) -> dict[str, Carried]:
    """A quantity in the parts of a recording where it is told: `MIDDLE`, `PEAK`, and of the stretch `START`, `HOLDS`.

    The middle is the median of the frames, its band the medians of the ends; the peak is one frame, of a recording
    with speed none of the tenth at either end, where filters run out.
    """
    values, time = loads.value[name], loads.value.time
    known = np.isfinite(values)
    if not known.any():
        return {}
    found = {MIDDLE: Carried(_median(loads, name, known))}
    frames = np.flatnonzero(known)
    edge = 0 if loads.ground == "held still" else len(frames) // 10
    inner = frames[edge : len(frames) - edge]
    at = int(inner[values[inner].argmax()])
    peak = Figure(*(float(one[at]) for one in (values, *band_of(loads, name))))
    found[PEAK] = Carried(peak, float(time[at]))
    if analysis.repetitions:
        held, before = _holds(analysis, time)
        for part, mask in ((START, before), (HOLDS, held)):
            if (mask & known).any():
                found[part] = Carried(_median(loads, name, mask & known))
    return found


def _holds(analysis: Analysis, time: Array) -> tuple[Mask, Mask]:
    """(T,) True in the holds, and before the first repetition."""
    held = np.zeros(len(time), dtype=bool)
    for one in analysis.repetitions:
        held |= (time >= one.hold_start_s) & (time <= one.hold_end_s)
    first = min((one.start_s for one in analysis.repetitions), default=-np.inf)
    return held, np.asarray(time < first)


def band_of(loads: LoadMotion, name: str) -> tuple[Array, Array]:
    """(T,) ends of the band; only a disc can be pulled, so that other bands end at zero."""
    low, high = loads.low[name], loads.high[name]
    return (low if name in DISCS else np.maximum(low, 0.0)), high


def _median(loads: LoadMotion, name: str, known: Mask) -> Figure:
    low, high = band_of(loads, name)
    return Figure(*(float(np.nanmedian(one[known])) for one in (loads.value[name], low, high)))


def rear_side(analysis: Analysis) -> str | None:
    """``r`` or ``l``: the kneeling leg, ``r`` also where left or right is not known; None where there is none."""
    if exercise_of(analysis.movement) is None or analysis.rear_leg is None:
        return None
    return "l" if analysis.rear_side == "left" else "r"


def leg_words(analysis: Analysis) -> dict[str, str]:
    """Which leg ``r`` and ``l`` are."""
    rear = rear_side(analysis)
    if rear is None:
        return {"r": "right", "l": "left"}
    front = "l" if rear == "r" else "r"
    if analysis.rear_side is None:
        return {rear: "kneeling leg", front: "front leg"}
    sides = {"r": "right", "l": "left"}
    return {rear: f"{sides[rear]}, kneeling leg", front: f"{sides[front]}, front leg"}


def newtons(value: float) -> str:
    """Such as ``560``; to tens from 100 on, for more is never known."""
    return str(round(value) if abs(value) < 100 else 10 * round(value / 10))


def span(figure: Figure) -> str:
    """The band, such as ``470 to 690 N``."""
    return f"{newtons(figure.low)} to {newtons(figure.high)} N"


def banded(figure: Figure) -> str:
    """Such as ``560 N (470 to 690 N)``."""
    return f"{newtons(figure.value)} N ({span(figure)})"


def times(value: float, weight: float) -> str:
    """How many times the weight, such as ``2.6`` or ``0.07``."""
    share = value / weight
    return f"{share:.1f}" if share >= 0.3 else f"{share:.2f}"


def weights(value: float, weight: float, sign: str = TIMES) -> str:
    """Such as ``0.8 x body weight``."""
    return f"{times(value, weight)} {sign} body weight"


def hold_change(analysis: Analysis, loads: LoadMotion, name: str) -> Figure | None:
    """How much more is carried in the holds than before: what is uncertain of the model is the same in both."""
    column = loads.value.names.index(name)
    known = np.isfinite(loads.value[name])
    held, before = (mask & known for mask in _holds(analysis, loads.value.time))
    if not held.any() or not before.any():
        return None

    def change(values: Array) -> Array:
        return np.asarray([np.nanmedian(values[held, column]) - np.nanmedian(values[before, column])])

    found = Varied(np.asarray(loads.value.values, float), np.asarray(loads.others, float)).of(change)
    low, high = found.band
    return Figure(float(found.usual[0]), float(low[0]), float(high[0]))


def compared(change: Figure) -> str:
    """Whether the holds carry more than the start, as far as the band tells."""
    if not change.clear:
        return f"a difference within the band ({newtons(change.low)} to {newtons(change.high)} N)"
    least, most = sorted((abs(change.low), abs(change.high)))
    word = "more" if change.value > 0 else "less"
    return f"so {newtons(abs(change.value))} N {word} ({newtons(least)} to {newtons(most)} N)"


def carried_words(loads: LoadMotion) -> str:
    """In how much of the recording the model stands up to its own laws."""
    share = f"{100 * loads.carried:.0f} %"
    if not np.isfinite(loads.value.values).any():
        return f"In {share} of the frames do muscles and ground carry the body, so no load is told."
    rest = "" if share == "100 %" else " The other frames are left out."
    return f"Muscles and ground carry the body in {share} of the frames that could be told.{rest}"


def mass_words(loads: LoadMotion) -> str:
    """Of the body that was reckoned with, such as ``70 kg``."""
    return f"{round(loads.weight / GRAVITY, 1):g} kg"


def how_words(analysis: Analysis, loads: LoadMotion) -> tuple[str, ...]:
    """Paragraphs: what the model does, what its band holds, what it leaves out."""
    still = loads.ground == "held still"
    return (
        _posed_words(analysis) if still else "A model of the body moves as was measured.",
        "At each moment its muscles share the work so that the sum of their squared efforts is least, and what they "
        "pull with presses the joints together. People who brace, or who are in pain, work harder than that.",
        "The band shows how the result moves when the muscles are stronger or weaker, their fibres longer or shorter, "
        "ligaments and discs stiffer or softer, the floor more slippery, or effort is shared by another rule, and when "
        "the angles of lower back and pelvis are off by as much as they may be. Loads inside a living back are hardly "
        "ever measured: take them as a comparison of positions, not as a measurement of yours. "
        + ("" if still else f"For the highest value {EDGES}."),
        "Left out are the pressure in the belly, which takes some load off the discs, the muscles of the arms, and the "
        "toes. Chest, neck and head are one stiff piece. The ligaments and discs of the lower back are one spring for "
        "all its levels together.",
    )


def _posed_words(analysis: Analysis) -> str:
    """How the model stands in a clip, of which one camera tells only a part."""
    if exercise_of(analysis.movement) is not None and analysis.rear_side is not None:
        legs = (
            f"The front thigh is turned, by up to {np.degrees(LARGEST_TURN):.0f}\N{DEGREE SIGN}, so that foot and knee "
            "rest on one floor."
        )
    else:
        legs = "Both legs do what the leg nearer to the camera does."
    return (
        "A model of the body takes up the posture of each moment, as far as one camera tells it. The rest is taken: "
        "pelvis and lower back start as they are in upright standing, and nothing leans to the side. Both arms hang: "
        f"what hands bear that rest on the front knee is missing. {legs}"
    )


def load_lines(analysis: Analysis) -> list[str]:
    """A few lines for a terminal, in plain letters; empty where there are no loads."""
    loads = analysis.loads
    if loads is None:
        return []
    told = {name: parts_of(analysis, loads, name) for name in NAMES}
    disc, lines = told["L4_L5"], []
    if disc:
        middle, peak = disc[MIDDLE].figure, disc[PEAK]
        lines.append(
            f"In the model, the disc L4/L5 is pressed with {banded(middle)}, "
            f"{weights(middle.value, loads.weight, 'x')}; at most {banded(peak.figure)}, at {peak.time_s or 0.0:.1f} s"
        )
        if HOLDS in disc and START in disc:
            held, start = disc[HOLDS].figure, disc[START].figure
            change = hold_change(analysis, loads, "L4_L5")
            words = "" if change is None else f", {compared(change)}"
            lines.append(f"In the model, in the holds {banded(held)}, before {banded(start)}{words}")
        lines += [_sides(analysis, told), LIKELY_OFF]
    ground = "predicted, held still" if loads.ground == "held still" else loads.ground
    return [*lines, f"Ground forces {ground}. {carried_words(loads)}", *(_limits(loads) if disc else ())]


def _limits(loads: LoadMotion) -> tuple[str, str]:
    """What the figures are of, and what they do not tell."""
    still = "what hands bear, what speed adds, " if loads.ground == "held still" else ""
    return (
        f"For a body of {mass_words(loads)}; give yours by --mass. Left out: {still}the pressure in the belly, the "
        "muscles of the arms, the toes. A model, not a measurement.",
        "No study links hip-flexor length to the pressure in a disc (contested).",
    )


def _sides(analysis: Analysis, told: dict[str, dict[str, Carried]]) -> str:
    """Hips and psoas in the holds or, without any, most of the time."""
    part = HOLDS if any(HOLDS in parts for parts in told.values()) else MIDDLE
    legs = leg_words(analysis)

    def both(stem: str, words: Callable[[Figure], str]) -> str:
        known = {side: told[f"{stem}_{side}"].get(part) for side in "rl"}
        return "; ".join(
            f"{legs[side]} {words(one.figure)}" for side, one in known.items() if one is not None
        )

    return f"In the model, hips {part}: {both('hip', banded)}. Psoas: {both('psoas', banded)}"
