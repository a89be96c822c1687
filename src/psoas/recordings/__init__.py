"""From a recording (a clip, a motion file, a live camera) to its `Analysis`."""

from psoas.recordings.clip import analyse_clip, demo_clip
from psoas.recordings.filming import camera_lines, roll_out_of
from psoas.recordings.live import Reading, live_posture, timed_read
from psoas.recordings.load_lines import (
    change_lines,
    fascicle_lines,
    length_lines,
    posture_lines,
    recording_lines,
    remarks,
)
from psoas.recordings.load_parts import HOLDS, MIDDLE, PEAK, START, PartLoad, band_of, parts_of, rear_side
from psoas.recordings.load_texts import (
    BAND,
    BODY_BAND,
    CLAIM,
    DISC,
    GROUND,
    GROUND_SOURCE,
    LIKELY_OFF,
    MODEL,
    hips_measured,
    psoas_measured,
)
from psoas.recordings.load_words import (
    disc_sentences,
    equilibrium_words,
    how_words,
    leg_words,
    load_lines,
    mass_words,
    newtons,
    span,
    times,
    weights,
)
from psoas.recordings.loads import RecordedLoads, person_of, recorded_loads
from psoas.recordings.motion_file import analyse_motion, marker_map_template
from psoas.recordings.motion_strides import gait_spans
from psoas.recordings.read_motion import read_motion
from psoas.recordings.recorded_forces import force_names, recorded_forces
from psoas.recordings.trunk_words import trunk_lines
from psoas.recordings.warm_up import load_analysis, load_pictures, warming_up

__all__ = [
    "BAND",
    "BODY_BAND",
    "CLAIM",
    "DISC",
    "GROUND",
    "GROUND_SOURCE",
    "HOLDS",
    "LIKELY_OFF",
    "MIDDLE",
    "MODEL",
    "PEAK",
    "START",
    "PartLoad",
    "Reading",
    "RecordedLoads",
    "analyse_clip",
    "analyse_motion",
    "band_of",
    "camera_lines",
    "change_lines",
    "demo_clip",
    "disc_sentences",
    "equilibrium_words",
    "fascicle_lines",
    "force_names",
    "gait_spans",
    "hips_measured",
    "how_words",
    "leg_words",
    "length_lines",
    "live_posture",
    "load_analysis",
    "load_lines",
    "load_pictures",
    "marker_map_template",
    "mass_words",
    "newtons",
    "parts_of",
    "person_of",
    "posture_lines",
    "psoas_measured",
    "read_motion",
    "rear_side",
    "recorded_forces",
    "recorded_loads",
    "recording_lines",
    "remarks",
    "roll_out_of",
    "span",
    "timed_read",
    "times",
    "trunk_lines",
    "warming_up",
    "weights",
]
