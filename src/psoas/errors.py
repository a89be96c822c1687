"""Every error that psoas raises on purpose.

    PsoasError                       exit code 1, never raised itself
    ├── UsageError                   exit code 2: wrong words on the command line or in a call
    │   └── RefusedError             exit code 2: whoever wants it has no right to it
    ├── InputError                   exit code 2: a file that cannot be read
    └── CannotTellError              exit code 3: read, but the question has no answer in it

A message is one sentence that says what was wrong, where, and what to do.
"""


class PsoasError(Exception):
    """Base of every error raised on purpose.

    Attributes:
        exit_code: what the command line returns for it.
    """

    exit_code = 1


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
