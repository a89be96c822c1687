"""Each idea has one home: these tests fail where a second definition of it is written somewhere else."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.test_house import FILES, SOURCE

HOMES = {
    "the person's own start": (
        "exercises/hip_stretch/start.py",
        r"_?(find_timeline|start_level|start_window|own_start|find_start|calm|calm_\w+)",
        r"START_PERCENT",
    ),
    "kneeling": (
        "exercises/half_kneeling/kneeling.py",
        r"_?(kneeling_(mask|runs|frames)|runs_of_kneeling|kneels)",
        r"KNEE_BENT_DEG|KNEELING_\w+_DEG",
    ),
    "a hold": (
        "exercises/hip_stretch/hold.py",
        r"counts|_?(at_rest|went_back|is_(still|held|hold)|hold_mask)",
        r"REST_DEG_S|SLOW_DEG_S|STILL_DEG_S|HELD_DEG|RETURN_SHARE",
    ),
    "the completion of a side view": (
        "body/side_view.py",
        r"_?(side_view_pose|stretching_legs|complete_(pose|body|side_view)|live_pose)",
        r"FOOT_LIES|MOST_UP|POINTED",
    ),
    "a value with its band": ("estimate.py", r"_?(half_width|two_sided\w*)", r"NORMAL_95|TWO_SIDED_95|Z_95"),
    "left and right": (
        "sides.py",
        r"_?(other_side|opposite|side_word|both|without_side)",
        r"SIDES|OTHER|LETTER|WORD|AHEAD",
    ),
    "near and far leg": ("motion/angles.py", r"_?other_leg", r"LEGS|OTHER_LEG|OF_LEG"),
    "runs of True": ("timeseries.py", r"_?(runs_of|true_runs)", r"RUNS"),
    "the measured quantities": ("quantities.py", r"_?finding_of", r"QUANTITIES|RECORDED|MOVEMENTS"),
    "reading package data": ("data.py", r"_?read_(data|package_data|json_data)", r"PACKAGE_DATA"),
}
"""By idea: its module, and the names of functions and constants that would define it again."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def defined_in(path: Path) -> tuple[str, ...]:
    """Functions at the top of a module, and the constants that it assigns."""
    found = []
    for node in tree_of(path).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found.append(name)
            case ast.Assign(targets=targets):
                found += [target.id for target in targets if isinstance(target, ast.Name)]
    return tuple(found)


def place(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("idea", HOMES)
def test_an_idea_is_defined_in_one_module(idea: str) -> None:
    home, functions, constants = HOMES[idea]
    pattern = re.compile(f"{functions}|{constants}")
    found = {place(path) for path in FILES for name in defined_in(path) if pattern.fullmatch(name)}
    assert found == {home}


def test_the_width_of_a_band_is_a_figure_in_one_module() -> None:
    found = {
        place(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and node.value in (1.96, 1.959964)
    }
    assert found == {"estimate.py"}


def test_no_other_class_is_a_value_with_its_band() -> None:
    """`LoadsOverTime` is a series with its band; what a finding says of its band is JSON's contract."""
    found = set()
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                names = " ".join(
                    part.target.id
                    for part in node.body
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
                )
                if re.search(r"\b(value|mm|deg)\b.*\blow(_\w+)?\b.*\bhigh", names):
                    found.add(node.name)
    assert found == {"Estimate", "LoadsOverTime"}


def test_sides_are_turned_into_one_another_in_one_module() -> None:
    words = ({"r", "l"}, {"right", "left"}, {"_r", "_l"})
    found = []
    for path in FILES:
        if place(path) == "sides.py":
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                values = {value.value for value in node.values if isinstance(value, ast.Constant)}
                if any(keys == part for part in words) and any(values == part for part in words):
                    found.append(f"{place(path)}:{node.lineno}")
            if isinstance(node, ast.IfExp) and isinstance(node.test, ast.Compare):
                compared = {part.value for part in ast.walk(node.test) if isinstance(part, ast.Constant)}
                answer = {part.value for part in (node.body, node.orelse) if isinstance(part, ast.Constant)}
                first = {node.body.value} if isinstance(node.body, ast.Constant) else set()
                if answer in words and compared & set().union(*words) and first != compared:
                    found.append(f"{place(path)}:{node.lineno}")
    assert found == []


def test_package_data_is_read_by_one_function() -> None:
    found = {
        place(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "importlib.resources"
    }
    assert found == {"data.py"}
