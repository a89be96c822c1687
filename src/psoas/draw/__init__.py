"""Pictures of the body, charts and colours."""

from psoas.draw.angle_labels import draw_angles
from psoas.draw.axis import axis_between, axis_over, number
from psoas.draw.bellies import Bellies, bellies, belly_table, belly_volumes, muscle_stretch
from psoas.draw.body_picture import draw_body
from psoas.draw.body_shapes import BoneShape, bones_of
from psoas.draw.callouts import Callout, callouts
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import Chart, Level, Line, Marker, Panel, Span, page_svg
from psoas.draw.day_strip import activity_colour, day_strip_page, day_strip_picture, day_strip_svg
from psoas.draw.histogram import histogram_svg
from psoas.draw.letters import IN_A_PAGE, width_in_a_page, wrapped
from psoas.draw.load_pictures import motion_picture, png, posture_picture, what_if_picture
from psoas.draw.outlook import Outlook, OutlookLine, outlook_file_svg, outlook_picture, outlook_svg
from psoas.draw.overlay import INK, DrawnPose, PoseTrack, arch_limit, draw_pose
from psoas.draw.posed_body import check_screen, check_view, open_window, picture_file
from psoas.draw.psoas_pictures import (
    BodyPicture,
    change_words,
    draw_from_right,
    draw_pictures,
    prepare_pictures,
    psoas_scale,
    shown,
    sitting_and_stretching,
)
from psoas.draw.rings import Rings
from psoas.draw.skin import skin
from psoas.draw.stick_person import StickPerson, stick_person
from psoas.draw.stretch_scale import PERCENT, SHORT_TO_LONG, StretchScale, scale_for
from psoas.draw.stride_plot import StrideLine, StridePlot, stride_svg
from psoas.draw.surfaces import Faces
from psoas.draw.sweep_plot import check_kind, plot_file
from psoas.draw.text_band import TextBand, cells_at, cue_at
from psoas.draw.time_plot import Curve, Plot, angle_plot, svg_plot
from psoas.draw.trend_chart import Mark, columns_svg, dots_svg

__all__ = [
    "INK",
    "IN_A_PAGE",
    "PERCENT",
    "SHORT_TO_LONG",
    "Bellies",
    "BodyPicture",
    "BoneShape",
    "Callout",
    "Chart",
    "ChartFrame",
    "Curve",
    "DrawnPose",
    "Faces",
    "Ink",
    "Level",
    "Line",
    "Mark",
    "Marker",
    "Outlook",
    "OutlookLine",
    "Panel",
    "Plot",
    "PoseTrack",
    "Rings",
    "Span",
    "StickPerson",
    "StretchScale",
    "StrideLine",
    "StridePlot",
    "TextBand",
    "activity_colour",
    "angle_plot",
    "arch_limit",
    "axis_between",
    "axis_over",
    "bellies",
    "belly_table",
    "belly_volumes",
    "bones_of",
    "callouts",
    "cells_at",
    "change_words",
    "check_kind",
    "check_screen",
    "check_view",
    "columns_svg",
    "cue_at",
    "day_strip_page",
    "day_strip_picture",
    "day_strip_svg",
    "dots_svg",
    "draw_angles",
    "draw_body",
    "draw_from_right",
    "draw_pictures",
    "draw_pose",
    "histogram_svg",
    "motion_picture",
    "muscle_stretch",
    "number",
    "open_window",
    "outlook_file_svg",
    "outlook_picture",
    "outlook_svg",
    "page_svg",
    "picture_file",
    "plot_file",
    "png",
    "posture_picture",
    "prepare_pictures",
    "psoas_scale",
    "scale_for",
    "shown",
    "sitting_and_stretching",
    "skin",
    "stick_person",
    "stride_svg",
    "svg_plot",
    "what_if_picture",
    "width_in_a_page",
    "wrapped",
]
