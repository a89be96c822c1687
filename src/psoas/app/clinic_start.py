"""The way to the clinic's server; what only the extra ``clinic`` brings is imported when it starts."""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psoas.errors import InputError
from psoas.words import _, system_reason


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate with its chain, and of its key, both PEM."""

    cert: Path
    key: Path

    def check(self) -> None:
        """Load both, as the server will.

        Raises:
            InputError: they cannot be read, or do not belong together.
        """
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(self.cert, self.key, "")
        except (OSError, ssl.SSLError) as error:
            raise InputError(
                _(
                    "The certificate {certificate} with the key {key} cannot be used ({error}); the guide says how to "
                    "make both.",
                    certificate=self.cert,
                    key=self.key,
                    error=system_reason(error),
                )
            ) from None


def serve_clinic(
    database: str,
    port: int | None,
    certificate: Certificate | None,
    names: Iterable[str] = (),
    proxies: Iterable[str] = (),
) -> None:
    """Run the clinic until it is stopped by Ctrl+C or SIGTERM.

    Args:
        database: URL that `psoas.clinic.set_up` gave.
        port: None takes 8443, or a free one where that is taken; 0 a free one.
        certificate: None answers to this machine only.
        names: under which browsers reach the server, such as ``clinic.local``.
        proxies: addresses of proxies that are believed when they say where a request comes from.

    Raises:
        UsageError: the port or the database is not available, or other machines would be served without HTTPS.
        InputError: the certificate cannot be used.
    """
    from psoas.app.clinic import serve

    serve(database, port, certificate, names, proxies)
