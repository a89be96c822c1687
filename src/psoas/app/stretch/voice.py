"""The control with which a browser learns how much earlier to speak."""

from nicegui.element import Element

from psoas.words import _, language


class VoiceAhead(Element, component="voice.js"):
    """A slider with a voice and a light; its value stays in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self._props["lang"] = language()
        self._props["words"] = {
            "how": _(
                "Headphones over Bluetooth speak late. Press Listen: a light comes every two seconds, and a voice "
                'says "{now}". Move the slider until both come together.',
                now=_("now"),
            ),
            "now": _("now"),
            "listen": _("Listen"),
            "stop": _("Stop"),
            "light": _("The light"),
            "earlier": _("Speak earlier by {ms} ms"),
            "milliseconds": _("{ms} milliseconds"),
            "kept": _(
                "Kept in this browser. Counts are spoken when a repetition is over, and cannot come earlier."
            ),
        }
