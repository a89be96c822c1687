"""The part of the page about strides: every figure with its sides, difference and norm, and every curve."""

import re
from dataclasses import replace

import numpy as np
import pytest

from psoas.findings import Analysis, clip_stride_angles
from psoas.recordings.motion_file import analyse_motion
from psoas.report.html import render_html
from psoas.report.stride_curves import GAP
from psoas.report.stride_section import MOST_STRIDES, stride_section, stride_tiles
from psoas.strides import FIGURES, GAITS, Gait, stride_norms
from psoas.timeseries import TimeSeries
from psoas.words import LANGUAGES, speaking
from tests.recordings.made_recording import write_recording
from tests.report.made import made_stretch
from tests.strides.made_gait import made_gait

TITLES = ["Hip", "Thigh", "Knee", "Tilt of the pelvis", "Lower back", "Trunk"]


@pytest.fixture(scope="module")
def gaits(tmp_path_factory: pytest.TempPathFactory) -> dict[Gait, Analysis]:
    folder = tmp_path_factory.mktemp("gaits")
    return {gait: analyse_motion(write_recording(folder / f"{gait}.mot", made_gait(gait))) for gait in GAITS}


@pytest.mark.parametrize("gait", GAITS)
def test_every_figure_has_a_row_and_norms_stand_beside(gaits: dict[Gait, Analysis], gait: Gait) -> None:
    found = stride_section(gaits[gait])
    assert found is not None
    assert len(found.rows) == len(FIGURES)
    assert found.columns == ("Left", "Right", "Left less right", "In a study")
    norms = [cells[-1][0] for _, _, cells in found.rows]
    assert sum(words != "no study found" for words in norms) == len(stride_norms(gait))
    for _, _, cells in found.rows:
        assert len(cells) == len(found.columns)
    assert found.camera == "", "there was no camera"


def test_alike_legs_are_not_called_different(gaits: dict[Gait, Analysis]) -> None:
    for gait in GAITS:
        found = stride_section(gaits[gait])
        assert found is not None
        for label, _, cells in found.rows:
            assert cells[2] == ("not compared", "") or cells[2][1] == "could be none", label


@pytest.mark.parametrize("gait", GAITS)
def test_hip_knee_pelvis_back_and_psoas_are_drawn(gaits: dict[Gait, Analysis], gait: Gait) -> None:
    found = stride_section(gaits[gait])
    assert found is not None
    assert [plot.title for plot, _ in found.curves] == TITLES
    assert [plot.title for plot, _ in found.psoas] == [
        "How long the psoas is",
        "How fast the psoas lengthens",
    ]
    for plot, words in found.curves:
        assert ("band-norm" in plot.svg) is bool(words) is (plot.title in ("Hip", "Knee"))
    names = re.findall(
        r'id="(stride-[^"]+)-t"', "".join(plot.svg for plot, _ in (*found.curves, *found.psoas))
    )
    assert len(names) == len(set(names)) == len(TITLES) + 2


def test_the_page_holds_it_and_loads_nothing(gaits: dict[Gait, Analysis]) -> None:
    page = render_html(gaits["running"])
    assert "The stride" in page
    assert "Both legs over the stride" in page
    assert "10.7717/peerj.3298" in page
    assert "second-hand" in page
    assert "It was not read in the study but in somebody else" in page
    assert not re.search(r'(src|href)="http', page)


