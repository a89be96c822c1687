"""The field on which a clip is dropped, and its words."""

from typing import Final

from nicegui.element import Element

from psoas.app.guard import MOST_UPLOAD
from psoas.capture.files import MOTION_FILES, PHOTO_FILES
from psoas.words import _

ACCEPT: Final = ",".join(("video/*", *PHOTO_FILES, *MOTION_FILES))
"""Types of files that the browser offers; on a phone, the camera's clips and photographs."""


class ClipDrop(Element, component="clip.js"):
    """Field for choosing or dropping a clip; sends the clip, and emits ``sent`` with its id."""

    def __init__(self) -> None:
        super().__init__()
        self._props["accept"] = ACCEPT
        self._props["most"] = MOST_UPLOAD
        self._props["words"] = _("Choose a clip")
        self._props["large"] = _("This clip is larger than {} MB; cut it shorter.")
        self._props["says"] = drop_words(many=False)


def drop_words(*, many: bool) -> dict[str, str]:
    """The words of ``clip.js`` in the language of now; it puts in the values that stand in braces.

    Args:
        many: the field takes several files.
    """
    return {
        "hint": _(", or drop them here") if many else _(", or drop it here"),
        "share": _("How much of the file is sent"),
        "busy": _("Sending the file."),
        "sending": _("Sending: {percent} %"),
        "sending_many": _("Sending {number} of {count} files: {percent} %"),
        "cancel": _("Cancel"),
        "lost": _("The file could not be sent; check that the coach still runs, and try again."),
    }
