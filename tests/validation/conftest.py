"""A recording with plates, made once for each module that asks for it."""

import pytest

from psoas.body.scaling import Person
from psoas.validation.walking import Walk
from tests.recordings.made_motion import knee_bend, plates, write_plates
from tests.recordings.made_recording import write_recording


@pytest.fixture(scope="module")
def bend(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """No walk, but a recording with plates."""
    folder = tmp_path_factory.mktemp("bend")
    path = write_recording(folder / "bend.mot", knee_bend())
    return Walk(path, write_plates(folder, plates()), Person())
