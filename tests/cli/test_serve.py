"""``psoas serve`` as an administrator meets it: set-up, refusals, the audit trail."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from psoas.cli.app import app
from psoas.clinic.clinic import Clinic
from tests.clinic.conftest import WORD, Founded, clinic_server, empty_admin_url, founded, quick_hashes

__all__ = ["clinic_server", "empty_admin_url", "founded", "quick_hashes"]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["serve", *words])


def test_set_up_prints_what_the_administrator_needs_once(empty_admin_url: tuple[str, str]) -> None:
    admin, _ = empty_admin_url
    done = run("setup", "--database", admin, "--first-owner", "anna@example.org")
    assert done.exit_code == 0, done.output
    url = done.output.split("PSOAS_DATABASE='")[1].split("'")[0]
    invitation = done.output.split("/invitation/")[1].split()[0]
    with Clinic.open(url) as clinic:
        assert clinic.redeem(invitation, WORD)
    again = run("setup", "--database", admin)
    assert (again.exit_code, again.output) == (0, "The clinic is set up.\n")
    verified = run("audit", "--verify", "--database", admin)
    assert verified.exit_code == 0
    assert verified.output.startswith("The audit trail is whole. Entries: 2.")


def test_a_trail_that_was_tampered_with_has_exit_code_3(founded: Founded, tmp_path: Path) -> None:
    with Clinic.open(founded.url) as clinic:
        clinic.redeem(founded.invitation, WORD)
    witness = str(tmp_path / "heads.txt")
    assert run("audit", "--verify", "--database", founded.admin, "--witness", witness).exit_code == 0
    founded.as_root(
        "SET session_replication_role = replica; UPDATE clinic.audit SET account = 7 WHERE number = 1"
    )
    done = run("audit", "--verify", "--database", founded.admin, "--witness", witness)
    assert done.exit_code == 3
    assert "tampered with at entry 1" in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "A clinic needs a database"),
        (("--tls-cert", "a.pem"), "--tls-cert and --tls-key belong together"),
        (("--port", "99999", "--database", "postgresql://a@localhost/b"), "--port 99999"),
        (("--name", "clinic.local", "--database", "postgresql://a@localhost/b"), "over HTTPS only"),
        (
            ("--tls-cert", "no.pem", "--tls-key", "no.key", "--database", "postgresql://a@localhost/b"),
            "The certificate no.pem with the key no.key cannot be used",
        ),
        (("--database", "sqlite:///a.db", "--port", "0"), "A clinic needs PostgreSQL"),
        (("setup", "--database", "sqlite:///a.db"), "A clinic needs PostgreSQL"),
        (("audit",), "say what to do with the audit trail: --verify"),
    ],
)
def test_wrong_use_is_refused_in_one_sentence(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path))
    done = run(*words)
    assert done.exit_code == 2
    assert says in " ".join(done.output.split())
