"""Clips with known truth, and a maker of small ones."""

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from hypothesis import Phase, settings

from tests.turns import turn

# timings vary from machine to machine, and a slow machine should not spend minutes on a shorter counterexample; the
# examples are the same everywhere, so that a change fails a test and chance does not
settings.register_profile(
    "psoas",
    deadline=None,
    derandomize=True,
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
)
settings.load_profile("psoas")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what runs in the background without Ctrl+C; programs that tests interrupt would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ["LANGUAGE"] = "en"
"""Tests read English, whatever the language of the machine; so do the programs that they start."""

CLIPS = Path(__file__).parent / "clips"
LONG = 40
"""Tests that a long one counts for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The workers get files in this order: those with tests that run alone, then those with the most tests.

    So the tests alone wait for short ones, and what is left at the end is small and can be shared out evenly; a long
    test counts for many.
    """
    tests = Counter(item.path for item in items)
    tests.update(item.path for item in items for _ in range(LONG) if item.get_closest_marker("long"))
    alone = {item.path for item in items if item.get_closest_marker("alone")}
    items.sort(key=lambda item: (item.path not in alone, -tests[item.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Each test waits for its turn, where several run at once."""
    run = getattr(item.config, "workerinput", {}).get("testrunuid")
    if run is None:
        return (yield)
    with turn(run, alone=item.get_closest_marker("alone") is not None):
        return (yield)


MakeClip = Callable[..., Path]
Truth = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def clips() -> Path:
    """The folder of rendered clips; see its README."""
    return CLIPS


@pytest.fixture(scope="session")
def truth() -> Truth:
    """Gives the truth of a rendered clip by name; ``frames`` holds one (T,) array a name, NaN for none."""

    def load(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((CLIPS / "truth" / f"{name}.json").read_text())
        found["frames"] = {key: np.array(values, dtype=float) for key, values in found["frames"].items()}
        return found

    return load


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    """Makes a clip whose picture number i is grey (20 + 10 i) modulo 200, in ``tmp_path``."""
    return lambda name="clip.mp4", **how: write_clip(tmp_path / name, **how)


def write_clip(
    path: Path,
    *,
    frames: int = 10,
    fps: int = 30,
    size: tuple[int, int] = (128, 96),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    stamps_ms: Sequence[int] | None = None,
    sound: bool = False,
    video: bool = True,
    tags: dict[str, str] | None = None,
) -> Path:
    """Write a clip with PyAV; ``stamps_ms`` gives each frame its own time instead of a constant rate.

    ``tags`` are written as phones write theirs.
    """
    quiet = {"libx265": {"x265-params": "log-level=none:pools=1"}, "libx264": {"preset": "ultrafast"}}
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"} if tags else {}) as container:
        container.metadata.update(tags or {})
        if video:
            options = quiet.get(codec, {"cpu-used": "8"})
            stream = cast(VideoStream, container.add_stream(codec, rate=fps, options=options))
            stream.width, stream.height = size
            stream.pix_fmt = pix_fmt
            if stamps_ms is not None:
                stream.codec_context.time_base = Fraction(1, 1000)
        if sound:
            noise = container.add_stream("aac", rate=48_000, layout="mono")
        if video:
            for index in range(frames if stamps_ms is None else len(stamps_ms)):
                picture = np.full((size[1], size[0], 3), (20 + 10 * index) % 200, np.uint8)
                frame = av.VideoFrame.from_ndarray(picture, "rgb24")
                if stamps_ms is not None:
                    frame.pts, frame.time_base = stamps_ms[index], Fraction(1, 1000)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        if sound:
            for index in range(20):
                samples = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
                samples.sample_rate, samples.pts = 48_000, index * 1024
                container.mux(noise.encode(samples))
            container.mux(noise.encode(None))
    return path
