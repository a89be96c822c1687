"""Package data is read once."""

import pytest

from psoas.data import read_data


def test_a_file_is_read_once_and_shared() -> None:
    first = read_data("psoas.muscle", "psoas_length.json")
    assert first
    assert read_data("psoas.muscle", "psoas_length.json") is first


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_data("psoas.muscle", "nothing.json")
