"""What other programs get: the envelopes of this interface, and the beginnings of the contracts of `psoas.export`.

A contract may have further keys, which the guide describes; none of those here changes its name, meaning or unit.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from psoas.app.clinic_api.jobs import ApiJob
from psoas.service import OrderKind

Row = dict[str, Any]


class ProblemDetail(BaseModel):
    """An error, as RFC 9457 has it."""

    type: Literal["about:blank"]
    title: str = Field(description="The words of HTTP for the status.")
    status: int
    detail: str = Field(description="One sentence: what was wrong, where, and what to do.")
    errors: list["WrongValue"] = Field([], description="Each value that was wrong.")


class WrongValue(BaseModel):
    """A value that was wrong."""

    where: str
    why: str


class TokenState(BaseModel):
    """The token that was sent."""

    name: str
    scopes: list[str]
    until: datetime


class JobStatus(BaseModel):
    """A job."""

    id: str
    kind: OrderKind
    state: Literal["queued", "running", "done", "failed"]
    made_at: datetime
    ended_at: datetime | None
    says: str | None = Field(description="Why it failed; null otherwise.")
    remarks: list[str] = Field(description="Sentences on what could not be read beside what was.")
    result: str | None = Field(description="Path of the answer, once it is done.")

    @classmethod
    def of(cls, job: ApiJob) -> "JobStatus":
        """The state of a job."""
        end = job.end
        return cls(
            id=job.id,
            kind=job.order.kind,
            state=job.state,
            made_at=job.made_at,
            ended_at=job.ended_at,
            says=None if end is None else end.says or None,
            remarks=[] if end is None else list(end.remarks),
            result=f"/api/v1/jobs/{job.id}/result" if job.state == "done" else None,
        )


class JobList(BaseModel):
    """The jobs of an account."""

    jobs: list[JobStatus]


class SeenPerson(BaseModel):
    """A person whom the account of the token sees."""

    id: int
    name: str


class PeopleList(BaseModel):
    """The people whom the account of the token sees."""

    people: list[SeenPerson]


class ContractBase(BaseModel):
    """A contract: it may have further keys."""

    model_config = ConfigDict(extra="allow")


class SweepAnswer(ContractBase):
    """The same as ``psoas body sweep --json``."""

    schema_: Literal["psoas.sweep/1"] = Field(alias="schema")
    coordinate: str
    fascicles: dict[str, Row]
    psoas_r: Row
    psoas_l: Row


class ShowAnswer(ContractBase):
    """The same as ``psoas body show --json``."""

    schema_: Literal["psoas.show/1"] = Field(alias="schema")
    posture: str
    pose: dict[str, float]
    fascicles: dict[str, Row]


class LoadAnswer(ContractBase):
    """The same as ``psoas load --json``: of postures, or over the time of a motion file."""

    schema_: Literal["psoas.load/1"] = Field(alias="schema")


class PosturesAnswer(LoadAnswer):
    """The same as ``psoas load POSTURE... --json``."""

    postures: list[Row]
    differences: list[Row]
    abdominal_pressure_kPa: float | list[float]
    ligaments_press: bool


class CheckAnswer(ContractBase):
    """The same as ``psoas check --json``; ``files`` is empty, as no report is made."""

    schema_: Literal["psoas.check/1"] = Field(alias="schema")
    source: Row
    view: Row
    movement: str
    segments: list[Row]
    reps: list[Row]
    strides: list[Row]
    findings: list[Row]
    not_measured: list[Row]
    series: dict[str, list[float | None]]


class DayAnswer(ContractBase):
    """The same as ``psoas day --json``."""

    schema_: Literal["psoas.day/1"] = Field(alias="schema")
    timezone: str
    days: list[Row]
    not_used: list[Row]
    read: list[Row]


AnswerOfJob = Annotated[CheckAnswer | DayAnswer | LoadAnswer, Field(title="AnswerOfJob")]
