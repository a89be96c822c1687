"""The change of the psoas has a band, which holds all that is not known of it."""

import subprocess
import sys

import numpy as np
import pytest

from psoas.body.coordinates import COORDINATES
from psoas.muscle.psoas_change import PsoasAngles, change_from_standing, length_change, psoas_spread
from tests.muscle.psoas_postures import body, moved, posture, right


def test_an_opening_hip_lengthens_every_attachment_alike() -> None:
    change = moved(15, 0).value[0]
    assert change.min() > 5e-3
    assert np.ptp(change) < 2e-4


def test_an_arch_alone_pulls_some_attachments_slackens_others_and_leaves_the_whole() -> None:
    change = dict(zip(right().names, 1000 * moved(0, 25).value[0], strict=True))
    assert change["Ps_L1_TP_r"] < -3
    assert change["Ps_L2_L3_IVD_r"] > 2
    assert abs(change["psoas_r"]) < 1


def test_the_whole_is_the_mean_by_strength() -> None:
    value = moved(10, 10).value[0]
    strength = np.array([body().muscle(one.name).strength for one in right().fascicles])
    assert value[11] == pytest.approx(np.average(value[:11], weights=strength))


def test_a_gap_has_no_band_either() -> None:
    after = PsoasAngles(np.array([-0.2, np.nan]), np.array([0.0, 0.0]))
    change = length_change(right(), posture(0, 0), after, hip_error=0.05, lumbar_error=0.05)
    assert np.isfinite(change.error[0]).all()
    assert np.isnan(change.value[1]).all()
    assert np.isnan(change.error[1]).all()


def test_the_band_grows_with_the_error_of_each_angle() -> None:
    small, hip, arch = moved(10, 5), moved(10, 5, hip_error_deg=6.0), moved(10, 5, arch_error_deg=6.0)
    assert (hip.error > small.error).all()
    assert (arch.error[0, :11] > small.error[0, :11]).all()


def test_the_measured_part_of_the_band_is_what_angles_off_by_so_much_would_do() -> None:
    assert moved(10, 0, 3.0, 0.0).measured[0, 11] == pytest.approx(
        1.96 * (moved(11.5, 0).value - moved(8.5, 0).value)[0, 11], rel=0.03
    )


def test_without_a_move_only_the_angles_can_be_wrong() -> None:
    still = moved(0, 0)
    np.testing.assert_allclose(still.value, 0.0, atol=1e-12)
    np.testing.assert_allclose(still.start + still.body, 0.0, atol=1e-9)
    assert (still.measured > 0).all()


def test_a_known_height_narrows_the_band() -> None:
    ends = posture(0, 0), posture(-15, 0)
    known, unknown = (
        length_change(right(), *ends, hip_error=0.05, lumbar_error=0.03, sized=sized).error
        for sized in (True, False)
    )
    assert (known < unknown).all()


def test_a_hip_that_is_known_better_at_the_start_narrows_the_band() -> None:
    ends = posture(0, 0), posture(-15, 0)
    known, unknown = (
        length_change(right(), *ends, hip_error=0.05, lumbar_error=0.03, start_hip_error_deg=degrees)
        for degrees in (5.0, None)
    )
    assert (known.start < unknown.start).all()
    np.testing.assert_allclose(known.measured, unknown.measured)


def test_the_spread_of_the_models_is_what_their_arms_say() -> None:
    table = psoas_spread()
    hip, lumbar = table["hip_arm"], table["lumbar_arm"]
    degrees = np.radians(hip["angle_deg"])
    ours = 1000 * right().moment_arms(degrees, np.zeros(3))[0, :, 11]
    models = np.array([ours, *hip["arms_mm"].values()]).mean(axis=1)
    assert models.std(ddof=1) / models[0] == pytest.approx(hip["share"], abs=0.02)
    arms = right().moment_arms(np.zeros(1), np.zeros(1))[1, 0, :11]
    off = arms - np.array(lumbar["arms_mm"]) / 1000
    assert np.sqrt(np.mean(off**2)) < lumbar["attachment_m"], (
        "the other model is no nearer than our own error"
    )
    assert abs(off @ right().weights) < lumbar["whole_m"]


def test_the_error_of_the_arm_about_the_lower_back_is_that_of_the_centres_of_its_joints() -> None:
    """Each joint turns by its share of the lower back; a centre that is off by 3 mm changes the arm by 3 mm of it."""
    lumbar = psoas_spread()["lumbar_arm"]
    moves = {move.joint: move.polynomial[1] for move in COORDINATES["lumbar_extension"].moves}
    shares = np.array([moves[f"{level}_FE"] for level in ("L1_L2", "L2_L3", "L3_L4", "L4_L5", "L5_S1")])
    crossed = np.array([[level >= int(one.name[4]) for level in range(1, 6)] for one in right().fascicles])
    each = lumbar["centre_m"] * np.sqrt((crossed * shares**2).sum(axis=1))
    whole = lumbar["centre_m"] * np.sqrt(((right().weights @ (crossed * shares)) ** 2).sum())
    assert np.sqrt(np.mean(each**2)) == pytest.approx(lumbar["attachment_m"], abs=5e-5)
    assert whole == pytest.approx(lumbar["whole_m"], abs=5e-5)


def test_a_few_postures_need_no_table() -> None:
    after = PsoasAngles(np.radians([90.0, -15.0, 40.0]), np.radians([-40.0, 3.0, -17.0]))
    still = PsoasAngles(np.zeros(3), np.zeros(3))
    table = length_change(right(), still, after, hip_error=0.0, lumbar_error=0.0)
    value, error = change_from_standing(body(), "r", after)
    np.testing.assert_allclose(value, table.value, atol=3e-5)
    np.testing.assert_allclose(error, table.body, atol=3e-5)


def test_a_day_is_described_without_loading_splines() -> None:
    program = (
        "import sys, psoas.day.hip as h; h.hip_posture('walking'); print('scipy.interpolate' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
