"""The page Today of somebody who has sat for half an hour and is in a call.

`python -m tests.app.sitting_server FOLDER [PORT]` prints its address; on PORT there is an ActivityWatch. The
call lasts until the file ``over`` is put into the folder. All else is the coach's own.
"""

import sys
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import uvicorn
from fastapi import FastAPI
from nicegui import app, ui
from starlette.staticfiles import StaticFiles

from psoas.app import clock
from psoas.app.coach import Coach
from psoas.app.installed import installed_routes
from psoas.app.server import bound
from psoas.app.shell import STATIC
from psoas.app.today.days import Days
from psoas.app.today.page import add_page
from psoas.app.today.reminder import Reminder, Reminders
from psoas.day import running_activitywatch
from psoas.plan.breaks import Surroundings, Watch
from psoas.store.store import Store


def serve(folder: Path) -> None:
    """Serves until it is stopped."""

    def look() -> Surroundings:
        return Surroundings(microphone=not (folder / "over").exists(), idle_s=0.0, locked=False)

    with Store.open(f"sqlite:///{folder / 'psoas.db'}") as store, bound("127.0.0.1", 0) as listening:
        days = Days(store)
        reminders = Reminders(
            lambda profile_id: Reminder(days, profile_id, look=look, tell=lambda *_: None, every_s=0.2)
        )
        reminder = reminders.of(store.profiles()[0].id)
        now = clock.local_now()
        reminder.watch = Watch(
            sat_since=now - timedelta(minutes=31), seen_at=now, observed_at=now, surroundings=look()
        )
        app.on_startup(lambda: reminder.sit_down("desk"))
        add_page(Coach(store, folder), days, reminders)
        site = FastAPI()
        site.router.routes.extend(installed_routes())
        site.mount("/static", StaticFiles(directory=STATIC))
        ui.run_with(site, dark=None, language="en-US", tailwind=False, show_welcome_message=False)
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
        uvicorn.Server(uvicorn.Config(site, log_level="critical")).run(sockets=[listening])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        patch.object(running_activitywatch, "PORT", int(sys.argv[2])).start()
    serve(Path(sys.argv[1]))
