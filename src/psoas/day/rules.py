"""The figures by which files of devices become a day, from ``rules.json``."""

import re
from functools import cache
from typing import Final, Literal, get_args

from psoas.data import read_data
from psoas.day.activities import Activity
from psoas.words import N_

Wear = Literal["thigh", "hip", "wrist", "phone", "computer", "hand"]
"""Where a device was worn or stood. The earlier one is believed where two disagree."""

WEARS: tuple[Wear, ...] = get_args(Wear)

Place = Literal["thigh", "hip", "wrist", "ankle", "arm", "trunk", "head"]
"""Where on the body a sensor was worn, as its file says."""

Worn = Literal["thigh", "hip", "wrist"]
"""Places that a person can give for sensors whose files do not say it."""

WORN: Final[tuple[Worn, ...]] = get_args(Worn)

PLACES: Final[dict[str, Place]] = {
    "thigh": "thigh",
    "hip": "hip",
    "waist": "hip",
    "wrist": "wrist",
    "ankle": "ankle",
    "arm": "arm",
    "chest": "trunk",
    "sacrum": "trunk",
    "back": "trunk",
    "neck": "head",
    "head": "head",
}
"""By a word of the file."""

PLACE_WORDS: Final[dict[Place, str]] = {
    "thigh": N_("on the thigh"),
    "hip": N_("on the hip"),
    "wrist": N_("on the wrist"),
    "ankle": N_("on the ankle"),
    "arm": N_("on the arm"),
    "trunk": N_("on the trunk"),
    "head": N_("on the head"),
}
"""Where a sensor was worn, in words inside a sentence."""

Context = Literal[
    "automotive",
    "gym",
    "computer",
    "running",
    "cycling",
    "exercise",
    "sleep",
    "lying",
    "still",
    "level thigh",
    "meeting",
    "commute",
    "evening",
]
"""What else is known of a time. The earlier one is shown where several are known."""

CONTEXTS: tuple[Context, ...] = get_args(Context)
CONTEXT_WORDS: Final[dict[Context, str]] = {
    "automotive": N_("automotive"),
    "gym": N_("gym"),
    "computer": N_("computer"),
    "running": N_("running"),
    "cycling": N_("cycling"),
    "exercise": N_("exercise"),
    "sleep": N_("sleep"),
    "lying": N_("lying"),
    "still": N_("still"),
    "level thigh": N_("level thigh"),
    "meeting": N_("meeting"),
    "commute": N_("commute"),
    "evening": N_("evening"),
}
RESTING: tuple[Context, ...] = ("sleep", "lying")


def place_of(words: str) -> Place | None:
    """The place that some words of a file name, such as ``right wrist``; None where they name none."""
    return next((place for word, place in PLACES.items() if word in words.lower()), None)


def figure(name: str) -> float:
    """A figure of ``rules.json``, in its own unit."""
    return float(read_data("psoas.day", "rules.json")["figures"][name]["value"])


def confidence(step: Literal["measured", "derived", "likely"]) -> float:
    """The confidence of one of three steps, 0 to 1."""
    return float(read_data("psoas.day", "rules.json")["confidence"][step])


@cache
def sport_of(name: str) -> tuple[Activity | None, Context]:
    """Activity and context of a sport by the name that a device gives it, such as ``HKWorkoutActivityTypeRunning``.

    Of a sport that is not in the table it is known that the person exercised, and nothing of the posture.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name.removeprefix("HKWorkoutActivityType")).lower()
    for row in read_data("psoas.day", "rules.json")["sports"]:
        if re.search(row["pattern"], words):
            return row["kind"], row["context"] or "exercise"
    return None, "exercise"
