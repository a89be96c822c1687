"""The tree of errors and their exit codes."""

import pytest

from psoas.errors import CannotTellError, InputError, PsoasError, UsageError


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (InputError, 2), (CannotTellError, 3)])
def test_every_error_has_its_exit_code(kind: type[PsoasError], code: int) -> None:
    assert issubclass(kind, PsoasError)
    assert kind("why").exit_code == code
