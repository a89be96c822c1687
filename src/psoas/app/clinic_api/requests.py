"""What other programs send: typed bodies, whose rules are in the OpenAPI document, too."""

import math
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from psoas.app.clinic_api.limits import api_limits
from psoas.body import BODY_COORDINATES, COORDINATES, named_postures, person_table

LIMITS: Final = api_limits()
SHORTEST_CM, TALLEST_CM = (round(100 * end, 6) for end in person_table()["heights_m"])
LIGHTEST_KG, HEAVIEST_KG = person_table()["masses_kg"]


def _known(words: Iterable[str]) -> AfterValidator:
    """The rule for a word that is one of a table's."""
    listed = tuple(words)

    def check(word: str) -> str:
        if word not in listed:
            raise ValueError(f"it is none of {', '.join(listed)}")
        return word

    return AfterValidator(check)


def _range(name: str) -> dict[str, Any]:
    """The JSON Schema of a coordinate: degrees, or metres where it is a length."""
    coordinate = COORDINATES[name]
    in_degrees = coordinate.unit == "rad"
    low, high = (round(math.degrees(end), 6) if in_degrees else end for end in coordinate.range)
    unit = "degrees" if in_degrees else "metres"
    return {
        "type": "number",
        "minimum": low,
        "maximum": high,
        "description": f"{coordinate.positive} [{unit}]",
    }


def _in_range(pose: dict[str, float]) -> dict[str, float]:
    """Check names and ranges of a pose."""
    for name, value in pose.items():
        if name not in BODY_COORDINATES:
            raise ValueError(f"{name[:60]} is no coordinate; there is {', '.join(BODY_COORDINATES)}")
        known = _range(name)
        if not known["minimum"] <= value <= known["maximum"]:
            raise ValueError(f"{name} goes from {known['minimum']:g} to {known['maximum']:g}")
    return pose


Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1000, le=1000)]
Height = Annotated[float, Field(ge=SHORTEST_CM, le=TALLEST_CM, description="Standing height [cm].")]
Mass = Annotated[float, Field(ge=LIGHTEST_KG, le=HEAVIEST_KG, description="Mass [kg].")]
Sex = Literal["female", "male"]
Power = Literal[2, 3]
Pressure = Annotated[float, Field(ge=0, le=20, description="Pressure in the belly [kPa]; 0 leaves it out.")]
CoordinateWord = Annotated[
    str, _known(BODY_COORDINATES), WithJsonSchema({"type": "string", "enum": list(BODY_COORDINATES)})
]
PostureWord = Annotated[
    str, _known(named_postures()), WithJsonSchema({"type": "string", "enum": list(named_postures())})
]
Pose = Annotated[
    dict[str, float],
    AfterValidator(_in_range),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {name: _range(name) for name in BODY_COORDINATES},
            "additionalProperties": False,
            "description": "Values of coordinates that are held away from the posture, or from zero.",
        }
    ),
]


class OfPerson(BaseModel):
    """To whom the body is scaled; a man of 170 cm and 70 kg where nothing is said."""

    model_config = ConfigDict(extra="forbid", strict=True)

    height_cm: Height | None = None
    mass_kg: Mass | None = None
    sex: Sex | None = None


class SweepRequest(OfPerson):
    """The psoas over a range of one coordinate."""

    coordinate: CoordinateWord
    start: Finite = Field(description="First value [degrees, or metres where the coordinate is a length].")
    stop: Finite = Field(description="Last value; included where a whole number of steps leads there.")
    step: Finite = Field(description="From one value to the next; not 0.")
    pose: Pose = Field(default_factory=dict)


class ShowRequest(OfPerson):
    """The psoas in one posture."""

    posture: PostureWord = "standing"
    pose: Pose = Field(default_factory=dict)


class PosturesRequest(OfPerson):
    """The loads of postures."""

    postures: list[PostureWord] = Field(min_length=1, max_length=LIMITS["postures"])
    pose: Pose = Field(default_factory=dict)
    power: Power = Field(2, description="Power of the activations whose sum is least.")
    abdominal_pressure_kPa: Pressure = 0.0
    ligaments_press: bool = Field(
        False, description="Whether the spine's ligaments press the joints together."
    )
