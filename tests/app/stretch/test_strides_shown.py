"""The strides of a clip on the page of the coach, whose policy refuses styles that stand inline."""

from pathlib import Path

from playwright.sync_api import Page, expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage
from tests.recordings.made_recording import write_recording
from tests.strides.made_gait import made_gait

CUT_OFF = """() => [...document.querySelectorAll(".strides td, .strides caption")].filter((one) => {
    const { right, width } = one.getBoundingClientRect();
    return width > 2 && right > innerWidth;
}).length"""


def show_run(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Use a clip").click()
    page.get_by_label("Choose a clip").set_input_files(
        write_recording(folder / "run.mot", made_gait("running"))
    )
    expect(page.get_by_role("heading", name="The stride")).to_be_visible(timeout=60_000)
    page.evaluate("document.querySelectorAll('.strides details').forEach((one) => { one.open = true; })")


def test_the_strides_fit_a_phone_and_their_curves_are_lines(
    open_page: OpenPage, screened: Profile, tmp_path: Path
) -> None:
    page = open_page("/stretch", who=screened, width=390, height=844)
    show_run(page, tmp_path)
    assert page.locator(".strides .stacked").count() == 2
    assert page.evaluate(CUT_OFF) == 0
    curve = page.locator(".strides .plot .curve").first
    expect(curve).to_have_css("fill", "none")
    expect(curve).not_to_have_css("stroke", "none")
