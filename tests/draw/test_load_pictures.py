"""Pictures of loads: bars and bands where their values are, bodies on their floor, nothing cut off."""

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PIL import Image

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.draw import body_bars, load_pictures
from psoas.draw.body_layers import PAPER
from psoas.draw.chart import chart_svg
from psoas.draw.load_pictures import motion_chart, motion_picture, png, posture_picture, what_if_picture
from psoas.estimate import Estimate
from psoas.loads.load_quantities import LOAD_QUANTITIES
from psoas.loads.posture_loads import NamedPosture, PostureLoad, PostureLoads
from psoas.loads.sensitivity import Varied
from psoas.loads.settling import WhatIf
from tests.draw.test_body_bars import near, pixels
from tests.report.made import made_stretch
from tests.report.made_loads import HELD, HIGH, LOW, with_loads

FIGURES = {"L4_L5_compression": 560.0, "hip_r_contact": 1750.0, "hip_l_contact": 1800.0, "psoas_r": 130.0}

NOTHING = Varied(np.empty((0, 0)), np.empty((0, 0, 0)))


@cache
def body() -> Body:
    return load_body()


def posture(
    name: str, *, held: bool = True, contacts: tuple[str, ...] = ("both feet on the floor",)
) -> PostureLoad:
    known = named_postures()[name]
    figures = {one: FIGURES.get(one, 50.0) for one in LOAD_QUANTITIES}
    return PostureLoad(
        posture=NamedPosture(name, known.says, known.coordinates),
        contacts=contacts,
        seated="seat" in contacts,
        held=held,
        figures={one: Estimate(value, 0.8 * value, 1.4 * value, "N") for one, value in figures.items()},
        psoas_activation={},
        fascicles=(),
        max_activation=0.3,
        strongest="",
        residual_force=0.0,
        residual_moment=0.0,
        unheld=(),
    )


def test_postures_are_drawn_beside_their_bars() -> None:
    found = PostureLoads(body(), (posture("standing"), posture("half_kneeling")), (), NOTHING)
    picture = posture_picture(found)
    assert Image.open(io.BytesIO(png(picture))).size == picture.size
    for colour in (load_pictures.DISC, load_pictures.HIP, load_pictures.PSOAS):
        assert near(picture, colour).sum() > 300
    column = pixels(picture)[:, 40:400]
    bone = (np.abs(column - PAPER).max(axis=2) > 12).mean()
    assert bone > 0.05


def test_what_an_option_assumes_is_written_under_the_bars() -> None:
    found = PostureLoads(body(), (posture("standing"),), (), NOTHING)
    usual = posture_picture(found)
    assumed = posture_picture(found, ["A pressure of 5 kPa in the belly is assumed. " * 4])
    assert assumed.height > usual.height


def test_a_posture_that_is_not_held_says_so_in_place_of_bars() -> None:
    held, fallen = (
        posture_picture(PostureLoads(body(), (posture("standing", held=held),), (), NOTHING))
        for held in (True, False)
    )
    assert near(held, load_pictures.HIP).any()
    assert not near(held, body_bars.MISSING).any()
    assert not near(fallen, load_pictures.HIP).any()
    assert near(fallen, body_bars.MISSING).sum() > 100


def test_only_who_sits_has_a_seat() -> None:
    sits = posture("sitting_upright", contacts=("both feet on the floor", "seat"))
    seated, floating = (
        posture_picture(PostureLoads(body(), (one,), (), NOTHING))
        for one in (sits, replace(sits, contacts=("both feet on the floor",), seated=False))
    )
    assert near(seated, body_bars.SEAT).sum() > 10_000
    assert near(floating, body_bars.SEAT).sum() < 1000


def test_before_and_after_stand_side_by_side() -> None:
    names = (*(name for name, _ in load_pictures.SHOWN.values()), "lordosis", "pelvic_tilt")
    quantities = {
        name: SimpleNamespace(
            says=name,
            before=(500.0, 400.0, 600.0),
            after=(900.0, 700.0, 1100.0),
            change=(400.0, 300.0, 500.0),
        )
        for name in names
    }
    pose = body().poses()[0]
    settled = SimpleNamespace(pose=pose)
    found = cast(WhatIf, SimpleNamespace(before=settled, after=settled, quantities=quantities))
    picture = what_if_picture(body(), found, "both psoas 20 % shorter")
    assert picture.width > 1.8 * picture.height
    bars = near(picture, load_pictures.DISC)
    left, right = (half.any(axis=0).sum() for half in np.array_split(bars, 2, axis=1))
    assert right == pytest.approx(left * 900 / 500, rel=0.05)


def test_a_recording_is_drawn_over_time_with_gaps_and_bands() -> None:
    loads = with_loads(made_stretch(3)).loads
    assert loads is not None
    svg = chart_svg(motion_chart(loads, "clip <1>.mp4"))
    root = ET.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    assert [child.tag for child in root][:2] == [f"{name}title", f"{name}desc"]
    assert root[0].text == "clip <1>.mp4"
    assert "predicted, not measured" in str(root[1].text)
    assert len(root.findall(f"{name}polygon")) == 2 * 5
    picture = motion_picture(loads, "clip.mp4")
    blue = np.abs(pixels(picture.convert("RGB")) - (204, 227, 240)).max(axis=2) < 4
    assert blue.mean() > 0.01


def test_the_chart_holds_the_band_s_own_ends() -> None:
    loads = with_loads(made_stretch(3)).loads
    assert loads is not None
    band = motion_chart(loads, "clip.mp4").panels[1].lines[0].band
    assert band is not None
    low, high = band
    assert np.nanmax(high) == pytest.approx(HIGH * HELD["hip_r_contact"])
    assert np.nanmin(low) == pytest.approx(LOW * 900.0)
    assert np.isnan(low).sum() == 10


def test_each_panel_names_its_own_two_lines() -> None:
    loads = with_loads(made_stretch(3)).loads
    assert loads is not None
    chart = motion_chart(loads, "clip.mp4")
    for panel, names in zip(
        chart.panels,
        (("L4/L5, with its band", "L5/S1"), ("right hip", "left hip"), ("right psoas", "left psoas")),
        strict=True,
    ):
        assert tuple(words for words, _ in panel.legend) == names
        assert [ink for _, ink in panel.legend] == [line.ink for line in panel.lines]
        assert [line.ink.dashed for line in panel.lines] == [False, True]
    svg = chart_svg(chart)
    assert svg.count(">L5/S1<") == svg.count(">left psoas<") == 1


def test_time_in_which_nothing_is_told_takes_no_room_at_the_ends() -> None:
    loads = with_loads(made_stretch(3)).loads
    assert loads is not None
    values = loads.value.values.copy()
    values[:60] = values[-90:] = np.nan
    chart = motion_chart(replace(loads, value=replace(loads.value, values=values)), "clip.mp4")
    assert (chart.across.low, chart.across.high) == pytest.approx(tuple(loads.value.time[[60, -91]]))
    nowhere = with_loads(made_stretch(3), told=False).loads
    assert nowhere is not None
    assert motion_picture(nowhere, "clip.mp4").width == 1800
