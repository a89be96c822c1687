"""The coach: a local web app. Everything in it runs on this machine."""

from psoas.app.past import Past
from psoas.app.server import serve
from psoas.app.trainer.opening import keep_homework, keep_results, person_named, read_sent

__all__ = ["Past", "keep_homework", "keep_results", "person_named", "read_sent", "serve"]
