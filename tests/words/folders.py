"""Which folders of the program have all their words for people in catalogues."""

from typing import Final

DONE: Final = ("estimate", "exercises", "findings", "quantities", "sides", "words")
"""Folders and modules of ``src/psoas`` whose words are all wrapped and translated; a test looks for others in them."""

WITHOUT_WORDS: Final = ("validation",)
"""Folders that write nothing for people but in English: the page of the model's checks is for researchers."""

ALLOWED: Final = (
    ("", r", doi \{\}$|doi:10\."),
    ("exercises/hip_stretch/", "^motion file$"),
)
"""Texts that are no words for people: the beginning of a file's path, and a pattern of the text."""
