"""The schema `psoas.load/1`, as the design page has it."""

import json
from typing import Any

import numpy as np
import pytest

from psoas.body.postures import named_posture
from psoas.export.load_json import SCHEMA, postures_json, recording_json
from psoas.loads.joint_loads import DISCS
from psoas.recordings.loads_over_time import loads_over_time
from psoas.timeseries import TimeSeries
from tests.loaded import body
from tests.loads.held_postures import KNEELING, falling, kneeling
from tests.recordings.made_motion import knee_bend


@pytest.fixture(scope="module")
def stretch() -> dict[str, Any]:
    return strictly(postures_json(kneeling()))


def strictly(content: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from a reader that knows no NaN."""
    found: dict[str, Any] = json.loads(json.dumps(content, allow_nan=False))
    return found


def test_a_posture_has_the_keys_of_the_contract(stretch: dict[str, Any]) -> None:
    assert stretch["schema"] == SCHEMA == "psoas.load/1"
    assert [one["name"] for one in stretch["postures"]] == list(KNEELING)
    for one in stretch["postures"]:
        assert {
            "name",
            "coordinates_deg",
            "contacts",
            "joints",
            "psoas_r_N",
            "psoas_l_N",
            "max_activation",
            "residual_N",
            "residual_Nm",
        } <= set(one)
        assert set(one["joints"]) == {*DISCS, "hip_r", "hip_l"}
        for disc in DISCS:
            assert {"compression_N", "shear_ap_N", "shear_ml_N"} <= set(one["joints"][disc])
        assert {"contact_N"} <= set(one["joints"]["hip_l"])


def test_the_figures_are_those_of_the_posture_in_newtons(stretch: dict[str, Any]) -> None:
    one, found = stretch["postures"][3], kneeling().postures[3]
    for disc in ("L4_L5", "L5_S1"):
        for part in ("compression", "shear_ap", "shear_ml"):
            figure = found.figures[f"{disc}_{part}"]
            assert one["joints"][disc][f"{part}_N"] == pytest.approx(figure.value, abs=0.06)
            assert one["joints"][disc]["bands"][f"{part}_N"] == pytest.approx(
                [figure.low, figure.high], abs=0.06
            )
    assert one["joints"]["hip_r"]["contact_N"] == pytest.approx(
        found.figures["hip_r_contact"].value, abs=0.06
    )
    assert one["psoas_l_N"] == pytest.approx(found.figures["psoas_l"].value, abs=0.06)
    assert one["max_activation"] == pytest.approx(found.max_activation, abs=1e-4)
    assert one["contacts"] == list(found.contacts)
    assert one["held"] is True
    assert sum(part["force_N"] for part in one["fascicles"].values() if part["side"] == "r") == pytest.approx(
        one["psoas_r_N"], abs=1
    )


def test_angles_come_back_as_degrees(stretch: dict[str, Any]) -> None:
    for one in stretch["postures"]:
        assert one["coordinates_deg"] == pytest.approx(dict(named_posture(one["name"]).degrees))


def test_differences_are_told_with_their_doubt(stretch: dict[str, Any]) -> None:
    same, tucked, arched = stretch["differences"]
    assert (same["from"], same["to"]) == ("half_kneeling", "half_kneeling")
    assert all(one["change"] == 0 and not one["clear"] for one in same["loads_N"].values())
    assert arched["loads_N"]["L4_L5.compression"]["clear"] is True
    assert arched["psoas_length_mm"]["r"]["change"] < -3 < 3 < tucked["psoas_length_mm"]["r"]["change"]
    low, value, high = (arched["loads_N"]["L4_L5.compression"][key] for key in ("low", "change", "high"))
    assert low <= value <= high


def test_a_posture_that_is_not_held_has_no_figures() -> None:
    content = strictly(postures_json(falling()))
    standing, leaning = content["postures"]
    assert standing["held"]
    assert leaning["held"] is False
    assert leaning["psoas_r_N"] is None
    assert leaning["max_activation"] is None
    assert leaning["strongest_muscle"] is None
    assert leaning["joints"]["L4_L5"]["compression_N"] is None
    assert leaning["joints"]["L4_L5"]["bands"]["compression_N"] == [None, None]
    assert leaning["joints"]["hip_r"]["contact_N"] is None
    assert {part["force_N"] for part in leaning["fascicles"].values()} == {None}
    assert leaning["residual_Nm"] > 1
    assert content["differences"] == []


def test_a_recording_has_a_number_a_frame_and_null_in_gaps() -> None:
    values = knee_bend().values.copy()
    values[20:30] = np.nan
    made = TimeSeries(knee_bend().time, knee_bend().names, values, knee_bend().units)
    loads, detail = loads_over_time(body(), made)
    content = strictly(recording_json("bend.mot", detail, loads))
    assert (content["schema"], content["file"], content["ground"]) == (
        "psoas.load/1",
        "bend.mot",
        "predicted",
    )
    assert content["time_s"] == pytest.approx(np.asarray(made.time).tolist(), abs=1e-6)
    series = [
        *(
            content["joints"][disc][f"{part}_N"]
            for disc in DISCS
            for part in ("compression", "shear_ap", "shear_ml")
        ),
        *(content["joints"][hip]["contact_N"] for hip in ("hip_r", "hip_l")),
        *(content["bands"][name][end] for name in content["bands"] for end in ("low", "high")),
        content["psoas_r_N"],
        content["psoas_l_N"],
        content["max_activation"],
    ]
    for one in series:
        assert [number is None for number in one] == [20 <= row < 30 for row in range(len(made))]
    found = np.array([value for value in content["joints"]["L4_L5"]["compression_N"] if value is not None])
    np.testing.assert_allclose(found, detail.loads.discs[:, DISCS.index("L4_L5"), 0], atol=0.06)
    assert content["carried"] == 1.0
    assert content["not_carried_s"] == []
    assert set(content["absent"]) == set(detail.motion.absent)
    assert content["residual_N"] < 1e-3


def test_frames_that_are_not_carried_are_named() -> None:
    """In the middle the body is thrown up as no muscle could."""
    columns = {name: knee_bend()[name].copy() for name in knee_bend().names}
    columns["pelvis_ty"][25:35] += 0.1
    units = dict(zip(knee_bend().names, knee_bend().units, strict=True))
    made = TimeSeries.from_columns(knee_bend().time, columns, units)
    loads, detail = loads_over_time(body(), made)
    content = strictly(recording_json("a.mot", detail, loads))
    lost = [row for row, value in enumerate(content["psoas_r_N"]) if value is None]
    assert lost
    assert content["not_carried_s"] == pytest.approx(np.asarray(made.time)[lost].tolist(), abs=1e-5)
    assert content["carried"] == pytest.approx(1 - len(lost) / len(made), abs=1e-4)
