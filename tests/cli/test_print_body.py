"""A sweep in print: no word is cut off, and the sentences say what the figures say."""

import io

import numpy as np
from rich.console import Console

from psoas.body.loading import load_body
from psoas.cli.print_body import print_sweep, sweep_says
from psoas.muscle.sweep import sweep as psoas_sweep


def test_a_narrow_terminal_breaks_words_and_loses_none() -> None:
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=80, highlight=False, color_system=None)
    print_sweep(psoas_sweep(load_body(), "lumbar_extension", np.radians([-60, 0, 20])), console)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text.getvalue()
    (first,) = [line for line in text.getvalue().splitlines() if line.strip().startswith("\N{MINUS SIGN}60")]
    assert all(len(word) > 1 for word in first.split())


def test_a_sweep_says_where_the_length_turns_back_and_which_way_it_pulls_hardest() -> None:
    found = psoas_sweep(load_body(), "lumbar_extension", np.radians(range(-60, 31, 10)))
    _, grows, turns = sweep_says(found, "r")
    lengths = found.psoas_r.length_change * 1e3
    by, most = lengths[-1] - lengths[0], lengths.max() - lengths[0]
    assert grows == (
        f"From \N{MINUS SIGN}60 to 30 degrees it gets {by:.1f} mm longer. In between it is longest, "
        f"at 10 degrees ({most:.1f} mm longer than at \N{MINUS SIGN}60)."
    )
    assert turns.startswith("At full effort it turns most at \N{MINUS SIGN}60 degrees, with ")
    assert turns.endswith('N.m away from "lower back arched".')
    there_and_back = psoas_sweep(load_body(), "hip_flexion_r", np.radians([0, 40, 0]))
    assert (
        "it ends as long as it began. In between it is shortest, at 40" in sweep_says(there_and_back, "r")[1]
    )
    still = psoas_sweep(load_body(), "hip_flexion_r", np.radians([10, 10]))
    assert sweep_says(still, "r")[1] == "From 10 to 10 degrees it keeps its length."
