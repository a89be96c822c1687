"""The part of a page that opens homework or results: a file, a photograph of the sheet, or the letters of its code."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Final

from nicegui import run, ui
from nicegui.events import GenericEventArguments

from psoas.app.guard import UPLOADS
from psoas.app.parts import button, card, html, sentence
from psoas.app.stretch.accepted import Accepted
from psoas.app.stretch.drop import FileDrop
from psoas.app.stretch.uploads import known_clips, register_upload
from psoas.app.trainer.opening import PHOTOS, read_letters, read_sent
from psoas.errors import InputError, PsoasError
from psoas.homework import ENDING, MOST_PHOTO, HomeworkFile, is_locked
from psoas.plan import HomeworkResults
from psoas.words import _, same_language

PATH: Final = f"{UPLOADS}/homework"
FILES: Final[Accepted] = Accepted(
    (ENDING, *PHOTOS),
    most=5,
    otherwise=lambda: _(
        "This is no homework; choose a file that ends in {ending}, or a photo of the sheet (.jpg, .png).",
        ending=ENDING,
    ),
    crowded=lambda: _(
        "{count} files are being sent or looked at already; try again in a few minutes.", count=FILES.most
    ),
)

Sent = HomeworkFile | HomeworkResults


def register_homework_files() -> None:
    """Add the upload of homework, ``POST /upload/homework?name=NAME``."""
    register_upload(PATH, FILES)


class OpenPanel:
    """The card that opens what came.

    Args:
        on_open: gets what was read.
    """

    def __init__(self, on_open: Callable[[Sent], Awaitable[None]]) -> None:
        self._on_open = on_open
        self._locked: tuple[bytes, str] | None = None
        ui.add_head_html('<link rel="stylesheet" href="/static/clip.css">')
        with card(escape(_("Open homework or results")), "open-title"):
            self._drop = FileDrop(
                ",".join(FILES.endings),
                _("Choose a .psoas file or a photo of the sheet"),
                _("This file is larger than {} MB, and no homework is."),
                to=PATH,
                most=MOST_PHOTO,
            )
            self._drop.on("sent", self._sent)
            with ui.element("div").classes("stack") as self._ask:
                self._locked_says = html("").props("role=status")
                with ui.element("div").classes("row"):
                    self._passphrase = ui.input(_("Passphrase of the file"), password=True)
                    self._passphrase.props("outlined dense").on("keydown.enter", self._unlock)
                    button(_("Unlock"), self._unlock, "primary")
            self._ask.visible = False
            self._error = html("", look="notice bad").props("role=alert")
            self._error.visible = False
            with ui.element("details"):
                html(escape(_("Or the letters of the code on the sheet")), "summary", "button")
                self._letters = ui.textarea(_("Letters, from PSOAS1: on")).props("outlined autogrow")
                button(_("Open the code"), self._typed)

    async def _sent(self, event: GenericEventArguments) -> None:
        number = str(event.args)
        clip = known_clips().claim(number)
        if clip is None:
            self._say(InputError(_("The file is not here any more; choose it again.")))
            return
        try:
            content = clip.path.read_bytes()
        finally:
            known_clips().forget(number)
        self._ask.visible = is_locked(content)
        if self._ask.visible:
            self._locked = (content, clip.label)
            self._error.visible = False
            says = _("{name} is locked. Write the passphrase that its sender told you.", name=clip.label)
            self._locked_says.content = escape(says)
            self._passphrase.run_method("focus")
            return
        await self._read(content, clip.label)

    async def _unlock(self) -> None:
        if self._locked is not None and self._passphrase.value:
            await self._read(*self._locked, str(self._passphrase.value))

    async def _typed(self) -> None:
        try:
            found = read_letters(str(self._letters.value or ""))
        except PsoasError as error:
            self._say(error)
            return
        self._letters.value = ""
        await self._done(found)

    async def _read(self, content: bytes, name: str, passphrase: str = "") -> None:
        try:
            found = await run.io_bound(same_language(read_sent), content, name, passphrase)
        except PsoasError as error:
            self._say(error)
            return
        if found is not None:
            self._passphrase.value, self._ask.visible, self._locked = "", False, None
            await self._done(found)

    async def _done(self, found: Sent) -> None:
        self._error.visible = False
        try:
            await self._on_open(found)
        except PsoasError as error:
            self._say(error)

    def _say(self, error: PsoasError) -> None:
        self._error.content = escape(sentence(str(error)))
        self._error.visible = True
