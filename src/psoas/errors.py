"""Every error that psoas raises on purpose.

    PsoasError                       exit code 1, never raised itself
    ├── UsageError                   exit code 2: wrong words on the command line or in a call
    │   └── RefusedError             exit code 2: whoever wants it has no right to it
    ├── InputError                   exit code 2: a file that cannot be read
    └── CannotTellError              exit code 3: read, but the question has no answer in it

A message is one sentence that says what was wrong, where, and what to do.
"""

import re
from typing import Final

CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn the direction of writing; a damaged file may bring them into a message."""


def printable(words: str) -> str:
    """Escape the control characters in words that a file has brought."""
    return CONTROLS.sub(lambda found: ascii(found[0])[1:-1], words)


class PsoasError(Exception):
    """Base of every error raised on purpose; control characters in its message are escaped.

    Attributes:
        exit_code: what the command line returns for it.
    """

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(printable(message))


class UsageError(PsoasError):
    """A wrong option, name or value."""

    exit_code = 2


class RefusedError(UsageError):
    """Somebody has no right to what they want, or is not signed in."""


class InputError(PsoasError):
    """A file that is missing, damaged or of the wrong kind."""

    exit_code = 2


class CannotTellError(PsoasError):
    """The input was read, but what was asked cannot be told from it."""

    exit_code = 3
