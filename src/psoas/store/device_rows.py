"""What files of devices say, as rows: observations and steps by the name of the file."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, and_, delete, func, select

from psoas.day import Observation, StepPart, ZoneHint
from psoas.store.row_changes import insert_rows
from psoas.store.schema import OBSERVATIONS, OFFSETS, STEPS

T = TypeVar("T")


@dataclass(frozen=True)
class DeviceFile:
    """What is kept of one file.

    Attributes:
        source: its name.
        start_s, end_s: of what it says [s since 1970].
        observations, steps: how many rows are kept.
    """

    source: str
    start_s: int
    end_s: int
    observations: int
    steps: int


@dataclass(frozen=True)
class FileContent:
    """All that is kept of one file.

    Attributes:
        observations, steps: in order of time.
        offsets: zones of devices as offsets from UTC [s].
    """

    observations: tuple[Observation, ...]
    steps: tuple[StepPart, ...] = ()
    offsets: tuple[ZoneHint, ...] = ()


def save_file(connection: Connection, profile_id: int, source: str, content: FileContent) -> int:
    """Keep what a file says and is not kept yet; returns how many observations and parts of steps are new."""
    _save_offsets(connection, profile_id, source, content.offsets)
    return _save_observations(connection, profile_id, source, content.observations) + _save_steps(
        connection, profile_id, source, content.steps
    )


def _save_offsets(connection: Connection, profile_id: int, source: str, hints: Iterable[ZoneHint]) -> None:
    chosen = select(OFFSETS.c.start_s).where(_of(OFFSETS, profile_id, source))
    kept = set(connection.scalars(chosen))
    rows = [
        {"profile_id": profile_id, "source": source, "start_s": one.start_s, "offset_s": one.zone}
        for one in hints
        if one.start_s not in kept
    ]
    insert_rows(connection, OFFSETS, rows)


def _save_observations(
    connection: Connection, profile_id: int, source: str, observations: Iterable[Observation]
) -> int:
    """Keep observations that are not kept yet; returns how many are new."""
    rows = {
        (one.start_s, one.end_s, one.wear, one.kind or "", one.context or ""): {
            "profile_id": profile_id,
            **asdict(one),
            "kind": one.kind or "",
            "context": one.context or "",
            "source": source,
        }
        for one in observations
    }
    if not rows:
        return 0
    key = (OBSERVATIONS.c[name] for name in ("start_s", "end_s", "wear", "kind", "context"))
    chosen = _of(OBSERVATIONS, profile_id) & OBSERVATIONS.c.start_s.between(min(rows)[0], max(rows)[0])
    kept = {tuple(row) for row in connection.execute(select(*key).where(chosen))}
    new = [row for place, row in rows.items() if place not in kept]
    insert_rows(connection, OBSERVATIONS, new)
    return len(new)


def _save_steps(connection: Connection, profile_id: int, source: str, parts: Sequence[StepPart]) -> int:
    """Keep steps that no file is known to have counted alike; returns how many parts are new.

    A part that the same file counted before is replaced where it counts more now: a later export knows more of it.
    """
    if not parts:
        return 0
    starts = [one.start_s for one in parts]
    chosen = _of(STEPS, profile_id) & STEPS.c.start_s.between(min(starts), max(starts))
    kept: dict[tuple[int, int], list[tuple[str, float]]] = defaultdict(list)
    for start, length, name, count in connection.execute(
        select(STEPS.c.start_s, STEPS.c.length_s, STEPS.c.source, STEPS.c.count).where(chosen)
    ):
        kept[start, length].append((name, count))
    new = [
        one
        for one in parts
        if not any(
            count == one.count or (name == source and count > one.count)
            for name, count in kept[one.start_s, one.length_s]
        )
    ]
    grown = [one for one in new if any(name == source for name, _ in kept[one.start_s, one.length_s])]
    for one in grown:
        same = (STEPS.c.start_s == one.start_s) & (STEPS.c.length_s == one.length_s)
        connection.execute(delete(STEPS).where(_of(STEPS, profile_id, source) & same))
    insert_rows(
        connection, STEPS, [{"profile_id": profile_id, "source": source, **asdict(one)} for one in new]
    )
    return len(new)


def observations_between(
    connection: Connection, profile_id: int, start_s: int, end_s: int
) -> dict[str, list[Observation]]:
    """Observations of a time, by the name of the file, in order of time."""
    chosen = (OBSERVATIONS.c.end_s > start_s) & (OBSERVATIONS.c.start_s < end_s)
    return _observations(connection, _of(OBSERVATIONS, profile_id) & chosen)


def steps_between(
    connection: Connection, profile_id: int, start_s: int, end_s: int
) -> dict[str, list[StepPart]]:
    """Steps of a time, by the name of the file, in order of time."""
    chosen = (STEPS.c.start_s + STEPS.c.length_s > start_s) & (STEPS.c.start_s < end_s)
    return _steps(connection, _of(STEPS, profile_id) & chosen)


def device_files(connection: Connection, profile_id: int) -> list[DeviceFile]:
    """The files of which something is kept, the one that reaches furthest first."""
    found: dict[str, DeviceFile] = {}
    for table, end in ((OBSERVATIONS, OBSERVATIONS.c.end_s), (STEPS, STEPS.c.start_s + STEPS.c.length_s)):
        columns = (table.c.source, func.min(table.c.start_s), func.max(end), func.count())
        query = select(*columns).where(_of(table, profile_id)).group_by(table.c.source)
        for source, start, last, count in connection.execute(query):
            known = found.get(source, DeviceFile(source, start, last, 0, 0))
            found[source] = DeviceFile(
                source,
                min(known.start_s, start),
                max(known.end_s, last),
                known.observations + (count if table is OBSERVATIONS else 0),
                known.steps + (count if table is STEPS else 0),
            )
    return sorted(found.values(), key=lambda one: (-one.end_s, one.source))


def offsets_between(
    connection: Connection, profile_id: int, start_s: int, end_s: int
) -> dict[str, list[ZoneHint]]:
    """Offsets from UTC that devices had in a time, by the name of the file, in order of time."""
    chosen = _of(OFFSETS, profile_id) & OFFSETS.c.start_s.between(start_s, end_s)
    return _offsets(connection, chosen)


def remove_file(connection: Connection, profile_id: int, source: str) -> FileContent:
    """Remove all that a file said; returns it."""
    content = FileContent(
        tuple(_observations(connection, _of(OBSERVATIONS, profile_id, source)).get(source, ())),
        tuple(_steps(connection, _of(STEPS, profile_id, source)).get(source, ())),
        tuple(_offsets(connection, _of(OFFSETS, profile_id, source)).get(source, ())),
    )
    for table in (OBSERVATIONS, STEPS, OFFSETS):
        connection.execute(delete(table).where(_of(table, profile_id, source)))
    return content


def _of(table: Table, profile_id: int, source: str | None = None) -> Any:
    mine = table.c.profile_id == profile_id
    return mine if source is None else and_(mine, table.c.source == source)


def _observations(connection: Connection, chosen: Any) -> dict[str, list[Observation]]:
    def made(start: int, end: int, kind: Any, context: Any, *rest: Any) -> Observation:
        return Observation(start, end, kind or None, context or None, *rest)

    names = [field.name for field in fields(Observation)]
    return _by_source(connection, OBSERVATIONS, names, made, chosen)


def _steps(connection: Connection, chosen: Any) -> dict[str, list[StepPart]]:
    return _by_source(connection, STEPS, [field.name for field in fields(StepPart)], StepPart, chosen)


def _offsets(connection: Connection, chosen: Any) -> dict[str, list[ZoneHint]]:
    return _by_source(connection, OFFSETS, ["start_s", "offset_s"], ZoneHint, chosen)


def _by_source(
    connection: Connection, table: Table, names: Iterable[str], make: Callable[..., T], chosen: Any
) -> dict[str, list[T]]:
    """What is made of the named columns of some rows, by the name of the file, in order of time."""
    query = select(table.c.source, *(table.c[name] for name in names)).where(chosen).order_by(table.c.start_s)
    found: dict[str, list[T]] = defaultdict(list)
    for source, *values in connection.execute(query):
        found[source].append(make(*values))
    return dict(found)
