"""Scans of a JPEG, counted before it is decoded: each scan goes over the whole picture once more.

A progressive JPEG is refined scan by scan. Encoders write about ten; a file of two megabytes can name a hundred
thousand, and decoding it takes hours.
"""

import re

MOST_SCANS = 50
"""A JPEG with more scans is refused; the usual scripts of encoders have 10 (libjpeg) and up to some 20."""

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""In the coded data of a scan, 0xFF is followed by 0 or by the number of a restart."""

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_ALONE = {0x01, *range(0xD0, 0xD9)}
"""Markers without a length."""


def has_too_many_scans(jpeg: bytes) -> bool:
    """Whether a JPEG has more scans than `MOST_SCANS`; False for bytes that are no JPEG."""
    scans, at = 0, 0
    while scans <= MOST_SCANS and (found := _NEXT_MARKER.search(jpeg, at)) is not None:
        marker, at = jpeg[found.start() + 1], found.end()
        if marker == _END_OF_IMAGE:
            break
        if marker not in _ALONE:
            at += int.from_bytes(jpeg[at : at + 2], "big")
        scans += marker == _START_OF_SCAN
    return scans > MOST_SCANS
