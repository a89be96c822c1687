"""The control with which a browser learns how much earlier to speak."""

from nicegui.element import Element


class VoiceAhead(Element, component="voice.js"):
    """A slider with a voice and a light; its value stays in the browser."""
