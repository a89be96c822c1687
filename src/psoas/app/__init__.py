"""The coach: a local web app. Everything in it runs on this machine."""

from psoas.app.past import Past
from psoas.app.server import serve

__all__ = ["Past", "serve"]
