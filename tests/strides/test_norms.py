"""Norms have a source each, say how much of it was read, and are like a walk and a run."""

import json
import re

import numpy as np
import pytest

from psoas.data import read_data
from psoas.strides import FIGURES, GAITS, Gait, camera_error_words, norm_curves, stride_norms
from psoas.strides.stride import UNITS
from psoas.words import speaking

READ = re.compile("second-hand([:;] .+)?|abstract|table .+|figure and table|reference only")


def test_every_source_has_a_doi_or_none_and_says_what_was_read() -> None:
    content = read_data("psoas.strides", "norms.json")
    used = {one["source"] for part in ("figures", "curves") for one in content[part]}
    for name, source in content["sources"].items():
        assert READ.fullmatch(source["read"]), name
        assert source["doi"] is None or re.fullmatch(r"10\.\d{4,}/\S+", source["doi"]), name
        assert name not in used or source["doi"], "a figure that is shown has a source that can be looked up"
    assert set(content["not_found"]) | {one["figure"] for one in content["figures"]} == set(FIGURES)
    assert "http" not in json.dumps(content)


@pytest.mark.parametrize("gait", GAITS)
def test_norms_have_the_units_of_the_figures(gait: Gait) -> None:
    for name, norm in stride_norms(gait).items():
        assert norm.unit == UNITS[name]
        assert norm.note
        assert norm.source.endswith(")")


def test_the_source_of_a_norm_is_in_the_language_of_now() -> None:
    for one in (stride_norms("running")["contact_s"], norm_curves("running")["knee_angle"]):
        assert "(read: " in one.source
        with speaking("de"):
            assert "(gelesen: " in one.source


@pytest.mark.parametrize("gait", GAITS)
def test_the_curves_are_those_of_a_stride(gait: Gait) -> None:
    curves = norm_curves(gait)
    assert set(curves) == {"hip_extension", "knee_angle", "ankle_angle"}
    for one in curves.values():
        assert one.percent[0] == 0
        assert one.percent[-1] == 100
        assert len(one.mean) == len(one.sd) == len(one.percent)
        assert abs(one.mean[0] - one.mean[-1]) < 0.5, "the next stride begins as this one did"
        assert (one.sd > 0).all()
    hip = curves["hip_extension"]
    late = hip.percent[int(hip.mean.argmax())]
    assert 35 < late < 60, "the hip is farthest extended about the toe-off"
    knee = curves["knee_angle"]
    assert knee.percent[int(knee.mean.argmax())] > late, "the knee bends most in the swing"


def test_contact_and_flight_of_a_runner_make_half_a_stride() -> None:
    norms = stride_norms("running")
    half = 60 / norms["cadence_steps_min"].mean
    assert norms["contact_s"].mean + norms["flight_s"].mean == pytest.approx(half, abs=0.003)


def test_what_is_known_of_a_side_cameras_error_is_said() -> None:
    words = camera_error_words()
    assert "no study was found" in words
    assert "Damsted" in words
    assert np.all([part[0].isupper() for part in words.split(". ")])
