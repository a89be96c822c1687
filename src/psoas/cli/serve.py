"""The verb ``psoas serve``: options and help. Heavy imports wait until it runs."""

from pathlib import Path
from typing import Annotated

import typer

serve = typer.Typer(
    name="serve",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="PSOAS_DATABASE",
        help="Of the clinic's PostgreSQL, such as postgresql://USER:PASSWORD@HOST/NAME; or give it as PSOAS_DATABASE.",
    ),
]
Pem = Annotated[
    Path | None, typer.Option(metavar="FILE", help="PEM file; beyond this computer HTTPS is a must.")
]


@serve.callback()
def start(
    context: typer.Context,
    database: Database = None,
    tls_cert: Pem = None,
    tls_key: Pem = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Name under which browsers reach the server; may be given again."),
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="N", help="Listen on this port; without it, 8443 or a free one.")
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address of a proxy that browsers reach over HTTPS at port 443, and whose X-Forwarded-For counts; "
            "needs --name. May be given again.",
        ),
    ] = None,
) -> None:
    """Serve a clinic: accounts of owners, clinicians and clients on one PostgreSQL, with rights kept by the database.

    Without a certificate it answers to this computer only. The guide says how to make one of your own.

    \b
    Example:
      psoas serve setup --database postgresql://admin:PASSWORD@localhost/clinic --first-owner anna@example.org
      psoas serve --database postgresql://clinic_clinic:PASSWORD@localhost/clinic
      psoas serve --database URL --tls-cert clinic.pem --tls-key clinic.key --name clinic.local
      psoas serve audit --verify --database URL
    """
    if context.invoked_subcommand is not None:
        context.obj = database
        return
    from psoas.cli.run_serve import run

    run(database=database, cert=tls_cert, key=tls_key, names=name or [], port=port, proxies=proxy or [])


@serve.command()
def setup(
    context: typer.Context,
    database: Database = None,
    first_owner: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="E-mail address of the first owner, who gets a link."),
    ] = None,
    new_password: Annotated[
        bool, typer.Option("--new-password", help="Give the server's user of the database a new password.")
    ] = False,
) -> None:
    """Make a clinic of a database, or bring one to this version. Its user has to be allowed to make roles and tables.

    Prints, once, the URL for `psoas serve` and the link of the first owner.

    \b
    Example:
      psoas serve setup --database postgresql://admin:PASSWORD@localhost/clinic --first-owner anna@example.org
    """
    from psoas.cli.run_serve import make_clinic

    make_clinic(database or context.obj, first_owner, new_password=new_password)


@serve.command()
def audit(
    context: typer.Context,
    database: Database = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compute the chain of the audit trail again.")
    ] = False,
    witness: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Compare with the heads in this file, and add the one of now; keep it where the administrator of the "
            "database cannot write.",
        ),
    ] = None,
) -> None:
    """Verify the audit trail; exit code 3 where it was tampered with. Needs the user that `setup` had.

    \b
    Example:
      psoas serve audit --verify --database postgresql://admin:PASSWORD@localhost/clinic --witness heads.txt
    """
    from psoas.cli.run_serve import verify_audit

    verify_audit(database or context.obj, verify=verify, witness=witness)


@serve.command()
def keys(
    context: typer.Context,
    database: Database = None,
    rotate: Annotated[
        bool,
        typer.Option("--rotate", help="Make a new key, lock everything with it, and forget the older ones."),
    ] = False,
) -> None:
    """Renew the key that locks the secrets of authenticators. Run it where the server runs, with its PSOAS_DATA.

    Needs the user of the database that `setup` had. The server may run meanwhile.

    \b
    Example:
      psoas serve keys --rotate --database postgresql://admin:PASSWORD@localhost/clinic
    """
    from psoas.cli.run_serve import renew_keys

    renew_keys(database or context.obj, rotate=rotate)
