"""The Body page in a real browser: the body is drawn and turns, the table follows, or a picture without WebGL."""

import io
import re
from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from psoas.app.body3d.frames import frames_of
from psoas.app.body_page import PRESETS
from psoas.plan.records import Profile
from psoas.recordings.live import live_posture
from psoas.sides import SideWord
from psoas.timeseries import Array
from tests.app.conftest import OpenPage, Served

BONES = "document.querySelector('psoas-body')?.segments?.length > 10 && document.querySelector('psoas-body').frame"
PICTURE = "document.querySelector('psoas-body')?.shadowRoot.querySelector('img')?.src"
HELD = {"arch": -5.0, "hip_opening": 15.0, "thigh_travel": 15.0, "pelvis": -5.0}
KNEES: dict[Literal["r", "l"], SideWord] = {"r": "right", "l": "left"}
# where the muscles of the side of an update are in the picture, -1 to 1
ENDS = """update => {
    const body = document.querySelector("psoas-body");
    body.style.cssText = "flex: none; width: 360px; height: 480px";
    body.applyFrame(update);
    body.resize();
    const { camera } = body.view;
    camera.updateMatrixWorld();
    const point = camera.position.clone();
    const half = body.bellies.shapes / 2;
    const { values, rings } = body.bellies;
    const first = update.side === "l" ? half : 0;
    return Array.from({ length: half * rings }, (_, at) => {
        point.fromArray(values, 9 * (first * rings + at)).project(camera);
        return [point.x, point.y];
    });
}"""
NO_WEBGL = """
const asked = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : asked.call(this, kind, ...more);
};
"""


RESTS = """() => new Promise((done) => {
    const body = document.querySelector("psoas-body");
    let drawn = -1, same = 0;
    const look = () => {
        const { frame } = body.renderer.info.render;
        const fine = !body.slow || body.live || body.renderer.getPixelRatio() > 1;
        same = frame === drawn && fine && !body.asked ? same + 1 : 0;
        drawn = frame;
        if (same === 20) done(); else requestAnimationFrame(look);
    };
    look();
})"""
"""The fine picture of a body at rest is drawn, and twenty in a row could have been drawn since and were not."""


def opened(page: Page) -> Page:
    page.wait_for_function(BONES)
    return page


def pixels(page: Page) -> Array:
    page.evaluate(RESTS)
    shot = page.locator("psoas-body").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=float)


def soon(page: Page, true: Callable[[], bool]) -> bool:
    """Whether something becomes true within some seconds: a busy machine draws late."""
    for _ in range(20):
        if true():
            return True
        page.wait_for_timeout(250)
    return False


def seen(page: Page) -> str:
    return page.locator("psoas-body").get_attribute("aria-label") or ""


def cells(page: Page, attachment: str) -> list[str]:
    row = page.locator(".body-attachments tr", has=page.get_by_role("button", name=attachment, exact=True))
    return row.locator("td").all_inner_texts()


def test_the_body_is_drawn_turned_and_left_alone(open_page: OpenPage) -> None:
    page = opened(open_page("/body"))
    before = pixels(page)
    red, green, blue = (before[..., channel] for channel in range(3))
    assert ((red - blue > 60) & (red - green > 40)).sum() > 300, "the stretched side is reddish"
    assert ((blue - red > 40) & (red < 80)).sum() > 300, "the bent side is dark blue"
    assert "Seen from the front and the right" in seen(page)

    page.locator("psoas-body").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert "Seen from the front." in seen(page)
    turned = pixels(page)
    assert (np.abs(turned - before).max(axis=-1) > 40).mean() > 0.02
    page.keyboard.press("+")
    assert (np.abs(pixels(page) - turned).max(axis=-1) > 40).mean() > 0.02
    page.keyboard.press("Home")
    assert "Seen from the front and the right" in seen(page)

    page.locator("psoas-body").hover()
    page.mouse.down()
    page.mouse.move(200, 300, steps=3)
    page.mouse.up()
    expect(page.locator("psoas-body")).not_to_have_attribute("aria-label", re.compile("front and the right"))

    frames = "document.querySelector('psoas-body').renderer.info.render.frame"
    page.evaluate(RESTS)
    drawn = page.evaluate(frames)
    page.wait_for_timeout(500)
    assert page.evaluate(frames) == drawn, "nothing is drawn while nothing changes"


