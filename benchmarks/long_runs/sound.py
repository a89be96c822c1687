"""Sound files, small ones, of everything that psoas reads."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image


def sound(kind: str) -> Mapping[str, bytes]:
    """Files of a kind by name."""
    if kind.startswith("day:"):
        from tests.day.samples import samples

        name = kind.removeprefix("day:")
        return {name: samples()[name]}
    with tempfile.TemporaryDirectory() as folder:
        MAKE[kind](Path(folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}


def _trc(folder: Path) -> None:
    from tests.capture.files.marker_files import standing_person, write_trc
    from tests.exercises.hip_stretch.sessions import Rep
    from tests.recordings.made_recording import stretch, write_recording

    write_trc(folder / "few.trc", *standing_person(12))
    write_recording(folder / "body.trc", stretch(fps=4.0, reps=(Rep(pause=0.8),)))


def _mot(folder: Path) -> None:
    from tests.recordings.made_motion import knee_bend
    from tests.recordings.made_recording import stretch, write_recording

    write_recording(folder / "stretch.mot", stretch(fps=6.0))
    write_recording(folder / "bend.mot", knee_bend(fps=10.0))


def _c3d(folder: Path) -> None:
    from tests.capture.files.marker_files import standing_person, write_c3d

    time, names, positions = standing_person(12)
    write_c3d(folder / "few.c3d", names, 1000 * positions, screen=("+X", "+Y"))
    positions[3:6, 2] = np.nan
    write_c3d(folder / "gaps.c3d", names, positions, "m", rate=1 / float(time[1]))


def _plates(folder: Path) -> None:
    from tests.capture.files.test_force_plates import channels, write

    for kind in (1, 2, 3, 4):
        write(folder / f"type{kind}.c3d", kind, channels(kind))


def _xml(folder: Path) -> None:
    from tests.capture.files.test_ground_forces import BOTH, external_force, loads

    (folder / "loads.xml").write_text(BOTH)
    (folder / "one.xml").write_text(loads(external_force("calcn_r", isDisabled="", torque_identifier="")))


def _grf(folder: Path) -> None:
    from tests.capture.files.test_ground_forces import LEFT, RIGHT, mot, numbers

    (folder / "walk_grf.mot").write_text(mot(RIGHT + LEFT, numbers()))
    sides = [name.replace("ground_", "r_ground_") for name in RIGHT]
    (folder / "sides.mot").write_text(mot(tuple(sides), numbers()[:, :9], degrees="no"))


def _map(folder: Path) -> None:
    (folder / "map.csv").write_text("their name,our name\nhip right,R.ASIS\n# no\nhip left;x,L.ASIS\nfoo,\n")
    (folder / "other.csv").write_text("RASI\tR.ASIS\nLASI\tL.ASIS\n")


def _table(folder: Path) -> None:
    start = date(2026, 1, 5)
    rows: list[tuple[object, ...]] = [
        (str(start + timedelta(days=7 * week)), "thomas", 4.5 - week, 2.0, "left") for week in range(4)
    ]
    rows += [(str(start + timedelta(days=day)), "practice", 60, "", "") for day in range(9)]
    rows += [(str(start), "sitting", 7.5, "", ""), (str(start), "stretch", 12, "", "right")]
    head = ("day", "what", "value", "error", "side")
    (folder / "table.csv").write_text(_csv([head, *rows]))
    (folder / "comma.csv").write_text(_csv([head, *rows]).replace(",", ";").replace(".", ","))
    content = {"rows": [dict(zip(head, row, strict=True)) for row in rows]}
    (folder / "table.json").write_text(json.dumps(content))


def _forecast(folder: Path) -> None:
    from psoas.export import FORECAST_SCHEMA

    def scenario(name: str) -> dict[str, object]:
        ends = {"mean": [1.0, 1.01, 1.02], "low": [0.98, 0.99, 1.0], "high": [1.02, 1.04, 1.06]}
        return {"id": name, "psoas_fibre_factor": ends, "change_deg": {"mean": [0.0, 0.6, 1.5]}}

    hips = [{"side": side, "scenarios": [scenario("as_now"), scenario("plan")]} for side in ("right", "left")]
    whole = {"schema": FORECAST_SCHEMA, "horizon_weeks": 2, "hips": hips}
    (folder / "both.json").write_text(json.dumps(whole))
    (folder / "one.json").write_text(json.dumps(whole | {"hips": [hips[0] | {"side": None}]}))


def _result(folder: Path) -> None:
    from psoas.batch.clip_job import RESULT_SCHEMA

    tables = {"repetitions": [{"number": 1, "good": None, "hold_s": 2.0}]}
    row = {"schema": RESULT_SCHEMA, "settings_hash": "a", "version": "1", "file_hash": "b", "state": "done"}
    (folder / "batch.json").write_text(json.dumps(row | {"reason": "", "tables": tables}))
    (folder / "day.json").write_text(json.dumps({"schema": "psoas.day/1", "days": [{"date": "2026-03-01"}]}))


def _manifest(folder: Path) -> None:
    (folder / "plain.csv").write_text(
        "path,person,session,Height [cm],mass_kg\na.mot,01,2,172.5,70\nb.trc,02,,n/a,\n"
    )
    (folder / "tabs.csv").write_text('path\ttask\trun\n"sub-01_ses-2_task-walk_run-1.mot"\t"a ""b"""\t1\n')


