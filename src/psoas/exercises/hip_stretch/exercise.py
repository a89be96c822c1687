"""A hip-flexor stretch as a scored exercise: the figures, words and limits that all of them share."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Final, Literal

from psoas.exercises.exercise import (
    CoachWords,
    Compensation,
    Exercise,
    Hold,
    Measure,
    MeasureGroup,
    PlottedAngle,
)
from psoas.exercises.hip_stretch.faults import judge_repetitions
from psoas.exercises.hip_stretch.hold import TIME_ERROR_S
from psoas.exercises.hip_stretch.runs import thigh_seen
from psoas.exercises.hip_stretch.start import find_timeline
from psoas.exercises.limits import read_limits
from psoas.quantities import (
    ARCH,
    HIP_OPENING,
    PELVIS,
    THIGH_TRAVEL,
    TRUNK,
    MeasuredQuantity,
    Movement,
)
from psoas.timeseries import Mask, TimeSeries

WHOLE_BODY: Final = "film from the side with the whole body in the picture"
NO_START: Final = (
    f"the start before the repetitions could not be seen; {WHOLE_BODY}, and be still before the first move"
)

PHASES: Final = ("forward", "back", "hold", "rest", "all")
"""Names of the phases that are spoken or shown; ``all`` is the whole move in one sentence."""

TRUNK_ALONE: Final = "the upper body stood {} from upright"

RULE: Final = (
    "A repetition counts when the rear thigh leaves the start by {travel_counts_deg:g}°, holds and comes back. It is "
    "good with a hold of {hold_short_s:g} to {hold_long_s:g} s, an arch of at most {arch_deg:g}°, a pelvis that tips "
    "forward by at most {pelvis_anterior_deg:g}° and a trunk within {trunk_forward_deg:g}° of upright."
)


def hip_stretch(
    *,
    movement: Movement,
    package: str,
    hands: str,
    start: tuple[Measure, ...] | None = None,
    position: Callable[[TimeSeries], Mask] = thigh_seen,
    rear_knee: Literal["lower", "behind"] = "behind",
    postures: tuple[str, ...] = (),
    start_behind_deg: float = 0.0,
) -> Exercise:
    """A stretch of the rear leg's hip: the thigh goes back against a still pelvis, is held, and returns.

    Args:
        movement, rear_knee, postures, start_behind_deg: as in `Exercise`.
        package: import name of its folder, whose ``limits.json`` is based on that of this one and has the words.
        hands: where they are, so that the outline of the lower back is seen; follows ``with``.
        start: figures of the start that are judged together; None stands for the trunk alone.
        position: (T,) True where nothing speaks against the position of the stretch.
    """
    words = read_limits(package).words
    no_arch = (
        "the outline of the lower back could not be seen; film from the side with "
        f"{hands} and close-fitting clothes"
    )
    return Exercise(
        movement=movement,
        noun="stretch",
        package=package,
        judge=partial(judge_repetitions, package=package),
        find_timeline=partial(find_timeline, package=package, position=position),
        no_start=NO_START,
        no_repetition="no repetition was found",
        no_repetition_cue="Start still, move the hips forward, hold for two seconds and come back",
        measures=(
            Measure(
                HIP_OPENING,
                "From your own start the rear hip opened by {}",
                "the hip could not be seen well enough; film from the side with the whole body in the picture",
                when_negative="The rear hip did not open; from your own start it closed by {}",
                when_near_zero="Your rear hip did not measurably open or close ({})",
                studies_of="arched_back",
                headline="thigh against pelvis, from your start",
            ),
            Measure(
                THIGH_TRAVEL,
                "The rear thigh moved back by {}",
                "the rear thigh could not be seen well enough; film from the side of that leg",
                least="travel_counts_deg",
            ),
            Measure(
                ARCH,
                "The arch of the lower back changed by {} (plus is more arched, minus is flatter)",
                no_arch,
                most="arch_deg",
                above="arched_back",
                signed=True,
                studies_of="arched_back",
                headline="limit {limit:g}°, from your start",
            ),
            Measure(
                PELVIS,
                "The front of the pelvis moved by {} (plus is down, minus is tucked)",
                f"the tilt of the pelvis could not be seen; film from the side with {hands}",
                most="pelvis_anterior_deg",
                above="anterior_tilt",
                signed=True,
                studies_of="anterior_tilt",
            ),
            Measure(
                TRUNK,
                "In the hold the upper body leaned by {} (plus is forward, minus is back)",
                f"the trunk could not be seen well enough; {WHOLE_BODY}",
                least="trunk_back_deg",
                most="trunk_forward_deg",
                below="leaning_back",
                above="folding_forward",
                signed=True,
            ),
        ),
        groups=(
            MeasureGroup(
                "start_posture",
                "At the start {}",
                start or (replace(START_TRUNK, words=TRUNK_ALONE),),
            ),
            MeasureGroup(
                "move_time", "Typically {}", (_move("move_in", "move in"), _move("move_back", "move back"))
            ),
        ),
        hold=Hold("hold_short_s", "hold_ideal_s", "hold_long_s", "short_hold", "long_hold", TIME_ERROR_S),
        too_small=("travel_counts_deg", "small_travel"),
        compensation=Compensation(
            quiet="ratio_good",
            works="ratio_back_works",
            fault="arched_back",
            by=(ARCH, PELVIS),
            per=THIGH_TRAVEL,
            why_not=no_arch,
        ),
        rule=RULE,
        phases={name: words[name] for name in PHASES},
        plots=(
            PlottedAngle("Rear thigh from vertical", "rear_thigh_angle"),
            PlottedAngle(
                "Arch of the lower back, change from start",
                "lumbar_extension",
                own_zero="Arch of the lower back",
                limit="arch_deg",
            ),
            PlottedAngle(
                "Rear hip opening, change from start",
                "rear_hip_extension",
                own_zero="Hip extension of the rear leg, thigh against pelvis",
            ),
            PlottedAngle("Pelvic tilt", "pelvis_tilt", source="motion file"),
            PlottedAngle("Trunk from vertical", "trunk_lean"),
        ),
        claims=(
            "do_not_arch",
            "squeeze_the_buttock",
            "short_holds",
            "stretching_helps",
            "psoas_and_back_pain",
            "one_camera",
        ),
        postures=postures,
        start_behind_deg=start_behind_deg,
        coach=CoachWords(**{field.name: words[field.name] for field in fields(CoachWords)}),
        rear_knee=rear_knee,
    )


def at_start(key: str, name: str, coordinate: str) -> MeasuredQuantity:
    """An angle of the start as a figure of a repetition."""
    return MeasuredQuantity(key, "deg", name, name, f"{name} in the calm before the move", coordinate)


START_TRUNK: Final = Measure(
    at_start("start_trunk", "trunk", "trunk_lean"),
    "the upper body {} from upright",
    NO_START,
    within="start_trunk_deg",
    zero="upright",
)


def _move(key: str, name: str) -> Measure:
    return Measure(
        MeasuredQuantity(key, "s", name, name, f"how long the {name} takes"),
        f"the {name} took {{}}",
        "no repetition was seen from its start to its end",
        least="move_short_s",
        most="move_long_s",
        standard_error=TIME_ERROR_S,
    )
