"""Measure how exact the modified Thomas test is, on rendered people, and write its errors.

    python -m benchmarks.thomas                                  prints the table, writes nothing
    python -m benchmarks.thomas --write                          writes errors.json of the test, too
    python -m benchmarks.thomas FILE ... --truth FOLDER          stores what the network sees in pictures and clips

The files are named by what they show: ``th`` a test, ``tp`` one body in four tilts of the pelvis, ``tk`` the same body
with both knees held, ``no`` something else, ``ct`` a clip of trials. A letter behind that is the group of the body:
``L`` and ``V`` for what was learnt, ``X`` left out of everything. Of thigh and knee nothing is learnt.
"""

import argparse
import json
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.calibrate import MARGIN
from benchmarks.rows import Row, show
from benchmarks.thomas_pictures import FOLDER, Shown, analysed, save, shown
from psoas.exercises import ExaminedLeg
from psoas.exercises.modified_thomas import change_by_gap, gap_under_back
from psoas.findings import Analysis
from psoas.timeseries import Array

ERRORS = Path(__file__).parents[1] / "src" / "psoas" / "exercises" / "modified_thomas" / "errors.json"
MOST_DEG = 4.0
"""Largest root mean square error of thigh and knee that is wanted [deg]."""

LEVEL_UNKNOWN_DEG = 2.0
"""Standard error of the horizontal of a phone that stands by itself (working default) [deg]."""

MOVEMENT = "modified_thomas_test"


@cache
def _tests() -> tuple[tuple[Shown, Analysis], ...]:
    return tuple((one, analysed(one)) for one in shown("th tp"))


def leg_of(one: Shown, analysis: Analysis) -> ExaminedLeg | None:
    """The leg that hangs, as it was tested; None where it was not."""
    return next((leg for leg in analysis.examined if leg.side == one.side), None)


def errors() -> dict[str, Array]:
    """Errors [deg] of thigh, knee and pelvis in single pictures of bodies from which the figure was not learnt."""
    groups = {"thigh_over_couch": "VX", "hanging_knee": "VX", "pelvis_on_couch": "X"}
    found: dict[str, list[float]] = {"thigh_over_couch": [], "hanging_knee": [], "pelvis_on_couch": []}
    for one, analysis in _tests():
        leg = leg_of(one, analysis)
        if one.far or leg is None:
            continue
        for key, true in zip(found, (one.thigh[0], one.knee[0], one.tilt[0]), strict=True):
            if key in leg.figures and one.group in groups[key]:
                found[key].append(leg.figures[key].value - float(true))
    return {key: np.array(values) for key, values in found.items()}


def gaps(groups: str) -> tuple[Array, Array]:
    """Gap under the lower back [trunk lengths] and tilt of the pelvis [deg] in pictures that show both."""
    pairs = [(_gap(one), float(one.tilt[0])) for one, _ in _tests() if one.group in groups and not one.far]
    known = np.array([pair for pair in pairs if np.isfinite(pair[0])])
    return known[:, 0], known[:, 1]


HELD_DEG = 118.0
"""How far above the couch a held thigh is in the rendered pictures [deg]."""


def gap_changes(group: str) -> tuple[Array, Array]:
    """The same as changes within one body, from both knees held to one leg hanging, or between two tilts of that.

    Returns:
        (N, 2) change of the gap [trunk lengths], and how far the thigh came down [deg]; (N,) change of the tilt [deg].
    """
    ends = [one for one in shown("tp") if one.group == group]
    starts = [one for one in shown("tk tp") if one.group == group]
    pairs = [
        (
            _gap(end) - _gap(start),
            HELD_DEG - float(end.thigh[0]) if start.kind == "tk" else 0.0,
            float(end.tilt[0] - start.tilt[0]),
        )
        for start in starts
        for end in ends
        if start.body == end.body and end.tilt[0] > start.tilt[0]
    ]
    known = np.array([pair for pair in pairs if np.isfinite(pair[0])])
    return known[:, :2], known[:, 2]


def _gap(one: Shown) -> float:
    return gap_under_back(one.captured, np.ones(len(one.captured.points), bool))


