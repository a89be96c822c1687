"""Which folders of the program have all their words for people in catalogues."""

from typing import Final

DONE: Final = (
    "estimate",
    "exercises",
    "findings",
    "forecast",
    "plan",
    "quantities",
    "recordings",
    "sides",
    "strides",
    "words",
)
"""Folders and modules of ``src/psoas`` whose words are all wrapped and translated; a test looks for others in them."""

LEFT: Final[tuple[str, ...]] = (
    "cli/print_body.py",
    "cli/print_load.py",
    "cli/run_coach.py",
    "cli/run_validate.py",
    "motion/inverse_kinematics.py",
    "motion/marker_map.py",
    "motion/marker_sets.py",
    "motion/opensim_coordinates.py",
    "motion/recording_error.py",
    "motion/upright.py",
    "recordings/load",
    "recordings/trunk_words.py",
)
"""Beginnings of the paths of files in those folders whose words are not wrapped yet."""

WITHOUT_WORDS: Final = ("validation",)
"""Folders that write nothing for people but in English: the page of the model's checks is for researchers."""

ALLOWED: Final = (
    ("", r", doi \{\}$|doi:? ?10\."),
    ("", "^working default$"),
    ("cli/app.py", r"^\{motion files\}$|^psoas \{\}$"),
    ("plan/values.py", "^(no change beyond the error|not comparable|error not known)$"),
    ("plan/steady.py", "^not sure$"),
    ("exercises/hip_stretch/", "^motion file$"),
)
"""Texts that are no words for people: the beginning of a file's path, and a pattern of the text."""
