"""The modified Thomas test: its figures with their limits, its trials, and how to film it."""

from psoas.exercises.clinical_test import ClinicalTest
from psoas.exercises.modified_thomas.figures import FAULTS, FIGURES, KNEE, LIMITS, PACKAGE, PELVIS, THIGH
from psoas.exercises.modified_thomas.judge import judge
from psoas.words import N_

TEST = ClinicalTest(
    movement="modified_thomas_test",
    noun=N_("modified Thomas test"),
    package=PACKAGE,
    judge=judge,
    figures=FIGURES,
    limits=LIMITS,
    no_trial=N_("no leg was seen at rest over the edge of the couch; let it hang still for two seconds"),
    trials=3,
    filming=(
        N_("Sit at the very edge of a firm couch, table or bed, lie back and pull both knees to your chest."),
        N_(
            "Hold one knee there with both hands, so that the lower back lies on the couch, and "
            "let the other leg hang."
        ),
        N_(
            "Let it hang still for two seconds, pull it up again, and do that three times; then "
            "the other leg."
        ),
        N_(
            "Film from the side of the leg that hangs, the lens as high as the couch, two and a "
            "half to three and a half metres away, the phone level, with the couch's edge in the "
            "picture. Turn round for the other leg."
        ),
        N_(
            "Tuck the shirt in. Nothing lies between the camera and your hips; the arms hold the "
            "knee from above."
        ),
    ),
    claims=("modified_thomas_test",),
    shown_at={THIGH.key: ("hip", "knee"), KNEE.key: ("knee",)},
    outline=(PELVIS.key, FAULTS[PELVIS.key]),
    fault_words={
        FAULTS[THIGH.key]: N_("thigh too high"),
        FAULTS[KNEE.key]: N_("knee too straight"),
        FAULTS[PELVIS.key]: N_("pelvis tipped"),
    },
)
