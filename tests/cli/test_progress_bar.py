"""The progress bar: when it appears, and what it says."""

import io

import pytest
from rich.console import Console

from psoas.cli.progress_bar import ProgressBar, pace


def test_the_progress_bar_waits_two_seconds_and_shows_pace_and_time_left() -> None:
    now = [0.0]
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=120)
    with ProgressBar("clip.mp4", console, lambda: now[0]) as progress:
        progress("watching", 0, 300)
        now[0] = 1.9
        progress("watching", 76, 300)
        assert text.getvalue() == ""
        now[0] = 2.5
        progress("watching", 100, 300)
    assert "clip.mp4: watching" in text.getvalue()
    assert "40 frames/s, 5 s left" in text.getvalue()


def test_there_is_no_progress_bar_where_there_is_no_terminal() -> None:
    text = io.StringIO()
    with ProgressBar("a", Console(file=text), iter([0.0, 10.0, 20.0]).__next__) as progress:
        progress("watching", 1, None)
    assert text.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "fresh", "done", "total", "words"),
    [
        (0.0, 0, 0, 10, ""),
        (2.0, 100, 100, None, "50 frames/s"),
        (10.0, 50, 50, 500, "5.0 frames/s, 1 min 30 s left"),
        (1.0, 10, 10, 10, "10 frames/s"),
    ],
)
def test_pace(seconds: float, fresh: int, done: int, total: int | None, words: str) -> None:
    assert pace(seconds, fresh, done, total) == words
