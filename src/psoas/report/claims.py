"""What studies say: which claims a page shows."""

from psoas.findings import Analysis, Evidence, load_evidence

STRETCH_EVIDENCE = (
    "do_not_arch",
    "squeeze_the_buttock",
    "short_holds",
    "stretching_helps",
    "psoas_and_back_pain",
    "one_camera",
)
GAIT_EVIDENCE = ("walking", "runners", "one_camera")
OTHER_EVIDENCE = ("one_camera",)


def evidence_for(analysis: Analysis) -> list[Evidence]:
    """The claims that belong to what the person did, in the order of the page."""
    known = load_evidence()
    names: tuple[str, ...] = OTHER_EVIDENCE
    if analysis.movement == "half_kneeling_stretch":
        names = STRETCH_EVIDENCE
    elif analysis.movement in ("walking", "running"):
        names = GAIT_EVIDENCE
    return [known[name] for name in names if name in known]
