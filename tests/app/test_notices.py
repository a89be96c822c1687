"""An error is one sentence on one line; what it was in full is shown only where that is asked for."""

import logging
import sys
from asyncio import CancelledError

import pytest

from psoas.app.notices import LOGGERS, OneLine, in_words, quiet_logs
from psoas.errors import CannotTellError, InputError, UsageError


def logged(error: Exception | None, message: str = "Exception in\n  callback") -> str:
    """The line of a record, of an error that was really raised."""
    caught = None
    if error is not None:
        try:
            raise error
        except Exception:  # noqa: BLE001
            caught = sys.exc_info()
    return OneLine().format(logging.LogRecord("nicegui", logging.ERROR, __file__, 1, message, None, caught))


@pytest.mark.parametrize("kind", [UsageError, InputError, CannotTellError])
def test_an_error_of_psoas_keeps_its_own_sentence(kind: type[Exception]) -> None:
    assert in_words(kind("clip.mp4 is empty; record it again")) == "clip.mp4 is empty; record it again"


def test_another_error_names_its_kind_and_not_what_it_holds() -> None:
    words = in_words(KeyError("the name of somebody"))
    assert "(KeyError)" in words
    assert "somebody" not in words
    assert "please report it" in words


def test_a_log_has_one_line_for_each_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PSOAS_DEBUG", raising=False)
    assert logged(None) == "psoas: Exception in callback"
    assert logged(InputError("no file a.mp4; check its name")) == "psoas: no file a.mp4; check its name"
    line = logged(ValueError("line one\nline two"))
    assert "(ValueError)" in line
    assert len(line.splitlines()) == 1


def test_all_of_an_error_is_shown_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSOAS_DEBUG", "1")
    assert "Traceback" in logged(ValueError("line one"))
    assert "line one" in logged(ValueError("line one"))


def test_an_answer_that_the_end_of_the_server_cuts_off_is_no_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for logger in map(logging.getLogger, LOGGERS):
        for name in ("handlers", "level", "propagate"):
            monkeypatch.setattr(logger, name, getattr(logger, name))  # given back at the end
    quiet_logs()
    for error in (CancelledError(), KeyError("x")):
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    assert capsys.readouterr().err.count("something went wrong inside psoas") == 1
