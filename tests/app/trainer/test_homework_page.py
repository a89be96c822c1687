"""The page of homework: a locked file says what it needs, and what is to be done stands first."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from psoas.homework.file import HomeworkFile, write_file
from tests.app.conftest import OpenPage
from tests.homework.made import HOMEWORK


def top_of(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["y"]


def test_a_locked_file_asks_for_its_passphrase_and_what_was_kept_stands_before_the_field(
    open_page: OpenPage, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    file = tmp_path / "Zoe.psoas"
    file.write_bytes(write_file(HomeworkFile(HOMEWORK), "three blue horses"))
    page = open_page("/homework", width=390, height=844)
    page.get_by_label("Choose a .psoas file").set_input_files(file)
    expect(page.get_by_text("Zoe.psoas is locked.")).to_be_visible()
    passphrase = page.get_by_label("Passphrase of the file")
    expect(passphrase).to_be_focused()
    passphrase.fill("wrong")
    passphrase.press("Enter")
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("The passphrase does not open Zoe.psoas")
    letters = page.get_by_text("Or the letters of the code on the sheet")
    assert top_of(refused) < top_of(letters), "it stands beside the field that it speaks of"
    assert_accessible(page)
    passphrase.fill("three blue horses")
    passphrase.press("Enter")
    expect(page.get_by_role("heading", name="Homework for")).to_be_visible()
    expect(page.get_by_text("No homework has been opened")).to_have_count(0)
    page.get_by_role("button", name="Keep it as homework of").click()
    kept = page.get_by_role("heading", name="Homework of")
    expect(kept).to_be_in_viewport()
    assert top_of(kept) < top_of(page.get_by_role("heading", name="Open homework or results"))
    answer = page.get_by_text("Answer your trainer")
    answer.click()
    box = answer.bounding_box()
    assert box is not None
    words = page.get_by_text("The file says of each set of this homework")
    assert top_of(words) >= box["y"] + box["height"] + 8
