"""Row 13: the psoas in standing, sitting and a sit-up, and the pattern of its strands."""

import re
from dataclasses import replace
from functools import cache

import mujoco
import numpy as np
import pytest

from psoas.body.postures import named_posture
from psoas.loads.contacts import contact_points
from psoas.timeseries import Array
from psoas.validation.psoas_tasks import StrandTasks, balanced, psoas_activation, strand_tasks
from psoas.validation.row import Row, figures
from psoas.validation.sit_up import sit_up_peak
from tests.loaded import NAMES, body, held
from tests.validation.wrong_bodies import changed, cut_off_at_the_pelvis


def percents(row: Row) -> Array:
    """Standing, sitting, sit-up."""
    return np.array([float(one) for one in re.findall(r"([\d.]+) %", row.reached)[:3]])


def held_sit_up(row: Row) -> float:
    """The figure of the posture."""
    return float(re.findall(r"posture sit_up ([\d.]+) %", row.reached)[0])


@cache
def found() -> Row:
    return psoas_activation(body())


@cache
def tasks() -> StrandTasks:
    return strand_tasks(body())


def test_the_body_passes_row_13_standing_sitting_in_its_sit_up_and_by_the_pattern_of_its_strands() -> None:
    assert (found().number, found().verdict) == (13, "pass"), found().reached
    assert found().reached.count(": yes") == 3
    standing, sitting, sit_up = percents(found())
    rule = figures(13)
    assert standing < rule["standing_below_percent"]
    assert sitting > rule["on_above_percent"]
    least, most = rule["sit_up_percent"]
    assert least < sit_up < most


def test_a_held_sit_up_is_shown_beside_the_moved_one_and_asks_less_of_the_psoas() -> None:
    """The studies moved: against their peaks the held posture is no figure, and it would fail."""
    assert held_sit_up(found()) < figures(13)["sit_up_percent"][0] < percents(found())[2]


@pytest.mark.parametrize("name", ["standing", "sit_up"])
def test_the_figures_of_held_postures_are_those_of_the_named_postures(name: str) -> None:
    psoas = [index for index, muscle in enumerate(body().muscles) if muscle.startswith("Ps_")]
    strength = np.array([body().muscle(body().muscles[index]).strength for index in psoas])
    activation = held().solved.activation[NAMES.index(name), psoas]
    reached = held_sit_up(found()) if name == "sit_up" else percents(found())[0]
    assert reached == pytest.approx(100 * activation @ strength / strength.sum(), abs=0.06)


def sit_up_without(strength: float) -> float:
    """The sit-up [%] of a body whose other hip flexors have a share of their strength."""
    names = ("iliacus", "recfem", "sart", "tfl")
    weaker = changed(
        body(), lambda m: replace(m, strength=strength * m.strength) if m.name.startswith(names) else m, ""
    )
    return sit_up_peak(weaker, figures(13)["sit_up_rise"]["seconds"]).percent


def test_the_fewer_help_the_more_the_psoas_works() -> None:
    half, none = sit_up_without(0.5), sit_up_without(0.02)
    assert percents(found())[2] < half < none
    assert none > 1.7 * percents(found())[2]


def test_a_psoas_that_ends_at_the_pelvis_fails_row_13() -> None:
    """It cannot lift the thigh."""
    row = psoas_activation(changed(body(), cut_off_at_the_pelvis))
    assert percents(row)[2] < figures(13)["sit_up_percent"][0]
    assert row.verdict == "fail"


def test_how_strong_the_psoas_is_matters_less_to_how_hard_it_works() -> None:
    """A weaker muscle has less volume, and so costs less."""
    weak = psoas_activation(changed(body(), lambda m: replace(m, strength=0.5 * m.strength)))
    assert held_sit_up(weak) == pytest.approx(held_sit_up(found()), abs=6)
    assert percents(weak)[2] < 1.5 * percents(found())[2]


def test_strands_that_all_begin_at_the_bodies_fail_the_pattern() -> None:
    """With the origins of the bodies, the strands of transverse processes do not take part in extension."""
    of = body().skeleton.muscles
    moved = changed(
        body(),
        lambda m: (
            replace(
                m,
                path=(of[m.name.replace("_TP", "_VB" if "L5" in m.name else "_L2_IVD")].path[0], *m.path[1:]),
            )
            if m.name.startswith(("Ps_L1_TP", "Ps_L5_TP"))
            else replace(m, strength=1e-3)
            if "_TP" in m.name
            else m
        ),
    )
    row = psoas_activation(moved)
    assert "transverse processes more in trunk extension than in flexion: no" in row.reached
    assert row.verdict == "fail"


def test_every_strand_works_most_in_hip_flexion_and_those_from_bodies_not_in_extension() -> None:
    for row, strand in enumerate(tasks().strands):
        values = {name: one[row] for name, one in tasks().tasks.items()}
        assert values["hip flexion"] > max(values["trunk extension"], values["trunk flexion"]), strand.name
        if strand.name in ("Ps_L1_TP_r", "Ps_L2_TP_r", "Ps_L3_TP_r"):
            assert values["trunk extension"] > values["trunk flexion"], strand.name
        if "TP" not in strand.name:
            assert values["trunk extension"] < values["trunk flexion"], strand.name


def test_the_greatest_efforts_are_held_and_beyond_them_nothing_is() -> None:
    for name, most in tasks().greatest.items():
        assert 50 < most < 300, name


@pytest.mark.parametrize("lumbar", [0.0, -33.0])
def test_balanced_sitting_has_the_trunk_above_the_sitting_bones_and_level_thighs(lumbar: float) -> None:
    degrees = dict(balanced(body(), lumbar))
    assert degrees["hip_flexion_l"] - degrees["pelvis_tilt"] == pytest.approx(90)
    pose = body().poses({name: np.radians(value) for name, value in degrees.items()})[0]
    data, model = body().posed(pose), body().model
    above = [
        index
        for index in range(1, model.nbody)
        if not model.body(index).name.startswith(("femur", "tibia", "talus", "calcn", "toes", "patella"))
    ]
    centre = np.average(data.xipos[above, 0], weights=model.body_mass[above])
    bone = next(point for point in contact_points(body()) if point.name == "sitting_bone_r")
    place = np.zeros(3)
    segment = model.body(bone.segment).id
    mujoco.mju_mulMatVec3(place, data.xmat[segment], bone.position)
    assert centre == pytest.approx((place + data.xpos[segment])[0], abs=1e-4)


def test_sit_up_and_one_leg_are_postures_of_their_own() -> None:
    assert named_posture("sit_up").degrees["hip_flexion_r"] == 75
    assert found().source
    assert found().remark
