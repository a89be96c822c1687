"""What the operating system says about a file or an address, in the language of now."""

import errno
from typing import Final

from psoas.words.messages import N_, _

_REASONS: Final = {
    errno.EACCES: N_("you have no right to it"),
    errno.EADDRINUSE: N_("another program uses it"),
    errno.EADDRNOTAVAIL: N_("this computer does not have it"),
    errno.EDQUOT: N_("your share of the disk is used up"),
    errno.EEXIST: N_("it is there already"),
    errno.EFBIG: N_("it is too large for this disk"),
    errno.EIO: N_("the disk reports a fault"),
    errno.EISDIR: N_("it is a folder"),
    errno.ELOOP: N_("links lead in a circle"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ENOENT: N_("there is no such file"),
    errno.ENOSPC: N_("the disk is full"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EPERM: N_("you have no right to it"),
    errno.EROFS: N_("the disk cannot be written"),
}


def system_reason(error: BaseException) -> str:
    """Why the operating system refused, as half a sentence for brackets; in its own words where psoas has none."""
    number = getattr(error, "errno", None)
    if number in _REASONS:
        return _(_REASONS[number])
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
