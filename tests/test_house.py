"""The house stands as drawn: who may import whom, what each package shows, how long a file is."""

import ast
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import psoas

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "psoas"
FILES = sorted(SOURCE.rglob("*.py"))
OF_PAGES = sorted(path for kind in ("js", "css") for path in SOURCE.rglob(f"*.{kind}"))
LONGEST = 350

LAYERS: list[set[str]] = [
    {"child_processes", "data", "errors", "timeseries", "words"},
    {"estimate", "quantities", "sides"},
    {"body"},
    {"capture", "muscle"},
    {"motion"},
    {"loads"},
    {"exercises", "strides"},
    {"findings"},
    {"day", "recordings"},
    {"draw", "forecast", "plan"},
    {"export", "homework", "store"},
    {"batch", "clinic", "report", "service", "validation"},
    {"app"},
    {"cli", "__main__"},
]
"""Lowest first. A part imports from lower layers and from itself, never from beside or above it."""

TOP_LEVEL = {
    "__init__",
    "__main__",
    "child_processes",
    "data",
    "errors",
    "estimate",
    "quantities",
    "sides",
    "timeseries",
}
"""Modules that lie beside the folders."""

ROOMS = {"capture", "exercises"}
"""Folders whose own folders each name what they give."""

MANY_MEANINGS = {"asked", "carried", "heed", "noted", "placed", "taken", "told"}
"""Words that no identifier has as a part: the field has a word for each thing that they were used for."""


FACADE = {"__init__"}
"""``psoas/__init__.py`` loads its public names lazily and may name any of them; all may read its version."""


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(("psoas", *parts)).removesuffix(".__init__")


@cache
def imports_of(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and full module name of each import of ours in a file, also those inside functions."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] == "psoas"]
            found += [(node.lineno, name) for name in names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno} imports relatively; write psoas...."
            if node.module == "psoas":
                found += [(node.lineno, f"psoas.{alias.name}") for alias in node.names]
            elif node.module and node.module.startswith("psoas."):
                found.append((node.lineno, node.module))
    return tuple(found)


def part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def layer_of(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


def breaches(path: Path) -> list[str]:
    part = part_of(module_of(path))
    if part in FACADE:
        return []
    found = []
    for line, target in imports_of(path):
        other = part_of(target)
        if other in (part, "__version__") or part == "__main__":
            continue
        if layer_of(other) >= layer_of(part):
            found.append(f"{path.relative_to(ROOT)}:{line}: {part} may not import {other}")
    return found


def test_imports_run_downwards() -> None:
    assert [breach for path in FILES for breach in breaches(path)] == []


def gate_of(module: str) -> str:
    """The package through which other folders get what a module holds."""
    parts = module.split(".")
    inner = ".".join(parts[:3])
    return inner if parts[1] in ROOMS and len(parts) > 2 else ".".join(parts[:2])


def test_others_import_from_the_folder_that_names_what_it_gives() -> None:
    past = [
        f"{path.relative_to(ROOT)}:{line}: {target}"
        for path in FILES
        if (me := module_of(path)) != "psoas"
        for line, target in imports_of(path)
        if target.count(".") > 0 and part_of(target) != part_of(me) and target != gate_of(target)
    ]
    assert past == []


def test_every_part_has_one_layer() -> None:
    parts = {part_of(module_of(path)) for path in FILES} - FACADE
    listed = [part for layer in LAYERS for part in layer]
    assert sorted(listed) == sorted(set(listed))
    assert parts <= set(listed)


def test_layers_are_few_and_name_folders() -> None:
    assert len(LAYERS) <= 14
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert set().union(*LAYERS) <= folders | TOP_LEVEL


def test_few_modules_lie_outside_of_the_folders() -> None:
    assert len(TOP_LEVEL) <= 9
    assert {path.stem for path in SOURCE.glob("*.py")} <= TOP_LEVEL


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "__init__.py"], ids=module_of)
def test_a_package_shows_its_names_and_nothing_more(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown: list[str] = []
    brought: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("psoas."):
                brought |= {alias.asname or alias.name for alias in node.names}
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                shown = ast.literal_eval(value)
            case ast.Assign(targets=[ast.Name(id="__version__")]):
                brought.add("__version__")
            case ast.Assign(targets=[ast.Name(id="EXERCISE")]):
                return  # an exercise that is small enough for one file, as in CONTRIBUTING.md
    assert sorted(shown) == sorted(set(shown)) == sorted(brought)


def test_the_exported_names() -> None:
    assert sorted(psoas.__all__) == [
        "Body",
        "NamedPosture",
        "Person",
        "TimeSeries",
        "__version__",
        "check",
        "load_body",
        "muscle_parameters",
        "muscle_paths",
        "named_posture",
        "posture_loads",
        "psoas_fascicles",
        "recorded_loads",
        "sweep",
    ]
    for name in psoas.__all__:
        assert getattr(psoas, name) is not None
        assert name in dir(psoas)
    with pytest.raises(AttributeError, match="it has: Body, NamedPosture, Person"):
        _ = psoas.nothing


HELP = (
    "import sys; from psoas.cli.app import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
)


@pytest.mark.parametrize("program", ["import sys, psoas, psoas.cli; print(*sys.modules)", HELP])
def test_importing_psoas_and_its_help_load_nothing_heavy(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "psoas.cli.app" in loaded
    assert loaded.isdisjoint({"numpy", "scipy", "av", "PIL", "jinja2", "rich", "mujoco", "ai_edge_litert"})
    assert loaded.isdisjoint({"nicegui", "sqlalchemy", "uvicorn"})


def test_files_are_short() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES
    }
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


@pytest.mark.parametrize("path", OF_PAGES, ids=lambda path: path.name)
def test_scripts_and_styles_of_pages_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_no_class_name_is_defined_twice() -> None:
    homes: dict[str, list[str]] = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(module_of(path))
    assert {name for name, modules in homes.items() if len(modules) > 1} == set()


def words_of(path: Path) -> set[str]:
    """The words of all identifiers in a file: what stands between underscores, in lower case."""
    with path.open("rb") as file:
        names = [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.NAME]
    return {word for name in names for word in name.lower().split("_")}


def test_no_identifier_is_a_word_of_many_meanings() -> None:
    found = {
        f"{path.relative_to(SOURCE).as_posix()}: {word}"
        for path in FILES
        for word in words_of(path) & MANY_MEANINGS
    }
    assert found == set()


CLIENTS = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "requests",
    "smtplib",
    "telnetlib",
    "urllib3",
    "xmlrpc",
}
"""Libraries that connect to other machines."""


