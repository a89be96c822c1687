"""The page: complete, readable by everyone, and without one outside request."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from benchmarks.thomas_pictures import FOLDER as THOMAS
from benchmarks.thomas_pictures import analysed, load

from psoas.exercises import EXERCISES
from psoas.findings import load_safety
from psoas.findings.analysis import Analysis, Finding, View
from psoas.findings.ranges import range_findings
from psoas.quantities import MovementSegment
from psoas.report.html import render_html
from psoas.report.keyframes import KeyFrameTap
from psoas.words import Language, speaking
from tests.report.made import made_photo, made_stretch, made_walk, walls

TEST = analysed(load(THOMAS / "ctL0_q1.npz"))
KINDS = {
    "good": made_stretch(),
    "arched": made_stretch(arched=True),
    "hidden": made_stretch(hidden_back=True),
    "many": made_stretch(30),
    "walk": made_walk(),
    "photo": made_photo(),
    "test": replace(TEST, source=replace(TEST.source, file="clip.mp4")),
}


class Page(HTMLParser):
    """Collects elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def page_of(analysis: Analysis) -> tuple[str, Page]:
    tap = KeyFrameTap(analysis, 10.0)
    for _ in tap.watch(walls(len(analysis.points))):
        pass
    html = render_html(analysis, stills=tap.groups(), clip="annotated.mp4", other_files=["motion.mot"])
    return html, Page(html)


@pytest.fixture(params=KINDS, scope="module")
def page(request: pytest.FixtureRequest) -> tuple[str, Page]:
    return page_of(KINDS[request.param])


def test_nothing_is_loaded_from_elsewhere(page: tuple[str, Page]) -> None:
    html, found = page
    for attributes in found.all(
        "img", "video", "source", "script", "link", "iframe", "audio", "use", "image"
    ):
        for name in ("src", "href", "srcset", "poster", "xlink:href"):
            value = attributes.get(name) or ""
            assert value.startswith("data:image/") or value in ("", "annotated.mp4"), value[:60]
    assert not found.all("script", "link", "iframe", "object", "embed", "base", "form")
    assert "@import" not in html
    assert "url(" not in html
    assert "http:" not in html.replace("http-equiv", "")
    assert "https:" not in html


def test_an_oblique_view_and_a_pose_say_how_they_were_read() -> None:
    turned = render_html(replace(made_walk(), view=View("oblique", 31.0, True, None)))
    assert "about 31 degrees off a side view. The angles come from a body that was fitted" in turned
    part = MovementSegment("lunge", 0, 0, "low", ("lunge",), "near")
    lunge = replace(
        made_photo(), movement="lunge", segments=(part,), facing="left", rear_side=None, rear_leg=None
    )
    assert "Lunge, left leg in front: the joint angles of one pose" in render_html(lunge)
    kneeling = render_html(replace(made_photo(), movement="half_kneeling_stretch", rear_side="right"))
    assert "Half kneeling, right knee down: the joint angles of one pose" in kneeling


@pytest.mark.parametrize(
    ("language", "headline", "doubt"),
    [
        ("en", "One pose, not recognised", "A knee (left) is low. Most likely: squat or lunge."),
        ("de", "Eine Haltung, nicht erkannt", "A knee (left) is low. Am wahrscheinlichsten: Kniebeuge oder "),
        (
            "fr",
            "Une pose, non reconnue",
            "A knee (left) is low. Le plus probable\N{NO-BREAK SPACE}: squat ou fente",
        ),
    ],
)
def test_an_unknown_pose_has_its_reason_below_the_headline_in_each_language(
    language: Language, headline: str, doubt: str
) -> None:
    part = MovementSegment("unknown", 0, 0, "a knee (left) is low", ("squat", "lunge"))
    with speaking(language):
        pose = replace(made_photo(), movement="unknown", rear_side=None, segments=(part,))
        said = range_findings("unknown", pose.angles, {}, segments=pose.segments)[0]
        unknown = render_html(replace(pose, findings=(said, *pose.findings[1:])))
    assert said.says.startswith(f"{headline} (a knee (left) is low). ")
    assert f'<p class="verdict">{headline}</p>' in unknown
    assert f"<p>{doubt}" in unknown
    assert "--wrong" in unknown


def test_the_edge_of_the_back_is_named_only_where_it_is_drawn() -> None:
    assert "edge of the back" in page_of(made_stretch())[0]
    bare = made_stretch()
    outline = replace(bare.outline, values=bare.outline.values * float("nan"))
    assert "edge of the back is" not in page_of(replace(bare, outline=outline))[0]


