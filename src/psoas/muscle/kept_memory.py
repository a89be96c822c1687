"""Freed memory that stays with the process, as fresh memory costs a third as much as all that is computed in it."""

import ctypes
from functools import cache

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Numbers of the options in glibc's ``malloc.h``."""

KEPT, LARGEST = 256 << 20, 32 << 20
"""Freed memory that is kept, some 8,000 frames of loads, and the largest array that may lie in it [bytes]."""


@cache
def keep_freed_memory() -> None:
    """Let the process keep what NumPy frees, once; without effect where the C library is not glibc.

    By default glibc returns the arrays of each part of a recording to the system, which has to clear every page anew
    for the next part.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(M_MMAP_THRESHOLD, LARGEST)
    mallopt(M_TRIM_THRESHOLD, KEPT)
