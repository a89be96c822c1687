"""A process of its own for the readings, so that they never keep a picture waiting for Python's lock."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from psoas.child_processes import leave_interruption, uninterrupted
from psoas.words import Language, language, speaking


class Aside(Executor):
    """Runs functions of modules in another process, one after the other. It starts with the first, or with `warm`.

    The process ends when this one does, however that happens: it reads the end of its pipe. Where it ends by itself
    it is started again, and the function is run once more.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "psoas-aside")
        self._lock = Lock()
        self._pipe: Connection | None = None

    def warm(self) -> None:
        """Start it in the background."""
        self._thread.submit(self._started)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Run ``fn``, which a module has by name, with arguments that can be pickled, in the language of now."""
        return self._thread.submit(self._run, language(), fn, args, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the process."""
        self._thread.shutdown(wait, cancel_futures=cancel_futures)
        if self._pipe is not None:
            self._pipe.close()

    def _run(
        self, speaks: Language, fn: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        try:
            done, answer = self._exchange(speaks, fn, args, named)
        except (EOFError, OSError):
            self._pipe = None
            done, answer = self._exchange(speaks, fn, args, named)
        if done:
            return answer
        raise answer

    def _exchange(self, *work: Any) -> tuple[bool, Any]:
        pipe = self._started()
        pipe.send(work)
        answer: tuple[bool, Any] = pipe.recv()
        return answer

    def _started(self) -> Connection:
        with self._lock:
            if self._pipe is None:
                context = multiprocessing.get_context("spawn")
                self._pipe, theirs = context.Pipe()
                with uninterrupted():
                    context.Process(target=_serve, args=(theirs,), daemon=True).start()
                theirs.close()
            return self._pipe


def _serve(pipe: Connection) -> None:
    """Run each function that is sent until the other side is gone."""
    leave_interruption()
    import scipy.ndimage  # the first reading need not wait for these
    import scipy.optimize  # noqa: F401

    import psoas.recordings  # noqa: F401

    while True:
        try:
            speaks, fn, args, named = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            with speaking(speaks):
                answer = True, fn(*args, **named)
        except Exception as error:  # noqa: BLE001  raised again by the caller
            answer = False, error
        try:
            pipe.send(answer)
        except OSError:
            return
