"""The psoas in one posture: the schema `psoas.show/1`."""

from pathlib import Path
from typing import Any

import numpy as np

from psoas.body import COORDINATES, psoas_table
from psoas.muscle import PosedPsoas

SHOW_SCHEMA = "psoas.show/1"


def pose_json(found: PosedPsoas, posture: str, picture: Path | None = None) -> dict[str, Any]:
    """Convert a posed psoas to the plain dictionary that `psoas body show --json` prints.

    Args:
        posture: its name.
        picture: that was written of it.
    """
    shown = {
        name: round(float(np.degrees(value)), 9) if COORDINATES[name].unit == "rad" else value
        for name, value in found.pose.items()
    }
    rows = zip(found.fascicles, found.length, found.change, found.stretch, strict=True)
    return {
        "schema": SHOW_SCHEMA,
        "posture": posture,
        "pose": shown,
        "fascicles": {
            fascicle.name: {
                "side": fascicle.side,
                "origin": fascicle.origin,
                "length_m": float(length),
                "change_m": float(change),
                "change_percent": 100 * float(stretch),
            }
            for fascicle, length, change, stretch in rows
        },
        "counting_rule": psoas_table()["counting_rule"],
        "files": {} if picture is None else {"picture": str(picture.absolute())},
    }
