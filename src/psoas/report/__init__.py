"""What a person takes home: the report page, the annotated clip, files for other programs."""

from psoas.report.batch_page import write_batch_page
from psoas.report.checked import check
from psoas.report.day_page import check_day_folder, write_day_folder
from psoas.report.folder import check_folder
from psoas.report.forecast_page import check_forecast_folder, forecast_picture, write_forecast_folder
from psoas.report.forecast_section import ForecastCard, forecast_card, scenario_rows, shared_words
from psoas.report.goal_words import goal_words
from psoas.report.hip_words import hip_words
from psoas.report.homework_sheet import MOST_PRINTED, homework_pdf, task_words
from psoas.report.keyframes import plain_stills
from psoas.report.page_parts import data_uri
from psoas.report.progress_charts import ChartCard, sets_card, sitting_card, steps_card, trend_cards
from psoas.report.progress_headline import progress_headline, tally_words
from psoas.report.progress_words import (
    MEASURE_WORDS,
    change_rows,
    change_words,
    day_words,
    number,
    shared_setup,
)
from psoas.report.remarked import address_of, picture_says, remark_says, remark_svg, size_of
from psoas.report.sheet import sheet_html, sheet_pdf
from psoas.report.stride_section import strides_css, strides_html
from psoas.report.templates import template_environment

__all__ = [
    "MEASURE_WORDS",
    "MOST_PRINTED",
    "ChartCard",
    "ForecastCard",
    "address_of",
    "change_rows",
    "change_words",
    "check",
    "check_day_folder",
    "check_folder",
    "check_forecast_folder",
    "data_uri",
    "day_words",
    "forecast_card",
    "forecast_picture",
    "goal_words",
    "hip_words",
    "homework_pdf",
    "number",
    "picture_says",
    "plain_stills",
    "progress_headline",
    "remark_says",
    "remark_svg",
    "scenario_rows",
    "sets_card",
    "shared_setup",
    "shared_words",
    "sheet_html",
    "sheet_pdf",
    "sitting_card",
    "size_of",
    "steps_card",
    "strides_css",
    "strides_html",
    "tally_words",
    "task_words",
    "template_environment",
    "trend_cards",
    "write_batch_page",
    "write_day_folder",
    "write_forecast_folder",
]
