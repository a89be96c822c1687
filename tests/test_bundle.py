"""The folder for people without Python: it runs where there is nothing but a C library, and has every licence in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import pytest
from bundle.__main__ import make, size_of
from bundle.interpreter import GLIBC

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the recipes of other systems are not tried")

MOST_MB = 800
LIBC = (
    *("libc.so.6", "libm.so.6", "libmvec.so.1", "libdl.so.2"),
    *("libpthread.so.0", "librt.so.1", "libutil.so.1", "libresolv.so.2"),
)
PREPARE = """
ip link set lo up && mount -t proc proc "$1/proc" || exit
for one in null urandom; do : >"$1/dev/$one" && mount --bind "/dev/$one" "$1/dev/$one" || exit; done
exec chroot "$@"
"""
PREPARE_AS_ROOT = """
mknod -m 666 "$1/dev/null" c 1 3 && mknod -m 666 "$1/dev/urandom" c 1 9 || exit
exec chroot "$@"
"""
APART = ["--mount", "--pid", "--fork", "--net"]
WAYS = (
    ["unshare", "--user", "--map-root-user", *APART, "sh", "-c", PREPARE, "root"],
    ["unshare", *APART, "sh", "-c", PREPARE, "root"],
    ["sh", "-c", PREPARE_AS_ROOT, "root"],
)
"""Ways into another root; which of them a kernel allows differs. The first two have no network, either."""

FREE = re.compile(
    r"0BSD|Apache|BSD|CC0|ISC|MIT|MPL|Mozilla|PSF|Python Software Foundation|Zlib|Public Domain|dateutil|LGPL"
)
"""Licences whose works may be part of a work under the GPL 3 (list of the Free Software Foundation)."""


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A root folder with a C library, a shell, and the folder of psoas in ``opt``."""
    if shutil.which("dpkg") is None:
        pytest.skip("the licences of this system's libraries are found on Debian and its relatives only")
    root = tmp_path_factory.mktemp("root")
    for folder in ("bin", "dev/shm", "lib64", "opt", "proc", "tmp", "home-of-kim"):
        (root / folder).mkdir(parents=True)
    linker = next(Path("/lib64").glob("ld-linux-*"))
    shutil.copy2(linker, root / "lib64")
    libraries = linker.resolve().parent
    own = root / libraries.relative_to("/")
    own.mkdir(parents=True)
    for name in LIBC:
        if (libraries / name).exists():  # which there are differs by processor
            shutil.copy2(libraries / name, own)
    shutil.copy2(Path("/bin/sh").resolve(), root / "bin" / "sh")
    make(root / "opt")
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    (made,) = (root / "opt").iterdir()
    return made


@pytest.fixture(scope="session")
def came_of_it(root: Path, folder: Path) -> dict[str, Any]:
    """What the probe has seen in the bare root; skipped only where the kernel allows no way into it."""
    shutil.copy2(Path(__file__).with_name("bundle_probe.py"), root / "probe.py")
    inside = Path("/") / folder.relative_to(root)
    refused = []
    for way in WAYS:
        if shutil.which(way[0]) is None:
            refused.append(f"{way[0]} is not here")
            continue
        tried = subprocess.run(
            [*way, str(root), "/bin/sh", "-c", "exit 0"], capture_output=True, text=True, check=False
        )
        if tried.returncode:
            refused.append(tried.stderr.strip())
            continue
        # the nodes of the trial stay in a folder, and mounts vanish with it
        for one in ("null", "urandom"):
            (root / "dev" / one).unlink(missing_ok=True)
        command = [*way, str(root), str(inside / "python/bin/python3"), "-I", "/probe.py", str(inside)]
        bare = {"HOME": "/home-of-kim", "PATH": os.environ["PATH"]}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=bare, timeout=600)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    pytest.skip(f"the kernel allows no way into another root: {'; '.join(refused)}")


@pytest.mark.long
def test_the_demo_runs_where_there_is_nothing_but_a_c_library(came_of_it: dict[str, Any]) -> None:
    assert came_of_it["programs"] == ["/bin/sh"]
    assert (came_of_it["demo"]["code"], came_of_it["demo"]["complained"]) == (0, "")
    assert came_of_it["repetitions"] >= 3
    assert came_of_it["report"] > 100_000


