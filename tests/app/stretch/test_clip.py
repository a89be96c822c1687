"""A clip in place of the camera: sent, looked at, kept as repetitions, and gone; whatever else is sent is refused."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from benchmarks.thomas_pictures import FOLDER as THOMAS
from benchmarks.thomas_pictures import analysed, load
from playwright.sync_api import Page, expect

from psoas.app.coach import Coach
from psoas.app.guard import MOST_UPLOAD
from psoas.app.stretch.clip_records import keep_analysis, keep_clip, keep_strides, keep_test, records_of
from psoas.errors import CannotTellError
from psoas.findings.analysis import Analysis, NotMeasured
from psoas.plan.progress import look_back
from psoas.plan.records import KeptPicture, Profile, Screening
from psoas.recordings.motion_file import analyse_motion
from psoas.report.progress_charts import trend_cards
from psoas.report.stride_section import strides_css, strides_html
from psoas.store.store import Store
from psoas.strides import measure_strides, side_figures
from tests.app.conftest import OpenPage, Served
from tests.recordings.made_recording import REPS, stretch, write_mot, write_recording
from tests.store.ready import ready_file
from tests.strides.test_measured import angles, events

CLIPS = Path(__file__).parents[2] / "clips"
DROP = """name => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["just words, no video\\n".repeat(50)], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


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
        page = open_page("/stretch")
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
        "Nothing can be told from this clip: it holds", timeout=20_000
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
    # behind its poster the clip waits for a press
    page.evaluate("document.querySelector('video').preload = 'metadata'")
    for _ in range(100):  # the page's policy lets no script wait for it
        if page.evaluate("document.querySelector('video').readyState >= 1"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('video').videoWidth") > 100
    names = page.locator("a[href]").evaluate_all("links => links.map(link => link.href.split('#')[0])")
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
    with Store.open(ready_file(tmp_path)) as store:
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


def test_the_same_clip_is_kept_once_until_it_is_deleted(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    first = keep_clip(coach, person, stretched, AT, "left")
    (a_set,) = coach.store.session(first).sets
    coach.store.history.correct(a_set.id, 1, {"bounce": True})
    assert keep_clip(coach, person, stretched, AT + timedelta(1), "left") == first
    other = coach.store.add_profile("Somebody else")
    assert keep_clip(coach, other, stretched, AT, "left") != first
    coach.store.history.remove(first)
    assert keep_clip(coach, person, stretched, AT, "left") != first


def test_a_clip_keeps_why_a_figure_is_missing(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    missing = (NotMeasured("arch", "the shirt is loose; wear a fitted one"), NotMeasured("trunk", "hidden"))
    one = replace(stretched, not_measured=missing)
    (a_set,) = coach.store.session(keep_clip(coach, person, one, AT, "left")).sets
    assert a_set.unmeasured == {"arch": "the shirt is loose; wear a fitted one", "trunk_lean": "hidden"}


def test_pictures_are_kept_once_with_what_was_drawn_on_them(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    first, other = KeptPicture(1, "deepest", b"\xff\xd8 one"), KeptPicture(1, "worst", b"\xff\xd8 two")
    kept = keep_analysis(coach, person, stretched, "left", None, [first])
    assert (kept.stretch, kept.again) == (kept.session, False)
    assert kept.session is not None
    again = keep_analysis(coach, person, stretched, "left", None, [other])
    assert again == replace(kept, again=True)
    ((_set_id, pictures),) = coach.store.history.pictures(kept.session).items()
    assert pictures == (first,)


def test_pain_before_is_kept_with_it_and_any_thread_may_do_so(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    with ThreadPoolExecutor(1) as pool:
        number = pool.submit(keep_clip, coach, person, stretched, AT, "left", pain_before=4).result()
    assert coach.store.session(number).pain_before == 4


def test_a_filmed_stretch_carries_the_error_of_the_camera(coach: Coach, stretched: Analysis) -> None:
    filmed = replace(
        stretched,
        source=replace(stretched.source, motion=None),
        rear_side=None,
        errors={"lumbar_extension": 4.4, "knee_angle_r": 5.2},
    )
    (person,) = coach.store.profiles()
    (a_set,) = coach.store.session(keep_clip(coach, person, filmed, AT, "left")).sets
    assert (a_set.side, a_set.weights, dict(a_set.bands)) == ("left", "full", {"arch": 4.4})


@pytest.fixture(scope="module")
def run(stretched: Analysis) -> Analysis:
    """A run of four seconds, as a clip."""
    strides = tuple(measure_strides(angles(), events(), "running", errors={"contact_s": 0.01}))
    filmed = replace(stretched.source, motion=None)
    return replace(
        stretched,
        source=filmed,
        movement="running",
        repetitions=(),
        timeline=None,
        angles=angles(),
        strides=strides,
        stride_sides=side_figures(strides),
    )


def test_each_stride_of_a_run_is_kept_with_its_figures(coach: Coach, run: Analysis) -> None:
    (person,) = coach.store.profiles()
    session = coach.store.session(keep_strides(coach, person, run, AT))
    assert (session.exercise, session.purpose) == ("running", "practice")
    assert [a_set.side for a_set in session.sets] == ["left", "right"]
    for a_set in session.sets:
        assert a_set.weights == "full"
        assert a_set.bands["contact_s"] == pytest.approx(0.01)
        assert [one.figures["contact_s"] for one in a_set.repetitions] == pytest.approx(
            [0.25] * len(a_set.repetitions)
        )
        assert a_set.repetitions[0].figures["thigh_behind_vertical_deg"] == pytest.approx(20, abs=0.1)
        assert "lumbar_extension_deg" not in a_set.repetitions[0].figures, "it was not measured"


def test_a_run_counts_for_no_dose_and_is_followed_by_the_week(coach: Coach, run: Analysis) -> None:
    (person,) = coach.store.profiles()
    for days in (0, 8):
        later = tuple(replace(one, foot_strike_s=one.foot_strike_s + days / 1000) for one in run.strides)
        keep_strides(coach, person, replace(run, strides=later), AT + timedelta(days))
    seen = look_back(coach.store.sessions(person.id), [], (AT + timedelta(8)).date(), UTC)
    assert seen.weeks == seen.retests == ()
    assert not seen.course.weeks
    contact = [one for one in seen.gaits if one.measure == "contact_s"]
    assert [one.side for one in contact] == ["left", "right"]
    assert [len(one.points) for one in contact] == [2, 2]
    (title, *_) = [card.title for card in trend_cards(seen.gaits) if card.title.startswith("Foot on")]
    assert title == "Foot on the ground"


def test_without_a_stride_nothing_of_a_run_is_kept(coach: Coach, run: Analysis) -> None:
    (person,) = coach.store.profiles()
    with pytest.raises(CannotTellError, match="no whole stride"):
        keep_strides(coach, person, replace(run, strides=()), AT)
    assert coach.store.sessions(person.id) == []


def test_the_strides_stand_on_the_page_as_in_the_report(run: Analysis) -> None:
    shown = strides_html(run)
    assert shown is not None
    for words in (
        "The stride",
        "Thigh behind vertical, largest",
        "Both legs over the stride",
        "<svg",
    ):
        assert words in shown
    assert "style" not in shown, "the policy of the page refuses what stands inline"
    assert ".curve-1" in strides_css()
    assert strides_html(replace(run, strides=())) is None


def test_a_standing_stretch_is_kept_under_its_own_name(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    standing = replace(stretched, movement="standing_hip_flexor_stretch")
    for one in (stretched, standing):
        keep_clip(coach, person, one, AT, "left")
    sessions = coach.store.sessions(person.id)
    assert [one.exercise for one in sessions] == ["half_kneeling_stretch", "standing_hip_flexor_stretch"]
    seen = look_back(sessions, [], AT.date(), UTC)
    assert {one.setup.exercise for one in seen.weeks} == {one.exercise for one in sessions}
    titles = [card.title for card in trend_cards(seen.weeks)]
    assert "Hip opening (standing hip-flexor stretch, clip)" in titles
    assert "Hip opening (clip)" in titles
    assert seen.course.weeks, "both count as practice"


def test_nothing_is_kept_of_anything_else(coach: Coach, stretched: Analysis) -> None:
    (person,) = coach.store.profiles()
    for other in (replace(stretched, movement="squat"), replace(stretched, repetitions=())):
        with pytest.raises(CannotTellError, match="no repetition of a stretch"):
            keep_clip(coach, person, other, AT, "left")
    assert coach.store.sessions(person.id) == []


# A clinical test


def test_a_clinical_test_is_kept_as_a_retest_with_its_figures_and_errors(coach: Coach) -> None:
    (person,) = coach.store.profiles()
    analysis = analysed(load(THOMAS / "ctL0_q1.npz"))
    session = coach.store.session(keep_test(coach, person, analysis, AT))
    assert (session.purpose, session.exercise) == ("retest", "modified_thomas_test")
    (a_set,) = session.sets
    assert (a_set.side, a_set.method, a_set.weights) == ("right", "clip", "full")
    (leg,) = analysis.examined
    assert len(a_set.repetitions) == len(leg.trials) == 3
    for kept, trial in zip(a_set.repetitions, leg.trials, strict=True):
        assert kept.figures == {key: figure.value for key, figure in trial.figures.items()}
        assert (kept.certain_faults, kept.possible_faults) == (trial.faults, trial.possible_faults)
    assert a_set.bands["thigh_over_couch"] == pytest.approx(
        (leg.figures["thigh_over_couch"].reach or 0) / 1.96
    )


def test_a_photograph_without_a_trial_is_not_kept(coach: Coach) -> None:
    (person,) = coach.store.profiles()
    with pytest.raises(CannotTellError, match="no trial"):
        keep_test(coach, person, analysed(load(THOMAS / "noL0_flat.npz")), AT)
