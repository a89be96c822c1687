"""A clip in place of the camera: sent, looked at, kept as repetitions, and gone; whatever else is sent is refused."""

import asyncio
import errno
import http.client
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from starlette.requests import ClientDisconnect

from psoas.app.coach import Coach
from psoas.app.guard import MOST_UPLOAD
from psoas.app.stretch import uploads
from psoas.app.stretch.clip import keep_clip, records_of
from psoas.app.stretch.reading import bands
from psoas.app.stretch.uploads import WAITING, Clips, Refused, Work, file_name
from psoas.errors import CannotTellError, UsageError
from psoas.findings import Analysis
from psoas.plan.records import Profile, Screening
from psoas.recorded import analyse_motion
from psoas.store import Store
from tests.app.conftest import OpenPage, Served
from tests.made_recording import REPS, stretch, write_mot, write_recording

CLIPS = Path(__file__).parents[2] / "clips"
DROP = """name => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["just words, no video\\n".repeat(50)], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


async def pieces(*parts: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if error is not None:
        raise error


def received(clips: Clips, name: str, *parts: bytes, error: Exception | None = None) -> str:
    return asyncio.run(clips.receive(name, pieces(*parts, error=error)))


def files_in(folder: Path) -> list[str]:
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def asked(
    served: Served, path: str, method: str = "GET", length: int | None = None
) -> tuple[int, str, http.client.HTTPMessage]:
    """Status, words and headers of an answer of the running coach."""
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    headers = {"Origin": served.url} | ({} if length is None else {"Content-Length": str(length)})
    try:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace"), answer.headers
    finally:
        line.close()


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(tmp_path)


# What is sent


def test_a_clip_is_kept_whole_until_it_is_forgotten(clips: Clips, tmp_path: Path) -> None:
    number = received(clips, "My stretch.MP4", b"one", b"two")
    clip = clips.take(number)
    assert clip is not None
    assert (clip.label, clip.path.name, clip.path.read_bytes()) == (
        "My stretch.MP4",
        "My_stretch.mp4",
        b"onetwo",
    )
    assert clips.take(number) is None, "only one page can have it"
    clips.forget(number)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("name", ["../../evil.mp4", "..\\..\\evil.mp4", "/etc/evil.mp4", "a\0b/\n.mp4"])
def test_a_name_is_never_a_path(clips: Clips, tmp_path: Path, name: str) -> None:
    number = received(clips, name, b"data")
    assert files_in(tmp_path) == [f"uploads/{number}/{'evil' if 'evil' in name else 'clip'}.mp4"]


@given(st.text().map(lambda words: PurePosixPath(f"{words}x.Mp4").name))
def test_any_name_becomes_one_that_every_disk_takes(label: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,55}\.mp4", file_name(label))


def test_reports_are_deleted_all_at_once_but_never_while_one_is_made(clips: Clips, tmp_path: Path) -> None:
    assert clips.reports_size() == 0
    clips.delete_reports()
    for day in ("earlier", "today"):
        (tmp_path / "reports" / day).mkdir(parents=True)
        (tmp_path / "reports" / day / "report.html").write_bytes(b"12345")
    assert clips.reports_size() == 10
    clips._running = Work(gone=lambda: False)
    with pytest.raises(UsageError, match="wait for its report"):
        clips.delete_reports()
    clips._running = None
    clips.delete_reports()
    assert (clips.reports_size(), files_in(tmp_path)) == (0, [])


@pytest.mark.parametrize("name", ["notes.txt", "clip.mp4.exe", "mp4", ""])
def test_what_is_no_clip_is_refused(clips: Clips, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="This is no clip; choose a video") as refused:
        received(clips, name, b"data")
    assert (refused.value.status, files_in(tmp_path)) == (415, [])


def test_no_more_than_a_few_wait(clips: Clips) -> None:
    numbers = [received(clips, "a.mp4", b"data") for _ in range(WAITING)]
    with pytest.raises(Refused, match="looked at already") as refused:
        received(clips, "a.mp4", b"data")
    assert refused.value.status == 429
    clips.forget(numbers[0])
    received(clips, "a.mp4", b"data")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "could not be kept here .No space left"),
        (ClientDisconnect(), 400, "did not come whole"),
    ],
)
def test_nothing_is_left_of_a_clip_that_did_not_come(
    clips: Clips, tmp_path: Path, error: Exception, status: int, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        received(clips, "a.mp4", b"data", error=error)
    assert (refused.value.status, list((tmp_path / "uploads").iterdir())) == (status, [])


def test_a_clip_that_no_page_asks_for_is_removed(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "UNCLAIMED_S", 0.05)

    async def wait() -> list[str]:
        taken, _ = [await clips.receive("a.mp4", pieces(b"data")) for _ in range(2)]
        clips.take(taken)
        await asyncio.sleep(0.3)
        return [taken]

    (taken,) = asyncio.run(wait())
    assert files_in(tmp_path) == [f"uploads/{taken}/a.mp4"]


def test_clips_of_an_earlier_run_are_removed(clips: Clips, tmp_path: Path) -> None:
    received(clips, "a.mp4", b"data")
    Clips(tmp_path)
    assert files_in(tmp_path) == []


def test_the_running_coach_refuses_in_one_sentence(coach_server: Served) -> None:
    status, words, _ = asked(coach_server, "/upload?name=notes.txt", "POST", 0)
    assert (status, list(json.loads(words))) == (415, ["error"])
    status, words, _ = asked(coach_server, "/upload?name=a.mp4", "POST", MOST_UPLOAD + 1)
    assert (status, "too large" in words) == (413, True)
    assert files_in(coach_server.folder / "uploads") == []


@pytest.mark.parametrize(
    "path", ["x/report.html", "x/..%2f..%2fpsoas.db", "../psoas.db", "x/%2e%2e/psoas.db", quote("\0") + "/x"]
)
def test_a_report_that_was_not_made_is_not_found(coach_server: Served, path: str) -> None:
    assert asked(coach_server, f"/reports/{path}")[0] == 404


# The panel


@pytest.fixture
def panel(open_page: OpenPage, coach_server: Served, person: Profile) -> Callable[[], Page]:
    """Opens the place for a clip, as ``person``, who has answered the questions."""

    def opened() -> Page:
        with coach_server.open_store() as store:
            store.save_screening(person.id, Screening(AT))
        page = open_page("/")
        page.get_by_role("button", name="Use a clip").click()
        expect(page.get_by_label("Choose a clip")).to_be_visible()
        return page

    return opened


def test_the_page_says_what_is_wrong_and_keeps_a_stretch(
    panel: Callable[[], Page],
    coach_server: Served,
    person: Profile,
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = panel()
    chooser = page.get_by_label("Choose a clip")
    page.evaluate(DROP, "notes.mp4")
    expect(page.get_by_role("alert")).to_contain_text("The clip is damaged or not a video", timeout=20_000)
    assert_accessible(page)
    expect(chooser).to_be_focused()

    few = write_mot(tmp_path / "few.mot", np.arange(4) / 60, {"hip_flexion_r": np.zeros(4)})
    chooser.set_input_files(few)
    expect(page.get_by_role("alert")).to_contain_text(
        "It cannot be told from this clip: it holds", timeout=20_000
    )

    chooser.set_input_files(write_recording(tmp_path / "stretch.mot", stretch(arched=True)))
    report = page.locator("a[href^='/reports/']")
    expect(report).to_be_visible(timeout=60_000)
    with coach_server.open_store() as store:
        (session,) = store.sessions(person.id)
    (a_set,) = session.sets
    assert (a_set.method, a_set.side, len(a_set.repetitions)) == ("clip", "right", len(REPS))
    assert all("arched_back" in one.faults for one in a_set.repetitions)
    assert files_in(coach_server.folder / "uploads") == []


def test_a_filmed_clip_has_a_report_that_its_browser_shows(
    panel: Callable[[], Page], coach_server: Served
) -> None:
    page = panel()
    page.get_by_label("Choose a clip").set_input_files(CLIPS / "f1_stand_neutral.mp4")
    expect(page.get_by_role("progressbar")).to_be_visible()
    link = page.locator("a[href^='/reports/']")
    expect(link).to_be_visible(timeout=60_000)
    page.goto(f"{coach_server.url}{link.get_attribute('href')}")
    expect(page.locator("body")).to_contain_text("f1_stand_neutral.mp4")
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    assert page.evaluate("document.querySelector('video').videoWidth") > 100
    names = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    for name in {one.removeprefix(coach_server.url) for one in names if "/reports/" in one}:
        status, _, headers = asked(coach_server, name)
        assert (status, headers["x-content-type-options"]) == (200, "nosniff")


@pytest.mark.parametrize("way", ["Cancel", "Back"])
def test_an_analysis_can_be_given_up(way: str, panel: Callable[[], Page], coach_server: Served) -> None:
    page = panel()
    page.get_by_label("Choose a clip").set_input_files(CLIPS / "c3_stretch_mild_arch.mp4")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.get_by_role("button", name=way).click()
    left = page.get_by_label("Choose a clip") if way == "Cancel" else page.get_by_text("Ready?")
    expect(left).to_be_visible(timeout=20_000)
    until = time.monotonic() + 20
    while files_in(coach_server.folder / "uploads") and time.monotonic() < until:
        time.sleep(0.1)
    assert files_in(coach_server.folder / "uploads") == []


# What is kept


@pytest.fixture(scope="module")
def stretched(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    path = tmp_path_factory.mktemp("made") / "stretch.mot"
    return analyse_motion(write_recording(path, stretch(arched=False)))


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Coach]:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        yield Coach(store, tmp_path)


def test_a_stretch_is_kept_repetition_by_repetition(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    session = coach.store.session(keep_clip(coach, person, stretched, AT, "left"))
    (a_set,) = session.sets
    assert (session.started_at, session.purpose, session.pain_before) == (AT, "practice", None)
    assert session.ended_at is not None
    assert session.ended_at > AT
    assert (a_set.method, a_set.side) == ("clip", "right"), "the recording tells the side"
    assert (a_set.weights, dict(a_set.bands)) == (None, {}), "no camera, so no error of one"
    assert a_set.repetitions == records_of(stretched)
    assert [one.number for one in a_set.repetitions] == list(range(1, len(REPS) + 1))


def test_a_filmed_stretch_carries_the_error_of_the_camera(coach: Coach, stretched: Analysis) -> None:
    filmed = replace(stretched, source=replace(stretched.source, motion=None), rear_side=None)
    (person,) = coach.store.profiles()
    (a_set,) = coach.store.session(keep_clip(coach, person, filmed, AT, "left")).sets
    assert (a_set.side, a_set.weights, dict(a_set.bands)) == ("left", "full", bands("full"))


def test_nothing_is_kept_of_anything_else(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    for other in (replace(stretched, movement="squat"), replace(stretched, repetitions=())):
        with pytest.raises(CannotTellError, match="no repetition of the stretch"):
            keep_clip(coach, person, other, AT, "left")
    assert coach.store.sessions(person.id) == []