def test_a_body_that_the_page_moves_is_drawn_again(open_page: OpenPage) -> None:
    page = opened(open_page("/body"))
    before = pixels(page)
    page.evaluate("""() => {
        const body = document.querySelector("psoas-body");
        body.draw();
        body.parentNode.append(body);
    }""")
    assert soon(page, lambda: np.abs(pixels(page) - before).max() < 40)
    page.get_by_role("button", name="Sit", exact=True).click()
    assert soon(page, lambda: (np.abs(pixels(page) - before).max(axis=-1) > 40).mean() > 0.02)


def test_presets_sliders_and_the_table_go_together(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = opened(open_page("/body"))
    assert_accessible(page)
    assert cells(page, "body of L5")[1] == "+2.7"
    page.get_by_role("button", name="Sit", exact=True).click()
    expect(page.locator(".body-summary")).to_contain_text("right psoas is 10.3 to 16.6 % shorter")
    assert cells(page, "body of L5")[1] == "\N{MINUS SIGN}16.6"
    expect(page.locator("psoas-body")).to_have_attribute("aria-label", re.compile("10.3 to 16.6 % shorter"))
    assert page.get_by_role("button", name="Sit", exact=True).get_attribute("aria-pressed") == "true"

    page.get_by_role("button", name="Stand", exact=True).click()
    expect(page.locator(".body-summary")).to_contain_text("right psoas is as long as in standing")
    hip = page.get_by_role("slider", name="Hip", exact=True)
    hip.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".angle-slider").first).to_contain_text("5\N{DEGREE SIGN} thigh behind")
    assert hip.get_attribute("aria-valuetext") == "5\N{DEGREE SIGN} thigh behind"
    expect(page.locator(".body-summary")).to_contain_text(
        "longer than in standing; the left psoas is as long"
    )
    assert cells(page, "disc L2/L3")[0].startswith("+")
    assert cells(page, "disc L2/L3")[3] == "0.0"
    expect(page.locator("svg.length-plot")).to_have_attribute(
        "aria-label", re.compile("hip \N{MINUS SIGN}5 degrees")
    )

    page.get_by_role("button", name="Stretch", exact=True).click()
    page.get_by_role("button", name="Left leg").click()
    expect(page.locator(".body-summary")).to_contain_text("left psoas is 1.8 to 2.7 % longer")
    assert cells(page, "body of L5")[4] == "+2.7"

    before = pixels(page)
    page.get_by_role("button", name="disc L3/L4").focus()
    page.wait_for_function("`${document.querySelector('psoas-body').lit}` === '6,24'")
    assert (np.abs(pixels(page) - before).max(axis=-1) > 40).sum() > 500


def test_beside_a_camera_the_side_that_kneels_is_seen_whole(open_page: OpenPage) -> None:
    page = opened(open_page("/body", width=360))
    page.evaluate("body => (body.live = true)", page.locator("psoas-body").element_handle())
    for side, knee in KNEES.items():
        update = frames_of(None).frame(live_posture(knee, HELD), side=side)
        ends = page.evaluate(ENDS, update)
        assert np.abs(ends).max() < 0.95, "nothing of the psoas is cut off"
        assert f"Seen from the front and the {knee}" in seen(page)
        brief = page.locator("psoas-body .brief")
        assert brief.inner_text() == update["brief"]
        assert brief.evaluate("words => parseFloat(getComputedStyle(words).fontSize)") >= 24, (
            "read from three metres"
        )
    page.locator("psoas-body").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    turned = seen(page)
    assert "and the left" not in turned
    page.evaluate(ENDS, update)
    assert seen(page) == turned, "the same side again leaves the view alone"


def test_without_webgl_there_is_a_drawn_picture(
    browser: Browser, coach_server: Served, person: Profile
) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": "psoas_profile", "value": str(person.id), "url": coach_server.url}])
    context.add_init_script(NO_WEBGL)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{coach_server.url}/body")
    page.wait_for_function(f"{PICTURE}?.startsWith('data:image/jpeg')")
    expect(page.locator("psoas-body figcaption")).to_contain_text("cannot show the body in 3-D")
    first = page.evaluate(PICTURE)
    page.get_by_role("button", name="Sit", exact=True).click()
    page.wait_for_function(f"first => {PICTURE} !== first", arg=first)
    assert "shorter" in seen(page)
    assert "arrow keys" not in seen(page).lower()
    context.close()
    assert complaints == []


