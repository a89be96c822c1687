"""One e-mail address is one account, however somebody writes it."""

from pathlib import Path

import pytest

from psoas.clinic.address import checked_address
from psoas.clinic.clinic import Clinic
from psoas.clinic.setting_up import set_up
from psoas.errors import UsageError
from tests.clinic.conftest import WORD, code_of


def test_the_first_owner_signs_in_however_the_address_was_written(
    empty_admin_url: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that was given with a space or another language's capitals was one that nobody could sign in with."""
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path))
    admin, _root = empty_admin_url
    with pytest.raises(UsageError, match="This is no e-mail address"):
        set_up(admin, "anna")
    made = set_up(admin, " Änne@Example.org ")
    assert made.url is not None
    assert made.invitation is not None
    with Clinic.open(made.url) as clinic:
        secret = clinic.redeem(made.invitation, WORD)
        for typed in ("änne@example.org", "ÄNNE@EXAMPLE.ORG ", "Änne@example.org"):
            me = clinic.who(clinic.sign_in(typed, WORD))
            assert me is not None
            assert me.email == "änne@example.org"
        clinic.confirm_second_factor(secret, code_of(clinic.propose_second_factor(secret)))
        with pytest.raises(UsageError, match="an account of this address already"):
            clinic.invite(secret, "ÄNNE@example.org", "Another", "clinician")


@pytest.mark.parametrize("typed", ["", "anna", "@example.org", "anna@", "a b@example.org", "a\0@example.org"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="write one such as"):
        checked_address(typed)
