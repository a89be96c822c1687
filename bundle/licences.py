"""The licence texts of everything in the folder, gathered from the packages themselves."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final

from bundle.packages import ROOT, files_of

TEXTS: Final = Path(__file__).parent / "licences"
"""Texts of the common licences, and of what is inside of a package that does not bring them."""

_TEXT: Final = re.compile(r"(licen[cs]es?|copying|copyright|notice|authors)\b", re.IGNORECASE)


def gather(packages: Iterable[Distribution], libraries: Iterable[Path], folder: Path) -> None:
    """Copy the texts into ``folder``, one folder a package.

    Args:
        libraries: of this system, which were copied.

    Raises:
        SystemExit: one of them has no text.
    """
    shutil.copytree(TEXTS, folder)
    shutil.copy2(ROOT / "LICENSE", folder / "psoas-Apache-2.0.txt")
    shutil.copy2(ROOT / "NOTICE", folder / "psoas-NOTICE.txt")
    for package in packages:
        texts = [one for one in files_of(package) if _TEXT.match(one.name) and one.suffix != ".py"]
        target = folder / package.name.lower()
        target.mkdir(exist_ok=True)
        for number, place in enumerate(texts):
            name = place.name if len(texts) == 1 else f"{number + 1:02}-{place.name}"
            shutil.copy2(str(package.locate_file(place)), target / name)
        if not any(target.iterdir()):
            raise SystemExit(
                f"bundle: {package.name} has no licence text; put it into {TEXTS.name}/{target.name}"
            )
    _python(folder / "python")
    for library in libraries:
        shutil.copy2(_copyright(library), folder / f"library-{library.name.partition('.so')[0]}.txt")


def _python(target: Path) -> None:
    target.mkdir()
    stdlib = Path(sysconfig.get_path("stdlib"))
    for text in (stdlib / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"):
        if text.is_file():
            shutil.copy2(text, target)
            return
    shutil.copy2(_copyright(Path(sys._base_executable).resolve()), target / "LICENSE.txt")  # type: ignore[attr-defined]


@cache
def owner(file: Path) -> str:
    """Name and version of Debian's package of a file.

    Raises:
        SystemExit: there is none.
    """
    beside = (
        Path("/") / file.relative_to("/usr") if file.is_relative_to("/usr") else file
    )  # one folder, two names
    for name in (file, beside):
        found = subprocess.run(["dpkg", "-S", str(name)], capture_output=True, text=True, check=False).stdout
        if found:
            package = found.partition(":")[0]
            wanted = ["dpkg-query", "-W", "-f", "${Package} ${Version}", package]
            return subprocess.run(wanted, capture_output=True, text=True, check=True).stdout.partition("\n")[
                0
            ]
    raise SystemExit(
        f"bundle: no licence text of {file.name} was found; build on Debian or Ubuntu, or with an interpreter that "
        "brings its libraries along, such as uv's"
    )


def _copyright(file: Path) -> Path:
    return Path("/usr/share/doc") / owner(file).partition(" ")[0] / "copyright"
