"""The command line as a whole: its verbs, each with an example, and its version."""

import pytest
from typer.testing import CliRunner

import psoas
from psoas.cli.app import app

VERBS = ("check", "demo", "load", "body sweep", "body show", "body export", "body validate", "coach", "serve")


def help_of(verb: str) -> str:
    done = CliRunner().invoke(app, [*verb.split(), "--help"])
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_shows_an_example(verb: str) -> None:
    assert f"psoas {verb.split()[0]}" in help_of(verb).split("Example:")[1]


def test_the_first_page_lists_the_verbs_and_the_exit_codes() -> None:
    page = help_of("")
    assert all(verb.split()[0] in page for verb in VERBS)
    assert "Exit codes: 0 done; 2 wrong use" in page


def test_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == f"psoas {psoas.__version__}\n"
