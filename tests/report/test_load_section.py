"""Page, files and terminal tell what the back carried: with bands, gaps as gaps, and where it comes from."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psoas.body.scaling import GRAVITY
from psoas.draw.canvas import WIDE
from psoas.draw.time_plot import FRAME
from psoas.export.check_json import to_json
from psoas.export.motion_file import write_table
from psoas.findings.analysis import Analysis
from psoas.findings.evidence import load_evidence
from psoas.recordings.load_parts import HOLDS, PEAK, parts_of
from psoas.recordings.load_words import mass_words
from psoas.report.html import render_html
from psoas.report.load_section import LoadsSection, loads_section
from tests.report import made_loads
from tests.report.made import made_photo, made_stretch, made_walk
from tests.report.made_loads import GAP, HELD, HIGH, LOW, WEIGHT, with_loads
from tests.report.test_html import Page

STRETCH = with_loads(made_stretch(3))
HEADING = "What the back carries"


def section(analysis: Analysis) -> LoadsSection:
    found = loads_section(analysis)
    assert found is not None
    return found


def ticks(svg: str, anchor: str) -> dict[float, float]:
    """Value to height [px] of the labels of one axis."""
    found = re.findall(rf'<text class="tick" x="{anchor}"[^>]* y="([\d.]+)"[^>]*>([\d.]+)', svg)
    return {float(value): float(y) - 4 for y, value in found}


def corners(svg: str, number: int) -> list[list[tuple[float, float]]]:
    """Of each piece of a band."""
    return [
        [(float(x), float(y)) for x, y in (corner.split(",") for corner in piece.split())]
        for piece in re.findall(rf'class="band band-{number}" points="([^"]*)"', svg)
    ]


def test_without_loads_nothing_is_said_of_them() -> None:
    for analysis in (made_stretch(), made_walk(), made_photo()):
        assert loads_section(analysis) is None
        assert HEADING not in Page(render_html(analysis)).text
        assert to_json(analysis)["loads"] is None


@pytest.mark.parametrize(
    ("ground", "value", "at"), [("measured", 900, 5.0), ("predicted", 900, 5.0), ("held still", 9000, 0.0)]
)
def test_the_highest_is_not_taken_where_filters_run_out(ground: Any, value: float, at: float) -> None:
    analysis = with_loads(made_stretch(3), ground=ground)
    assert analysis.loads is not None
    values = analysis.loads.value.values.copy()
    values[[0, 20, -1]], values[150] = 9000.0, 900.0
    loads = replace(analysis.loads, value=replace(analysis.loads.value, values=values))
    analysis = replace(analysis, loads=loads)
    peak = parts_of(analysis, loads, "L4_L5_compression")[PEAK]
    assert (peak.estimate.value, peak.time_s) == pytest.approx((value, at))
    found = section(analysis)
    named = "a tenth of the frames at either end is left out"
    assert (named in found.lead[0]) is (named in " ".join(found.how)) is (ground != "held still")


def test_the_mass_is_what_the_weight_was_made_of() -> None:
    assert section(STRETCH).mass == "70 kg"
    assert STRETCH.loads is not None
    assert mass_words(replace(STRETCH.loads, weight=72.5 * GRAVITY)) == "72.5 kg"


@pytest.mark.parametrize("ground", ["measured", "predicted"])
def test_a_recording_moves_as_was_measured(ground: Any) -> None:
    how = " ".join(section(with_loads(made_stretch(), ground=ground)).how)
    assert "moves as was measured" in how
    assert "arms hang" not in how
    assert "angles of lower back and pelvis are off" in how


def test_a_clip_says_what_is_taken_and_not_measured() -> None:
    how = " ".join(section(with_loads(made_stretch(), ground="held still")).how)
    assert "as was measured" not in how
    assert "start as they are in upright standing" in how
    assert "Both arms hang: what hands bear that rest on the front knee is missing" in how
    assert "front thigh is turned, by up to 20\N{DEGREE SIGN}" in how
    assert "angles of lower back and pelvis are off" in how
    for other in (made_walk(), replace(made_stretch(), rear_side=None)):
        how = " ".join(section(with_loads(other, ground="held still")).how)
        assert "Both legs do what the leg nearer to the camera does" in how
        assert "front thigh" not in how


def test_hip_and_psoas_figures_come_with_what_is_known_of_their_error() -> None:
    found = section(STRETCH)
    discs, hips, psoas = (plot.says for plot in found.plots)
    assert "rows" not in discs
    assert re.search(r"219 to 328 % .*217 to 282 % .*Bergmann 2016.*row 12", hips)
    assert re.search(r"15 to 35 % .*Juker 1998.*row 13", psoas)
    text = Page(render_html(STRETCH)).text
    for words in (found.off, hips, psoas):
        assert words in text


def test_no_two_tiles_have_one_heading() -> None:
    labels = [tile.label for tile in section(STRETCH).tiles]
    assert labels[:2] == ["Disc L4/L5 before", "Disc L4/L5 in the holds"]
    labels = [tile.label for tile in section(with_loads(made_walk())).tiles]
    assert labels[:2] == ["Disc L4/L5 typically", "Disc L4/L5 at most"]


def test_the_band_is_drawn_between_its_ends() -> None:
    svg = section(STRETCH).plots[0].svg
    left = ticks(svg, "0%")
    values, heights = np.array(sorted(left.items())).T
    assert values[0] == 0
    scale = np.polyfit(values, heights, 1)
    first = corners(svg, 1)[0]
    at_start = {y for x, y in first if x < 0.05 * WIDE}
    expected = [np.polyval(scale, share * made_loads.START["L4_L5_compression"]) for share in (LOW, HIGH)]
    assert sorted(at_start) == pytest.approx(sorted(expected), abs=0.2)
    assert max(y for _, y in first) <= FRAME.top + FRAME.plot


def test_the_right_axis_counts_in_body_weights() -> None:
    svg = section(STRETCH).plots[1].svg
    left, right = ticks(svg, "0%"), ticks(svg, "100%")
    scale = np.polyfit(list(left), list(left.values()), 1)
    assert len(right) >= 2
    for share, y in right.items():
        assert y == pytest.approx(np.polyval(scale, share * WEIGHT), abs=0.2)


def test_a_gap_cuts_lines_and_bands() -> None:
    for plot, bands in zip(section(STRETCH).plots, (1, 2, 2), strict=True):
        assert plot.svg.count("<polyline") == 4
        assert plot.svg.count("<polygon") == 2 * bands
        assert plot.svg.count('class="hold"') == 3


def test_a_band_that_is_not_known_where_the_value_is_leaves_the_line_whole() -> None:
    assert STRETCH.loads is not None
    low = STRETCH.loads.low.values.copy()
    low[200:210] = np.nan
    loads = replace(STRETCH.loads, low=replace(STRETCH.loads.low, values=low))
    svg = section(replace(STRETCH, loads=loads)).plots[0].svg
    assert svg.count("<polyline") == 4
    assert svg.count("<polygon") == 3


def test_a_hip_is_never_pulled_and_the_axis_has_round_numbers() -> None:
    assert STRETCH.loads is not None
    low = replace(STRETCH.loads.low, values=STRETCH.loads.low.values - 800.0)
    loads = replace(STRETCH.loads, low=low)
    assert parts_of(STRETCH, loads, "psoas_r")[HOLDS].estimate.low == 0.0
    assert parts_of(STRETCH, loads, "L4_L5_compression")[HOLDS].estimate.low == pytest.approx(
        LOW * HELD["L4_L5_compression"] - 800
    )
    hips = ticks(section(replace(STRETCH, loads=loads)).plots[1].svg, "0%")
    assert sorted(hips) == [0, 500, 1000, 1500, 2000, 2500]


@pytest.mark.parametrize(
    ("ground", "words", "never"),
    [
        ("measured", "measured by plates", "predicted"),
        ("predicted", "predicted from the movement", "by plates"),
        ("held still", "held still", "by plates"),
    ],
)
def test_the_page_says_where_the_ground_forces_come_from(ground: Any, words: str, never: str) -> None:
    text = Page(render_html(with_loads(made_stretch(), ground=ground))).text.partition(HEADING)[2]
    text = text.partition("Does a short psoas")[0]
    assert words in text
    assert never not in text
    assert "in 93 % of the frames" in text


def test_the_page_tells_it_in_plain_words_with_what_is_left_out() -> None:
    html = render_html(STRETCH)
    page = Page(html)
    text = page.text.partition(HEADING)[2]
    assert "between the 4th and the 5th lumbar vertebra" in text
    assert "820 N (700 to 1070 N)" in text
    assert "1.2 times" in text
    for left_out in ("pressure in the belly", "muscles of the arms", "toes", "one stiff piece", "one spring"):
        assert left_out in text
    assert len(page.all("details")) == len(page.all("summary"))
    assert html.count("<caption>") == len(page.all("table"))
    plots = [one for one in page.all("svg") if "plot-load" in str(one.get("aria-labelledby"))]
    assert [one["role"] for one in plots] == ["img"] * 3
    for name in ("discs", "hips", "psoas"):
        assert re.search(rf'<title id="plot-load-{name}-t">[^<]+</title>', html)
        description = re.search(rf'<desc id="plot-load-{name}-d">([^<]+)</desc>', html)
        assert description is not None
        assert re.search(r"from \d+ N to \d+ N", description[1])
        assert "+" not in description[1]


def test_what_studies_say_stands_beside_it() -> None:
    text = Page(render_html(STRETCH)).text.partition("Does a short psoas press harder on the back?")[2]
    evidence = load_evidence()["pressure_on_the_back"]
    assert evidence.verdict == "contested"
    assert text.strip().startswith("contested")
    assert "No study links hip-flexor length" in evidence.finding
    assert "No study links the length of the hip flexors" in text
    assert "one man" in text
    assert evidence.source in text


def test_where_no_frame_is_carried_no_number_is_told() -> None:
    found = section(with_loads(made_stretch(), told=False))
    assert not any((found.lead, found.tiles, found.plots, found.rows))
    assert "no load is told" in found.equilibrium
    assert found.equilibrium in Page(render_html(with_loads(made_stretch(), told=False))).text


def test_a_movement_without_repetitions_has_its_typical_and_highest_load() -> None:
    found = section(with_loads(made_walk()))
    assert found.columns == ("Typically", "Highest")
    assert [tile.label for tile in found.tiles][2:] == ["Hip, right", "Psoas, right"]
    assert len(found.lead) == 1


def test_json_comes_back_with_gaps_as_null() -> None:
    found = json.loads(json.dumps(to_json(STRETCH), allow_nan=False))["loads"]
    assert list(found) == [
        "ground",
        "carried",
        "weight_N",
        "time_s",
        "L4_L5_compression_N",
        "L5_S1_compression_N",
        "hip_r_contact_N",
        "hip_l_contact_N",
        "psoas_r_N",
        "psoas_l_N",
    ]
    assert (found["ground"], found["carried"], found["weight_N"]) == ("predicted", 0.93, WEIGHT)
    hip = found["hip_l_contact_N"]
    assert list(hip) == ["value", "low", "high"]
    for end, share in (("value", 1.0), ("low", LOW), ("high", HIGH)):
        assert len(hip[end]) == len(found["time_s"])
        assert hip[end][GAP] == [None] * (GAP.stop - GAP.start)
        assert hip[end][0] == pytest.approx(share * made_loads.START["hip_l_contact"])
        assert None not in hip[end][: GAP.start]


def test_the_table_holds_loads_with_their_bands(tmp_path: Path) -> None:
    write_table(STRETCH, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    held = {row["name"]: row for row in rows if row["time_s"] == "2.5000" and row["unit"] == "N"}
    assert len(held) == 18
    assert float(held["L4_L5_compression"]["value"]) == HELD["L4_L5_compression"]
    assert float(held["psoas_r_low"]["value"]) == pytest.approx(LOW * HELD["psoas_r"])
    hips = [row for row in rows if row["name"] == "hip_r_contact_high"]
    assert [row["value"] for row in hips[GAP]] == [""] * (GAP.stop - GAP.start)
    assert {row["confidence"] for row in hips[GAP]} == {"0"}


def test_a_side_has_the_colour_that_it_has_in_the_other_plots() -> None:
    for plot in section(STRETCH).plots[1:]:
        assert [label.partition(",")[0] for label in plot.labels] == ["left", "right"]