def test_strides_without_a_figure_leave_out_its_row_and_its_curve(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    bare = replace(run, angles=run.angles.without(["lumbar_extension", "pelvis_tilt"]), gait_psoas=None)
    found = stride_section(bare)
    assert found is not None
    assert [plot.title for plot, _ in found.curves] == ["Hip", "Thigh", "Knee", "Trunk"]
    assert found.psoas == ()


def test_many_strides_are_cut_in_the_table_and_counted(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    many = replace(run, strides=run.strides * 10)
    found = stride_section(many)
    assert found is not None
    assert len(found.each[1]) == MOST_STRIDES
    assert found.more == len(many.strides) - MOST_STRIDES
    assert f"{len(many.strides)} whole strides" in found.counts


def test_a_toe_off_that_was_not_seen_leaves_its_place_empty(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    found = stride_section(replace(run, strides=tuple(replace(one, toe_off_s=None) for one in run.strides)))
    assert found is not None
    assert {row[2] for row in found.each[1]} == {""}
    assert all("foot on the ground" not in plot.svg for plot, _ in found.curves)


def test_a_line_that_stops_is_explained(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    knee = run.angles["knee_angle_r"].copy()
    for one in (one for one in run.strides if one.side == "right"):
        length = one.end_s - one.foot_strike_s
        share = (run.angles.time - one.foot_strike_s) / length
        knee[(share > 0.6) & (share < 0.7)] = np.nan
    columns = {name: run.angles[name] for name in run.angles.names} | {"knee_angle_r": knee}
    units = dict(zip(run.angles.names, run.angles.units, strict=True))
    found = stride_section(replace(run, angles=TimeSeries.from_columns(run.angles.time, columns, units)))
    assert found is not None
    assert [plot.title for plot, _ in found.curves if GAP in plot.says] == ["Knee"]


def test_without_strides_there_is_no_such_part() -> None:
    assert stride_section(made_stretch(1)) is None
    assert "The stride" not in render_html(made_stretch(1))


def test_the_error_of_the_psoas_is_said(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    assert run.gait_psoas is not None
    reach = 1000 * np.nanmedian(np.concatenate([run.gait_psoas[f"psoas_error_{side}"] for side in "rl"]))
    found = stride_section(run)
    assert found is not None
    assert f"{reach:.0f} mm more or less" in found.psoas[0][0].says


def test_the_page_leads_with_the_figures_of_the_answer(gaits: dict[Gait, Analysis]) -> None:
    analysis = gaits["running"]
    tiles = {tile.label: tile.value for tile in stride_tiles(analysis)}
    assert list(tiles) == ["Thigh behind vertical", "Hip extension", "Pelvic tilt", "Lower back", "Cadence"]
    answer = next(one.says for one in analysis.findings if one.id == "hip_or_back")
    assert f"the tipped pelvis {tiles['Pelvic tilt'].removesuffix('°')} degrees" in answer
    page = render_html(analysis)
    assert page.index('class="tiles"') < page.index("<h2>The stride</h2>")


def test_a_filmed_gait_gets_advice_of_its_own_and_no_kneeling_figure(gaits: dict[Gait, Analysis]) -> None:
    filmed = replace(gaits["running"], source=made_stretch().source)
    page = render_html(filmed)
    assert "What the phone sees" not in page
    assert "Ten strides or more" in page
    assert "change from your own start" not in page
    assert "What the phone sees" in render_html(made_stretch())


def test_a_clip_says_what_its_curves_rest_on_and_how_far_they_may_be_off(gaits: dict[Gait, Analysis]) -> None:
    run = gaits["running"]
    clip = replace(run, errors={}, stride_angles=clip_stride_angles(run.angles, run.main_strides))
    found = stride_section(clip)
    assert found is not None
    plots = {plot.title: plot for plot, _ in found.curves}
    assert list(plots) == TITLES
    for title in ("Hip", "Tilt of the pelvis", "Lower back"):
        assert "Every point may be off by" in plots[title].says
    assert "Every point" not in plots["Knee"].says, "its error is not known"
    assert plots["Tilt of the pelvis"].labels == ("both legs",)
    assert plots["Hip"].labels == ("left", "right")
    known = stride_section(replace(clip, errors={"knee_angle_l": 4.0, "knee_angle_r": 4.5}))
    assert known is not None
    assert "Every point may be off by 9°." in next(one for one, _ in known.curves if one.title == "Knee").says


def test_single_strides_have_the_error_of_their_mean(gaits: dict[Gait, Analysis]) -> None:
    run, words = gaits["running"], "Each figure may be off by as much as the ± beside its mean says."
    assert words in render_html(run), "contact and flight have errors"
    plain = tuple(one for one in run.stride_sides if all(mean.reach is None for mean in one.mean.values()))
    assert words not in render_html(replace(run, stride_sides=plain))


def test_what_was_read_at_second_hand_is_said_in_each_language(gaits: dict[Gait, Analysis]) -> None:
    for language in LANGUAGES:
        with speaking(language):
            found = [stride_section(gaits[gait]) for gait in GAITS]
        assert [one is not None and one.second_hand for one in found] == [True] * len(GAITS), language
