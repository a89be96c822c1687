"""The packages of the folder: what the coach needs, and of each package the files that are needed at run time."""

import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from importlib.util import cache_from_source
from pathlib import Path, PurePath
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[1]
EXTRAS: Final = ("coach", "video")
"""Extras of psoas in the folder. Those who use PostgreSQL or run batches on many computers have Python."""

LEFT_OUT: Final = {"glfw", "pyopengl"}
"""Windows and graphics for MuJoCo, which psoas does not open."""

_UNUSED: Final = re.compile(
    r"(numpy|scipy)/(.+/)?tests/"
    r"|ai_edge_litert/(vendors/|libLiteRtWebGpuAccelerator)"  # processors that psoas does not use
    r"|mujoco/experimental/"  # windows
    # bodies that psoas does not read; the arms come from a source that forbids commercial use
    r"|myo_sim/models/contacts/myo(arm|hand)"
    r"|myo_sim/models/(?!leg/|torso/|head/|meshes/|contacts/|sensors/|scene/)[^/]+/"
)


def needed() -> list[Distribution]:
    """The packages that psoas needs here with its `EXTRAS`, by name.

    Raises:
        PackageNotFoundError: one is not installed.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    first = [*project["dependencies"], *(words for extra in EXTRAS for words in extras[extra])]
    found: dict[str, Distribution] = {}
    _collect(first, ("",), found, set())
    return [found[name] for name in sorted(found)]


def _collect(
    words: Iterable[str], extras: tuple[str, ...], found: dict[str, Distribution], seen: set[tuple[str, str]]
) -> None:
    for requirement in map(Requirement, words):
        name = canonicalize_name(requirement.name)
        holds = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": one}) for one in extras
        )
        if not holds or name in LEFT_OUT or name == "psoas":
            continue
        found[name] = distribution(name)
        wanted = {"", *requirement.extras} - {one for package, one in seen if package == name}
        if wanted:
            seen |= {(name, one) for one in wanted}
            _collect(found[name].requires or (), tuple(wanted), found, seen)


def copy_packages(packages: Iterable[Distribution], site: Path) -> None:
    """Copy psoas, and the files of its packages, into a folder ``site-packages``."""
    hidden = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "psoas", site / "psoas", ignore=hidden)
    for package in packages:
        for place in files_of(package):
            target = site / place
            target.parent.mkdir(parents=True, exist_ok=True)
            source = Path(str(package.locate_file(place)))
            shutil.copy2(source, target)
            compiled = Path(cache_from_source(source)) if place.suffix == ".py" else source
            if compiled != source and compiled.is_file():
                (target.parent / "__pycache__").mkdir(exist_ok=True)
                shutil.copy2(compiled, target.parent / "__pycache__")


def files_of(package: Distribution) -> Iterator[PurePath]:
    """Files of a package inside of ``site-packages`` that are needed at run time, by their place in it."""
    listed = package.files
    if not listed:
        raise SystemExit(f"bundle: {package.name} does not list its files; install it from a wheel")
    meshes = _meshes(package) if package.name == "myo-sim" else None
    for place in listed:
        path = place.as_posix()
        if path.startswith("..") or _UNUSED.match(path):
            continue
        if meshes is not None and "/meshes/" in path and place.name not in meshes:
            continue
        if Path(str(package.locate_file(place))).is_file():
            yield place


def _meshes(package: Distribution) -> set[str]:
    """Names of the bones that the bodies of legs, torso and head refer to."""
    models = Path(str(package.locate_file("myo_sim/models")))
    texts = [
        one.read_text(encoding="utf-8")
        for part in ("leg", "torso", "head")
        for one in (models / part).rglob("*.xml")
    ]
    return {PurePath(hit).name for text in texts for hit in re.findall(r'file="([^"]+)"', text)}