def test_on_a_phone_in_the_dark_a_tall_person_finds_everything(
    open_page: OpenPage, coach_server: Served, assert_accessible: Callable[[Page], None]
) -> None:
    with coach_server.open_store() as store:
        tall = store.add_profile("Tall", height_m=1.9)
    page = opened(open_page("/body", who=tall, width=360, height=740, dark=True))
    lever = float(cells(page, "body of L1")[2])
    assert lever == pytest.approx(24.0 * 1.9 / 1.7, abs=0.2)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


SEEN_WHOLE = """() => {
    const body = document.querySelector("psoas-body");
    const { camera } = body.view;
    camera.updateMatrixWorld();
    const point = camera.position.clone();
    const points = body.points("whole");
    return Array.from({ length: points.length / 3 }, (_, at) => {
        point.fromArray(points, 3 * at).project(camera);
        return Math.max(Math.abs(point.x), Math.abs(point.y));
    }).reduce((one, other) => Math.max(one, other), 0);
}"""


@pytest.mark.parametrize("width", [390, 1366])
def test_nothing_of_the_body_is_cut_off_in_any_posture(open_page: OpenPage, width: int) -> None:
    page = opened(open_page("/body", width=width))
    for word in PRESETS.values():
        page.get_by_role("button", name=word, exact=True).click()
        expect(page.get_by_role("button", name=word, exact=True)).to_have_attribute("aria-pressed", "true")
        page.evaluate(RESTS)
        assert 0.6 < page.evaluate(SEEN_WHOLE) < 1, word


def test_views_say_which_one_is_shown_and_turning_by_hand_is_none_of_them(open_page: OpenPage) -> None:
    page = opened(open_page("/body"))
    chosen = page.get_by_role("group", name="Seen from").locator("[aria-pressed=true]")
    expect(chosen).to_have_text("At an angle")
    page.get_by_role("button", name="Front", exact=True).click()
    expect(chosen).to_have_text("Front")
    framing = page.get_by_role("group", name="What is shown").locator("[aria-pressed=true]")
    expect(framing).to_have_text("Whole body")
    page.get_by_role("button", name="The psoas", exact=True).click()
    expect(framing).to_have_text("The psoas")
    page.locator("psoas-body").focus()
    page.keyboard.press("ArrowLeft")
    expect(chosen).to_have_count(0)


def test_parts_are_named_a_strand_is_told_and_a_posture_stays_as_an_outline(open_page: OpenPage) -> None:
    page = opened(open_page("/body"))
    page.get_by_role("button", name="The psoas", exact=True).click()
    page.get_by_role("button", name="Names", exact=True).click()
    names = page.locator("psoas-body .names p")
    expect(names).to_have_count(5)
    boxes = [box for box in (one.bounding_box() for one in names.all()) if box]
    for one in boxes:
        for other in boxes:
            apart = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert one is other or apart or abs(one["x"] - other["x"]) > one["width"], (
                "no name covers another"
            )

    place = page.evaluate("""() => {
        const body = document.querySelector("psoas-body");
        const strand = 0;
        const at = 9 * (strand * body.bellies.rings + 8);
        const point = body.view.camera.position.clone().fromArray(body.bellies.values, at).project(body.view.camera);
        body.pick(point.x, point.y);
        return [body.told.textContent, body.lit];
    }""")
    assert re.match(r"The strand from the .*, right, is [0-9.]+ % longer than in standing\.", place[0])
    expect(page.locator(".body-attachments tr.marked")).to_have_count(1)

    page.get_by_role("button", name="Keep as outline").click()
    page.get_by_role("button", name="Sit", exact=True).click()
    kept = "document.querySelector('psoas-body').past[1].meshes.every((mesh) => mesh.visible)"
    page.wait_for_function(kept)
    page.get_by_role("button", name="Keep as outline").click()
    page.wait_for_function(f"!({kept})")
