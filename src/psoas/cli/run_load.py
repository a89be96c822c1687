"""Run ``psoas load``: read the words, compute, print and write; returns the exit code."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from psoas.body import load_body, named_posture
from psoas.capture.files import MOTION_FILES
from psoas.cli.from_forecast import ForecastChoice, ForecastWeek
from psoas.cli.print_load import print_postures, print_recording, print_side_bending, print_what_if
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.run_body import Build, person_of, pose_of
from psoas.cli.terminal import (
    CANNOT_TELL,
    check_apart,
    check_png,
    check_target,
    print_written,
    show_result,
    verb,
    write_whole,
)
from psoas.draw import motion_picture, png, posture_picture, what_if_picture
from psoas.errors import CannotTellError, UsageError
from psoas.export import postures_json, recording_json, side_bending_json, trunk_json, what_if_json
from psoas.loads import (
    Assumptions,
    NamedPosture,
    PostureLoads,
    SideBending,
    WhatIf,
    checked_pressure,
    posture_loads,
    published_pressure,
    side_bending,
    what_if,
)
from psoas.recordings import recorded_loads, trunk_lines
from psoas.words import N_, _, decimal, in_series

MOST: Final = 8
MOST_PERCENT: Final = 50.0
CHANGED: Final = {"both": (True, True), "right": (True, False), "left": (False, True)}
WHOSE: Final = {
    "both": N_("psoas {changes}"),
    "right": N_("right psoas {changes}"),
    "left": N_("left psoas {changes}"),
}
CHANGES: Final = {
    "shorter": N_("{share:g} % shorter"),
    "longer": N_("{share:g} % longer"),
    "stronger": N_("{share:g} % stronger"),
    "weaker": N_("{share:g} % weaker"),
}


@dataclass(frozen=True)
class PsoasChange:
    """A change of the psoas as it was given on the command line: percents, and the side."""

    shorter: str | None = None
    longer: str | None = None
    stronger: str | None = None
    weaker: str | None = None
    side: str = "both"

    def assumptions(self, base: Assumptions) -> Assumptions | None:
        """The assumptions after the change; None where there is none.

        Raises:
            UsageError: no percent, two that exclude each other, or an unknown side.
        """
        if self.side not in CHANGED:
            raise UsageError(
                _("--side {side}: there is {changed}", side=self.side, changed=", ".join(CHANGED))
            )
        length = self._factor("shorter", "longer")
        strength = self._factor("weaker", "stronger")
        if length == strength == 1.0:
            if self.side != "both":
                raise UsageError(_("--side needs a change, such as --psoas-shorter 10%"))
            return None
        right, left = CHANGED[self.side]
        return replace(
            base,
            psoas_length=(length if right else 1.0, length if left else 1.0),
            psoas_strength=(strength if right else 1.0, strength if left else 1.0),
        )

    @property
    def words(self) -> str:
        """The change in words, such as ``psoas 10 % shorter``."""
        given = [_(says, share=self._percent(name)) for name, says in CHANGES.items() if getattr(self, name)]
        return _(WHOSE[self.side], changes=in_series(given))

    def _factor(self, less: str, more: str) -> float:
        """The factor of the one of two opposite changes that was given; 1 where neither was."""
        given = [name for name in (less, more) if getattr(self, name) is not None]
        if len(given) > 1:
            raise UsageError(
                _("--psoas-{less} and --psoas-{more} exclude each other; give one", less=less, more=more)
            )
        if not given:
            return 1.0
        share = self._percent(given[0]) / 100
        return 1 - share if given[0] == less else 1 + share

    def _percent(self, name: str) -> float:
        words, option = getattr(self, name), f"--psoas-{name}"
        try:
            value = decimal(words.strip().removesuffix("%"))
        except ValueError:
            value = float("nan")
        if not 0 < value <= MOST_PERCENT:
            raise UsageError(
                _(
                    "{option} {words} is no share above 0 and up to {most_percent:g} %; give it as "
                    "{option} 10%",
                    option=option,
                    words=words,
                    most_percent=MOST_PERCENT,
                )
            )
        return value


@dataclass(frozen=True)
class TrunkOptions:
    """The pressure in the belly as it was given on the command line, and whether ligaments press."""

    pressure: str | None = None
    ligaments_press: bool = False

    def assumptions(self, base: Assumptions, postures: Sequence[str]) -> Assumptions:
        """The assumptions with both.

        Args:
            base: the others.
            postures: names; none for a recording.

        Raises:
            UsageError: no number, one that no person has, or ``auto`` without a published pressure.
        """
        return replace(
            base, abdominal_pressure=self._pressures(postures), ligament_press=float(self.ligaments_press)
        )

    def _pressures(self, postures: Sequence[str]) -> float | tuple[float, ...]:
        if self.pressure is None:
            return 0.0
        if self.pressure == "auto":
            if not postures:
                raise UsageError(
                    _(
                        "--abdominal-pressure auto is for named postures; of a movement no pressure is known, "
                        "so give it in kPa, such as --abdominal-pressure 3"
                    )
                )
            found = tuple(published_pressure(named_posture(name).name) for name in postures)
            return found[0] if len(set(found)) == 1 else found
        try:
            pressure = decimal(self.pressure)
        except ValueError:
            raise UsageError(
                _(
                    "--abdominal-pressure {pressure}: give a pressure in kPa, such as 3, or auto",
                    pressure=self.pressure,
                )
            ) from None
        return checked_pressure(pressure)


@verb
def load(
    words: Sequence[str],
    held: Sequence[str],
    build: Build,
    *,
    change: PsoasChange,
    forecast: ForecastChoice,
    forces: Path | None,
    power: int,
    trunk: TrunkOptions,
    json_to: str | None,
    picture: Path | None,
) -> int:
    """``psoas load``: postures, or one recording."""
    check_target(json_to)
    check_target(picture, "--picture")
    files = {word: word for word in words if _is_file(word)}
    check_apart({**files, "--json": json_to, "--picture": picture, "--forces": forces})
    check_png(picture, "--picture")
    base = trunk.assumptions(Assumptions(power=_power(power)), () if files else words)
    changed, foretold = change.assumptions(base), forecast.read()
    if foretold is not None:
        if changed is not None:
            raise UsageError(_("--from-forecast is a change of the psoas itself; leave out the other ones"))
        changed = replace(base, psoas_length=foretold.factors)
    if files:
        if len(words) > 1 or held or changed is not None:
            raise UsageError(
                _("a motion file stands alone: give one file, and no posture, --set or change of the psoas")
            )
        return _recording(Path(words[0]), build, base, forces, json_to, picture)
    if forces is not None:
        raise UsageError(_("--forces belongs to a motion file, not to a posture; leave it out"))
    said = foretold.words if foretold else change.words if changed else ""
    return _postures(words, held, build, said, base, changed, foretold, json_to, picture)


def _postures(
    words: Sequence[str],
    held: Sequence[str],
    build: Build,
    change: str,
    base: Assumptions,
    changed: Assumptions | None,
    foretold: ForecastWeek | None,
    json_to: str | None,
    picture: Path | None,
) -> int:
    if len(words) > MOST:
        raise UsageError(
            _(
                "{words} postures are too many to stand beside each other; give {most} at most",
                words=len(words),
                most=MOST,
            )
        )
    body = load_body(person_of(build))
    moved = pose_of(body, held)
    postures = [NamedPosture.of(word, moved) for word in words]
    after: PostureLoads | None = None
    settled: WhatIf | None = None
    untold = ""
    sideways: SideBending | None = None
    with ProgressBar(_("loads")) as progress:

        def counted(done: int, total: int) -> None:
            progress(N_("postures"), done, total)

        found = posture_loads(body, postures, base, progress=counted)
        if changed is not None:
            others = postures if foretold is None else foretold.opened_postures(postures)
            after = posture_loads(body, others, changed, progress=counted)
            standing = [one.name for one in postures].index("standing") if "standing" in words else None
            if not moved and standing is not None and changed != base:
                usual, other = (_of_one(assumed, standing) for assumed in (base, changed))
                try:
                    settled = what_if(body, other, base=usual, progress=progress)
                except CannotTellError as error:
                    untold = str(error)
        elif not moved and [one.name for one in postures] == ["standing"]:
            sideways = side_bending(body, base)
    if picture is not None:
        drawn = (
            posture_picture(found, trunk_lines(body, base))
            if settled is None
            else what_if_picture(
                body, settled, _("{change}, standing", change=change), trunk_lines(body, settled.base)
            )
        )
        write_whole(png(drawn), picture)

    def content() -> dict[str, Any]:
        made = postures_json(found) | trunk_json(base)
        if after is not None:
            made |= {"change": change, "changed": postures_json(after)["postures"]}
        if settled is not None:
            made["what_if"] = what_if_json(settled)
        if foretold is not None:
            made["from_forecast"] = foretold.to_json()
        if untold:
            made["what_if"] = {"not_told": untold}
        if sideways is not None:
            made["side_bending"] = side_bending_json(sideways)
        return made

    def show() -> None:
        print_postures(found, after, change, base)
        if foretold is not None:
            print(foretold.says)
        if settled is not None:
            print_what_if(settled, change)
        if untold:
            print(_("Where such a person would come to stand cannot be told: {untold}", untold=untold))
        if sideways is not None:
            print_side_bending(sideways)
        print_written(json_to, picture)

    show_result(json_to, content, show)
    return 0 if any(one.held for one in found.postures) else CANNOT_TELL


def _recording(
    path: Path,
    build: Build,
    base: Assumptions,
    forces: Path | None,
    json_to: str | None,
    picture: Path | None,
) -> int:
    if path.suffix.lower() not in MOTION_FILES:
        raise UsageError(
            _(
                "{path} is neither a posture nor a motion file ({motion_files}); a clip goes to psoas "
                "check CLIP --loads, ground forces to --forces",
                path=path.name,
                motion_files=", ".join(sorted(MOTION_FILES)),
            )
        )
    with ProgressBar(path.name) as progress:
        found = recorded_loads(
            path, person_of(build), forces=forces, assumptions=base, workers=None, progress=progress
        )
    if picture is not None:
        write_whole(png(motion_picture(found.loads, path.name, trunk_lines(found.body, base))), picture)

    def show() -> None:
        print_recording(found, base, mass_given=build[1] is not None)
        print_written(json_to, picture)

    def content() -> dict[str, Any]:
        return recording_json(found.file, found.detail, found.loads) | trunk_json(base)

    show_result(json_to, content, show)
    return 0


def _of_one(assumed: Assumptions, posture: int) -> Assumptions:
    """The assumptions of one of the postures."""
    pressure = assumed.abdominal_pressure
    return assumed if isinstance(pressure, float) else replace(assumed, abdominal_pressure=pressure[posture])


def _is_file(word: str) -> bool:
    with suppress(OSError):  # a name that no file can have
        if Path(word).is_file():
            return True
    return bool(Path(word).suffix) or "/" in word


def _power(power: int) -> Literal[2, 3]:
    if power == 2:
        return 2
    if power == 3:
        return 3
    raise UsageError(_("--power {power}: the activations are squared (2) or cubed (3)", power=power))
