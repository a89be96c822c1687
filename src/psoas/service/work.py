"""The process of one order, or of other work on somebody's files: it computes the answer, and says how it ended."""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from psoas.child_processes import THREADS, LimitedRun, Report, run_limited, uninterrupted
from psoas.errors import CannotTellError, InputError, PsoasError, UsageError
from psoas.service.order import Order
from psoas.words import Language, _, language, speaking

T = TypeVar("T")

PRELOADED: Final = "psoas.service.preloaded"
"""Module that a process loads before it forks one for each order."""

State = Literal["done", "wrong", "unreadable", "cannot_tell", "too_long", "too_large", "fault"]


@dataclass(frozen=True)
class OrderEnd:
    """How an order ended.

    Attributes:
        state: ``done``; ``wrong`` where an option has no sense, ``unreadable``, ``cannot_tell``, ``too_long`` and
            ``too_large`` for what was sent, ``fault`` for a fault of psoas.
        says: why there is no answer; empty where there is one.
        content: the JSON, where it was not written to a file.
        remarks: sentences on what could not be read.
    """

    state: State
    says: str = ""
    content: str = ""
    remarks: tuple[str, ...] = ()


def do_order(order: Order, result: str | None, report: Report) -> None:
    """Compute an answer and report how it ended.

    Args:
        result: path of a file for the JSON, written whole or not at all; None reports it.
    """
    _do(_answer, (order, result), order.language, report)


def compute_limited(
    work: Callable[..., T],
    args: tuple[Any, ...],
    *,
    time_s: float,
    memory_mb: float,
    stopped: Callable[[], bool] = lambda: False,
) -> T:
    """Compute something from a file of somebody else in a process of its own, in the language of now.

    Args:
        work: a function at the top of a module; what it gives comes back through a pipe.
        args: of it.
        time_s: a longer run is ended [s].
        memory_mb: one that needs more memory is ended [MB].
        stopped: whether it is to be ended for another reason; called all the time.

    Raises:
        InputError: it was ended at a limit, or could not be done; the sentence says why.
    """
    with uninterrupted():
        done = run_limited(
            _compute,
            (work, args, language()),
            method="spawn",
            time_s=time_s,
            memory_mb=memory_mb,
            stopped=stopped,
        )
    if "gives" in done.known:
        given: T = done.known["gives"]
        return given
    raise InputError(finished(done).says)


def _compute(work: Callable[..., Any], args: tuple[Any, ...], speaks: Language, report: Report) -> None:
    _do(lambda: {"gives": work(*args)}, (), speaks, report)


def _answer(order: Order, result: str | None) -> dict[str, Any]:
    from psoas.service.answers import answer_of

    answer = answer_of(order)
    known: dict[str, Any] = {"remarks": answer.remarks}
    if result is None:
        known["content"] = "".join(answer.content)
    else:
        _write(Path(result), answer.content)
    return known


def _do(work: Callable[..., dict[str, Any]], args: tuple[Any, ...], speaks: Language, report: Report) -> None:
    """Do the work of this process, without a word on the terminal, and report what it gives and how it ended."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # libraries print of what they read
    own = os.dup(2)
    os.dup2(quiet, 2)
    os.environ[THREADS] = "1"  # the other cores are for people's pages
    with speaking(speaks):
        try:
            known = {"state": "done", **work(*args)}
        except UsageError as error:
            known = {"state": "wrong", "says": str(error)}
        except CannotTellError as error:
            known = {"state": "cannot_tell", "says": str(error)}
        except PsoasError as error:
            known = {"state": "unreadable", "says": str(error)}
        except MemoryError:
            known = {"state": "too_large", "says": _too_large()}
        except Exception:  # noqa: BLE001 - it costs only itself
            os.dup2(own, 2)
            traceback.print_exc(file=sys.stderr)
            known = {"state": "fault", "says": fault_end().says}
    report(known)


def finished(done: LimitedRun) -> OrderEnd:
    """How an order ended, by what its process reported or by the limit at which it was ended."""
    if "state" in done.known:
        return OrderEnd(**done.known)
    if done.ended_by == "time":
        return OrderEnd(
            "too_long",
            _(
                "This took longer than {seconds:.0f} seconds and was stopped; send less of it.",
                seconds=done.seconds,
            ),
        )
    if done.ended_by == "memory":
        return OrderEnd("too_large", _too_large())
    return fault_end()


def _write(path: Path, content: Any) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(content)
    part.replace(path)


def _too_large() -> str:
    return _("This needed more memory than is allowed and was stopped; send less of it.")


def fault_end() -> OrderEnd:
    """The end of an order at a fault of psoas."""
    return OrderEnd("fault", _("This met a fault in psoas; the log of the server has it."))