def rows() -> list[Row]:
    """The table: names, then errors of bodies that were left out."""
    tests = [(one, analysis) for one, analysis in _tests() if not one.far]
    named = sum(analysis.movement == MOVEMENT for _, analysis in tests)
    others = [analysed(one).movement for one in shown("no tk")]
    wrong = sum(movement == MOVEMENT for movement in others)
    result = [
        Row(
            "Thomas test recognised in a photograph",
            "all",
            f"{named} of {len(tests)}",
            named >= 0.95 * len(tests),
        ),
        Row("something else taken for a Thomas test", "none", f"{wrong} of {len(others)}", not wrong),
    ]
    words = {"thigh_over_couch": "thigh over the couch", "hanging_knee": "knee", "pelvis_on_couch": "pelvis"}
    for key, off in errors().items():
        rms = _rms(off)
        reach = next(
            leg.figures[key].reach for one, a in _tests() if (leg := leg_of(one, a)) and key in leg.figures
        )
        held = float((np.abs(off) <= (reach or 0.0)).mean())
        wanted = "shown, with its band" if key == "pelvis_on_couch" else f"RMSE <= {MOST_DEG:g} deg"
        said = f"{rms:.1f}, mean {off.mean():+.1f}, {len(off)} pictures; {held:.0%} within the band"
        result.append(
            Row(f"Thomas test: {words[key]}", wanted, said, key == "pelvis_on_couch" or rms <= MOST_DEG)
        )
    changed, by = gap_changes("V")
    off = np.array([change_by_gap(*one) for one in changed]) - by
    said = f"{_rms(off):.1f}, mean {off.mean():+.1f}, {len(off)} pairs"
    result.append(Row("Thomas test: change of the pelvis", "shown, with its band", said, True))
    return [*result, *_clip_rows()]


FAKED_DEG = 9.0
"""Tilt of the pelvis from which a clip is to be called faked: its limit, and the error of what was made [deg]."""


def _clip_rows() -> list[Row]:
    """The trials of the clips, their error, and whether those that the pelvis faked are called so."""
    off: list[tuple[float, float]] = []
    called = {True: [0, 0], False: [0, 0]}
    for one in shown("ct"):
        leg = leg_of(one, analysed(one))
        for trial in () if leg is None else leg.trials:
            inside = (one.captured.points.time >= trial.start_s) & (one.captured.points.time <= trial.end_s)
            thigh, knee = (trial.figures[key].value for key in ("thigh_over_couch", "hanging_knee"))
            off.append(
                (thigh - float(np.median(one.thigh[inside])), knee - float(np.median(one.knee[inside])))
            )
        tipped = leg is not None and "pelvis_tipped" in leg.faults
        faked = called[bool(one.tilt.max() > FAKED_DEG)]
        faked[0] += tipped
        faked[1] += 1
    thigh_rms, knee_rms = (_rms(np.array(column)) for column in zip(*off, strict=True))
    return [
        Row(
            "Thomas test: thigh and knee in clips",
            f"RMSE <= {MOST_DEG:g} deg",
            f"{thigh_rms:.1f} and {knee_rms:.1f}, {len(off)} trials in {len(shown('ct'))} clips",
            max(thigh_rms, knee_rms) <= MOST_DEG,
        ),
        Row(
            "Thomas test: clips that the pelvis fakes",
            "called so, no other",
            f"{called[True][0]} of {called[True][1]}; of others {called[False][0]} of {called[False][1]}",
            called[True][0] == called[True][1] and not called[False][0],
        ),
    ]


def write() -> None:
    """Write the errors: what was learnt, and one standard error on bodies that were left out."""
    gap, tilt = gaps("LV")
    per_gap, at_none = np.polyfit(gap, tilt, 1)
    changed, by = gap_changes("L")
    per_change, *_ = np.linalg.lstsq(changed, by, rcond=None)
    gap, tilt = gaps("X")
    off = errors()
    others, by = gap_changes("V")
    change_error = MARGIN * _rms(others @ per_change - by)
    values = {
        "about": "How exact the figures of the modified Thomas test are: root mean square error of rendered people "
        f"that nothing was learnt from, times {MARGIN:g} because real people vary more; python -m "
        "benchmarks.thomas --write",
        "thigh_deg": round(MARGIN * _rms(off["thigh_over_couch"]), 1),
        "knee_deg": round(MARGIN * _rms(off["hanging_knee"]), 1),
        "level_unknown_deg": LEVEL_UNKNOWN_DEG,
        "tilt_at_no_gap_deg": round(float(at_none), 1),
        "tilt_per_gap_deg": round(float(per_gap), 1),
        "tilt_deg": round(MARGIN * _rms(at_none + per_gap * gap - tilt), 1),
        "change_per_gap_deg": round(float(per_change[0]), 1),
        "change_per_lowered_deg": round(float(per_change[1]), 3),
        "change_deg": round(change_error, 1),
    }
    ERRORS.write_text(json.dumps(values, indent=2) + "\n")


def _rms(off: Array) -> float:
    return float(np.sqrt((off**2).mean()))


def main() -> None:
    """Print the table; store pictures or write the errors where that was wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for file in given.files:
        save(file, json.loads((given.truth / f"{file.stem}.json").read_text()))
        print(file.stem, flush=True)
    if not given.files:
        show(rows())
    if given.write:
        write()


if __name__ == "__main__":
    main()
