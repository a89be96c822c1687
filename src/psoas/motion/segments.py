"""What is done when: the movements of a recording, one after the other."""

from dataclasses import dataclass, replace

import numpy as np

from psoas.motion.angles import LEGS, OTHER_LEG, Stick
from psoas.motion.gait import gaits
from psoas.motion.lunging import KNEE_OFF, KNEE_UNSURE, held, kind_of_lunge, short_kneel, still_knee
from psoas.motion.posture import KNEELS, LUNGES, TUCKED, WORDS, Body2D, Posture, figure, postures
from psoas.motion.segment_list import GOES_ON, STAYS, TURNS, joined_up
from psoas.motion.split_stance import split_stances
from psoas.motion.still import FEET_HIDDEN, SEAT_OR_FEET, still_segment
from psoas.motion.which_way_up import HANGS_SHARE
from psoas.quantities import Movement, MovementSegment
from psoas.timeseries import Mask, runs_of, runs_over_gaps
from psoas.words import _

LEAST_SEAT_S = 1.2
"""Nobody stays longer with the trunk behind the feet without a seat [s]."""

LEAST_SEAT_TURNED_S = 4.0
"""The same where the view does not show whether the trunk is behind the feet; a squat is over before (ours) [s]."""

LEAST_FRAMES = 5
"""With fewer frames a recording is a pose."""

FLICKER_S = 0.25
"""A posture that lasts less between two of the same is an error of the points [s]."""

HIDDEN_S = 0.4
"""A leg that is not seen for less does what it did before (ours) [s]."""

BRIDGE_S = 4.0
"""Longest rest between two repetitions of one movement [s]."""

WAY_S = 2.5
"""Longest way from standing into a movement and back [s]."""

LEAST_S = 0.5
"""A shorter part is none of its own [s]."""


@dataclass
class _Timeline:
    """The postures, and which frames belong to a segment already."""

    time: np.ndarray
    body: Body2D
    labels: np.ndarray
    free: Mask
    found: list[MovementSegment]
    seat: bool

    def claim(self, first: int, last: int, segment: MovementSegment) -> None:
        """Give frames to a segment."""
        self.free[first : last + 1] = False
        self.found.append(segment)

    def segment(
        self, movement: Movement, first: int, last: int, why: str, *others: Movement
    ) -> MovementSegment:
        """A segment over these frames."""
        likeliest = others if movement == "unknown" else (movement, *others)
        return MovementSegment(movement, float(self.time[first]), float(self.time[last]), why, likeliest)

    def runs(self, *labels: Posture, gap_s: float = 0.0) -> list[tuple[int, int]]:
        """First and last frame of each run of free frames with these labels, over gaps in free frames."""
        return runs_over_gaps(self.time, self.free & np.isin(self.labels, labels), gap_s, self.free)

    def lasts(self, run: tuple[int, int]) -> float:
        """Duration of a run, its last frame included [s]."""
        spacing = float(np.median(np.diff(self.time)))
        return float(self.time[run[1]] - self.time[run[0]]) + spacing

    def widened(self, run: tuple[int, int], *labels: Posture, most_s: float = WAY_S) -> tuple[int, int]:
        """The run with the free frames of these labels beside it."""
        first, last = run
        start, end = self.time[first] - most_s, self.time[last] + most_s
        way = self.free & (np.isin(self.labels, labels) | self.hidden_briefly())
        while first > 0 and way[first - 1] and self.time[first - 1] >= start:
            first -= 1
        while last < len(way) - 1 and way[last + 1] and self.time[last + 1] <= end:
            last += 1
        return first, last

    def hidden_briefly(self) -> Mask:
        """(T,) frames in which a leg is not seen for less than `HIDDEN_S`."""
        hidden = np.zeros(len(self.time), bool)
        for run in runs_of(self.labels == "unseen"):
            hidden[run[0] : run[1] + 1] = self.lasts(run) < HIDDEN_S
        return hidden


