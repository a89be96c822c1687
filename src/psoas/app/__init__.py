"""The coach, a local web app, and the clinic, a server for several people with accounts."""

from psoas.app.clinic_start import Certificate, serve_clinic
from psoas.app.past import Past
from psoas.app.server import serve
from psoas.app.trainer.opening import keep_homework, keep_results, person_named, read_sent

__all__ = [
    "Certificate",
    "Past",
    "keep_homework",
    "keep_results",
    "person_named",
    "read_sent",
    "serve",
    "serve_clinic",
]
