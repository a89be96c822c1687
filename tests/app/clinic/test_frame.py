"""The clinic's pages speak the language of whoever looks."""

import pytest

from psoas.app.clinic.frame import page_of
from psoas.clinic import Asker
from psoas.words import Language, _, speaking


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Accounts", "Sign out", "Owner")),
        ("de", ("Konten", "Abmelden", "Inhaber")),
        ("es", ("Cuentas", "Salir", "Propietario")),
        ("fr", ("Comptes", "Se déconnecter", "Propriétaire")),
    ],
)
def test_a_page_is_in_the_language_of_its_reader(language: Language, words: tuple[str, ...]) -> None:
    asker = Asker(1, "a@example.org", "Ada", "owner", None, "signed_in", True, 8)
    with speaking(language):
        shown = bytes(page_of("accounts", 200, asker, title=_("Accounts"), accounts=[]).body).decode()
    assert f'<html lang="{language}">' in shown
    assert all(word in shown for word in words)
    assert "aria-current=page" in shown
