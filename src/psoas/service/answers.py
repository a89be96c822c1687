"""The answers: the same JSON as ``psoas check --json``, ``body sweep``, ``body show``, ``load`` and ``day`` write."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from psoas.body import Person, in_own_unit, load_body, named_posture
from psoas.capture.files import MOTION_FILES
from psoas.day import DayAnswers, home_zone, read_days
from psoas.errors import CannotTellError
from psoas.export import (
    day_json,
    pose_json,
    postures_json,
    recording_json,
    side_bending_json,
    to_json,
    trunk_json,
)
from psoas.loads import Assumptions, NamedPosture, checked_pressure, posture_loads, side_bending
from psoas.muscle import posed_psoas, stepped, sweep
from psoas.recordings import analyse_clip, analyse_motion, recorded_loads
from psoas.service.order import Order, OrderKind
from psoas.words import _


@dataclass(frozen=True)
class Answer:
    """An answer: pieces of its JSON, and remarks on what could not be read."""

    content: Iterable[str]
    remarks: tuple[str, ...] = field(default=())


def answer_of(order: Order) -> Answer:
    """Compute an answer.

    Raises:
        UsageError: an option has no sense.
        InputError: a file cannot be read.
        CannotTellError: it was read, and the answer is not in it.
    """
    return _ANSWERS[order.kind](order.options, tuple(Path(one) for one in order.files))


Options = Mapping[str, Any]
Paths = tuple[Path, ...]


def _sweep(options: Options, _files: Paths) -> Answer:
    coordinate = options["coordinate"]
    values = stepped(options["start"], options["stop"], options["step"])
    pose = _in_radians(options.get("pose"))
    found = sweep(load_body(_person(options)), coordinate, in_own_unit(coordinate, values), pose)
    return _one(found.to_json())


def _show(options: Options, _files: Paths) -> Answer:
    named = named_posture(options["posture"])
    pose = {**named.coordinates, **_in_radians(options.get("pose"))}
    return _one(pose_json(posed_psoas(load_body(_person(options)), pose), named.name))


def _postures(options: Options, _files: Paths) -> Answer:
    body, assumed, moved = load_body(_person(options)), _assumed(options), _in_radians(options.get("pose"))
    postures = [NamedPosture.of(word, moved) for word in options["postures"]]
    found = posture_loads(body, postures, assumed)
    content = postures_json(found) | trunk_json(assumed)
    if not moved and [one.name for one in postures] == ["standing"]:
        content["side_bending"] = side_bending_json(side_bending(body, assumed))
    return _one(content)


def _recording(options: Options, files: Paths) -> Answer:
    assumed = _assumed(options)
    found = recorded_loads(
        files[0], _person(options), forces=files[1] if len(files) > 1 else None, assumptions=assumed
    )
    return _one(recording_json(found.file, found.detail, found.loads) | trunk_json(assumed))


def _check(options: Options, files: Paths) -> Answer:
    height_cm = options.get("height_cm")
    height_m = None if height_cm is None else height_cm / 100
    loads = _person(options) if options.get("loads") else None
    if files[0].suffix.lower() in MOTION_FILES:
        forces = files[1] if len(files) > 1 else None
        analysis = analyse_motion(files[0], height_m=height_m, loads=loads, forces=forces)
    else:
        analysis = analyse_clip(
            files[0],
            person=options.get("person"),
            height_m=height_m,
            weights="lite" if options.get("lite") else "full",
            loads=loads,
            filmed_fps=options.get("filmed_fps"),
        )
    named = replace(analysis, source=replace(analysis.source, file=files[0].name))
    return _one(to_json(named))


def _day(options: Options, files: Paths) -> Answer:
    zone = home_zone(options["timezone"])
    start = options.get("start")
    reading = read_days(
        files,
        DayAnswers(
            zone,
            bool(options.get("standing_desk")),
            _minutes(options.get("sleep")),
            _minutes(options.get("evening")),
            None if start is None else datetime.fromisoformat(start).replace(tzinfo=None),
            options.get("worn"),
        ),
    )
    if not reading.days:
        if reading.errors:
            raise reading.errors[0]
        raise CannotTellError(
            _("Nothing of a day is in what was sent; send files of devices in a format that the guide lists.")
        )
    return Answer(day_json(reading, str(zone)), tuple(str(error) for error in reading.errors))


_ANSWERS: Final[dict[OrderKind, Callable[[Options, Paths], Answer]]] = {
    "sweep": _sweep,
    "show": _show,
    "postures": _postures,
    "recording": _recording,
    "check": _check,
    "day": _day,
}


def _one(content: dict[str, Any]) -> Answer:
    return Answer((json.dumps(content, ensure_ascii=False, allow_nan=False),))


def _person(options: Options) -> Person:
    usual = Person()
    height_cm, mass_kg, sex = (options.get(name) for name in ("height_cm", "mass_kg", "sex"))
    return Person(
        usual.height_m if height_cm is None else height_cm / 100,
        usual.mass_kg if mass_kg is None else mass_kg,
        sex or usual.sex,
    )


def _assumed(options: Options) -> Assumptions:
    usual = Assumptions()
    return replace(
        usual,
        power=options.get("power") or usual.power,
        abdominal_pressure=checked_pressure(options.get("abdominal_pressure_kPa") or 0.0),
        ligament_press=float(bool(options.get("ligaments_press"))),
    )


def _in_radians(pose: Mapping[str, float] | None) -> dict[str, float]:
    """A pose in the program's units; angles come in degrees."""
    return {name: float(in_own_unit(name, value)) for name, value in (pose or {}).items()}


def _minutes(times: str | None) -> tuple[int, int] | None:
    """Minutes since midnight of ``HH:MM-HH:MM``."""
    if times is None:
        return None
    first, last = (60 * int(one[:2]) + int(one[3:]) for one in times.split("-"))
    return first, last
