"""What a trial of the modified Thomas test means, in short sentences."""

from typing import Final

from psoas.estimate import degrees, or_take
from psoas.exercises.clinical_test import Trial
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.figures import CHANGE, FAULTS, KNEE, PACKAGE, PELVIS, THIGH
from psoas.sides import leg_on
from psoas.words import N_, _, inside, named, number


def sentences(trial: Trial) -> str:
    """What was measured, what the pelvis did, and what that means for the muscles."""
    return " ".join([_thigh(trial), *_knee(trial), _pelvis(trial), *_muscles(trial)])


def headline(trial: Trial) -> str:
    """The answer in one sentence, with the leg in front."""
    if PELVIS.key not in trial.figures:
        says = _("the pelvis was not seen, so that the angle of the thigh does not speak of the hip.")
    elif "pelvis_tipped" in trial.faults:
        says = _("the pelvis tipped forward, so that the test does not count.")
    elif "pelvis_tipped" in trial.possible_faults:
        says = _("the pelvis perhaps tipped forward, so that the test is undecided.")
    elif answer := _muscles(trial):
        says = inside(answer[0].partition(". ")[0].rstrip(".")) + "."
    else:
        says = _("not all of the test was seen.")
    return named(leg_on(trial.side), says)


def _thigh(trial: Trial) -> str:
    thigh = trial.figures.get(THIGH.key)
    if thigh is None:
        says = _("the thigh was not measured.")
    elif round(thigh.value) == 0:
        says = _("the thigh is at the level of the couch{error}.", error=or_take(thigh))
    else:
        angle, error = degrees(number(round(abs(thigh.value)))), or_take(thigh)
        if thigh.value > 0:
            says = _("the thigh is {angle} above the couch{error}.", angle=angle, error=error)
        else:
            says = _("the thigh is {angle} below the couch{error}.", angle=angle, error=error)
    return named(leg_on(trial.side), says)


def _knee(trial: Trial) -> list[str]:
    knee = trial.figures.get(KNEE.key)
    if knee is None:
        return []
    angle = degrees(number(round(knee.value)))
    return [_("The knee is bent by {angle}{error}.", angle=angle, error=or_take(knee))]


def _pelvis(trial: Trial) -> str:
    tilt, change = trial.figures.get(PELVIS.key), trial.figures.get(CHANGE.key)
    if tilt is None:
        share = read_limits(PACKAGE).orientation["sensitivity_percent"].value
        return _(
            "The pelvis was not seen, so that this angle alone says nothing about the hip: without the pelvis the test "
            "found {share:.0f} of 100 short hips.",
            share=share,
        )
    since_start = change is not None and change.value > tilt.value
    angle = degrees(number(round(change.value if change is not None and since_start else tilt.value)))
    if "pelvis_tipped" in trial.faults:
        if since_start:
            return _(
                "While the leg came down, the pelvis tipped forward by {angle}: the back arched off the couch and "
                "lowered the thigh, not the hip.",
                angle=angle,
            )
        return _(
            "The pelvis tipped forward by {angle} against the couch: the back arched off the couch and lowered the "
            "thigh, not the hip.",
            angle=angle,
        )
    if "pelvis_tipped" in trial.possible_faults:
        if since_start:
            return _(
                "While the leg came down, the pelvis perhaps tipped forward by {angle}, which its error leaves open: "
                "if it did, the thigh shows less of the hip.",
                angle=angle,
            )
        return _(
            "The pelvis perhaps tipped forward by {angle} against the couch, which its error leaves open: if it did, "
            "the thigh shows less of the hip.",
            angle=angle,
        )
    return _("The lower back lies on the couch, as far as the outline shows it.")


def _muscles(trial: Trial) -> list[str]:
    """The answer for the muscles over the hip alone, and for those over hip and knee; none where the pelvis is open."""
    if PELVIS.key not in trial.figures or "pelvis_tipped" in (*trial.faults, *trial.possible_faults):
        return []
    if THIGH.key not in trial.figures or KNEE.key not in trial.figures:
        return []
    hip, knee = (_state(trial, key) for key in (THIGH.key, KNEE.key))
    if (hip, knee) == ("no", "no"):
        return [
            _(
                "Neither the iliopsoas nor the rectus femoris shows as short. Whether the thigh goes outward is not "
                "seen from the side."
            )
        ]
    if knee == "no":
        return [_(ONE_JOINT[hip])]
    if hip == "no":
        return [_(TWO_JOINT[knee])]
    return [_(EITHER["sure" if "sure" in (hip, knee) else "perhaps"])]


ONE_JOINT: Final = {
    "sure": N_(
        "The muscles over the hip alone, such as the iliopsoas, are short. The rectus femoris does not show as short."
    ),
    "perhaps": N_(
        "The muscles over the hip alone, such as the iliopsoas, may be short: the error leaves that open. The rectus "
        "femoris does not show as short."
    ),
}
TWO_JOINT: Final = {
    "sure": N_(
        "The muscle over hip and knee, the rectus femoris, is short. The iliopsoas does not show as short."
    ),
    "perhaps": N_(
        "The muscle over hip and knee, the rectus femoris, may be short: the error leaves that open. The iliopsoas "
        "does not show as short."
    ),
}
EITHER: Final = {
    "sure": N_(
        "The muscles over the hip (iliopsoas), the one over hip and knee (rectus femoris), or both are short. If the "
        "thigh sinks when the knee is straightened, it is the second."
    ),
    "perhaps": N_(
        "The muscles over the hip (iliopsoas), the one over hip and knee (rectus femoris), or both may be short. If "
        "the thigh sinks when the knee is straightened, it is the second."
    ),
}


def _state(trial: Trial, key: str) -> str:
    """Whether a figure is beyond its limit: ``sure``, ``perhaps`` where its error leaves that open, or ``no``."""
    fault = FAULTS[key]
    return "sure" if fault in trial.faults else "perhaps" if fault in trial.possible_faults else "no"
