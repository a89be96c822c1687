"""The guide says what the program does: every fault, cue, finding and option is in it."""

import re
from pathlib import Path

import pytest

from psoas.findings.assess import COORDINATE_OF
from psoas.findings.thresholds import FAULT_NAMES, load_thresholds

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FAULT_NAMES)
def test_every_fault_stands_in_the_guide_with_its_cue(name: str) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{name}` |"))
    assert line.endswith(f"| {load_thresholds().faults[name].cue} |")


@pytest.mark.parametrize(
    "name", ["verdict", "repetitions", "unfinished", "hold", *COORDINATE_OF, "compensation_ratio"]
)
def test_every_finding_stands_in_the_guide(name: str) -> None:
    assert f"| `{name}` |" in GUIDE


def test_every_option_stands_in_the_guide() -> None:
    cli = (ROOT / "src" / "psoas" / "cli.py").read_text(encoding="utf-8")
    for option in ("--json", "--out", "--person", "--height", "--lite"):
        assert option.removeprefix("--") in cli
        assert f"`{option}" in GUIDE


def test_the_limits_in_the_guide_are_the_program_s() -> None:
    limits = load_thresholds()
    assert f"{limits.travel_counts_deg:g} degrees or more" in GUIDE
    assert f"{limits.hold_short_s} to {limits.hold_long_s} s" in GUIDE
    assert (
        f"by more than {limits.arch_deg:g} degrees, or by more than {limits.ratio_back_works:g} of" in GUIDE
    )
    assert f"drops by more than {limits.pelvis_anterior_deg:g} degrees" in GUIDE
    assert f"bends by more than {limits.front_knee_deg:g} degrees" in GUIDE


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_what_a_page_links_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_the_readme_sets_up_in_two_commands() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install -q uv && .venv/bin/uv run psoas demo" in README
    assert 'import psoas\npsoas.check("clip.mp4")' in README