def find_segments(
    stick: Stick,
    turned: Mask | None = None,
    aside: bool = True,
    seat: bool = True,
    turn_deg: float = 0.0,
) -> tuple[MovementSegment, ...]:
    """Find what the person does when.

    Args:
        stick: of the whole recording; one to four frames are a pose, of which no movement in time is told.
        turned: (T,) frames in which the person turns to the camera or away from it; None for none.
        aside: the stick figure is that of a side view; False where depth is an estimate of the network.
        seat: the view shows whether the trunk is behind the feet.
        turn_deg: of the person off a side view [deg].

    Returns:
        In the order of time, without overlap. Frames without a person belong to none.
    """
    time = np.asarray(stick.time, float)
    if not len(time) or not stick.thigh_px > 0:
        return ()
    body, labels = postures(stick)
    if len(time) < LEAST_FRAMES:
        return still_segment(body, labels, aside, turn_deg)
    if turned is not None:
        labels[turned & (labels != "unseen")] = "turned"
    line = _Timeline(time, body, _steady(time, labels), labels != "turned", [], aside and seat)
    _gait(line, aside)
    _lying(line)
    if aside:
        _stretching(line)
    _kneeling(line)
    _low(line)
    _standing(line)
    _rest(line)
    return tuple(joined_up(sorted(line.found, key=lambda one: one.start_s)))


