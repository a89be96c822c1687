"""The interpreter of the folder: this Python with its standard library, made to run from wherever it lies."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

GLIBC: Final = re.compile(
    r"(ld-linux[\w-]*|libc|libm|libmvec|libdl|libpthread|librt|libutil|libresolv|libnsl|libanl)\.so\.\d+"
)
"""The C library, which each Linux has in its own version and which cannot be brought along."""

LEFT_OUT: Final = (
    "*.opt-*.pyc", "config-*", "dist-packages", "ensurepip", "idlelib", "lib2to3", "site-packages", "test", "tkinter",
    "turtledemo", "turtle.py", "venv", "sitecustomize.py",
    # modules whose libraries psoas does not need: terminals, old databases, windows, network names
    "_curses*", "_dbm*", "_gdbm*", "_tkinter*", "nis.*", "ossaudiodev*", "readline*", "_test*", "_xx*", "xxlimited*",
)  # fmt: skip
_VERSION: Final = re.compile(rb"GLIBC_2\.(\d+)")


def copy_interpreter(home: Path) -> Path:
    """Copy the interpreter that runs this, without its packages.

    Args:
        home: new folder.

    Returns:
        The folder for packages.
    """
    stdlib = Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix}))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    hidden = shutil.ignore_patterns(*LEFT_OUT)
    if sys.platform == "win32":
        home.mkdir(parents=True)
        base = Path(sys.base_prefix)
        for file in (*base.glob("python*.exe"), *base.glob("*.dll"), base / "LICENSE.txt"):
            shutil.copy2(file, home)
        shutil.copytree(base / "DLLs", home / "DLLs", ignore=hidden)
        shutil.copytree(stdlib, home / "Lib", ignore=hidden)
        return home / "Lib" / "site-packages"
    (home / "bin").mkdir(parents=True)
    (home / "lib").mkdir()
    shutil.copy2(Path(sys._base_executable).resolve(), home / "bin" / "python3")  # type: ignore[attr-defined]
    shutil.copytree(stdlib, home / "lib" / version, ignore=hidden)
    shared = sysconfig.get_config_var("INSTSONAME") or ""
    for folder in (sysconfig.get_config_var("LIBDIR"), f"{sys.base_prefix}/lib"):
        if shared.startswith("libpython") and (library := Path(str(folder)) / shared).is_file():
            shutil.copy2(library, home / "lib")
            break
    if "deb_system" in sysconfig.get_scheme_names():  # Debian's own interpreter looks elsewhere
        return home / "lib" / "python3" / "dist-packages"
    return home / "lib" / version / "site-packages"


def bring_libraries(home: Path) -> list[Path]:
    """Copy the libraries of this Linux that the interpreter or a package needs, and let them be found in the folder.

    The program itself names the folder ``lib`` beside it, and loads what packages need before they ask for it.
    Nothing is set in the environment, where it would reach the browser that the coach opens.

    Returns:
        The libraries as they lie in this system.

    Raises:
        SystemExit: one is not here.
    """
    program, lib = home / "bin" / "python3", home / "lib"
    own = [program, *lib.glob("libpython*.so*"), *lib.glob("python*/lib-dynload/*.so")]
    packages = [one for one in lib.glob("python*/*-packages/**/*.so*") if _is_elf(one)]
    for file in own:
        if file != program and _patchelf("--print-rpath", file):
            _patchelf("--remove-rpath", file)
    origins: dict[str, Path] = {}
    early: set[str] = set()
    present = {one.name for one in (*packages, *lib.glob("*.so*"))}
    waiting = [(file, file in packages) for file in (*own, *packages)]
    while waiting:
        file, of_package = waiting.pop()
        for name in _patchelf("--print-needed", file).split():
            if GLIBC.fullmatch(name) or name in present:
                continue
            if of_package:
                early.add(name)
            if name not in origins:
                origins[name] = _found(name, origins.get(file.name, file))
                shutil.copy2(origins[name], lib / name)
                waiting.append((lib / name, of_package))
    _patchelf("--force-rpath", "--set-rpath", "$ORIGIN/../lib", *_added(early), program)
    return sorted(set(origins.values()))


def oldest_glibc(home: Path) -> str:
    """The oldest C library with which everything in the folder runs."""
    files = (one for one in home.rglob("*") if _is_elf(one))
    versions = (int(hit) for file in files for hit in _VERSION.findall(file.read_bytes()))
    return f"2.{max(versions)}"


def _added(names: set[str]) -> Iterator[str]:
    for name in sorted(names):
        yield "--add-needed"
        yield name


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _found(name: str, file: Path) -> Path:
    """Where this system finds a library that a file needs."""
    listed = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        words = line.split()
        if words and words[0] == name and len(words) > 2 and Path(words[2]).is_file():
            return Path(words[2]).resolve()
    raise SystemExit(f"bundle: {name}, which {file.name} needs, is not installed here")


def _patchelf(*words: str | Path) -> str:
    tool = Path(sysconfig.get_path("scripts")) / "patchelf"
    done = subprocess.run([str(tool), *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bundle: patchelf failed: {done.stderr.strip()}")
    return done.stdout.strip()
