"""The guide says what the program does: every fault, cue, finding and option is in it."""

import inspect
import math
import re
import runpy
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from psoas.app.shell import PLACES
from psoas.body.coordinates import BODY_COORDINATES, COORDINATES
from psoas.body.fascicles import psoas_table
from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.body.scaling import Person
from psoas.capture.files import MOTION_FILES
from psoas.cli.body import body
from psoas.cli.coach import start
from psoas.cli.load import load
from psoas.exercises.exercise import Exercise
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.exercises.registry import CLINICAL_TESTS, EXERCISES
from tests.test_house import LAYERS

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("exercise", "name"), [(exercise, name) for exercise in EXERCISES for name in exercise.faults]
)
def test_every_fault_stands_in_the_guide_with_its_cue(exercise: Exercise, name: str) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{name}` |"))
    assert line.endswith(f"| {exercise.faults[name].cue} |")


@pytest.mark.parametrize(
    "name",
    [
        "verdict",
        "repetitions",
        "unfinished",
        "hold",
        *(measure.quantity.key for exercise in EXERCISES for measure in exercise.measures),
        *(group.key for exercise in EXERCISES for group in exercise.groups),
        "compensation_ratio",
        "psoas_lengthening",
    ],
)
def test_every_finding_stands_in_the_guide(name: str) -> None:
    assert f"| `{name}` |" in GUIDE


def test_every_figure_and_fault_of_a_clinical_test_stands_in_the_guide() -> None:
    for test in CLINICAL_TESTS:
        for quantity in test.figures:
            assert f"| `{quantity.key}_left`, `_right` |" in GUIDE
            assert str(quantity.column) in GUIDE
        for name in test.file.faults:
            assert f"`{name}`" in GUIDE


def test_every_option_stands_in_the_guide() -> None:
    cli = (ROOT / "src" / "psoas" / "cli" / "app.py").read_text(encoding="utf-8")
    for option in ("--json", "--out", "--person", "--height", "--lite", "--loads", "--mass"):
        assert option.removeprefix("--") in cli
        assert f"`{option}" in GUIDE


def test_every_option_of_load_stands_in_the_guide() -> None:
    chapter = GUIDE.split("## Loads")[1].split("## From Python")[0]
    for option in load.__annotations__:
        if option not in ("what", "held", "return"):
            assert f"`--{option.replace('_', '-')}" in chapter
    assert "`--set" in chapter


def test_every_option_of_the_coach_stands_in_the_guide() -> None:
    verbs = (ROOT / "src" / "psoas" / "cli" / "coach.py").read_text(encoding="utf-8")
    chapter = GUIDE.split("## The coach")[1].split("## From Python")[0]
    for option in inspect.signature(start).parameters:
        if option != "context":
            assert f"`--{option.replace('_', '-')}" in chapter
    for verb in re.findall(r"@coach.command\(\)\ndef (\w+)", verbs):
        assert f"`psoas coach {verb}" in chapter
    for page in PLACES.values():
        assert f"| {page} |" in chapter


def test_every_option_of_the_body_stands_in_the_guide() -> None:
    verbs = (ROOT / "src" / "psoas" / "cli" / "body.py").read_text(encoding="utf-8")
    chapter = GUIDE.split("## The body")[1].split("## From Python")[0]
    for option in re.findall(r'"(--[a-z]+)"', verbs):
        assert f"`{option}" in chapter
    for verb in ("sweep", "show", "export"):
        assert f"`psoas body {verb}" in chapter
    for name in named_postures():
        assert f"`{name}`" in chapter


def test_the_commands_in_the_guide_are_understood() -> None:
    examples = re.findall(r"^psoas (body .+)$", GUIDE, re.MULTILINE)
    assert len(examples) >= 5
    for words in examples:
        verb, *rest = shlex.split(words)[1:]
        command = typer.main.get_command(body).commands[verb]  # type: ignore[attr-defined]
        command.make_context(verb, rest)


def rows_of_coordinates() -> list[str]:
    """Each coordinate of the body as the model page lists it, both sides in one line."""
    rows = []
    for name in BODY_COORDINATES:
        coordinate = COORDINATES[name]
        if name.endswith("_l"):
            continue
        names = f"`{name}`" + (f", `{name[:-2]}_l`" if name.endswith("_r") else "")
        angle = coordinate.unit == "rad"
        low, high = (round(math.degrees(end) if angle else end, 6) for end in coordinate.range)
        sign = "other way" if coordinate.opensim_sign == -1 else "same"
        limits = f"{low:g} to {high:g} {'deg' if angle else 'm'}"
        rows.append(f"| {names} | {coordinate.positive} | {limits} | {sign} | {len(coordinate.moves)} |")
    return rows


