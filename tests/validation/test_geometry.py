"""Rows about paths: a body that is wrong in one thing fails the row that looks for it."""

import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.validation.geometry import clear_of_bones, continuous, lumbar_arms, smooth, symmetric
from tests.validation.wrong_bodies import changed, cut_off_at_the_pelvis, shifted, with_brim


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_a_psoas_that_ends_on_the_pelvis_fails_row_1(body: Body) -> None:
    assert continuous(changed(body, cut_off_at_the_pelvis)).verdict == "fail"


def test_a_brim_that_the_thigh_bone_enters_fails_row_2(body: Body) -> None:
    assert smooth(with_brim(body, 0.034)).verdict == "fail"


def test_an_origin_one_millimetre_off_fails_row_3(body: Body) -> None:
    assert symmetric(changed(body, lambda m: shifted(m, (0.001, 0, 0)), "Ps_L3_TP_l")).verdict == "fail"


def test_origins_in_front_of_the_spine_fail_row_6(body: Body) -> None:
    assert lumbar_arms(changed(body, lambda m: shifted(m, (0.03, 0, 0)))).verdict == "fail"


def test_a_path_through_the_pelvis_fails_row_7(body: Body) -> None:
    assert clear_of_bones(with_brim(body, 0.010)).verdict == "fail"
