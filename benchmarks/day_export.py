"""Large files, made: memory and time of `psoas day`.

An Apple Health export of 1 GB stands beside a bare ``iterparse`` in the same run; a week of a sensor at 100 Hz alone.

python -m benchmarks.day_export               1 GB, and the week
python -m benchmarks.day_export --mb 100      a smaller export
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from tests.day.made_sensors import axivity

from benchmarks.rows import Row, show
from benchmarks.thigh_day import OFFICE, even_samples, simulate
from psoas.day.readers.axivity import BLOCK, HEADER_BYTES

MOST_MB: Final = 300
MOST_RATIO: Final = 2.0
WEEK_HZ: Final = 100
DAY_BIT: Final = 17
"""Place of the day of the month in the time of a block."""
BARE: Final = """
import sys, xml.etree.ElementTree as E
count = 0
for _, element in E.iterparse(sys.argv[1]):
    count += 1
    element.clear()
"""
"""The usual way to read a large file; the root keeps its empty children."""
OURS: Final = """
import sys
from pathlib import Path
from psoas.day import DayAnswers, read_days
from psoas.report import write_day_folder
reading = read_days([Path(sys.argv[1])], DayAnswers())
write_day_folder(reading, "UTC", Path(sys.argv[1]).parent / "report")
print(len(reading.days), reading.files[0].step_counts)
"""
RECORD: Final = (
    ' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" sourceVersion="17.5" '
    'device="&lt;&lt;HKDevice: 0x{address:x}&gt;, name:{name}, manufacturer:Apple Inc., model:{model}, '
    'hardware:{model}16,1, software:17.5&gt;" unit="{unit}" creationDate="{end}" startDate="{start}" endDate="{end}" '
    'value="{value}"/>\n'
)
SHARES: Final = (
    ("HeartRate", "count/min", 0.55),
    ("ActiveEnergyBurned", "kcal", 0.25),
    ("StepCount", "count", 0.2),
)
"""Of the records of a real export; a working value."""


def write_export(path: Path, size_mb: float, seed: int = 1) -> None:
    """Write an export: heart rate, energy and steps of a watch and a phone over some years, in order of kind."""
    random = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n')
        for kind, unit, share in SHARES:
            now, until = datetime(2019, 1, 1), file.tell() + share * size_mb * 1e6
            while file.tell() < until:
                now += timedelta(seconds=float(random.uniform(5, 90 if kind == "HeartRate" else 400)))
                end = now + timedelta(seconds=int(random.integers(1, 300)))
                watch = random.random() < 0.6
                file.write(
                    RECORD.format(
                        kind=kind,
                        source="Watch of Zoe" if watch else "iPhone of Zoe",
                        address=int(random.integers(1 << 36)),
                        name="Apple Watch" if watch else "iPhone",
                        model="Watch" if watch else "iPhone",
                        unit=unit,
                        start=f"{now:%Y-%m-%d %H:%M:%S} +0100",
                        end=f"{end:%Y-%m-%d %H:%M:%S} +0100",
                        value=int(random.integers(1, 400)),
                    )
                )
        file.write("</HealthData>\n")


def write_week(path: Path) -> None:
    """Write a week of an Axivity sensor on the thigh: the same made day seven times."""
    start = datetime(2024, 3, 4, 8)
    content = axivity(start, even_samples(simulate(OFFICE, 1), WEEK_HZ), rate_hz=WEEK_HZ)
    blocks = np.frombuffer(content[HEADER_BYTES:], BLOCK)
    with path.open("wb") as file:
        file.write(content[:HEADER_BYTES])
        for day in range(7):
            later = blocks.copy()
            later["time"] += np.uint32(day << DAY_BIT)
            words = later.view("<u2").reshape(len(later), -1)
            words[:, -1] = -words[:, :-1].sum(axis=1, dtype=np.uint16)
            file.write(later.tobytes())


def measured(program: str, path: Path) -> tuple[float, float, str]:
    """Seconds of the processor, greatest resident memory [MB] and output of a Python program."""
    wrapped = f"import os\n{program}\nused = os.times()\n"
    wrapped += (
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]\n"
    )
    wrapped += "print('peak', peak, used.user + used.system)"
    done = subprocess.run(
        [sys.executable, "-c", wrapped, str(path)], capture_output=True, text=True, check=True
    )
    words, _, peak = done.stdout.rpartition("peak ")
    memory, seconds = peak.split()
    return float(seconds), float(memory) / 1024, words.strip()


def rows(size_mb: float) -> list[Row]:
    """Memory, and time beside a bare ``iterparse``, which goes first and last."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        write_export(path, size_mb)
        bare = [measured(BARE, path)[0]]
        seconds, memory, words = measured(OURS, path)
        bare.append(measured(BARE, path)[0])
    ratio = seconds / (sum(bare) / 2)
    name = f"Apple Health export of {size_mb / 1000:g} GB"
    days, steps = words.split()
    return [
        Row(f"{name}: memory", f"<= {MOST_MB} MB", f"{memory:.0f} MB", memory <= MOST_MB),
        Row(
            f"{name}: time beside a bare iterparse",
            f"<= {MOST_RATIO:g}",
            f"{ratio:.2f} ({seconds:.0f} s of the processor; {days} days, {steps} step counts)",
            ratio <= MOST_RATIO,
        ),
    ]


def week_rows() -> list[Row]:
    """Memory and time of a week of a sensor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.cwa"
        write_week(path)
        size_mb = path.stat().st_size / 1e6
        seconds, memory, words = measured(OURS, path)
    name = f"a week of a sensor at {WEEK_HZ} Hz, {size_mb:.0f} MB"
    return [
        Row(f"{name}: memory", f"<= {MOST_MB} MB", f"{memory:.0f} MB", memory <= MOST_MB),
        Row(f"{name}: time", "stated", f"{seconds:.0f} s of the processor; {words.split()[0]} days", True),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mb", type=float, default=1000.0)
    show([*rows(parser.parse_args().mb), *week_rows()])
