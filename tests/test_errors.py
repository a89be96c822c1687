"""The tree of errors and their exit codes."""

import pickle

import pytest

from psoas.errors import CannotTellError, InputError, PsoasError, UsageError


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (InputError, 2), (CannotTellError, 3)])
def test_every_error_has_its_exit_code(kind: type[PsoasError], code: int) -> None:
    assert issubclass(kind, PsoasError)
    assert kind("why").exit_code == code


def test_a_message_steers_no_terminal_whatever_a_file_has_put_into_it() -> None:
    said = str(InputError("a\x1b[2Jb.csv:\u202e line \x002 is wrong; \xe4 and \N{GRINNING FACE} stay"))
    assert said == "a\\x1b[2Jb.csv:\\u202e line \\x002 is wrong; \xe4 and \N{GRINNING FACE} stay"
    assert str(pickle.loads(pickle.dumps(InputError("a\n")))) == "a\\n"
