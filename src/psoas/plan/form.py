"""Form in the last measured sessions, and the easier or harder form of the stretch that fits it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from psoas.estimate import NORMAL_95
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import common_limits
from psoas.plan.protocol import ExerciseForm, load_protocol
from psoas.plan.records import RepetitionRecord, SessionRecord, SetRecord


@dataclass(frozen=True)
class Form:
    """Form in the last measured sessions.

    Attributes:
        sessions: their number.
        repetitions: number of measured repetitions.
        decided, good: number of repetitions that could be judged, and of good ones.
        fault, fault_share: the most frequent fault and its share of the repetitions; None and 0 without one.
        steady: there were enough sessions, each good, and in each set the arch stayed below its limit with all of
            its error band.
    """

    sessions: int
    repetitions: int
    decided: int
    good: int
    fault: str | None
    fault_share: float
    steady: bool

    @property
    def good_share(self) -> float | None:
        """Share of good repetitions among those judged; None where too few were judged."""
        return self.good / self.decided if self.decided >= load_protocol().figures.decided_least else None


def look_at_form(sessions: Sequence[SessionRecord]) -> Form:
    """Summarise the last measured sessions; sets by the timer have no form.

    Args:
        sessions: oldest first.
    """
    wanted = int(load_protocol().figures.recent_sessions)
    recent = [session for session in sessions if _measured(session)][-wanted:]
    repetitions = [repetition for session in recent for repetition in _repetitions(session)]
    decided = [repetition.good for repetition in repetitions if repetition.good is not None]
    faults = Counter(fault for repetition in repetitions for fault in set(repetition.certain_faults))
    fault, times = max(faults.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
    return Form(
        sessions=len(recent),
        repetitions=len(repetitions),
        decided=len(decided),
        good=sum(decided),
        fault=fault,
        fault_share=times / len(repetitions) if repetitions else 0.0,
        steady=len(recent) == wanted and all(_was_good(session) for session in recent),
    )


def easier_form(fault: str | None) -> ExerciseForm:
    """Choose the easier form that helps with a fault; without a fault the one lying down."""
    easier = [exercise for exercise in load_protocol().exercises.values() if exercise.kind == "easier"]
    return next((exercise for exercise in easier if fault in exercise.helps), easier[-1])


def harder_form(week: int) -> ExerciseForm | None:
    """Choose the harder form that a week of the plan offers; None in the first weeks."""
    open_forms = [
        exercise
        for exercise in load_protocol().exercises.values()
        if exercise.kind == "harder" and exercise.from_week <= week
    ]
    return max(open_forms, key=lambda exercise: exercise.from_week, default=None)


def hurts(session: SessionRecord) -> bool:
    """Whether pain afterwards is above the limit of the pull, or rose over the session."""
    after, before = session.pain_after, session.pain_before
    if after is None:
        return False
    rose = before is not None and after - before >= load_protocol().figures.pain_rise
    return rose or too_painful(after)


def too_painful(pain: int) -> bool:
    """Whether pain afterwards, 0 to 10, is above the limit of the pull."""
    return pain > common_limits().pull_most


def _measured(session: SessionRecord) -> list[SetRecord]:
    return [a_set for a_set in session.sets if a_set.method != "timer" and a_set.repetitions]


def _repetitions(session: SessionRecord) -> list[RepetitionRecord]:
    return [repetition for a_set in _measured(session) for repetition in a_set.repetitions]


def _was_good(session: SessionRecord) -> bool:
    figures = load_protocol().figures
    decided = [repetition.good for repetition in _repetitions(session) if repetition.good is not None]
    share = sum(decided) / len(decided) if len(decided) >= figures.decided_least else 0.0
    return share >= figures.good_share_high and all(_arch_is_low(a_set) for a_set in _measured(session))


def _arch_is_low(a_set: SetRecord) -> bool:
    """Whether the arch stays below its limit with all of its band; False where arch or band is not known."""
    arches = [repetition.arch_deg for repetition in a_set.repetitions if repetition.arch_deg is not None]
    if not arches or "arch" not in a_set.bands:
        return False
    return median(arches) + NORMAL_95 * a_set.bands["arch"] <= load_thresholds().arch_deg
