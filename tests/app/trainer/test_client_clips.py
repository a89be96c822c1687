"""A client's clip is kept as the trainer's copy; what is the client's own stays as it is, and no report is left."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from nicegui import app

from psoas.app.coach import Coach
from psoas.app.stretch.clip import SeenClip
from psoas.app.stretch.clip_records import keep_analysis
from psoas.app.stretch.uploads import Clips, known_clips
from psoas.app.trainer.client_sessions import keep_client_clip
from psoas.errors import CannotTellError
from psoas.findings.analysis import Analysis
from psoas.plan.records import KeptPicture
from psoas.recordings.motion_file import analyse_motion
from psoas.store.store import Store
from tests.app.trainer.made import add_client
from tests.recordings.made_recording import stretch, write_recording
from tests.store.ready import ready_file

PICTURES = (KeptPicture(1, "deepest", b"\xff\xd8 deepest"),)


@pytest.fixture
def coach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Coach]:
    with Store.open(ready_file(tmp_path)) as store:
        monkeypatch.setattr(app.state, "clips", Clips(tmp_path), raising=False)
        yield Coach(store, tmp_path)


@pytest.fixture(scope="module")
def stretched(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyse_motion(write_recording(tmp_path_factory.mktemp("made") / "stretch.mot", stretch()))


def reported(coach: Coach, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a report that lies in a folder of this name."""
    folder = coach.folder / "reports" / name
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("a report")
    monkeypatch.setattr(known_clips(), "_reports", {"a1": folder})
    return "/reports/a1/report.html"


def reports(coach: Coach) -> list[str]:
    return sorted(one.name for one in (coach.folder / "reports").iterdir())


def test_it_is_a_copy_with_its_pictures_and_report(
    coach: Coach, stretched: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = add_client(coach.store, "Ada")
    kept = keep_client_clip(coach, ada, SeenClip(stretched, reported(coach, "first", monkeypatch), PICTURES))
    again = keep_client_clip(coach, ada, SeenClip(stretched, reported(coach, "second", monkeypatch)))
    assert (kept.again, again.again, again.session) == (False, True, kept.session)
    held = coach.store.clients.end(ada.id)
    assert (held.sessions, held.pictures, held.reports) == (1, 1, ("first", "second"))
    known_clips().delete_folders(held.reports)
    assert (coach.store.sessions(ada.id), reports(coach)) == ([], [])


def test_a_clip_that_the_client_gave_before_stays_theirs_without_the_trainers_pictures(
    coach: Coach, stretched: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They chose no pictures; a copy of the trainer's would stay with them when the access ends."""
    ada = add_client(coach.store, "Ada")
    own = keep_analysis(coach, ada, stretched, "left", None)
    assert own.session is not None
    seen = SeenClip(stretched, reported(coach, "theirs", monkeypatch), PICTURES)
    assert keep_client_clip(coach, ada, seen).session == own.session
    assert not coach.store.clients.is_copy(own.session)
    assert (coach.store.history.pictures(own.session), reports(coach)) == ({}, [])


def test_a_report_of_nothing_that_is_kept_is_deleted(
    coach: Coach, stretched: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = add_client(coach.store, "Ada")
    nothing = replace(stretched, repetitions=())
    kept = keep_client_clip(coach, ada, SeenClip(nothing, reported(coach, "nothing", monkeypatch)))
    assert kept.session is None
    assert reports(coach) == []


def test_a_report_that_was_deleted_meanwhile_is_no_error(coach: Coach, stretched: Analysis) -> None:
    ada = add_client(coach.store, "Ada")
    kept = keep_client_clip(coach, ada, SeenClip(stretched, "/reports/gone/report.html"))
    assert kept.session is not None
    assert coach.store.clients.copies(ada.id).reports == ()


def test_a_leg_that_was_not_seen_is_not_kept_as_the_left_one(
    coach: Coach, stretched: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip whose rear leg nobody knew was kept as one of the left leg."""
    ada = add_client(coach.store, "Ada")
    unknown = replace(stretched, rear_side=None)
    seen = SeenClip(unknown, reported(coach, "unknown", monkeypatch), PICTURES)
    with pytest.raises(CannotTellError, match="whether the left or the right leg is behind was not seen"):
        keep_client_clip(coach, ada, seen)
    assert coach.store.sessions(ada.id) == []
    known = replace(stretched, rear_side="right")
    kept = keep_client_clip(coach, ada, SeenClip(known, reported(coach, "known", monkeypatch)))
    assert kept.session is not None
    assert [one.side for one in coach.store.session(kept.session).sets] == ["right"]