def _steady(time: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The labels without flicker."""
    steady = labels.copy()
    for _pass in range(2):
        starts = np.flatnonzero(np.r_[True, steady[1:] != steady[:-1]])
        ends = np.r_[starts[1:], len(steady)]
        for number in range(1, len(starts) - 1):
            first, last = starts[number], ends[number]
            if steady[first - 1] == steady[last] and time[last] - time[first - 1] < FLICKER_S:
                steady[first:last] = steady[last]
    return steady


def _gait(line: _Timeline, aside: bool) -> None:
    for gait in gaits(line.body, aside):
        inside = np.flatnonzero((line.time >= gait.start_s) & (line.time <= gait.end_s) & line.free)
        if (
            not len(inside)
            or len(inside) < 0.5 * ((line.time >= gait.start_s) & (line.time <= gait.end_s)).sum()
        ):
            continue
        others: tuple[Movement, ...] = ("walking", "running") if gait.kind == "unknown" else ()
        start, end = float(line.time[inside[0]]), float(line.time[inside[-1]])
        likeliest = others or (gait.kind,)
        segment = MovementSegment(gait.kind, start, end, gait.why, likeliest, None, gait.strides_per_s)
        line.free[inside] = False
        line.found.append(segment)


def _lying(line: _Timeline) -> None:
    for run in line.runs("lying", "thomas", "tucked", gap_s=1.0):
        inside = line.labels[run[0] : run[1] + 1]
        if line.lasts(run) < LEAST_S:
            continue
        tests = (inside == "thomas").sum() / max((inside != "tucked").sum(), 1)
        movement: Movement = "modified_thomas_test" if tests >= HANGS_SHARE else "lying"
        why = _(TUCKED if (inside == "tucked").mean() > 0.5 and movement == "lying" else WORDS[movement])
        line.claim(*run, line.segment(movement, *run, why))


def _stretching(line: _Timeline) -> None:
    """The hip-flexor stretches on both feet."""
    for one in split_stances(line.body, line.free):
        if line.free[one.first : one.last + 1].all():
            made = line.segment(one.movement, one.first, one.last, one.why)
            line.claim(one.first, one.last, replace(made, front_leg=OTHER_LEG[one.rear]))


def _kneeling(line: _Timeline) -> None:
    """Half kneeling, lunges and split squats: what tells them apart is whether the rear knee rests."""
    for leg in LEGS:
        kneel, lunge = KNEELS[leg], LUNGES[OTHER_LEG[leg]]
        for run in line.runs(kneel, lunge, gap_s=1.5):
            wide = still_knee(line.body, line.labels, line.time, line.free, run, leg)
            if wide is None:
                continue
            kind = held(line.body, wide, leg)
            if kind == "half_kneeling_stretch":
                line.claim(*wide, line.segment(kind, *wide, _(WORDS[kind])))
            elif kind == "unknown":
                line.claim(
                    *wide, line.segment("unknown", *wide, _(KNEE_UNSURE), "half_kneeling_stretch", "lunge")
                )
        for run in line.runs(kneel, gap_s=1.5):
            found = short_kneel(line.body, line.labels, line.time, run, leg)
            if found == "lunge":
                line.labels[run[0] : run[1] + 1] = lunge
            elif found == "half_kneeling_stretch":
                line.claim(*run, line.segment(found, *run, _(WORDS[found])))
            elif line.lasts(run) >= LEAST_S:
                why = _("a knee is at the floor, but too short a time is shown to say whether it rests there")
                line.claim(*run, line.segment("unknown", *run, why, "half_kneeling_stretch", "lunge"))
    for run in line.runs("lunge_near", "lunge_far", gap_s=BRIDGE_S):
        wide = line.widened(run, "other", "apart")
        wide = line.widened(wide, "stand", most_s=0.3)
        if line.lasts(wide) >= LEAST_S:
            movement, why, front, others = kind_of_lunge(line.body, line.labels, wide)
            made = line.segment(movement, *wide, why, *others)
            line.claim(*wide, MovementSegment(movement, made.start_s, made.end_s, why, made.likeliest, front))


def _low(line: _Timeline) -> None:
    """Squats, and what a seat carries."""
    for run in line.runs("squat", "seat", gap_s=BRIDGE_S):
        wide = line.widened(line.widened(run, "other"), "stand", most_s=1.0)
        if line.lasts(wide) < LEAST_S:
            continue
        inside = line.labels[wide[0] : wide[1] + 1]
        seated = _longest_s(line, wide, "seat")
        rises = bool((inside == "stand").any())
        if not line.seat and LEAST_SEAT_S <= seated < LEAST_SEAT_TURNED_S:
            why = _("both thighs go down alike; whether a seat helps is seen from the side only")
            line.claim(*wide, line.segment("unknown", *wide, why, "squat", "sit_to_stand"))
        elif seated >= LEAST_SEAT_S and rises:
            line.claim(*wide, line.segment("sit_to_stand", *wide, _(WORDS["sit_to_stand"])))
        elif seated >= LEAST_SEAT_S:
            why = _(
                "the trunk rests behind the feet, so that a seat, a wall or a bar helps, and nobody stands up"
            )
            line.claim(*wide, line.segment("unknown", *wide, why, "sit_to_stand", "squat"))
        elif not rises and np.median(line.body.foot_seen[wide[0] : wide[1] + 1]) < 1:
            line.claim(*wide, line.segment("unknown", *wide, _(FEET_HIDDEN), "sit_to_stand", "squat"))
        elif not line.seat and (not rises or _longest_s(line, wide, "seat", "squat") >= LEAST_SEAT_TURNED_S):
            line.claim(*wide, line.segment("unknown", *wide, _(SEAT_OR_FEET), "squat", "sit_to_stand"))
        elif rises or (inside == "squat").mean() > 0.3:
            line.claim(*wide, line.segment("squat", *wide, _(WORDS["squat"])))


def _standing(line: _Timeline) -> None:
    for run in line.runs("stand"):
        if line.lasts(run) < LEAST_S:
            continue
        run = line.widened(run, "other", most_s=LEAST_S)
        place = line.body.stick.joints["mid_hip"][run[0] : run[1] + 1, 0] / line.body.stick.thigh_px
        if np.isfinite(place).any() and np.nanmax(place) - np.nanmin(place) > STAYS:
            line.claim(*run, line.segment("unknown", *run, _(GOES_ON), "walking", "standing"))
        else:
            line.claim(*run, line.segment("standing", *run, _(WORDS["standing"])))


def _longest_s(line: _Timeline, part: tuple[int, int], *labels: Posture) -> float:
    """The longest time with one of these labels [s]."""
    time, low = (values[part[0] : part[1] + 1] for values in (line.time, np.isin(line.labels, labels)))
    return max((float(time[last] - time[first]) for first, last in runs_of(low)), default=0.0)


def _rest(line: _Timeline) -> None:
    """Name what is left unknown, with the reason; frames without a person belong to no segment."""
    left = np.ones(len(line.time), bool)
    for one in line.found:
        left &= (line.time < one.start_s) | (line.time > one.end_s)
    for first, last in runs_of(left & ((line.labels != "unseen") | line.hidden_briefly())):
        inside = line.labels[first : last + 1]
        if line.lasts((first, last)) < LEAST_S:
            continue
        if (inside == "turned").mean() > 0.5:
            line.found.append(line.segment("unknown", first, last, _(TURNS), "standing", "walking"))
            continue
        reach = float(np.nanmedian(line.body.longest_reach[first : last + 1]))
        apart = float(np.nanmedian(line.body.feet_apart[first : last + 1]))
        others: tuple[Movement, Movement] = ("standing", "walking")
        if reach < 0.9:
            others = ("squat", "sit_to_stand")
            if apart > figure("posture", "apart"):
                heights = [line.body.knee_over_floor(leg)[first : last + 1] for leg in LEGS]
                known = [float(np.median(one[np.isfinite(one)])) for one in heights if np.isfinite(one).any()]
                kneels = bool(known) and min(known) < KNEE_OFF
                others = ("half_kneeling_stretch", "lunge") if kneels else ("lunge", "split_squat")
        line.found.append(line.segment("unknown", first, last, _(WORDS["unknown"]), *others))
