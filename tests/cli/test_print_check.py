"""An analysis in print: plain words, and figures with their bands."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.thomas_pictures import FOLDER as THOMAS
from benchmarks.thomas_pictures import analysed, load
from rich.console import Console

from psoas.cli.print_check import print_summary
from psoas.cli.terminal import PLAIN_LETTERS
from psoas.estimate import Estimate
from psoas.exercises.repetition import Lengthening
from psoas.findings.analysis import Analysis, Finding, View
from psoas.quantities import MovementSegment
from psoas.words import speaking
from tests.cli.checked import analysis_of
from tests.report.made import made_photo, made_stretch, made_walk
from tests.report.made_loads import with_loads

STRETCH = with_loads(made_stretch(3))


def summary(analysis: Analysis, *, terminal: bool) -> str:
    text = io.StringIO()
    print_summary(analysis, Console(file=text, force_terminal=terminal, width=140, highlight=False))
    return text.getvalue()


def test_the_summary_is_plain_words() -> None:
    text = summary(analysis_of(Path("[my] clip.mp4")), terminal=False)
    assert text.splitlines()[0] == (
        "[my] clip.mp4: half-kneeling hip-flexor stretch, right knee down, 2 repetitions"
    )
    for words in (
        "The hip opened by 14 deg.",
        "Try: Keep it up",
        "+14 deg",
        "not seen",
        "leaning back, short hold",
        "arch change: an arm lies over the lower back [sic]",
        "Report:  clip-psoas/report.html",
    ):
        assert words in text
    assert "\x1b" not in text
    assert "\x1b" in summary(analysis_of(Path("clip.mp4")), terminal=True)


def test_table_and_files_have_the_words_of_the_language() -> None:
    with speaking("de"):
        text = summary(analysis_of(Path("clip.mp4")), terminal=False)
    assert "zurückgelehnt, " in text
    assert "zu kurz" in text
    assert "Bericht: clip-psoas/report.html" in text
    assert re.search(r" \d,\d ", text)


@pytest.mark.parametrize(
    ("mm", "told"), [(8.4, "+8 ± 5 mm"), (-6.0, "\N{MINUS SIGN}6 ± 5 mm"), (0.3, " 0 ± 5 mm")]
)
def test_the_psoas_stands_in_the_table_with_its_band(mm: float, told: str) -> None:
    analysis = analysis_of(Path("clip.mp4"))
    change = Lengthening(mm, mm - 5, mm + 5, "mm", 2.0)
    first = replace(analysis.repetitions[0], psoas_change=change)
    assert told in summary(replace(analysis, repetitions=(first,)), terminal=False)


def printed(analysis: Analysis) -> str:
    file = io.StringIO()
    print_summary(analysis, Console(file=file, width=200, highlight=False))
    return file.getvalue()


def test_the_terminal_tells_it_in_plain_letters() -> None:
    text = printed(STRETCH)
    assert "In the model, the disc L4/L5 is pressed with" in text
    assert "In the model, in the holds 820 N (700 to 1070 N), before 560 N (480 to 730 N)" in text
    assert "In the model, hips in the holds" in text
    assert "Ground forces predicted." in text
    assert "For a body of 70 kg; give yours by --mass. Left out: the pressure in the belly" in text
    assert "Left out: what hands bear" in printed(with_loads(made_stretch(3), ground="held still"))
    assert "No study links hip-flexor length to the pressure in a disc (contested)." in text
    assert "rows 12 and 13" in text
    assert {sign for sign in text if not sign.isascii()} <= set(PLAIN_LETTERS)
    assert "L4/L5" not in printed(made_stretch(3))
    assert "no load is told" in printed(with_loads(made_walk(), told=False))


def test_what_was_done_when_stands_under_the_title() -> None:
    parts = (
        MovementSegment("squat", 0.0, 10.2, "both thighs go down", ("squat",)),
        MovementSegment("unknown", 10.2, 12.0, "the person turns", ("standing", "walking")),
    )
    text = printed(replace(made_walk(), movement="squat", segments=parts))
    assert "0.0 to 10.2 s: squat" in text
    assert "10.2 to 12.0 s: not recognised: standing or walking?" in text
    lunge = MovementSegment("lunge", 0.0, 4.0, "low", ("lunge",), "near")
    title = printed(replace(made_walk(), movement="lunge", segments=(lunge,), facing="left")).splitlines()[0]
    assert "lunge, left leg in front" in title


def test_no_sentence_and_no_cue_is_printed_twice() -> None:
    lines = printed(made_stretch(arched=True)).splitlines()
    said = [line for line in lines if line.startswith(("-", "  Try:", "The ", "In "))]
    assert len(said) == len(set(said))
    verdict = next(line for line in lines if "repetition" in line and ". " in line)
    assert not any(line.removeprefix("- ") in verdict for line in lines if line.startswith("- "))
    assert not any("counted" in line for line in lines)


def test_a_figure_that_no_repetition_has_gets_no_column() -> None:
    text = printed(made_stretch(hidden_back=True))
    assert "not seen" not in text
    assert " arch " not in next(line for line in text.splitlines() if "hold [s]" in line)
    assert " arch " in next(line for line in printed(made_stretch()).splitlines() if "hold [s]" in line)


def test_joint_angles_are_a_table() -> None:
    text = printed(made_walk())
    head = next(line for line in text.splitlines() if "plus means" in line)
    assert head.split()[:3] == ["degrees", "lowest", "highest"]
    assert "knee bent" in text
    assert "from" not in text.split("plus means")[1].split("Not measured")[0].replace("from vertical", "")
    assert "plus means" in printed(made_photo())
    assert "plus means" not in printed(made_stretch())


@pytest.mark.parametrize("name", ["trunk_lean", "trunk_side_lean"])
def test_the_trunk_of_a_pose_has_a_line_because_it_has_no_side(name: str) -> None:
    found = Finding(name, Estimate.of(3.0, 1.0, "deg"), "info", "The trunk: 3 degrees.")
    assert "- The trunk: 3 degrees." in printed(replace(made_photo(), findings=(found,)))


def test_an_oblique_view_is_said_once_under_the_title() -> None:
    lines = printed(replace(made_walk(), view=View("oblique", 31.0, True, None))).splitlines()
    assert "about 31 degrees off a side view" in lines[1]
    assert sum("off a side view" in line for line in lines) == 1


def test_the_trials_of_a_clinical_test_are_a_table() -> None:
    text = summary(analysed(load(THOMAS / "ctL0_q1.npz")), terminal=False)
    assert text.splitlines()[0] == "ctL0_q1.mp4: modified Thomas test, right leg"
    assert "pelvis since the start" in text
    assert len([line for line in text.splitlines() if line.lstrip().startswith("right ")]) == 3
    assert "Thigh from vertical" not in text
