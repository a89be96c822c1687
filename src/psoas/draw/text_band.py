"""The band of text above each picture of the annotated clip, where no player's buttons cover it."""

import itertools
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.draw.letters import letters, letters_that_fit
from psoas.draw.overlay import GREEN, GREY, INK, VERMILLION, WHITE, YELLOW, DrawnPose, Rgb, arch_limit
from psoas.exercises import ClinicalTest, Repetition, clinical_test_of, exercise_of
from psoas.findings import Analysis, signed
from psoas.quantities import MOVEMENTS
from psoas.sides import LETTER, OTHER_WORD, side_word
from psoas.words import _, capital

Cell = tuple[str, str, Rgb]
CUE_LINGERS_S = 0.8


class TextBand:
    """Draws the band for one width of picture.

    Args:
        width: of the picture [px]; the text scales with it.

    Attributes:
        height: of the band [px].
    """

    def __init__(self, width: int) -> None:
        self.width = width
        label, value = max(12, round(width / 32)), max(16, round(width / 21))
        self._label_size, self._value_size = label, value
        self._gap = max(3, round(width / 110))
        self._value_top = self._gap + round(1.25 * label)
        self.height = self._value_top + round(1.3 * value) + self._gap
        self._cue_size = max(14, round(width / 25))
        self._cue_font = letters(self._cue_size)
        self._cell = lru_cache(maxsize=1024)(self._draw_cell)
        self.pill = lru_cache(maxsize=16)(self._draw_pill)

    def band(self, cells: tuple[Cell, ...]) -> NDArray[np.uint8]:
        """(height, width, 3): the cells side by side, a label above each value."""
        edges = [round(index * self.width / len(cells)) for index in range(len(cells) + 1)]
        return np.concatenate(
            [
                self._cell(cell, right - left)
                for cell, (left, right) in zip(cells, itertools.pairwise(edges), strict=True)
            ],
            axis=1,
        )

    def _draw_cell(self, cell: Cell, width: int) -> NDArray[np.uint8]:
        """(height, width, 3); the few different cells recur all the time, so that they are cached."""
        label, value, colour = cell
        image = Image.new("RGB", (width, self.height), INK)
        draw = ImageDraw.Draw(image)
        left, room = 2 * self._gap, width - 3 * self._gap
        # long words are made smaller, not cut off
        draw.text((left, self._gap), label, font=letters_that_fit(label, room, self._label_size), fill=GREY)
        value_font = letters_that_fit(value, room, self._value_size)
        draw.text((left, self._value_top), value, font=value_font, fill=colour)
        return np.asarray(image)

    def _draw_pill(self, text: str) -> NDArray[np.uint8]:
        """(h, w, 3): one cue on a dark ground, in two lines where one is too wide."""
        room = self.width - 6 * self._gap
        lines = [text]
        if self._cue_font.getlength(text) > room:
            words = text.split()
            cut = min(
                range(1, max(2, len(words))),
                key=lambda at: max(
                    self._cue_font.getlength(" ".join(words[:at])),
                    self._cue_font.getlength(" ".join(words[at:])),
                ),
            )
            lines = [" ".join(words[:cut]), " ".join(words[cut:])]
        wide = min(room, max(self._cue_font.getlength(line) for line in lines))
        step = round(1.35 * self._cue_size)
        size = (round(wide) + 4 * self._gap, step * len(lines) + 2 * self._gap)
        image = Image.new("RGB", size, INK)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, self._gap, size[1]), fill=VERMILLION)
        for index, line in enumerate(lines):
            draw.text((3 * self._gap, self._gap + index * step), line, font=self._cue_font, fill=WHITE)
        return np.asarray(image)


