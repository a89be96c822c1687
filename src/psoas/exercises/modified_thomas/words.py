"""What a trial of the modified Thomas test means, in short sentences."""

from psoas.estimate import Estimate
from psoas.exercises.clinical_test import Trial
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.figures import CHANGE, KNEE, PACKAGE, PELVIS, THIGH


def sentences(trial: Trial) -> str:
    """What was measured, what the pelvis did, and what that means for the muscles."""
    return " ".join([_thigh(trial), *_knee(trial), _pelvis(trial), *_muscles(trial)])


def _thigh(trial: Trial) -> str:
    thigh = trial.figures.get(THIGH.key)
    if thigh is None:
        return f"{trial.side.capitalize()} leg: the thigh was not measured."
    where = "at the level of" if round(thigh.value) == 0 else f"{_degrees(abs(thigh.value))} {_over(thigh)}"
    return f"{trial.side.capitalize()} leg: the thigh is {where} the couch{_or_take(thigh)}."


def _over(thigh: Estimate) -> str:
    return "above" if thigh.value > 0 else "below"


def _knee(trial: Trial) -> list[str]:
    knee = trial.figures.get(KNEE.key)
    return [] if knee is None else [f"The knee is bent by {_degrees(knee.value)}{_or_take(knee)}."]


def _pelvis(trial: Trial) -> str:
    tilt, change = trial.figures.get(PELVIS.key), trial.figures.get(CHANGE.key)
    if tilt is None:
        share = read_limits(PACKAGE).orientation["sensitivity_percent"].value
        return (
            "The pelvis was not seen, so that this angle alone says nothing about the hip: without the pelvis the test "
            f"found {share:.0f} of 100 short hips."
        )
    if "pelvis_tipped" in trial.faults:
        return f"The pelvis tipped forward by about {_degrees(_tipped(tilt, change))}: {_faked(trial)}"
    if "pelvis_tipped" in trial.possible_faults:
        return (
            f"The pelvis may have tipped forward by {_degrees(_tipped(tilt, change))}, which its error leaves open: if "
            "it did, the thigh shows less of the hip."
        )
    return "The lower back lies on the couch, as far as the outline shows it."


def _tipped(tilt: Estimate, change: Estimate | None) -> float:
    return tilt.value if change is None else max(tilt.value, change.value)


def _faked(trial: Trial) -> str:
    thigh = trial.figures.get(THIGH.key)
    faked = "the back arched off the couch and lowered the thigh, not the hip."
    if thigh is None:
        return faked
    hip = thigh.value + _tipped(trial.figures[PELVIS.key], trial.figures.get(CHANGE.key))
    way = "short of straight" if hip > 0 else "beyond straight"
    return f"{faked} Against the pelvis the hip is about {_degrees(abs(hip))} {way}."


def _muscles(trial: Trial) -> list[str]:
    """The answer for the muscles over the hip alone, and for those over hip and knee; none where the pelvis is open."""
    shown = (*trial.faults, *trial.possible_faults)
    if PELVIS.key not in trial.figures or "pelvis_tipped" in shown or KNEE.key not in trial.figures:
        return []
    thigh, knee = "thigh_above" in shown, "knee_straight" in shown
    perhaps = "Perhaps " if any(name in trial.possible_faults for name in ("thigh_above", "knee_straight")) else ""
    if thigh and knee:
        says = (
            "the muscles over the hip (iliopsoas), the one over hip and knee (rectus femoris), or both are short; if the "
            "thigh sinks when the knee is straightened, it is the second."
        )
    elif thigh:
        says = "the muscles over the hip alone, such as the iliopsoas, are short."
    elif knee:
        says = "the muscle over hip and knee, the rectus femoris, is short, and the iliopsoas is not."
    else:
        return ["Neither the iliopsoas nor the rectus femoris shows as short. A thigh that goes outward is not seen from the side."]
    return [f"{perhaps}{says}" if perhaps else says[0].upper() + says[1:]]


def _degrees(value: float) -> str:
    said = f"{round(value)}"
    return f"{said} degree{'' if said.lstrip('-') == '1' else 's'}"


def _or_take(figure: Estimate) -> str:
    return "" if figure.reach is None else f", give or take {figure.reach:.0f}"
