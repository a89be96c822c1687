"""The sheet for a physiotherapist or a client: weeks, bands, plan and evidence on one or two printed pages."""

from collections.abc import Sequence
from datetime import date

from psoas import __version__
from psoas.draw import sitting_and_stretching
from psoas.exercises.half_kneeling import EXERCISE
from psoas.findings import load_evidence, load_safety
from psoas.plan import Plan, Profile, WeeklyProgress, load_protocol
from psoas.report.forecast_section import ForecastCard
from psoas.report.progress_charts import sets_card, sitting_card, trend_cards
from psoas.report.progress_words import change_rows, day_words
from psoas.report.templates import template_environment
from psoas.sides import SIDE_WORDS

CHARTED = ("Hip opening", "Arch of the lower back")
MOST_CHARTS = 4
MOST_WEEKS = 10


def sheet_html(
    profile: Profile,
    plan: Plan,
    progress: WeeklyProgress,
    today: date,
    forecasts: Sequence[ForecastCard] = (),
) -> str:
    """Write a person's sheet of one day as one HTML file that needs no other."""
    protocol, weeks = load_protocol(), progress.course.weeks
    sitting = [week for week in progress.sitting if week.days]
    cards = [card for card in trend_cards(progress.weeks) if card.title.startswith(CHARTED)]
    retests = change_rows(progress.retests)
    evidence = load_evidence()
    template = template_environment("psoas.report").get_template("sheet.html")
    return template.render(
        version=__version__,
        profile=profile,
        today=day_words(today),
        plan=plan,
        psoas=sitting_and_stretching(),
        sides=SIDE_WORDS,
        week=min(plan.course.number, protocol.last_week),
        last_week=protocol.last_week,
        started=day_words(weeks[0].first) if weeks else None,
        retest_last=day_words(progress.retest.last) if progress.retest.last else None,
        retest_due=day_words(progress.retest.due),
        retest_rows=retests,
        week_rows=[] if retests else change_rows(progress.weeks),
        charts=cards[:MOST_CHARTS],
        sets=sets_card(weeks[-MOST_WEEKS:]) if weeks else None,
        sitting=sitting_card(sitting[-MOST_WEEKS:]) if sitting else None,
        forecasts=forecasts,
        evidence=[evidence[name] for name in EXERCISE.claims],
        safety=load_safety(),
    )