def cells_at(analysis: Analysis, pose: DrawnPose, time_s: float) -> tuple[Cell, ...]:
    """The cells of the band at one moment: label, value, colour."""
    angles = pose.angles_deg
    known = analysis.movement != "unknown"
    posed: Cell = (_("Pose"), MOVEMENTS[analysis.movement].doing if known else _("not recognised"), WHITE)
    last: Cell = (
        posed if analysis.source.is_photo else (_("Time"), _("{seconds:.1f} s", seconds=time_s), WHITE)
    )
    if pose.from_front:
        return (
            (_("Right knee in"), _degrees(angles.get("knee_inward_r")), YELLOW),
            (_("Left knee in"), _degrees(angles.get("knee_inward_l")), YELLOW),
            (_("Trunk to right"), _degrees(angles.get("trunk_side_lean")), WHITE),
            last,
        )
    test = clinical_test_of(analysis.movement)
    if test is not None and analysis.examined:
        return (*_test_cells(test, pose), last)
    if analysis.source.is_photo:
        return (
            posed,
            (_("Rear thigh"), _degrees(angles.get("rear_thigh_angle")), YELLOW)
            if pose.rear
            else (_("Hip"), _degrees(angles.get(f"hip_flexion_{LETTER[pose.near or 'right']}")), WHITE),
            (_("Trunk"), _degrees(angles.get("trunk_lean")), WHITE),
        )
    if exercise_of(analysis.movement) is not None:
        counted = _counted(analysis)
        count, hold = _count_and_hold(counted, time_s)
        arch = angles.get("lumbar_extension")
        limit = arch_limit(analysis)
        arched = arch is not None and limit is not None and arch > limit
        return (
            (_("Repetition"), _("{count} of {total}", count=count, total=len(counted)), WHITE),
            (_("Hold"), hold, WHITE),
            (_("Rear thigh"), _degrees(angles.get("rear_thigh_angle")), YELLOW),
            (
                _("Back arch"),
                _degrees(arch),
                GREY if arch is None else VERMILLION if arched else GREEN,
            ),
        )
    near = pose.near or "right"
    side = LETTER[near]
    if f"knee_angle_{side}" not in angles:
        side = LETTER[OTHER_WORD[near]]
    return (
        (_("Knee"), _degrees(angles.get(f"knee_angle_{side}")), WHITE),
        (_("Hip"), _degrees(angles.get(f"hip_flexion_{side}")), WHITE),
        (_("Trunk"), _degrees(angles.get("trunk_lean")), WHITE),
        last,
    )


def _test_cells(test: ClinicalTest, pose: DrawnPose) -> tuple[Cell, ...]:
    """The leg that rests in a clinical test, and its first two figures."""
    trial = None if pose.trial is None else pose.trial.trial
    cells: list[Cell] = [(_("Leg"), "" if trial is None else side_word(trial.side), WHITE)]
    for quantity, colour in zip(test.figures, (YELLOW, WHITE), strict=False):
        figure = None if trial is None else trial.figures.get(quantity.key)
        words = "" if trial is None else _degrees(None if figure is None else figure.value)
        cells.append((capital(quantity.short), words, colour))
    return tuple(cells)


def cue_at(analysis: Analysis, time_s: float) -> str | None:
    """The cue of the first fault of the repetition that is held or has just been held, None without one."""
    exercise = exercise_of(analysis.movement)
    for repetition in analysis.repetitions:
        faults = repetition.faults_by_value
        if faults and repetition.hold_start_s <= time_s <= repetition.end_s + CUE_LINGERS_S:
            return None if exercise is None else exercise.faults[faults[0]].cue
    return None


def _counted(analysis: Analysis) -> tuple[Repetition, ...]:
    """The moves that were large enough to count as repetitions."""
    exercise = exercise_of(analysis.movement)
    return tuple(one for one in analysis.repetitions if exercise is None or exercise.counts(one))


def _count_and_hold(repetitions: tuple[Repetition, ...], time_s: float) -> tuple[int, str]:
    begun = [repetition for repetition in repetitions if repetition.start_s <= time_s]
    if not begun or time_s < begun[-1].hold_start_s or time_s > begun[-1].end_s:
        return len(begun), "-"
    held = min(time_s, begun[-1].hold_end_s) - begun[-1].hold_start_s
    return len(begun), _("{seconds:.1f} s", seconds=held)


def _degrees(value: float | None) -> str:
    return _("not seen") if value is None else signed(value)
