"""The body passes every row; a body that is wrong in one thing fails the row that looks for it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body, rebuilt
from psoas.body.model import Body
from psoas.body.tables import Around, Muscle, Point
from psoas.validation.geometry import clear_of_bones, continuous, lumbar_arms, smooth, symmetric
from psoas.validation.posture import stand_to_sit
from psoas.validation.row import Row, figures
from psoas.validation.strength import fibres, hip_arms, passive_moment, sensitivity, torque
from psoas.validation.table import page


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.mark.parametrize(
    "check",
    [
        continuous,
        smooth,
        symmetric,
        hip_arms,
        torque,
        lumbar_arms,
        clear_of_bones,
        fibres,
        stand_to_sit,
        passive_moment,
        sensitivity,
    ],
)
def test_the_body_passes(body: Body, check: Callable[[Body], Row]) -> None:
    row = check(body)
    assert row.verdict == "pass", row.reached
    assert row.source


def test_the_resting_hip_flexes_and_lies_among_the_published_totals_or_a_third_above(body: Body) -> None:
    """As the remark of row 9 says."""
    row = passive_moment(body)
    assert row.table is not None
    for _, _, _, _, together, least, most in row.table[1]:
        assert float(str(least)) < float(str(together)) < 4 / 3 * float(str(most))


def changed(body: Body, change: Callable[[Muscle], Muscle], names: str = "Ps_") -> Body:
    muscles = [change(m) for m in body.skeleton.muscles.values() if m.name.startswith(names)]
    return rebuilt(body, body.skeleton.with_muscles(*muscles))


def pinned_to_the_pelvis(muscle: Muscle) -> Muscle:
    """The peers' way: a fixed point on the brim in place of the cylinder that the path glides on."""
    side = 1 if muscle.name.endswith("_r") else -1
    brim = Point("pelvis", np.array([-0.0205, -0.0654, 0.0656 * side]))
    return replace(muscle, path=tuple(brim if isinstance(s, Around) else s for s in muscle.path))


def cut_off_at_the_pelvis(muscle: Muscle) -> Muscle:
    return pinned_to_the_pelvis(replace(muscle, path=muscle.path[:2]))


def with_brim(body: Body, radius: float) -> Body:
    wraps = {
        name: replace(w, radius=radius) if name.startswith("psoas_brim") else w
        for name, w in body.skeleton.wraps.items()
    }
    return rebuilt(body, replace(body.skeleton, wraps=wraps))


def shifted(muscle: Muscle, by: tuple[float, float, float]) -> Muscle:
    first = muscle.path[0]
    assert isinstance(first, Point)
    return replace(muscle, path=(Point(first.segment, first.position + by), *muscle.path[1:]))


def test_a_psoas_that_ends_on_the_pelvis_fails_row_1(body: Body) -> None:
    assert continuous(changed(body, cut_off_at_the_pelvis)).verdict == "fail"


def test_a_brim_that_the_thigh_bone_enters_fails_row_2(body: Body) -> None:
    assert smooth(with_brim(body, 0.034)).verdict == "fail"


def test_an_origin_one_millimetre_off_fails_row_3(body: Body) -> None:
    assert symmetric(changed(body, lambda m: shifted(m, (0.001, 0, 0)), "Ps_L3_TP_l")).verdict == "fail"


def test_a_fixed_point_on_the_pelvis_fails_rows_4_and_5(body: Body) -> None:
    pinned = changed(body, pinned_to_the_pelvis)
    assert hip_arms(pinned).verdict == "fail"
    assert torque(pinned).verdict == "fail"


def test_origins_in_front_of_the_spine_fail_row_6(body: Body) -> None:
    assert lumbar_arms(changed(body, lambda m: shifted(m, (0.03, 0, 0)))).verdict == "fail"


def test_a_path_through_the_pelvis_fails_row_7(body: Body) -> None:
    assert clear_of_bones(with_brim(body, 0.010)).verdict == "fail"


def test_a_psoas_half_as_long_fails_row_8(body: Body) -> None:
    def lowered(muscle: Muscle) -> Muscle:
        first = muscle.path[0]
        assert isinstance(first, Point)
        return replace(muscle, path=(Point("pelvis", np.array([0.0, 0.05, 0.05])), *muscle.path[1:]))

    assert fibres(changed(body, lowered)).verdict == "fail"


def test_muscles_that_pull_like_a_spring_of_steel_fail_row_9(body: Body) -> None:
    strong = changed(body, lambda m: replace(m, strength=100 * m.strength), "")
    assert passive_moment(strong).reached.endswith("outside at 0, -5, -10, -15, -20 deg")


def test_a_back_that_does_not_bend_fails_row_10(body: Body) -> None:
    stiff = replace(body, polynomials=body.polynomials * 0.5)
    assert stand_to_sit(stiff).verdict == "fail"


def test_the_page_shows_failed_rows_as_failed() -> None:
    row = Row(4, "arm", "20 mm", "3 mm", "fail", "someone 1999", (("deg", "mm"), [(0, 3)]), "why")
    text = page([row])
    assert "| 4 | arm | 20 mm | 3 mm | **fail** |" in text
    assert "| 0 | 3 |" in text
    assert "Source: someone 1999." in text


@pytest.mark.parametrize("number", range(1, 17))
def test_every_row_has_a_source(number: int) -> None:
    assert len(figures(number)["source"]) > 10
