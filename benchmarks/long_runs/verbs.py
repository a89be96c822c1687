"""Every verb that writes: how it is called, on which inputs, and what a whole file of each kind is."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from benchmarks.long_runs.targets import sound


@dataclass(frozen=True)
class Verb:
    """One call of psoas that writes.

    Attributes:
        name: unique; words: of the command line, in a folder that holds `inputs`.
        share: how many of two hundred kills it gets.
        module: what runs; psoas, or a module of ours that stands for a part of the coach.
        once: further words with which it ends by itself.
    """

    name: str
    words: tuple[str, ...]
    share: int
    module: str = "psoas"
    once: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        """The command."""
        return [sys.executable, "-m", self.module, *self.words]


ENDS_S: Final = 600.0
"""A verb that takes longer hangs."""

KEPT: Final = "sqlite:///kept.db"
VERBS: Final = (
    Verb("check", ("check", "in/stretch.mot", "--out", "out", "--json", "result.json"), 24),
    Verb("check of a clip", ("check", "in/clip.mp4", "--lite", "--out", "out"), 8),
    Verb("check --wrong", ("check", "in/stretch.mot", "--out", "out", "--wrong", "no"), 10),
    Verb("batch", ("batch", "in/batch", "--out", "out", "--workers", "1", "--json", "counts.json"), 18),
    Verb("load", ("load", "lying", "--json", "loads.json", "--picture", "loads.png"), 12),
    Verb("forecast", ("forecast", "in/tests.csv", "--json", "f.json", "--plot", "f.png", "--out", "out"), 18),
    Verb(
        "day",
        ("day", "in/run.fit", "--json", "d.json", "--csv", "d.csv", "--plot", "d.svg", "--out", "out"),
        20,
    ),
    Verb("body export", ("body", "export", "--out", "out", "--json", "body.json"), 14),
    Verb("body show", ("body", "show", "--out", "body.png", "--json", "body.json"), 6),
    Verb("body sweep", ("body", "sweep", "hip_flexion_r", "0:20:10", "--csv", "s.csv", "--plot", "s.svg"), 8),
    Verb("coach: sets and days", ("kept.db",), 36, "benchmarks.long_runs.coach_sets", ("--once",)),
    Verb("coach backup", ("coach", "backup", "kept.zip", "--database", KEPT), 12),
    Verb("coach restore", ("coach", "restore", "in/kept.zip", "--database", KEPT), 14),
)


def lay_out(verb: Verb, folder: Path) -> None:
    """Make the inputs of a verb, and a database, in a folder."""
    from psoas.store import Store

    inputs = folder / "in"
    inputs.mkdir(parents=True)
    for word in verb.words:
        if word.startswith("in/"):
            INPUTS[word.removeprefix("in/")](folder / word)
    Store.open(f"sqlite:///{folder / 'kept.db'}").close()


def _stretch(path: Path) -> None:
    from tests.recordings.made_recording import stretch, write_recording

    write_recording(path, stretch(fps=10.0))


def _batch(folder: Path) -> None:
    from tests.recordings.made_motion import knee_bend
    from tests.recordings.made_recording import write_recording

    folder.mkdir()
    for name in ("one.mot", "two.mot"):
        write_recording(folder / name, knee_bend(fps=10.0))


def _short_clip(path: Path) -> None:
    """A second of somebody who stands."""
    import av

    from benchmarks.accuracy import CLIPS

    with av.open(str(CLIPS / "f1_stand_neutral.mp4")) as clip, av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=15)
        stream.width, stream.height, stream.pix_fmt = 480, 270, "yuv420p"
        for frame, _ in zip(clip.decode(video=0), range(15), strict=False):
            made.mux(
                stream.encode(
                    av.VideoFrame.from_ndarray(frame.to_ndarray(width=480, height=270, format="rgb24"))
                )
            )
        made.mux(stream.encode(None))


INPUTS: Final[Mapping[str, Callable[[Path], object]]] = {
    "stretch.mot": _stretch,
    "clip.mp4": _short_clip,
    "batch": _batch,
    "tests.csv": lambda path: path.write_bytes(sound("table")["table.csv"]),
    "run.fit": lambda path: path.write_bytes(sound("day:run.fit")["run.fit"]),
    "kept.zip": lambda path: path.write_bytes(sound("backup")["kept.zip"]),
}


def run(verb: Verb, folder: Path, **how: str) -> "subprocess.Popen[str]":
    """Start a verb in a folder, in a session of its own."""
    paths = os.pathsep.join(
        [str(Path(__file__).parents[2]), *sys.path]
    )  # the benchmarks are no installed package
    own = {"PSOAS_DATA": str(folder / "data"), "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}
    environment = {**os.environ, **own, **how}
    return subprocess.Popen(
        verb.command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )


def faults_in(folder: Path) -> Iterator[str]:
    """Every file under its own name is whole; hidden ones are not looked at."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] == "in" or any(part.startswith(".") for part in inside.parts):
            continue
        if path.is_file() and (fault := fault_of(path)) is not None:
            yield f"{inside.as_posix()} is not whole: {fault}"


def leftovers_in(folder: Path) -> list[str]:
    """Hidden files and folders, which a verb that ended has removed."""
    return [path.name for path in folder.rglob(".*") if path.name not in (".", "..")]


def fault_of(path: Path) -> str | None:
    """Why a file is not whole; None where it is."""
    try:
        _read_whole(path)
    except Exception as error:  # noqa: BLE001 - whatever a damaged file raises
        return f"{type(error).__name__} {error}"[:150]
    return None


def _read_whole(path: Path) -> None:
    """Read a file to its end, as another program would.

    Raises:
        Exception: it is not whole.
    """
    match path.suffix:
        case ".db" | ".sqlite":
            _check_database(path)
            return
        case ".parquet":
            import pyarrow.parquet

            pyarrow.parquet.read_table(path)
            return
        case ".mp4":
            import av

            with av.open(str(path)) as container:
                assert sum(1 for _ in container.decode(video=0)) > 0
            return
        case ".zip":
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
            return
        case ".db-wal" | ".db-shm" | ".sqlite-wal" | ".sqlite-shm" | ".sqlite-journal" | ".txt" | ".lock":
            return  # of a database in use, which is checked with it; logs grow
    content = path.read_bytes()
    assert content, "is empty"
    match path.suffix:
        case ".json":
            json.loads(content)
        case ".html":
            assert content.rstrip().endswith(b"</html>"), "has no end"
        case ".svg" | ".xml":
            ElementTree.fromstring(content)
        case ".png":
            assert content.endswith(b"IEND\xaeB`\x82"), "has no end"
        case ".csv":
            rows = list(csv.reader(content.decode().splitlines()))
            assert len({len(row) for row in rows}) == 1, "rows of different length"
        case ".mot" | ".md":
            assert content.endswith(b"\n"), "has no end"


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
