"""The pose is drawn where it was seen, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.thomas_pictures import FOLDER as THOMAS
from benchmarks.thomas_pictures import analysed, load

from psoas.draw.overlay import GREEN, GREY, VERMILLION, PoseTrack, arch_colour, draw_pose
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.findings.analysis import Filming
from tests.report.made import made_photo, made_stretch

LIMIT = load_thresholds().arch_deg


def test_the_back_has_the_colour_of_its_arch() -> None:
    assert arch_colour(LIMIT - 1, LIMIT) == GREEN
    assert arch_colour(LIMIT + 1, LIMIT) == VERMILLION
    assert arch_colour(None, LIMIT) == arch_colour(20.0, None) == GREY


def test_nothing_is_drawn_across_a_gap_in_time() -> None:
    analysis = made_stretch()
    track = analysis.points.time
    gappy = replace(analysis, points=analysis.points.where((track < 2) | (track > 3)))
    assert PoseTrack(gappy).at(2.5).points == {}
    assert PoseTrack(gappy).at(1.51).points["nose"] == pytest.approx(
        PoseTrack(analysis).at(1.51).points["nose"]
    )


def test_the_one_pose_of_a_photo_holds_for_every_moment() -> None:
    assert len(PoseTrack(made_photo()).at(9.0).points) == 33


def test_the_rear_thigh_is_drawn_where_it_is() -> None:
    analysis = made_stretch()
    pose = PoseTrack(analysis).at(3.0)
    rgb = np.full((540, 960, 3), 120, np.uint8)
    draw_pose(rgb, pose, 1.0, LIMIT)
    x, y = (sum(pair) / 2 for pair in zip(pose.points["right_hip"], pose.points["right_knee"], strict=True))
    assert tuple(rgb[round(y), round(x)]) == (240, 228, 66)
    assert (rgb[:, 700:] == 120).all()


def test_the_vertical_beside_the_thigh_leans_with_the_camera() -> None:
    analysis = made_stretch()
    assert PoseTrack(analysis).at(1.0).down == (0.0, 1.0)
    tilted = replace(analysis.source, filming=Filming(roll_deg=8.0, roll_error_deg=0.5, levelled=True))
    x, y = PoseTrack(replace(analysis, source=tilted)).at(1.0).down
    assert np.degrees(np.arctan2(-x, y)) == pytest.approx(8.0)


def test_a_person_outside_the_picture_is_no_trouble() -> None:
    analysis = made_stretch()
    pose = PoseTrack(analysis).at(3.0)
    away = replace(pose, points={name: (x - 5000, y) for name, (x, y) in pose.points.items()})
    rgb = np.full((270, 480, 3), 120, np.uint8)
    draw_pose(rgb, replace(away, outline=pose.outline - 9000), 2.0, LIMIT)
    assert (rgb == 120).all()


def test_the_tested_thigh_is_drawn_beside_the_level_and_the_back_by_what_the_pelvis_did() -> None:
    analysis = analysed(load(THOMAS / "ctV2_chidi.npz"))
    track, trial = PoseTrack(analysis), analysis.examined[0].trials[0]
    pose = track.at((trial.start_s + trial.end_s) / 2)
    assert pose.trial is not None
    assert pose.trial.outline_colour == (VERMILLION if "pelvis_tipped" in trial.faults else GREY)
    assert track.at(0.2).trial is None
    rgb = np.full((720, 1280, 3), 120, np.uint8)
    draw_pose(rgb, pose, 1.0, None)
    x, y = (sum(pair) / 2 for pair in zip(pose.points["right_hip"], pose.points["right_knee"], strict=True))
    assert tuple(rgb[round(y), round(x)]) == (240, 228, 66)
