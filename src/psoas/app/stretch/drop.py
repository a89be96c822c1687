"""The field on which a clip or another file is dropped, and its words."""

from typing import Final

from nicegui.element import Element

from psoas.app.guard import MOST_UPLOAD, UPLOADS
from psoas.capture.files import MOTION_FILES, PHOTO_FILES
from psoas.words import _

ACCEPT: Final = ",".join(("video/*", *PHOTO_FILES, *MOTION_FILES))
"""Types of files that the browser offers; on a phone, the camera's clips and photographs."""


class FileDrop(Element, component="clip.js"):
    """Field for choosing or dropping a file; sends it, and emits ``sent`` with its id, or with a list of ids.

    Args:
        accept: types and endings of files that the browser offers.
        words: of the field.
        large: the sentence for a larger file, with ``{}`` for the limit [MB].
        to: address that the file is sent to.
        most: largest file [bytes].
        many: several files can be chosen together; ``sent`` has a list of their ids then.
    """

    def __init__(
        self,
        accept: str,
        words: str,
        large: str,
        *,
        to: str = UPLOADS,
        most: int = MOST_UPLOAD,
        many: bool = False,
    ) -> None:
        super().__init__()
        self._props["accept"] = accept
        self._props["words"] = words
        self._props["large"] = large
        self._props["to"] = to
        self._props["most"] = most
        self._props["many"] = many
        self._props["says"] = drop_words(many=many)


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