def _picture() -> Image.Image:
    rows, columns = np.mgrid[:120, :160]
    return Image.fromarray(np.dstack([rows * 2, columns, (rows * columns) // 80]).astype(np.uint8))


def _photo(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _picture().save(folder / "turned.jpg", exif=exif)
    _picture().save(folder / "progressive.jpg", progressive=True, quality=40)
    _picture().convert("RGBA").save(folder / "clear.png")
    _picture().convert("P").save(folder / "palette.png")
    _picture().save(folder / "webp.webp", quality=50)


def _jpeg(folder: Path) -> None:
    _picture().save(folder / "plain.jpg", quality=60)
    _picture().save(folder / "progressive.jpg", progressive=True, quality=60)
    _picture().convert("L").save(folder / "grey.jpg", quality=60)


def _socket(folder: Path) -> None:
    """Messages of a page, each with its length in front; text messages have a 1 before, pictures a 0."""
    from psoas.app.stretch.channel import HEADER

    with io.BytesIO() as file:
        _picture().resize((80, 60)).save(file, "JPEG", quality=50)
        jpeg = file.getvalue()
    pictures = [b"\0" + HEADER.pack(1e12 + 80.0 * number) + jpeg for number in range(3)]
    messages = [*pictures, b"\1slow", pictures[0], b"\1nonsense", b"\1finish"]
    (folder / "set.bin").write_bytes(b"".join(len(one).to_bytes(2, "big") + one for one in messages))


CONTAINERS: Final = {
    "mp4": ("mpeg4", "yuv420p"),
    "mov": ("mjpeg", "yuvj420p"),
    "avi": ("mpeg4", "yuv420p"),
    "webm": ("libvpx", "yuv420p"),
    "mkv": ("libx264", "yuv420p"),
}


def _clip(folder: Path) -> None:
    import av

    for ending, (codec, pixels) in CONTAINERS.items():
        with av.open(folder / f"clip.{ending}", "w") as container:
            stream = container.add_stream(codec, rate=25)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = 80, 64, pixels
            for number in range(10):
                picture = np.asarray(_picture().rotate(4 * number).resize((80, 64)))
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))


def _backup(folder: Path) -> None:
    from tests.store.made import SCHEMAS, fill

    from psoas.store import backup
    from psoas.store.store import Store

    url = f"sqlite:///{folder / 'psoas.db'}"
    with Store.open(url) as store:
        fill(store)
    backup(url, folder / "kept.zip")
    for path in folder.glob("psoas.db*"):
        path.unlink()
    (folder / "old.zip").write_bytes((SCHEMAS / "0001.zip").read_bytes())


def _csv(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


MAKE: Final[Mapping[str, Callable[[Path], None]]] = {
    "trc": _trc,
    "mot": _mot,
    "c3d": _c3d,
    "plates": _plates,
    "xml": _xml,
    "grf": _grf,
    "map": _map,
    "table": _table,
    "forecast": _forecast,
    "result": _result,
    "manifest": _manifest,
    "photo": _photo,
    "jpeg": _jpeg,
    "socket": _socket,
    "clip": _clip,
    "backup": _backup,
}
