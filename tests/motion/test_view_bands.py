from psoas.motion.view_bands import view_bands


def test_a_band_is_wider_the_more_the_person_is_turned() -> None:
    found = [view_bands(["knee_angle_r"], turn, {})["knee_angle_r"] for turn in (15.0, 30.0, 45.0)]
    assert found == sorted(found)
    assert found[0] < found[-1]


def test_both_sides_have_the_same_band_and_other_coordinates_have_none() -> None:
    found = view_bands(["thigh_angle_r", "thigh_angle_l", "lumbar_extension"], 0.0, {})
    assert found["thigh_angle_r"] == found["thigh_angle_l"] > 0
    assert set(found) == {"thigh_angle_r", "thigh_angle_l"}


def test_what_comes_from_the_outline_has_a_wider_band_than_from_beside() -> None:
    found = view_bands(["lumbar_extension"], -20.0, {"lumbar_extension": 2.0})
    assert found["lumbar_extension"] > 2.0