@pytest.mark.parametrize("row", rows_of_coordinates())
def test_every_coordinate_stands_on_the_model_page(row: str) -> None:
    assert row in MODEL


def test_every_repair_stands_on_the_model_page_in_its_order() -> None:
    text = (ROOT / "src" / "psoas" / "body" / "repairs.py").read_text(encoding="utf-8")
    steps = re.findall(r"^        (\w+),$", text.split("for step in (")[1].split(")")[0], re.MULTILINE)
    assert (
        re.findall(r"^\| `(\w+)` \|", MODEL.split("## What was repaired")[1].split("##")[0], re.MULTILINE)
        == steps
    )


def test_every_posture_stands_on_the_model_page() -> None:
    for name, posture in named_postures().items():
        assert f"| `{name}` | {posture.says} |" in MODEL


def test_the_figures_on_the_model_page_are_the_body_s() -> None:
    psoas = psoas_table()["psoas"]
    assert f"{psoas['strength_N']:.0f} N a side" in MODEL
    assert f"**Optimal fibre length**: {psoas['optimal_fibre_length_m'] * 1e3:.0f} mm" in MODEL
    assert f"a skeleton with {len(load_body().muscles)} muscle paths" in MODEL.lower()
    usual = Person()
    assert f"{usual.height_m:.2f} m, {usual.mass_kg:g} kg, the {usual.sex} table" in MODEL


def test_the_limits_in_the_guide_are_the_program_s() -> None:
    limits = load_thresholds()
    assert f"{limits.travel_counts_deg:g} degrees or more" in GUIDE
    assert f"{limits.hold_short_s} to {limits.hold_long_s} s" in GUIDE
    assert (
        f"by more than {limits.arch_deg:g} degrees, or by more than {limits.ratio_back_works:g} of" in GUIDE
    )
    assert f"drops by more than {limits.pelvis_anterior_deg:g} degrees" in GUIDE
    assert f"bends by more than {limits.front_knee_deg:g} degrees" in GUIDE


@pytest.mark.parametrize(
    "page",
    ["README.md", "CONTRIBUTING.md", *(f"docs/{one.name}" for one in sorted((ROOT / "docs").glob("*.md")))],
)
def test_what_a_page_links_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[)#]", text):
        assert target.startswith("https://") or ((ROOT / page).parent / target).exists(), target


def test_the_readme_sets_up_in_two_commands() -> None:
    install = ".venv/bin/uv pip install -q --python .venv -r requirements.lock -e ."
    assert (
        f"python3 -m venv .venv && .venv/bin/pip install -q uv && {install} && .venv/bin/psoas demo" in README
    )
    assert 'import psoas\npsoas.check("clip.mp4")' in README


def picture_script() -> dict[str, Any]:
    """What ``docs/architecture_picture.py`` defines."""
    return runpy.run_path(str(ROOT / "docs" / "architecture_picture.py"))


def test_the_layers_on_the_architecture_page_are_those_of_the_house() -> None:
    layers = picture_script()["layers_of"](ARCHITECTURE)
    assert [set(names) for names, _ in layers] == LAYERS


def test_the_pictures_of_the_architecture_are_up_to_date() -> None:
    for name, text in picture_script()["pictures"]().items():
        assert (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8") == text, (
            "run docs/architecture_picture.py"
        )


def test_each_noun_is_in_its_module_and_each_contract_in_the_code() -> None:
    nouns = re.findall(r"^\| `(\w+)` \| `(psoas\.\w+)` \|", ARCHITECTURE, re.MULTILINE)
    assert len(nouns) >= 5
    for noun, module in nouns:
        assert hasattr(import_module(module), noun)
    listed = set(re.findall(r"^\| `(psoas\.\w+/\d)` \|", ARCHITECTURE, re.MULTILINE))
    code, data = (
        "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob(f"*.{kind}"))
        for kind in ("py", "json")
    )
    assert set(re.findall(r'"(psoas\.\w+/\d)"', code)) <= listed
    assert all(f'"{schema}"' in code + data for schema in listed)


def test_the_motion_files_in_the_guide_are_those_that_are_read() -> None:
    table = GUIDE.split("## Motion files")[1].split("\n- ")[0]
    assert set(re.findall(r"`(\.\w+)`", "".join(re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)))) == set(
        MOTION_FILES
    )


def test_contributing_has_the_recipes() -> None:
    assert re.findall(r"^## Recipe: (.+)$", CONTRIBUTING, re.MULTILINE) == [
        "add a motion-file format",
        "add a format of a device",
        "add a muscle",
        "add an exercise",
    ]
    for command in (".venv/bin/ruff check", ".venv/bin/ruff format --check", ".venv/bin/mypy"):
        assert command in CONTRIBUTING
        assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
