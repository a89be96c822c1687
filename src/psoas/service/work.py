"""The process of one order: it computes the answer, and says how it ended."""

import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from psoas.child_processes import THREADS, LimitedRun, Report
from psoas.errors import CannotTellError, PsoasError, UsageError
from psoas.service.answers import Order, answer_of
from psoas.words import _, speaking

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
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # libraries print of what they read
    own = os.dup(2)
    os.dup2(quiet, 2)
    os.environ[THREADS] = "1"  # the other cores are for people's pages
    with speaking(order.language):
        try:
            answer = answer_of(order)
            known: dict[str, Any] = {"state": "done", "remarks": answer.remarks}
            if result is None:
                known["content"] = "".join(answer.content)
            else:
                _write(Path(result), answer.content)
        except UsageError as error:
            known = {"state": "wrong", "says": str(error)}
        except CannotTellError as error:
            known = {"state": "cannot_tell", "says": str(error)}
        except PsoasError as error:
            known = {"state": "unreadable", "says": str(error)}
        except MemoryError:
            known = {"state": "too_large", "says": _too_large()}
        except Exception:  # noqa: BLE001 - an order costs only itself
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
