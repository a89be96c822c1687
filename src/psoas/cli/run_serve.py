"""Run ``psoas serve``: the clinic's server, its set-up, its audit trail; each function ends with its exit code."""

import os
from pathlib import Path

from psoas.cli.terminal import verb
from psoas.errors import UsageError
from psoas.store import data_folder
from psoas.words import _


@verb
def run(
    *,
    database: str | None,
    cert: Path | None,
    key: Path | None,
    names: list[str],
    port: int | None,
    proxies: list[str],
) -> None:
    """Run the clinic until it is stopped.

    Args:
        database, names, port, proxies: see `psoas.app.serve_clinic`.
        cert, key: files of the certificate; both or none.
    """
    if (cert is None) != (key is None):
        raise UsageError(
            _("--tls-cert and --tls-key belong together; give both, or none for this computer only")
        )
    if port is not None and not 0 <= port <= 65535:
        raise UsageError(_("--port {port} is no port; give 1 to 65535, or 0 for a free one", port=str(port)))
    url = _needed(database)
    # NiceGUI would else keep a folder of its own wherever psoas was started
    os.environ["NICEGUI_STORAGE_PATH"] = str(data_folder() / "web")
    from psoas.app import Certificate, serve_clinic

    certificate = None if cert is None or key is None else Certificate(cert, key)
    serve_clinic(url, port, certificate, names, proxies)


@verb
def make_clinic(database: str | None, first_owner: str | None, *, new_password: bool) -> None:
    """Make or renew a clinic, and print what its administrator needs once."""
    from psoas.clinic import set_up

    made = set_up(_needed(database), first_owner, new_password=new_password)
    print(_("The clinic is set up."))
    if made.url is not None:
        print(_("Start it with this URL, which is not shown again:"))
        print(f"  PSOAS_DATABASE='{made.url}' psoas serve")
    if made.invitation is not None:
        print(
            _("Once it runs, the first owner opens this path at its address. It works once, within a week:")
        )
        print(f"  /invitation/{made.invitation}")


@verb
def verify_audit(database: str | None, *, verify: bool, witness: Path | None) -> None:
    """Verify the audit trail and print its head."""
    if not verify:
        raise UsageError(_("say what to do with the audit trail: --verify"))
    from psoas.clinic import verify_trail

    head = verify_trail(_needed(database), witness)
    print(
        _(
            "The audit trail is whole. Entries: {number}. Hash of the last one: {hash}",
            number=head.number,
            hash=head.hash,
        )
    )


@verb
def renew_keys(database: str | None, *, rotate: bool) -> None:
    """Renew the key of the authenticators' secrets, and say how many were locked anew."""
    if not rotate:
        raise UsageError(_("say what to do with the keys: --rotate"))
    from psoas.clinic import rotate_keys

    count = rotate_keys(_needed(database))
    print(
        _("The key is a new one. Secrets locked with it: {count}. The older keys are forgotten.", count=count)
    )


def _needed(database: str | None) -> str:
    if database is None:
        raise UsageError(_("A clinic needs a database: --database postgresql://USER:PASSWORD@HOST/NAME"))
    return database
