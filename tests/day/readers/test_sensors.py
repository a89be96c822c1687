"""Axivity and ActiGraph: the same samples from every format, damaged blocks, sleep, and where the sensor was worn."""

import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from benchmarks.thigh_day import RATE_HZ, SimulatedDay, even_samples, simulate

from psoas.day import DayReading
from psoas.timeseries import Array
from tests.day.made import one_day, read, reasons, spans
from tests.day.made_sensors import actigraph, actigraph_epochs, actigraph_old, axivity

START = datetime(2024, 3, 4, 9)
PLAN = (("standing", 3.0), ("walking", 3.0), ("sitting upright", 15.0), ("walking", 2.0), ("standing", 4.0))
SITTING = 15.0


@pytest.fixture(scope="module")
def day() -> SimulatedDay:
    return simulate(PLAN, 5)


@pytest.fixture(scope="module")
def xyz(day: SimulatedDay) -> Array:
    return even_samples(day, RATE_HZ)


def sitting(reading: DayReading) -> float:
    return sum(one.sitting_s for one in reading.days) / 60


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


FORMATS = {
    "AX3.cwa": lambda xyz: axivity(START, xyz),
    "old AX3.cwa": lambda xyz: axivity(START, xyz, exact=False),
    "AX6.cwa": lambda xyz: axivity(START, xyz, six_axes=True),
    "records.gt3x": lambda xyz: actigraph(START, xyz),
    "words.gt3x": lambda xyz: actigraph(START, xyz, words=True),
    "old.gt3x": lambda xyz: actigraph_old(START, xyz),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_the_same_day_at_the_right_time(tmp_path: Path, name: str, xyz: Array) -> None:
    reading = read(saved(tmp_path, name, FORMATS[name](xyz)))
    assert not reading.errors
    assert sitting(reading) == pytest.approx(SITTING, abs=0.5)
    bouts = spans(one_day(reading))
    assert [kind for *_, kind, _ in bouts] == ["standing", "walking", "sitting", "walking", "standing"]
    begins = [begin for begin, *_ in bouts]
    assert begins[0] == "09:00:00"
    assert begins[2] in ("09:06:00", "09:05:55", "09:06:05")
    assert "no format that is read" not in reasons(reading)


def test_a_damaged_block_is_skipped_and_said(tmp_path: Path, xyz: Array) -> None:
    content = bytearray(axivity(START, xyz))
    for block in (3, 4, 100):
        content[1024 + 512 * block + 200] ^= 0x55
    reading = read(saved(tmp_path, "thigh.cwa", bytes(content)))
    assert "3 blocks of the file: they are damaged" in reasons(reading)
    assert sitting(reading) == pytest.approx(SITTING, abs=0.6)


def test_a_damaged_record_is_skipped_and_said(tmp_path: Path, xyz: Array) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(saved(tmp_path, "thigh.gt3x", actigraph(START, xyz))) as archive:
        archive.extractall(folder)
    records = bytearray((folder / "log.bin").read_bytes())
    records[50_000] ^= 0x55
    (folder / "log.bin").write_bytes(records)
    reading = read(folder)
    assert "1 records of the file: they are damaged" in reasons(reading)
    assert sitting(reading) == pytest.approx(SITTING, abs=0.6)


def test_a_cut_file_gives_what_came_before(tmp_path: Path, xyz: Array) -> None:
    content = axivity(START, xyz)
    reading = read(saved(tmp_path, "thigh.cwa", content[: 1024 + 512 * 330 + 77]))
    assert "1 the end of the file" in reasons(reading)
    assert one_day(reading).totals["walking"] == pytest.approx(180, abs=15)


def test_while_a_sensor_sleeps_nothing_is_known(tmp_path: Path, xyz: Array) -> None:
    reading = read(saved(tmp_path, "thigh.gt3x", actigraph(START, xyz, asleep_s=range(600, 900))))
    assert sitting(reading) == pytest.approx(SITTING - 5, abs=0.4)
    day = one_day(reading)
    assert not [one for one in day.bouts if one.start_s < day.start_s + 9 * 3600 + 840 < one.end_s]


@pytest.mark.parametrize(("said", "place"), [("right+wrist", "wrist"), ("waist", "hip"), ("sacrum", "trunk")])
def test_a_sensor_elsewhere_is_refused(tmp_path: Path, xyz: Array, said: str, place: str) -> None:
    (error,) = read(saved(tmp_path, "day.cwa", axivity(START, xyz[:6000], site=said))).errors
    assert f"day.cwa is of a sensor on the {place}" in str(error)


def test_where_a_sensor_was_worn_has_to_be_known(tmp_path: Path, xyz: Array) -> None:
    path = saved(tmp_path, "day.gt3x", actigraph(START, xyz, Limb=""))
    (error,) = read(path).errors
    assert str(error) == (
        "day.gt3x does not say where the sensor was worn; add --worn thigh if it was on the thigh"
    )
    assert sitting(read(path, worn="thigh")) == pytest.approx(SITTING, abs=0.5)
    assert "on the wrist" in str(read(path, worn="wrist").errors[0])


def test_a_file_that_names_another_place_is_remarked_or_goes_first(tmp_path: Path, xyz: Array) -> None:
    """A sensor on the wrist read as one on the thigh would sit all day, and nothing would say so."""
    raw = saved(tmp_path, "day.cwa", axivity(START, xyz, site="right+wrist"))
    assert "its word that the sensor was on the wrist: you say it was on the thigh" in reasons(
        read(raw, worn="thigh")
    )
    assert "on the wrist" in str(read(raw, worn="thigh", worn_first=False).errors[0])
    epochs = saved(tmp_path, "hip.agd", actigraph_epochs(START, [15]))
    assert "on the hip: you say it was on the wrist" in reasons(read(epochs, worn="wrist"))
    assert "its word" not in reasons(read(epochs, worn="hip"))
    assert one_day(read(epochs, worn="wrist", worn_first=False)).steps == 15


def test_the_file_says_where_its_clock_was(tmp_path: Path, xyz: Array) -> None:
    """Recorded in New York, five hours behind UTC, by somebody at home in Paris."""
    path = saved(tmp_path, "day.gt3x", actigraph(START, xyz, TimeZone="-05:00:00"))
    day = one_day(read(path))
    assert spans(day)[0][0] == "09:00:00"
    assert day.bouts[0].start_s == datetime(2024, 3, 4, 9, tzinfo=ZoneInfo("America/New_York")).timestamp()


def test_epochs_give_steps_and_no_posture(tmp_path: Path) -> None:
    path = saved(tmp_path, "hip.agd", actigraph_epochs(START, [0, 15, 16, 0, 3]))
    reading = read(path)
    day = one_day(reading)
    assert day.steps == 34
    assert spans(day) == [("09:00:10", "09:00:30", "walking", None)]
    assert "the inclinometer" in reasons(reading)


def test_epochs_of_an_unknown_place_ask_for_it(tmp_path: Path) -> None:
    path = saved(tmp_path, "day.agd", actigraph_epochs(START, [15], limb=""))
    assert "add --worn hip" in str(read(path).errors[0])
    assert one_day(read(path, worn="wrist")).steps == 15


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "x.agd")
    base.execute("create view data as select 1 as dataTimestamp, 1 as steps")
    base.commit()
    base.close()
    (error,) = read(tmp_path / "x.agd").errors
    assert str(error) == "x.agd is cut or damaged, or no ActiGraph epochs file; export it again"
