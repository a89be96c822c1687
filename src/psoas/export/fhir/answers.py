"""Answers and plans: safety questions, pain of a session, and the plan of a day."""

from collections.abc import Iterator
from datetime import datetime

from psoas.export.fhir.coding import Resource, moment, narrative, own, public, reference
from psoas.plan import Plan, Screening, SessionRecord


def of_screening(person: int, screening: Screening) -> Resource:
    """The signs that a person ticked before stretching, and whether a clinician agreed."""
    flags = [{"valueString": name.replace("_", " ")} for name in screening.flags] or [{"valueString": "none"}]
    cleared = {"valueBoolean": screening.cleared}
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "subject": reference("Patient", person),
        "authored": moment(screening.answered_at),
        "item": [
            {"linkId": "safety", "text": "Which of these signs do you have?", "answer": flags},
            {"linkId": "cleared", "text": "Has a clinician agreed that you stretch?", "answer": [cleared]},
        ],
    }


def of_pain(session: SessionRecord) -> Iterator[tuple[tuple[object, ...], Resource]]:
    """Give the answers about pain before and after a session; none where nothing was answered."""
    parts = (("before", session.pain_before), ("after", session.pain_after))
    items = [
        {
            "linkId": f"pain-{when}",
            "text": f"Pain {when} the session, 0 to 10",
            "answer": [{"valueInteger": pain}],
        }
        for when, pain in parts
        if pain is not None
    ]
    if items:
        yield (
            ("pain", session.id),
            {
                "resourceType": "QuestionnaireResponse",
                "status": "completed" if len(items) == len(parts) else "in-progress",
                "subject": reference("Patient", session.profile_id),
                "authored": moment(session.ended_at or session.started_at),
                "item": items,
            },
        )


def of_plan(person: int, plan: Plan, made_at: datetime) -> Resource:
    """The plan of the day of an export: the dose of this week, the advice, the next retest."""
    today, notes = made_at.date(), [one.says for one in plan.advice]
    due = plan.retest.due.isoformat()
    stage = plan.course.stage
    state = "on-hold" if plan.stopped else "in-progress"
    practice = {
        "status": state,
        "code": own("practice"),
        "description": stage.says,
    }
    retest = {
        "status": "scheduled",
        "code": own("retest"),
        "scheduledPeriod": {"start": due, "end": due},
        "description": "The hips are measured again.",
    }
    return {
        "resourceType": "CarePlan",
        "status": "on-hold" if plan.stopped else "active",
        "intent": "plan",
        "category": [public("physical_activity"), public("assess_plan")],
        "text": narrative([stage.says, *notes]),
        "title": "Hip-flexor stretching",
        "subject": reference("Patient", person),
        "created": today.isoformat(),
        "period": {"start": today.isoformat(), "end": max(due, today.isoformat())},
        "activity": [{"detail": one} for one in (practice, retest)],
        "note": [
            {"text": one, "time": moment(made_at), "authorReference": reference("Patient", person)}
            for one in notes
        ],
    }
