"""Package data is read once."""

import subprocess
import sys

import pytest

from psoas.data import read_data


def test_a_file_is_read_once_and_shared() -> None:
    first = read_data("psoas.muscle", "psoas_length.json")
    assert first
    assert read_data("psoas.muscle", "psoas_length.json") is first


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_data("psoas.muscle", "nothing.json")


def test_a_file_is_read_without_importing_its_folder() -> None:
    program = (
        "import sys; from psoas.data import read_data; read_data('psoas.validation', 'literature.json'); "
        "print('psoas.validation' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
