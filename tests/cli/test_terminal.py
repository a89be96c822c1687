"""What every verb shares: where output goes, what counts as a number, which heights there are.

No device of the machine is written to here: a test that fails as root would leave a file in its place.
"""

import errno
import math
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from psoas.body.scaling import person_table
from psoas.cli.terminal import check_apart, check_height, check_target, write_whole
from psoas.errors import UsageError
from psoas.words import MINUS


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"an older and longer one")
    write_whole(b"new", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="has no such pipes")
def test_what_is_no_ordinary_file_is_written_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to("pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for place in (pipe, tmp_path / "link"):
            check_target(place, "--csv")
            write_whole(b"angles", place)
            assert os.read(reader, 100) == b"angles"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed(tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    if there:
        (tmp_path / "far" / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("far/real.csv")
    check_target(tmp_path / "link.csv")
    write_whole(b"new", tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "far" / "real.csv").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["real.csv"]


def test_a_link_to_nowhere_or_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to("gone/a.csv")
    with pytest.raises(UsageError, match=r"there is no folder .*gone for --csv"):
        check_target(tmp_path / "lost", "--csv")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic link") as caught:
        write_whole(b"new", tmp_path / "loop")
    assert (caught.value.errno, caught.value.filename) == (errno.ELOOP, str(tmp_path / "loop"))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs names of what is open")
@pytest.mark.parametrize("to_file", [True, False])
def test_standard_output_by_its_name_gets_the_file_and_the_words_in_turn(
    tmp_path: Path, to_file: bool
) -> None:
    program = (
        "from pathlib import Path\n"
        "from psoas.cli.terminal import write_whole\n"
        "print('before')\n"
        "write_whole(b'table\\n', Path('/proc/self/fd/1'))\n"
        "print('after')\n"
    )
    target = tmp_path / "out.txt"
    with target.open("w") as file:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdout=file if to_file else subprocess.PIPE,
            text=True,
            check=True,
        )
    assert (target.read_text() if to_file else done.stdout) == "before\ntable\nafter\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", f"{MINUS}9° ± 4° ü"), ("cp1252", "-9° ± 4° ü"), ("ascii", r"-9\xb0 +- 4\xb0 \xfc")],
)
def test_signs_of_numbers_are_shown_by_every_terminal(encoding: str, shown: str) -> None:
    assert f"{MINUS}9° ± 4° ü".encode(encoding, "psoas").decode(encoding) == shown


def test_two_outputs_need_two_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to("a")
    for one, other in (("a", "a"), ("a", "./a"), ("a", tmp_path / "a"), ("a", "link")):
        with pytest.raises(UsageError, match=r"^--csv and --json are both .*; give each a place of its own$"):
            check_apart({"--csv": one, "--plot": None, "--json": other})
    check_apart({"--csv": "a", "--plot": None, "--json": "b"})
    check_apart({"--csv": "-", "--plot": None, "--json": "-"})
    check_apart({"--csv": os.devnull, "--json": os.devnull})


def test_heights_are_those_of_the_body() -> None:
    least, most = person_table()["heights_m"]
    for height in (None, 100 * least, 100 * most):
        check_height(height)
    for height in (100 * least - 1, 100 * most + 1, math.nan):
        with pytest.raises(UsageError, match=rf"give {100 * least:g} to {100 * most:g} cm"):
            check_height(height)
