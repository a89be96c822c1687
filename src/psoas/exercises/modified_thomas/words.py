"""What a trial of the modified Thomas test means, in short sentences."""

from psoas.estimate import Estimate, degrees, or_take
from psoas.exercises.clinical_test import Trial
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.figures import CHANGE, FAULTS, KNEE, PACKAGE, PELVIS, THIGH


def sentences(trial: Trial) -> str:
    """What was measured, what the pelvis did, and what that means for the muscles."""
    return " ".join([_thigh(trial), *_knee(trial), _pelvis(trial), *_muscles(trial)])


def headline(trial: Trial) -> str:
    """The answer in one sentence, with the leg in front."""
    leg = f"{trial.side.capitalize()} leg"
    if PELVIS.key not in trial.figures:
        return f"{leg}: the pelvis was not seen, so that the angle of the thigh does not speak of the hip."
    if "pelvis_tipped" in trial.faults:
        return f"{leg}: the pelvis tipped forward, so that the test does not count."
    if "pelvis_tipped" in trial.possible_faults:
        return f"{leg}: the pelvis perhaps tipped forward, so that the test is undecided."
    answer = _muscles(trial)
    if not answer:
        return f"{leg}: not all of the test was seen."
    first = answer[0].partition(". ")[0].rstrip(".")
    return f"{leg}: {first[0].lower()}{first[1:]}."


def _thigh(trial: Trial) -> str:
    thigh = trial.figures.get(THIGH.key)
    if thigh is None:
        return f"{trial.side.capitalize()} leg: the thigh was not measured."
    where = (
        "at the level of"
        if round(thigh.value) == 0
        else f"{degrees(str(round(abs(thigh.value))))} {_over(thigh)}"
    )
    return f"{trial.side.capitalize()} leg: the thigh is {where} the couch{or_take(thigh)}."


def _over(thigh: Estimate) -> str:
    return "above" if thigh.value > 0 else "below"


def _knee(trial: Trial) -> list[str]:
    knee = trial.figures.get(KNEE.key)
    return [] if knee is None else [f"The knee is bent by {degrees(str(round(knee.value)))}{or_take(knee)}."]


def _pelvis(trial: Trial) -> str:
    tilt, change = trial.figures.get(PELVIS.key), trial.figures.get(CHANGE.key)
    if tilt is None:
        share = read_limits(PACKAGE).orientation["sensitivity_percent"].value
        return (
            "The pelvis was not seen, so that this angle alone says nothing about the hip: without the pelvis the test "
            f"found {share:.0f} of 100 short hips."
        )
    tipped = "pelvis_tipped"
    if tipped in trial.faults:
        return f"{_tipped(tilt, change, 'tipped')}: the back arched off the couch and lowered the thigh, not the hip."
    if tipped in trial.possible_faults:
        return (
            f"{_tipped(tilt, change, 'perhaps tipped')}, which its error leaves open: if it did, the thigh shows less "
            "of the hip."
        )
    return "The lower back lies on the couch, as far as the outline shows it."


def _tipped(tilt: Estimate, change: Estimate | None, verb: str) -> str:
    """How far the pelvis went, by the figure that is farther from its limit."""
    if change is not None and change.value > tilt.value:
        return f"While the leg came down, the pelvis {verb} forward by {degrees(str(round(change.value)))}"
    return f"The pelvis {verb} forward by {degrees(str(round(tilt.value)))} against the couch"


def _muscles(trial: Trial) -> list[str]:
    """The answer for the muscles over the hip alone, and for those over hip and knee; none where the pelvis is open."""
    if PELVIS.key not in trial.figures or "pelvis_tipped" in (*trial.faults, *trial.possible_faults):
        return []
    if THIGH.key not in trial.figures or KNEE.key not in trial.figures:
        return []
    hip, knee = (_state(trial, key) for key in (THIGH.key, KNEE.key))
    if "no" not in (hip, knee):
        be = "are" if "sure" in (hip, knee) else "may be"
        return [
            f"The muscles over the hip (iliopsoas), the one over hip and knee (rectus femoris), or both {be} short. If "
            "the thigh sinks when the knee is straightened, it is the second."
        ]
    if (hip, knee) == ("no", "no"):
        return [
            "Neither the iliopsoas nor the rectus femoris shows as short. Whether the thigh goes outward is not seen "
            "from the side."
        ]
    one, other, state = (ONE_JOINT, "rectus femoris", hip) if knee == "no" else (TWO_JOINT, "iliopsoas", knee)
    is_short = "are short" if knee == "no" else "is short"
    short = is_short if state == "sure" else "may be short: the error leaves that open"
    return [f"{one} {short}. The {other} does not show as short."]


ONE_JOINT = "The muscles over the hip alone, such as the iliopsoas,"
TWO_JOINT = "The muscle over hip and knee, the rectus femoris,"


def _state(trial: Trial, key: str) -> str:
    """Whether a figure is beyond its limit: ``sure``, ``perhaps`` where its error leaves that open, or ``no``."""
    fault = FAULTS[key]
    return "sure" if fault in trial.faults else "perhaps" if fault in trial.possible_faults else "no"
