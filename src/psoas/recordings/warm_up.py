"""Load in advance what a later stage needs, while the pose network looks at the pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from psoas.capture.pose import Weights, load_network
from psoas.child_processes import threads
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

    if threads(2) == 1:  # the later stage loads what it needs
        yield
        return
    thread = Thread(target=work, name="psoas-warm-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def load_pictures(weights: Weights) -> None:
    """Load what clips and photos need besides: the decoder, the network's library, and its weights as they should be.

    Raises:
        InputError: a file of weights is missing or was changed.
    """
    import av  # noqa: F401 - loading it is what is wanted

    load_network(weights)


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