def test_the_page_forbids_itself_to_load_anything(page: tuple[str, Page]) -> None:
    policies = [one for one in page[1].all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    policy = str(policies[0]["content"])
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "script-src" not in policy


def test_the_verdict_comes_first_and_the_warning_before_the_figures(page: tuple[str, Page]) -> None:
    html, found = page
    verdict, warning = html.index('class="verdict"'), html.index('class="safety"')
    assert verdict < warning
    assert all(warning < html.index(part) for part in ('<dl class="tiles', "<h2") if part in html)
    assert "Stop at once if it hurts sharply." in found.text
    assert load_safety().notices[0].items[0] in found.text.partition("When to see a clinician first")[2]


def test_headings_do_not_skip_a_level(page: tuple[str, Page]) -> None:
    levels = [int(tag[1]) for tag, _ in page[1].elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1


def test_everyone_can_read_it(page: tuple[str, Page]) -> None:
    html, found = page
    assert found.all("html")[0]["lang"] == "en"
    assert all(attributes.get("alt") for attributes in found.all("img"))
    assert all(attributes.get("scope") for attributes in found.all("th"))
    assert len(found.all("table")) == html.count("<caption>")
    named = [one for one in found.all("svg") if one.get("role") == "img"]
    assert named
    assert all(one.get("aria-labelledby") for one in named)
    ids = [str(attributes["id"]) for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for size in re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)px", html):
        assert float(size) >= 12
    for size in re.findall(r"font-size:\s*([\d.]+)rem", html):
        assert float(size) * 16 >= 12


def test_only_the_name_of_the_file_is_told(page: tuple[str, Page]) -> None:
    assert "/somewhere" not in page[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    html, _ = page_of(KINDS["good"])
    blocks = re.findall(r":root \{(.*?)\}", html, re.S)
    colours = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", blocks[0]))
    if theme == "dark":
        colours |= dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", blocks[1]))
    pairs = [(text, ground) for text in ("ink", "soft", "accent", "change") for ground in ("page", "card")]
    pairs += [(tone, f"{tone}-bg") for tone in ("good", "change", "undecided")] + [("ink", "change-bg")]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_an_arched_back_is_told_with_its_band_and_cue() -> None:
    html, found = page_of(KINDS["arched"])
    assert "+24° ± 4°" in html
    for cue in ("Ribs down, belt buckle to chin, smaller move", "Nose over navel"):
        assert found.text.count(cue) == 1, "each correction once, not on each repetition"
    assert "What was good: time of the hold." in found.text
    assert "! improve" in html
    assert "✓ good" not in html.split('id="found"')[0]


def test_what_is_only_possible_is_nowhere_stated_as_a_fact() -> None:
    arched = KINDS["arched"]
    perhaps = tuple(
        replace(one, faults=(), possible_faults=("leaning_back",), good=None) for one in arched.repetitions
    )
    says = "2 repetitions, none could be judged."
    page = page_of(
        replace(arched, repetitions=perhaps, findings=(Finding("verdict", None, "undecided", says),))
    )[1].text
    leaned = EXERCISES[0].faults["leaning_back"].says
    assert f"Perhaps {leaned}, in 2 of 2: too close to its limit to be sure. Nose over navel." in page
    for before in page.lower().split(leaned)[:-1]:
        assert before.endswith("perhaps ")


def test_a_move_that_does_not_count_is_counted_nowhere() -> None:
    good = made_stretch(3)
    small = replace(good.repetitions[1], faults=("small_travel",), good=False, hold_end_s=1.1)
    moves = (good.repetitions[0], small, good.repetitions[2])
    html, found = page_of(replace(good, repetitions=moves))
    assert '<div class="value good">2</div><div class="note">2 good, 1 too small to count</div>' in html
    assert found.text.count("too small to count") >= 3
    assert "! improve" not in html


def test_a_hidden_back_leaves_it_undecided() -> None:
    html, found = page_of(KINDS["hidden"])
    assert html.count("? could not be judged") >= 2
    assert "an arm lay across the lower back" in found.text
    assert "✓ good" not in html.split('id="found"')[0]


def test_start_and_deepest_stand_side_by_side() -> None:
    html, found = page_of(KINDS["good"])
    assert len([one for one in found.all("img") if "repetition 2" in str(one["alt"])]) == 2
    assert html.count("Deepest") >= 2


def test_many_repetitions_have_ten_cards_and_a_row_each() -> None:
    html, found = page_of(KINDS["many"])
    assert len(found.all("article")) == 10
    assert html.count('<th scope="row" data-label="Repetition">') == 30
    assert len(html) < 2_000_000


def test_a_view_that_is_not_usable_still_makes_a_page() -> None:
    bad = View("front", 80.0, False, "the camera stood in front of the person", "film from the side")
    nothing = replace(
        made_stretch(), view=bad, movement="unknown", repetitions=(), findings=(), rear_leg=None
    )
    _, found = page_of(nothing)
    assert "the camera stood in front of the person" in found.text
    assert "film from the side" in found.text


def test_words_from_elsewhere_cannot_become_markup() -> None:
    analysis = made_walk()
    named = replace(analysis, source=replace(analysis.source, file="<script>alert(1)</script>.mp4"))
    assert "<script>" not in page_of(named)[0]


def test_several_movements_have_a_strip_and_a_table() -> None:
    walk = made_walk()
    parts = (
        MovementSegment("walking", 0.0, 3.0, "step after step", ("walking",)),
        MovementSegment("unknown", 3.0, 4.0, "the person turns", ("standing", "walking")),
    )
    page = render_html(replace(walk, segments=parts))
    assert "What was done when" in page
    assert 'class="own" style="left:0.00%' in page
    assert "Not recognised: standing or walking?" in page
    assert "What was done when" not in render_html(replace(walk, segments=parts[:1]))


def test_a_clinical_test_shows_its_trials_and_how_to_film_it() -> None:
    _, found = page_of(KINDS["test"])
    for words in (
        "Thigh over the couch, right",
        "Trials",
        "at most 0°",
        "level of the couch",
        "pull both knees to your chest",
    ):
        assert words in found.text
    assert len(found.all("img")) == 3, "one picture a trial"
