"""Homework and results that tests share."""

from datetime import UTC, date, datetime

from psoas.homework.file import HomeworkFile
from psoas.plan.homework import DoneSet, Homework, HomeworkResults, HomeworkTask, SentPicture
from psoas.plan.remarks import Remark

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = "0123456789abcdef"
TASK = HomeworkTask("half_kneeling_stretch", ("left", "right"), 2, 10, 2.0, 5)
HOLD = HomeworkTask("bed_edge", ("left",), 1, 2, 30.0, 3)
HOMEWORK = Homework(KEY, "Zoë O'Neill", "Kim", AT, (TASK, HOLD), "Tail tucked.\nBreathe out. 👍")
REMARKS = (
    Remark("arrow", ((0.1, 0.2), (0.5, 0.6))),
    Remark("angle", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0))),
    Remark("text", ((0.3, 0.9),), "tuck here"),
)
PICTURES = (SentPicture("Deepest moment of repetition 3", b"\xff\xd8 a small picture", REMARKS),)
FILE = HomeworkFile(HOMEWORK, PICTURES)
DAY = date(2026, 3, 3)
RESULTS = HomeworkResults(
    KEY,
    "Zoë",
    DAY,
    AT,
    (
        DoneSet(DAY, "half_kneeling_stretch", "left", 10, 2.1, 8, 2),
        DoneSet(DAY, "bed_edge", "left", 2, 31.5),
    ),
)
