"""Show a posture of the body in a picture, or in a window in which it can be turned."""

import io
import os
import sys
import warnings
from typing import Any, Final, cast, get_args

from psoas.body import Body
from psoas.draw.bellies import muscle_stretch
from psoas.draw.body_picture import BodyView, Focus, draw_body, side_by_side
from psoas.draw.stretch_scale import PERCENT
from psoas.errors import UsageError
from psoas.muscle import PosedPsoas
from psoas.words import _

VIEWS: Final[tuple[str, ...]] = get_args(BodyView)


def check_view(view: str) -> None:
    """Refuse a view that is not drawn.

    Raises:
        UsageError: an unknown name; the message lists the known ones.
    """
    if view not in VIEWS:
        raise UsageError(_("no view {view!r}; there is: {views}", view=view, views=", ".join(VIEWS)))


def check_screen() -> None:
    """Refuse to open a window where there is no screen; Linux names its screen in the environment.

    MuJoCo's viewer ends the whole program where it finds no screen; GLFW, which the viewer uses, looks for one first.

    Raises:
        UsageError: there is none, or it cannot be reached.
    """
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not named:
        raise UsageError(
            _("there is no screen to open a window on; draw a picture with --out PATH.png instead")
        )
    import glfw

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reached = glfw.init()
    if not reached:
        raise UsageError(
            _(
                "the screen {name} cannot be reached; draw a picture with --out PATH.png instead",
                name=named or "",
            )
        )


def picture_file(body: Body, posed: PosedPsoas, view: str, title: str) -> bytes:
    """A PNG of the whole body, and beside it the psoas from near.

    Args:
        body: with meshes.
        posed: the posture; each attachment is coloured by its change against standing in %.
        view: one of `VIEWS`. From the side the right psoas is shown, from the front and the back both.
        title: of the posture.
    """
    check_view(view)
    data = body.posed(body.poses(posed.pose)[0])
    stretch = muscle_stretch(body, data)
    both = view in ("front", "back")
    near: tuple[tuple[Focus, str], ...] = (("whole", title), ("psoas", " "))
    pictures = [
        draw_body(
            body,
            data,
            stretch,
            view=cast(BodyView, view),
            focus=focus,
            side=None if both else "right",
            scale=PERCENT,
            title=words,
        )
        for focus, words in near
    ]
    buffer = io.BytesIO()
    side_by_side(pictures, [_("the whole body"), _("the psoas from near")]).save(buffer, "PNG")
    return buffer.getvalue()


def open_window(body: Body, posed: PosedPsoas) -> None:
    """Open MuJoCo's viewer with the body in the posture; returns when it is closed.

    Raises:
        UsageError: there is no screen, or the viewer does not open on it.
    """
    check_screen()
    body.model.opt.gravity[:] = 0.0
    try:
        from mujoco import viewer

        cast(Any, viewer).launch(body.model, body.posed(body.poses(posed.pose)[0]))
    except Exception as error:  # whatever the screen's driver raises
        raise UsageError(
            _(
                "the window does not open on this screen ({error}); draw a picture with --out PATH.png instead",
                error=error,
            )
        ) from error
