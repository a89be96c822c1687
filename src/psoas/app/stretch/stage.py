"""The stage: the part of the page that a person sees during the stretch."""

from collections.abc import Callable

from nicegui.element import Element

from psoas.app.body3d.element import Body3D
from psoas.app.stretch.results import SIGNS
from psoas.capture.pose import LANDMARKS
from psoas.words import _, language, pgettext


class StretchStage(Element, component="stage.js"):
    """Camera or timer, ring, count and cue; connects to its session by itself.

    Args:
        seat: the secret of the session, from ``Room.enter``.
        camera: False is the timer.
        speech: cues are spoken at first.
        body: shows the posture of the person; None is not shown.
        keeps: pictures of each repetition are kept.
        in_clinic: the camera's pictures go to the computer of a clinic.
        on_end: called at the end of the session.
    """

    def __init__(
        self,
        seat: str,
        *,
        camera: bool,
        speech: bool,
        body: Body3D | None,
        keeps: bool = False,
        in_clinic: bool = False,
        on_end: Callable[[], None],
    ) -> None:
        super().__init__()
        self._props["seat"] = seat
        self._props["camera"] = camera
        self._props["speech"] = speech
        self._props["keeps"] = keeps
        self._props["landmarks"] = list(LANDMARKS)
        self._props["body"] = None if body is None else body.id
        self._props["lang"] = language()
        self._props["words"] = stage_words(in_clinic=in_clinic)
        self.on("ended", on_end, args=[])


def stage_words(*, in_clinic: bool = False) -> dict[str, str | dict[str, str]]:
    """The words of ``stage.js`` in the language of now; it puts in the values that stand in braces."""
    allow_here = _(
        "Allow the camera: the browser asks for it now, near the address. Its pictures stay on this computer."
    )
    allow_there = _(
        "Allow the camera: the browser asks for it now, near the address. Its pictures go to your clinic's computer."
    )
    return {
        "stage": _("Your stretch"),
        "allow": allow_there if in_clinic else allow_here,
        "again": _("Try again"),
        "view": _("Your camera, with a skeleton drawn on you"),
        "repetitions": _("Repetitions"),
        "so_far": _("Repetitions so far"),
        "set_up": _("Set-up"),
        "camera": _("Camera"),
        "camera_number": _("Camera {number}"),
        "full": _("Full screen"),
        "voice_on": _("Voice on"),
        "voice_off": _("Voice off"),
        "go_on": _("Go on"),
        "pause": pgettext("of the timer", "Pause"),
        "finish": _("Finish"),
        "of": _("of {target} \N{MIDDLE DOT} {side}"),
        "sides": {
            "right": pgettext("of a leg, very short", "right"),
            "left": pgettext("of a leg, very short", "left"),
        },
        "checks": {"good": _("Good:"), "fix": _("To change:"), "wait": _("Not yet:")},
        "figures": {
            "hip_opening": _("Hip opened"),
            "arch": _("Arch"),
            "trunk_lean": pgettext("of the trunk, short", "Lean"),
        },
        "not_measured": _("not measured"),
        "good": _(SIGNS[True][1]),
        "improve": _(SIGNS[False][1]),
        "unjudged": _(SIGNS[None][1]),
        "slow": _("Slow computer: repetitions and holds only."),
        "speed": _("{fps} pictures a second, answered in {p50} ms (95 %: {p95} ms)."),
        "keeps": _("Two of each repetition are kept."),
        "keeps_none": _("None is kept."),
        "unplugged": _(
            "The camera was unplugged; what was finished is kept. Plug it in again to go on, or press Finish."
        ),
        "lost": _(
            "The connection to the coach was lost; what was finished is kept. Press Finish, or load the page again."
        ),
        "camera_errors": {
            "NotFoundError": _("No camera was found. Plug one in, then try again."),
            "NotAllowedError": _(
                "The browser may not use the camera. Allow it: press the sign beside the address, choose Allow, "
                "then try again."
            ),
            "NotReadableError": _("Another program has the camera. Close it, then try again."),
            "elsewhere": _(
                "This browser gives no camera at this address. Use the computer on which the coach runs."
            ),
            "unusable": _("The camera cannot be used here."),
        },
    }
