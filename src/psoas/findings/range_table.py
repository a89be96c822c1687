"""How far each joint went in a movement that is not scored, and the bands of the angles."""

import numpy as np

from psoas.body import COORDINATES
from psoas.findings.analysis import Analysis
from psoas.findings.ranges import extent
from psoas.findings.words import signed
from psoas.quantities import finding_of
from psoas.words import capital, number


def half_bands(analysis: Analysis) -> dict[str, float | None]:
    """Half of the error band of each coordinate [deg], from the finding about it."""
    halves = {
        finding.id: finding.high - finding.value
        for finding in analysis.findings
        if finding.unit == "deg" and finding.value is not None and finding.high is not None
    }
    return {
        name: halves.get(finding_of(name), halves.get(f"{name}_range", halves.get(name)))
        for name in COORDINATES
    }


def range_table(analysis: Analysis) -> list[tuple[str, str, str, str, str, str]]:
    """Label, lowest, highest, range, measured share and meaning of plus, of each angle that was measured."""
    bands, found = half_bands(analysis), []
    for name, unit in zip(analysis.angles.names, analysis.angles.units, strict=True):
        values = np.degrees(analysis.angles[name])
        known = np.isfinite(values)
        if unit != "rad" or not known.any():
            continue
        low, high = extent(values[known])
        band = bands.get(name)
        coordinate = COORDINATES.get(name)
        label = name
        if coordinate is not None:
            label = coordinate.label if analysis.source.motion is None else coordinate.absolute_label
        found.append(
            (
                capital(label),
                signed(low),
                signed(high),
                f"{number(round(high - low))}°" + (f" ± {number(max(1, round(band)))}°" if band else ""),
                number(known.mean(), ".0%"),
                "" if coordinate is None else coordinate.positive,
            )
        )
    return found
