"""The landmarks of BlazePose: their number, their order, and both sides of each pair."""

from psoas.capture.pose.landmarks import INDEX, LANDMARKS


def test_there_are_33_different_landmarks_and_an_index_of_each() -> None:
    assert len(LANDMARKS) == len(set(LANDMARKS)) == 33
    assert [LANDMARKS[INDEX[name]] for name in LANDMARKS] == list(LANDMARKS)


def test_every_landmark_of_trunk_and_limbs_has_its_other_side_next_to_it() -> None:
    for left, right in zip(LANDMARKS[11::2], LANDMARKS[12::2], strict=True):
        assert right == left.replace("left_", "right_")
        assert left.startswith("left_")
