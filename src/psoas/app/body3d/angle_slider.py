"""A slider for an angle: the browser's own range input, with its keys, its name and its value in words."""

from collections.abc import Awaitable, Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

THROTTLE_S = 0.08


class AngleSlider(Element, component="angle_slider.js"):
    """One angle in whole degrees."""

    def __init__(
        self, label: str, limits: tuple[int, int], on_slide: Callable[[float], Awaitable[None]]
    ) -> None:
        """Make a slider at 0.

        Args:
            label: its name.
            limits: least and greatest value [deg].
            on_slide: called with the value, at most every `THROTTLE_S` during a move, and with the last one.
        """
        super().__init__()
        self._props["label"] = label
        self._props["min"], self._props["max"] = self.limits = limits

        async def slid(event: GenericEventArguments) -> None:
            if isinstance(event.args, int | float):
                await on_slide(float(min(max(event.args, limits[0]), limits[1])))

        self.on("slid", slid, throttle=THROTTLE_S)

    def put(self, degrees: float) -> None:
        """Set the value."""
        self.run_method("put", degrees)

    def say(self, words: str) -> None:
        """Set the words of the value."""
        self.run_method("say", words)
