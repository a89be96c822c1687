"""The stage: the part of the page that a person sees during the stretch."""

from collections.abc import Callable

from nicegui.element import Element

from psoas.app.body3d.element import Body3D
from psoas.capture.pose import LANDMARKS


class StretchStage(Element, component="stage.js"):
    """Camera or timer, ring, count and cue; connects to its session by itself.

    Args:
        seat: the secret of the session, from ``Room.enter``.
        camera: False is the timer.
        speech: cues are spoken at first.
        body: shows the posture of the person; None is not shown.
        keeps: pictures of each repetition are kept.
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
        on_end: Callable[[], None],
    ) -> None:
        super().__init__()
        self._props["seat"] = seat
        self._props["camera"] = camera
        self._props["speech"] = speech
        self._props["keeps"] = keeps
        self._props["landmarks"] = list(LANDMARKS)
        self._props["body"] = None if body is None else body.id
        self.on("ended", on_end, args=[])
