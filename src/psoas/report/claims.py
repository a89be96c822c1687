"""The claims, with what studies found, that belong on a page."""

from psoas.exercises import exercise_of
from psoas.findings import Analysis, Evidence, load_evidence

GAIT_EVIDENCE = ("walking", "runners", "one_camera")
OTHER_EVIDENCE = ("one_camera",)


def evidence_for(analysis: Analysis) -> list[Evidence]:
    """The claims that belong to what the person did, in the order of the page."""
    known, exercise = load_evidence(), exercise_of(analysis.movement)
    names: tuple[str, ...] = OTHER_EVIDENCE
    if exercise is not None:
        names = exercise.claims
    elif analysis.movement in ("walking", "running"):
        names = GAIT_EVIDENCE
    return [known[name] for name in names if name in known]
