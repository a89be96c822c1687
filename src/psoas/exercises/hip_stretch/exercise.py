"""A hip-flexor stretch as a scored exercise: the figures, words and limits that all of them share."""

from collections.abc import Callable
from dataclasses import fields
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
from psoas.words import N_

NO_START: Final = N_(
    "the start before the repetitions could not be seen; film from the side with the whole body in the picture, and "
    "be still before the first move"
)

PHASES: Final = ("forward", "back", "hold", "rest", "all")
"""Names of the phases that are spoken or shown; ``all`` is the whole move in one sentence."""

RULE: Final = N_(
    "A repetition counts when the rear thigh leaves the start by {travel_counts_deg:g}°, holds and comes back. It is "
    "good with a hold of {hold_short_s:g} to {hold_long_s:g} s, an arch of at most {arch_deg:g}°, a pelvis that tips "
    "forward by at most {pelvis_anterior_deg:g}° and a trunk within {trunk_forward_deg:g}° of upright."
)


def hip_stretch(
    *,
    movement: Movement,
    package: str,
    no_arch: str,
    no_pelvis: str,
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
        no_arch, no_pelvis: why the lower back and the pelvis may not be seen, and where to put the hands.
        start: figures of the start that are judged together; None stands for the trunk alone.
        position: (T,) True where nothing speaks against the position of the stretch.
    """
    words = read_limits(package).words
    return Exercise(
        movement=movement,
        noun=N_("stretch"),
        package=package,
        judge=partial(judge_repetitions, package=package),
        find_timeline=partial(find_timeline, package=package, position=position),
        no_start=NO_START,
        no_repetition=N_("no repetition was found"),
        no_repetition_cue=N_("Start still, move the hips forward, hold for two seconds and come back"),
        measures=(
            Measure(
                HIP_OPENING,
                N_("From your own start the rear hip opened by {}"),
                N_(
                    "the hip could not be seen well enough; film from the side with the whole body in the "
                    "picture"
                ),
                when_negative=N_("The rear hip did not open; from your own start it closed by {}"),
                when_near_zero=N_("The rear hip did not measurably open or close: {}"),
                studies_of="arched_back",
                headline=N_("thigh against pelvis, from start"),
            ),
            Measure(
                THIGH_TRAVEL,
                N_("The rear thigh moved back by {}"),
                N_("the rear thigh could not be seen well enough; film from the side of that leg"),
                least="travel_counts_deg",
            ),
            Measure(
                ARCH,
                N_("The arch of the lower back changed by {} (plus is more arched, minus is flatter)"),
                no_arch,
                most="arch_deg",
                above="arched_back",
                signed=True,
                studies_of="arched_back",
                headline=N_("from start; {limit:g}° at most"),
            ),
            Measure(
                PELVIS,
                N_("The front of the pelvis moved by {} (plus is down, minus is tucked)"),
                no_pelvis,
                most="pelvis_anterior_deg",
                above="anterior_tilt",
                signed=True,
                studies_of="anterior_tilt",
            ),
            Measure(
                TRUNK,
                N_("In the hold the upper body leaned by {} (plus is forward, minus is back)"),
                N_(
                    "the trunk could not be seen well enough; film from the side with the whole body in "
                    "the picture"
                ),
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
                N_("At the start {}"),
                start or (TRUNK_ALONE,),
            ),
            MeasureGroup(
                "move_time",
                "Typically {}",
                (
                    _move(
                        "move_in", N_("move in"), N_("how long the move in takes"), N_("the move in took {}")
                    ),
                    _move(
                        "move_back",
                        N_("move back"),
                        N_("how long the move back takes"),
                        N_("the move back took {}"),
                    ),
                ),
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
            PlottedAngle(N_("Rear thigh from vertical"), "rear_thigh_angle"),
            PlottedAngle(
                N_("Arch of the lower back, change from start"),
                "lumbar_extension",
                own_zero=N_("Arch of the lower back"),
                limit="arch_deg",
            ),
            PlottedAngle(
                N_("Rear hip opening, change from start"),
                "rear_hip_extension",
                own_zero=N_("Hip extension of the rear leg, thigh against pelvis"),
            ),
            PlottedAngle(N_("Pelvic tilt"), "pelvis_tilt", source="motion file"),
            PlottedAngle(N_("Trunk from vertical"), "trunk_lean"),
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


def at_start(key: str, name: str, meaning: str, coordinate: str) -> MeasuredQuantity:
    """An angle of the start as a figure of a repetition."""
    return MeasuredQuantity(key, "deg", name, name, meaning, coordinate)


def _trunk_at_start(words: str) -> Measure:
    return Measure(
        at_start("start_trunk", N_("trunk"), N_("trunk in the calm before the move"), "trunk_lean"),
        words,
        NO_START,
        within="start_trunk_deg",
        zero=N_("upright"),
    )


START_TRUNK: Final = _trunk_at_start(N_("the upper body {} from upright"))
"""Behind other figures in the same sentence."""
TRUNK_ALONE: Final = _trunk_at_start(N_("the upper body stood {} from upright"))


def _move(key: str, name: str, meaning: str, words: str) -> Measure:
    return Measure(
        MeasuredQuantity(key, "s", name, name, meaning),
        words,
        N_("no repetition was seen from its start to its end"),
        least="move_short_s",
        most="move_long_s",
        standard_error=TIME_ERROR_S,
    )
