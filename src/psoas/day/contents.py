"""What is kept of files of devices: the facts of each by itself, read together and not yet fused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from psoas.day.fusion import fuse, observations_of
from psoas.day.observation import NotUsed, Observation, ZoneHint
from psoas.day.read_days import read_logs, remarks
from psoas.day.reader import DayAnswers
from psoas.day.steps import StepPart, step_parts
from psoas.day.zones import home_zone, offset_hints


@dataclass(frozen=True)
class DeviceContents:
    """What is kept of some files.

    Attributes:
        observations: by the name of the file or of the device in it.
        steps, offsets: step counts and offsets from UTC, by the name of the file.
        files: that were read.
        remarks: what was not used, and why.
        refused: of files that were not read, why.
        hints_only: calendars alone; they say what was planned, not what was done.
    """

    observations: dict[str, list[Observation]]
    steps: dict[str, list[StepPart]]
    offsets: dict[str, list[ZoneHint]]
    files: int
    remarks: tuple[NotUsed, ...]
    refused: tuple[str, ...]
    hints_only: bool


def read_contents(paths: Sequence[Path], answers: DayAnswers) -> DeviceContents:
    """Read files of devices together; a bad one does not stop the others."""
    reading = read_logs(paths, answers)
    observed = {source: list(found) for source, found in observations_of(reading.logs).items()}
    did = any(one.kind is not None for found in observed.values() for one in found)
    return DeviceContents(
        observed,
        {log.file: step_parts(log) for log in reading.logs},
        {log.file: offset_hints(log.zones) for log in reading.logs},
        len(reading.logs),
        tuple(remarks(reading)),
        tuple(str(error) for error in reading.errors),
        bool(reading.logs) and not did and not fuse(reading.logs, answers.home),
    )


def read_contents_in(
    zone: str | None, paths: Sequence[Path], answers: DayAnswers, most: int
) -> DeviceContents:
    """Read files as `read_contents` does, for another process, to which not every zone can be sent.

    Args:
        zone: of the person, as of `home_zone`.
        most: parts that are given at most.

    Raises:
        MemoryError: there are more.
    """
    found = read_contents(paths, replace(answers, home=home_zone(zone)))
    kinds = (found.observations, found.steps, found.offsets)
    if sum(len(parts) for kind in kinds for parts in kind.values()) > most:
        raise MemoryError
    return found
