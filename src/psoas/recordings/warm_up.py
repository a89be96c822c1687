"""Load in advance what a later stage needs, while the pose network looks at the pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from psoas.errors import PsoasError
from psoas.muscle import psoas_of
from psoas.sides import SIDES


@contextmanager
def warming_up(load: Callable[[], None]) -> Iterator[None]:
    """Call ``load`` in a thread, and wait for it at the end.

    Args:
        load: fills caches; an error of ours is left to whoever needs them.
    """

    def work() -> None:
        with suppress(PsoasError):
            load()

    thread = Thread(target=work, name="psoas-warm-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def load_analysis(height_m: float | None) -> None:
    """Load the libraries of the analysis and the tables of a person's psoas, which takes about a second.

    Args:
        height_m: standing height [m]; None stands for a usual one.
    """
    import scipy.interpolate
    import scipy.ndimage
    import scipy.optimize  # noqa: F401 - loading it takes most of the time

    for side in SIDES:
        psoas_of(height_m, side)
