"""Validation: the page lies where the documentation is, and a stopped one leaves nothing."""

from pathlib import Path
from typing import Any

import pytest

from psoas.body.model import Body
from psoas.validation.row import Row
from tests.cli.test_body import ran, refused


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("docs", [True, False])
def test_the_page_goes_to_docs_only_where_there_is_such_a_folder(
    docs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def validated(_: Body, progress: Any, **__: Any) -> list[Row]:
        assert not list(Path().rglob("*.md"))
        progress(1)
        return [Row(1, "a check", "x < 1", "0.5", "pass", "ours")]

    monkeypatch.setattr("psoas.cli.run_validate.validate", validated)
    if docs:
        Path("docs").mkdir()
    done = ran("validate")
    assert done.exit_code == 0, done.output
    place = Path("docs/validation.md" if docs else "validation.md")
    assert list(Path().rglob("*.md")) == [place]
    assert f"Sources and figures: {place}" in done.stdout
    assert "--json and --out are both v.md" in refused("validate", "--out", "v.md", "--json", "v.md")


def test_stopping_a_validation_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> list[Row]:
        raise KeyboardInterrupt

    monkeypatch.setattr("psoas.cli.run_validate.validate", stopped)
    assert ran("validate").exit_code == 130
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("words", [("--walk", "a.trc"), ("--forces", "a.xml")])
def test_validate_wants_both_files_of_a_walk(words: tuple[str, str]) -> None:
    assert "--walk and --forces belong together" in refused("validate", *words)
