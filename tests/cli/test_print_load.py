"""Loads in print: each figure in its column, with its band, and none where the posture is not held."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from psoas.cli.print_load import COLUMNS, print_postures
from psoas.estimate import Estimate
from psoas.loads.body_loads import Assumptions
from psoas.loads.posture_loads import Difference, PostureLoad, PostureLoads
from tests.draw.test_load_pictures import NOTHING, body, posture

STANDING = replace(posture("standing"), strongest="Ps_L1_VB_r")


def printed(
    *postures: PostureLoad,
    differences: tuple[Difference, ...] = (),
    after: PostureLoads | None = None,
    terminal: bool = False,
) -> list[str]:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=200, highlight=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("psoas.cli.print_load.terminal_console", lambda: console)
        print_postures(PostureLoads(body(), postures, differences, NOTHING), after, "changed", Assumptions())
    return text.getvalue().splitlines()


def cells(line: str) -> list[str]:
    return [cell for cell in line.split("  ") if cell]


def test_each_load_stands_under_its_heading_with_its_band() -> None:
    head, row, *_ = printed(STANDING)
    assert " ".join(head.split()) == "posture L4/L5 of weight L5/S1 hip right hip left psoas right psoas left"
    name, first, share, *others = [cell.strip() for cell in cells(row)]
    assert name == "standing"
    loads = [STANDING.figures[key] for key in ("L4_L5_compression", *COLUMNS.values())]
    assert [first, *others] == [
        f"{load.value:.0f} ({0.8 * load.value:.0f}-{1.4 * load.value:.0f})" for load in loads
    ]
    assert float(share.removesuffix(" x")) == pytest.approx(loads[0].value / (70 * 9.81), abs=0.006)


def test_a_posture_that_is_not_held_has_no_figures() -> None:
    fallen = replace(posture("half_kneeling", held=False), residual_moment=31.4)
    lines = printed(STANDING, fallen)
    assert " ".join(lines[2].split()) == "half_kneeling not held"
    (reason,) = [line for line in lines if "No muscle and ground forces hold this posture" in line]
    assert "31 N.m are missing" in reason
    assert len([line for line in lines if "Hardest at work" in line]) == 1, "of the one that is held"


def test_a_posture_that_is_not_held_is_not_compared_with_itself_changed() -> None:
    fallen = posture("half_kneeling", held=False)
    lines = printed(fallen, after=PostureLoads(body(), (fallen,), (), NOTHING))
    assert not any("against the usual" in line for line in lines)


def test_a_difference_that_the_band_leaves_open_is_not_told_as_one() -> None:
    change = {
        "L4_L5_compression": Estimate(120.0, 80.0, 200.0, "N"),
        "psoas_r": Estimate(15.0, -4.0, 30.0, "N"),
    }
    length = {"r": Estimate(-0.004, -0.005, -0.003, "m"), "l": Estimate(0.0, 0.0, 0.0, "m")}
    two = Difference("standing", "sitting_upright", change, length)  # type: ignore[arg-type]
    lines = printed(
        STANDING, replace(STANDING, posture=posture("sitting_upright").posture), differences=(two,)
    )
    after = lines[lines.index("sitting_upright against standing:") + 1 :]
    assert after[0].strip().endswith(": +120 N (+80 to +200).")
    assert after[1].strip().startswith("No difference beyond the band: ")
    assert after[2].strip() == "right psoas: 4.0 mm shorter (3.0 to 5.0 mm)."
    assert not any("left psoas:" in line for line in after)


def test_without_a_terminal_it_is_plain_text_however_long() -> None:
    plain = "\n".join(printed(STANDING))
    assert "\x1b" not in plain
    assert "Left out:" in plain
    assert "\x1b" in "\n".join(printed(STANDING, terminal=True))
