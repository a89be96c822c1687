"""Make the folder: ``python -m bundle FOLDER``, with ``--archive`` also as one file to give away."""

import argparse
import compileall
import platform
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final

from bundle import interpreter, licences, packages

HERE: Final = Path(__file__).parent


def make(folder: Path) -> Path:
    """Make the folder of this system and this version in ``folder``.

    Raises:
        SystemExit: something is missing here, or the folder is there already.
    """
    project = tomllib.loads((packages.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
    target = folder / f"psoas-{project['version']}-{system}-{platform.machine().lower()}"
    if target.exists():
        raise SystemExit(f"bundle: {target} is there already; remove it first")
    target.mkdir(parents=True)
    home = target / "python"
    site = interpreter.copy_interpreter(home)
    needed = packages.needed()
    packages.copy_packages(needed, site)
    libraries, needs = [], ""
    if system == "linux":
        libraries = interpreter.bring_libraries(home)
        needs = f"It needs a Linux of this kind of processor with glibc {interpreter.oldest_glibc(home)} or newer."
    licences.gather(needed, libraries, target / "licences")
    (target / "licences" / "SOURCES.txt").write_text(_sources(needed, libraries), encoding="utf-8")
    compileall.compile_dir(home, quiet=2, workers=0)
    for file in (HERE / ("windows" if system == "windows" else "posix")).iterdir():
        name = f"{file.name}.command" if system == "macos" and " " in file.name else file.name
        shutil.copy2(file, target / name)
    if system == "linux" and (compiler := shutil.which("cc")):
        for name in ("Start psoas", "Stop psoas"):
            (target / name).unlink()
            subprocess.run([compiler, "-O2", "-o", str(target / name), str(HERE / "start.c")], check=True)
    words = (HERE / "README.txt").read_text(encoding="utf-8")
    (target / "README.txt").write_text(
        words.format(version=project["version"], system=system, needs=needs), encoding="utf-8"
    )
    return target


def archive(folder: Path) -> Path:
    """Pack a folder beside itself, with the times of its files."""
    packed = folder.with_name(f"{folder.name}.tar.gz")
    with tarfile.open(packed, "w:gz", compresslevel=6) as file:
        file.add(folder, folder.name, filter=_nobody)
    return packed


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _sources(needed: list[Distribution], libraries: list[Path]) -> str:
    lines = [f"{one.name}=={one.version}" for one in needed]
    own = sorted({_version_of(library) for library in libraries})
    words = (HERE / "sources.txt").read_text(encoding="utf-8")
    return words.format(
        python=platform.python_version(), packages="\n".join(lines), libraries="\n".join(own) or "none"
    )


def _version_of(library: Path) -> str:
    return f"{library.name} of {licences.owner(library)}"


def size_of(folder: Path) -> int:
    """Size of all files of a folder [bytes]."""
    return sum(one.lstat().st_size for one in folder.rglob("*") if one.is_file())


def main() -> None:
    """Make the folder and say how large it is and how long that took."""
    parser = argparse.ArgumentParser(prog="python -m bundle", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("dist"), help="where it is made; without it, dist"
    )
    parser.add_argument("--archive", action="store_true", help="pack it into one file, too")
    words = parser.parse_args()
    began = time.monotonic()
    made = make(words.folder)
    print(f"{made}: {size_of(made) / 1e6:.0f} MB, {time.monotonic() - began:.0f} s")
    if words.archive:
        packed = archive(made)
        print(f"{packed}: {packed.stat().st_size / 1e6:.0f} MB, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
