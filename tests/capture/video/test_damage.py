"""Damaged files: whatever the damage, one of our own errors or some frames, soon, and never a crash."""

import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from psoas.capture.video.clip import read_frames
from psoas.errors import PsoasError

CASES = 400
SECONDS = 5.0
LENGTHS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff")


def damaged(originals: list[Path], chance: random.Random) -> tuple[str, bytes]:
    """A file name's ending and what is left of one of the originals after one to three accidents."""
    original = chance.choice(originals)
    data = bytearray(original.read_bytes())
    for _ in range(chance.randint(1, 3)):
        if len(data) < 8:
            break
        at = chance.randrange(len(data) - 4)
        match chance.randrange(6):
            case 0:
                for _ in range(chance.choice((1, 3, 20, 200))):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data[at : at + chance.randint(1, 300)] = chance.randbytes(chance.randint(1, 300))
            case 3:
                data = data[:at] + chance.choice(originals).read_bytes()[chance.randrange(500) :]
            case 4:
                data[at : at + 4] = chance.choice(LENGTHS)
            case _:
                head = chance.randrange(min(len(data), 300))
                data[head : head + 4] = chance.choice((*LENGTHS, chance.randbytes(4)))
    return original.suffix, bytes(data)


def read_damaged(folder: Path, seed: int) -> None:
    """Read `CASES` damaged files; run in a process of its own, because a decoder could take it down."""
    originals = sorted(path for path in folder.iterdir() if path.stem.startswith("whole"))
    for case in range(CASES):
        suffix, data = damaged(originals, random.Random(seed * CASES + case))
        path = folder / f"damaged{suffix}"
        path.write_bytes(data)
        print(f"case {case} ({suffix})", flush=True)
        start = time.perf_counter()
        with suppress(PsoasError), read_frames(path, max_side=64) as reader:
            times = [frame.time_s for frame in reader]
            assert times == sorted(set(times))
        assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("seed", [0])
def test_damage_of_any_kind_is_survived(tmp_path: Path, make_clip: Any, clips: Path, seed: int) -> None:
    small = {"frames": 20, "size": (96, 64)}
    make_clip("whole1.mp4", sound=True, **small)
    make_clip("whole2.mov", codec="libx265", pix_fmt="yuv420p10le", **small)
    make_clip("whole3.webm", codec="libvpx-vp9", **small)
    make_clip("whole4.avi", codec="mpeg4", **small)
    (tmp_path / "whole5.mp4").write_bytes((clips / "rotated_90.mp4").read_bytes())
    for name in ("whole6.jpg", "whole7.png", "whole8.webp"):
        noise = np.random.default_rng(seed).integers(0, 255, (64, 96, 3), np.uint8)
        Image.fromarray(noise).save(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, tmp_path, str(seed)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    last = done.stdout.splitlines()[-1:]
    assert (done.returncode, done.stderr) == (0, ""), f"after {last}: {done.stderr[-2000:]}"
    assert last == [f"case {CASES - 1} ({last[0].split('(')[1]}"]


def test_an_endless_index_does_not_keep_us(tmp_path: Path, make_clip: Any) -> None:
    data = bytearray(make_clip("whole.mp4", frames=20).read_bytes())
    at = data.index(b"stsz") + 12
    data[at : at + 4] = b"\x7f\xff\xff\xff"
    path = tmp_path / "endless.mp4"
    path.write_bytes(data)
    start = time.perf_counter()
    with pytest.raises(PsoasError, match=r"endless\.mp4"), read_frames(path) as reader:
        list(reader)
    assert time.perf_counter() - start < SECONDS


if __name__ == "__main__":
    read_damaged(Path(sys.argv[1]), int(sys.argv[2]))
