"""The coach, a local web app, and the clinic, a server for several people with accounts."""

from psoas.app.clinic_start import Certificate, serve_clinic
from psoas.app.past import Past
from psoas.app.server import serve

__all__ = ["Certificate", "Past", "serve", "serve_clinic"]