def test_the_coach_answers_is_opened_again_and_stopped(came_of_it: dict[str, Any]) -> None:
    assert all(status == 200 and size > 1000 for status, size in came_of_it["pages"].values())
    again = came_of_it["again"]
    assert (again["code"], again["complained"]) == (0, "")
    assert again["printed"].startswith("The coach runs already at http://127.0.0.1:")
    assert came_of_it["stop"]["printed"] == "The coach is stopped.\n"
    assert came_of_it["ended"] == 0


def test_a_batch_is_no_part_of_it_and_says_so(came_of_it: dict[str, Any]) -> None:
    batch = came_of_it["batch"]
    assert batch["code"] == 2
    assert "not part of this folder" in batch["complained"]
    assert "pip" not in batch["complained"]


def test_it_starts_itself_at_login(came_of_it: dict[str, Any], folder: Path, root: Path) -> None:
    assert came_of_it["at_login"]["code"] == 0
    program = Path("/") / folder.relative_to(root) / "python" / "bin" / "python3"
    assert f"Exec={program} -I -m psoas coach --no-browser\n" in came_of_it["entry"]


def test_the_folder_says_what_it_needs_and_is_no_larger_than_is_said(folder: Path) -> None:
    print(f"{size_of(folder) / 1e6:.0f} MB")
    assert size_of(folder) <= MOST_MB * 1e6
    assert re.search(r"with glibc 2\.\d\d or newer", (folder / "README.txt").read_text(encoding="utf-8"))


def packages(folder: Path) -> list[Distribution]:
    (site,) = folder.glob("python/lib/python*/*-packages")
    return list(distributions(path=[str(site)]))


def test_every_package_and_library_has_its_licence_in_the_folder(folder: Path) -> None:
    licences = folder / "licences"
    found = packages(folder)
    assert len(found) > 50
    without = [
        one.name
        for one in found
        if not any(text.stat().st_size > 100 for text in (licences / one.name.lower()).glob("*"))
    ]
    assert without == []
    sources = (licences / "SOURCES.txt").read_text(encoding="utf-8")
    assert all(f"{one.name}=={one.version}\n" in sources for one in found)
    for library in folder.glob("python/lib/lib*.so*"):
        assert library.name.startswith("libpython") or list(
            licences.glob(f"library-{library.name.partition('.so')[0]}*.txt")
        ), library.name
    assert not any(GLIBC.fullmatch(one.name) for one in folder.rglob("*.so*")), "each Linux has its own"
    assert list((licences / "python").iterdir())
    assert (licences / "GPL-3.txt").is_file()


OF_PART = {
    **dict.fromkeys(
        ("avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample", "swscale"), "ffmpeg"
    ),
    **dict.fromkeys(("sharpyuv", "webp", "webpmux"), "webp"),
    **dict.fromkeys(("xcb", "xcb-shape", "xcb-shm", "xcb-xfixes"), "xcb"),
    **dict.fromkeys(("opencore-amrnb", "opencore-amrwb"), "opencore-amr"),
    "SvtAv1Enc": "SvtAv1",
    "hogweed": "nettle",
}
"""By library inside of av: the text of its licence, where that has another name."""


def test_every_library_inside_of_av_has_its_licence_in_the_folder(folder: Path) -> None:
    (libraries,) = folder.glob("python/lib/python*/*-packages/av.libs")
    parts = {re.sub(r"^lib|-[0-9a-f]{8}\.so.*$", "", one.name) for one in libraries.iterdir()}
    assert {"x264", "x265", "avcodec"} <= parts
    texts = {one.stem for one in (folder / "licences" / "av").glob("*.txt")}
    assert {OF_PART.get(part, part) for part in parts} <= texts


def test_nothing_in_the_folder_has_terms_that_the_gpl_refuses(folder: Path) -> None:
    unknown = []
    for one in packages(folder):
        said = one.metadata.get_all("License-Expression", []) + one.metadata.get_all("Classifier", [])
        said += [words.partition("\n")[0] for words in one.metadata.get_all("License", [])]
        if not FREE.search(" ".join(word for word in said if "License" in word or "::" not in word)):
            unknown.append((one.name, said))
    assert unknown == []
    (models,) = folder.glob("python/lib/python*/*-packages/myo_sim/models")
    assert not any(re.search(r"arm|hand|humer|radius|finger", one.name) for one in models.rglob("*"))
