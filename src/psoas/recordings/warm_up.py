"""Load in advance what the analysis needs, while the pose network looks at the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from psoas.errors import PsoasError
from psoas.muscle import psoas_of
from psoas.sides import SIDES


@contextmanager
def warming_up(height_m: float | None) -> Iterator[None]:
    """Load libraries and the tables of a person's psoas in a thread, and wait for it at the end.

    On two cores this took 0.9 s after the last picture, and now takes place beside the first ones.

    Args:
        height_m: standing height [m]; None stands for a usual one.
    """
    thread = Thread(target=_load, args=(height_m,), name="psoas-warm-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _load(height_m: float | None) -> None:
    """Fill the caches; an error is left to whoever needs the tables."""
    import scipy.interpolate
    import scipy.ndimage
    import scipy.optimize
    import scipy.signal  # noqa: F401 - loading it takes most of the time

    with suppress(PsoasError):
        for side in SIDES:
            psoas_of(height_m, side)
