"""Texts about the loads of the model: what they rest on, what is left out, and what studies measured."""

from typing import Final

from psoas.data import read_data
from psoas.words import N_, _

DISC: Final = "L4_L5_compression"
"""The load that sentences begin with."""

BODY_BAND: Final = N_(
    "how far off a value may be: with muscles stronger or weaker, fibres longer or shorter, ligaments and discs "
    "stiffer or softer"
)
"""The uncertainties in the band of a change of posture."""
BAND: Final = N_(
    "how far off a value may be: with muscles stronger or weaker, fibres longer or shorter, ligaments and discs "
    "stiffer or softer, a more or less slippery floor, or another rule of sharing effort"
)
"""The uncertainties in the band of a load."""
ALSO_LEFT_OUT: Final = N_("the muscles of the arms, the toes, and movement inside the chest")
LEFT_OUT: Final = N_(
    "the pressure in the belly, the muscles of the arms, the toes, and movement inside the chest"
)
LEFT_OUT_STILL: Final = N_(
    "what hands bear, what speed adds, the pressure in the belly, the muscles of the arms, the toes, and movement "
    "inside the chest"
)
MODEL: Final = N_("A model, not a measurement.")
LIKELY_OFF: Final = N_(
    "Hip figures of this model are too high in walking, most in the second half of a step; those of the psoas were "
    "checked in a few postures only: see docs/validation.md, rows 12 and 13."
)
NO_STUDY: Final = N_("No study links hip-flexor length to the pressure in a disc ({verdict}).")
CLAIM: Final = "pressure_on_the_back"
"""Name of the evidence."""
EDGES: Final = N_("a tenth of the frames at either end is left out, where filters run out")

GROUND: Final = {
    "measured": N_("The forces of the ground were measured by plates in the floor."),
    "predicted": N_(
        "The forces of the ground were not measured. They are predicted from the movement: in steps, those that it "
        "needs, under the middle line of each foot; otherwise, of all that carry the body, those with the least muscle "
        "work."
    ),
    "held still": N_(
        "The forces of the ground were not measured. They are predicted, each moment as if the body were held still, "
        "so that what a fast movement adds is missing."
    ),
}
GROUND_SOURCE: Final = {
    "measured": N_("{file}: ground forces measured by force plates; {share:.0%} of the frames are carried."),
    "predicted": N_(
        "{file}: ground forces predicted from the motion; {share:.0%} of the frames are carried."
    ),
    "held still": N_("{file}: ground forces those of held postures; {share:.0%} of the frames are carried."),
}
"""The source of the ground forces, for a terminal."""
SHORT_GROUND: Final = {
    "measured": N_("Ground forces measured."),
    "predicted": N_("Ground forces predicted."),
    "held still": N_("Ground forces predicted, held still."),
}


def hips_measured() -> str:
    """What hips with an instrument in them carry, beside those of the model."""
    row = read_data("psoas.validation", "literature.json")["rows"]["12"]
    one_leg, walking = row["one_leg_percent"], row["instrumented_first_peak_percent"]
    return _(
        "Hips with an instrument in them carry {one_leg_low} to {one_leg_high} % of body weight on one leg, as this "
        "model's do, and in walking {walking_low} to {walking_high} % in the first half of a step. In the walk on "
        "which this model was tried its hips carried more, most in the second half (Bergmann 2016; "
        "docs/validation.md, row 12).",
        one_leg_low=one_leg[0],
        one_leg_high=one_leg[1],
        walking_low=walking[0],
        walking_high=walking[1],
    )


def psoas_measured() -> str:
    """How hard the psoas of people works in a sit-up."""
    low, high = read_data("psoas.validation", "literature.json")["rows"]["13"]["sit_up_percent"]
    return _(
        "In a sit-up the psoas works at {low} to {high} % of its most in people (Juker 1998; how this model does: "
        "docs/validation.md, row 13).",
        low=low,
        high=high,
    )