def libraries_of(path: Path) -> set[str]:
    """Imports of other people's modules in a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module)):
                found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def test_two_modules_open_a_connection_and_only_to_this_computer() -> None:
    opening = {
        path.relative_to(SOURCE).as_posix()
        for path in FILES
        for name in libraries_of(path)
        if name.split(".")[0] in CLIENTS or name.startswith("urllib.request")
    }
    assert opening == {"cli/running_coach.py", "day/running_activitywatch.py"}
    for module in opening:
        text = (SOURCE / module).read_text(encoding="utf-8")
        assert 'HOST: Final = "127.0.0.1"' in text
        assert text.count("HTTPConnection(") == text.count("HTTPConnection(HOST,") == 1


def tracked_files() -> list[Path]:
    """Files under version control, or every source file where there is no repository."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        return [p for part in ("src", "tests", "docs", "benchmarks") for p in (ROOT / part).rglob("*.*")]
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_path_of_a_machine_and_no_registry_is_written_down() -> None:
    forbidden = re.compile(
        r"(?<![\w./-])/(?:work|home|root|Users|mnt|data)/\w"
        r"|[A-Z]:\\\\Users"
        r"|https?://[\w.-]*(?:pypi|pythonhosted|artifactory|nexus|registry|proxy|mirror)[\w.-]*"
        r"|(?:index-url|extra-index|trusted-host)\s*=?\s*\S*://",
        re.IGNORECASE,
    )
    found = []
    for path in tracked_files():
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in forbidden.finditer(text)]
    assert found == []


def test_the_ci_ends_with_the_readme_s_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    last = script.strip().splitlines()[-1]
    install = ".venv/bin/uv pip install -q --python .venv -r requirements.lock -e ."
    assert last == f"python3 -m venv .venv && .venv/bin/pip install -q uv && {install} && .venv/bin/pytest"
    assert install in script
    assert last in (ROOT / "README.md").read_text()


def test_every_dependency_is_locked_at_a_version_it_may_have() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [
        *project["project"]["dependencies"],
        *chain(*project["project"]["optional-dependencies"].values()),
        *project["dependency-groups"]["dev"],
    ]
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    locked: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, version = re.match(r"([\w.-]+)==(\S+)", line).groups()  # type: ignore[union-attr]
            locked.setdefault(name, []).append(version)
            assert " --hash=sha256:" in line
    for words in needed:
        requirement = Requirement(words)
        if requirement.name != "psoas":
            assert requirement.name in locked, f"{requirement.name}: renew the lock, see CONTRIBUTING.md"
            assert all(requirement.specifier.contains(version) for version in locked[requirement.name])
