"""A client, and a session with pictures, that tests of the trainer's pages share."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PIL import Image

from psoas.plan.records import KeptPicture, Method, Profile, RepetitionRecord
from psoas.store.store import Store


def jpeg() -> bytes:
    """A picture."""
    written = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 140)).save(written, "JPEG")
    return written.getvalue()


def make_client(store: Store, person: Profile) -> Profile:
    """Mark somebody as a client."""
    client = replace(person, settings=replace(person.settings, client=True))
    store.change_profile(client)
    return client


def add_client(store: Store, name: str) -> Profile:
    """Somebody new who is a client."""
    return make_client(store, store.add_profile(name))


def add_session(
    store: Store,
    person: Profile,
    at: datetime,
    pictures: Sequence[KeptPicture] = (),
    *,
    repetitions: Sequence[RepetitionRecord] = (RepetitionRecord(1, 0, 4, 2.0),),
    method: Method = "camera",
    bands: Mapping[str, float] | None = None,
) -> int:
    """Keep a session of one set of the left leg, and return its id."""
    session = store.begin_session(person.id, "practice", at)
    made = store.begin_set(session, "left", method, at, weights="full", bands=bands)
    store.end_set(made, at, repetitions)
    store.end_session(session, at)
    store.history.keep_frames(made, pictures)
    return session
