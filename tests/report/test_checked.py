"""The main job as Python sees it: options that cannot be are refused first, and a report is written or not."""

from pathlib import Path

import pytest

from psoas.body.scaling import person_table
from psoas.errors import InputError, UsageError
from psoas.report.checked import check
from tests.recordings.made_recording import walk, write_recording


def test_options_of_pictures_are_refused(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.mot", walk())
    with pytest.raises(UsageError, match=r"--person .* a\.mot holds one"):
        check(path, person=1, report=False)
    with pytest.raises(InputError, match=r"gone\.trc cannot be read"):
        check(tmp_path / "gone.trc")


@pytest.mark.parametrize("name", ["gone.mp4", "gone.trc"])
def test_an_impossible_option_is_refused_before_the_file_is_looked_for(name: str, tmp_path: Path) -> None:
    least, most = person_table()["heights_m"]
    for height in (least - 0.01, most + 0.01, float("nan")):
        with pytest.raises(UsageError, match="is not a person's"):
            check(tmp_path / name, height_m=height)
    with pytest.raises(UsageError, match="counted from the left, from 1"):
        check(tmp_path / name, person=0)
    for height in (least, most):
        with pytest.raises(InputError, match="gone"):
            check(tmp_path / name, height_m=height)


def test_the_report_goes_beside_the_user_under_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "here").mkdir()
    path = write_recording(tmp_path / "mine" / "walk.mot", walk(2.0))
    monkeypatch.chdir(tmp_path / "here")
    assert check(path, report=False).files == {}
    assert list(Path().iterdir()) == []
    files = check(path).files
    assert [place.name for place in Path().iterdir()] == ["walk-psoas"]
    assert all(Path(file).parent == Path("walk-psoas").absolute() for file in files.values())
    assert all(Path(file).is_file() for file in files.values())
