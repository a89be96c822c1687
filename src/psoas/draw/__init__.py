"""Pictures of the body, charts and colours."""

from psoas.draw.angle_plot import angle_plot
from psoas.draw.body_picture import draw_body
from psoas.draw.body_shapes import Bone, bones_of, fascicle_path
from psoas.draw.load_picture import motion_picture, png, posture_picture, what_if_picture
from psoas.draw.overlay import INK, Picture, Pose, PoseTrack, arch_limit, draw_pose
from psoas.draw.plots import Curve, Plot, svg_plot
from psoas.draw.posed_body import check_screen, check_view, open_window, picture_file
from psoas.draw.psoas_pictures import BodyPicture, change_words, draw_pictures, psoas_scale, shown
from psoas.draw.stretch_scale import SHORT_TO_LONG, StretchScale, scale_for
from psoas.draw.strip import Strip, cells_at, cue_at
from psoas.draw.surfaces import Faces
from psoas.draw.sweep_plot import check_kind, plot_file
from psoas.draw.trend_chart import Bar, Dot, Limit, Row, bars_svg, dots_svg

__all__ = [
    "INK",
    "SHORT_TO_LONG",
    "Bar",
    "BodyPicture",
    "Bone",
    "Curve",
    "Dot",
    "Faces",
    "Limit",
    "Picture",
    "Plot",
    "Pose",
    "PoseTrack",
    "Row",
    "StretchScale",
    "Strip",
    "angle_plot",
    "arch_limit",
    "bars_svg",
    "bones_of",
    "cells_at",
    "change_words",
    "check_kind",
    "check_screen",
    "check_view",
    "cue_at",
    "dots_svg",
    "draw_body",
    "draw_pictures",
    "draw_pose",
    "fascicle_path",
    "motion_picture",
    "open_window",
    "picture_file",
    "plot_file",
    "png",
    "posture_picture",
    "psoas_scale",
    "scale_for",
    "shown",
    "svg_plot",
    "what_if_picture",
]
