"""The process that reads the damaged inputs of one target, with the branches that each reaches counted by atheris.

It writes its progress to ``STATE/TARGET.json`` and each faulty input to ``STATE/faults``, and goes on after a fault. A
crash, a hang or a burst of memory ends the process; libFuzzer then leaves the input in ``STATE/faults``, and the caller
starts the process again.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

HANGS_S: Final = 60
MOST_RSS_MB: Final = 3000
LONGEST: Final = 3
"""A damaged file may be so many times as long as the longest sound one."""


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    given = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["psoas", "fitdecode", "icalendar"]):
        from benchmarks.long_runs.targets import reader, sound, targets

        target = next(one for one in targets() if one.name == given.target)
        folder = tempfile.TemporaryDirectory()
        read = reader(target, Path(folder.name))
        samples = sound(target.samples)
    import numpy as np

    from benchmarks.long_runs.examine import Silence, examine
    from benchmarks.long_runs.progress import Progress
    from benchmarks.mutated_days import damaged

    progress = Progress(given.state, target.name)
    path = Path(folder.name) / f"damaged{target.ending}"
    corpus = given.state / "corpus" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    for name, content in samples.items():
        (corpus / name).write_bytes(content)
    faults = given.state / "faults"
    faults.mkdir(exist_ok=True)
    silence = Silence()

    def one(content: bytes) -> None:
        if progress.done >= given.count:
            progress.save()
            folder.cleanup()
            sys.stdout.flush()
            os._exit(0)
        path.write_bytes(content)
        wrong = examine(read, path, silence)
        progress.add(wrong)
        if wrong:
            name = f"{target.name}-{hashlib.sha256(content).hexdigest()[:12]}"
            (faults / name).write_bytes(content)

    def mutate(content: bytes, longest: int, seed: int) -> bytes:
        random = np.random.default_rng(seed)
        if seed % 4 == 0:
            return bytes(atheris.Mutate(content, longest))
        return damaged(content, int(random.integers(1 << 16)), random)[:longest]

    longest = LONGEST * max(map(len, samples.values()))
    words = [
        sys.argv[0],
        str(corpus),
        f"-seed={1 + progress.done}",
        f"-max_len={longest}",
        f"-timeout={HANGS_S}",
        f"-rss_limit_mb={MOST_RSS_MB}",
        f"-artifact_prefix={faults}/{target.name}-",
        "-len_control=0",
        "-verbosity=0",
        "-print_final_stats=0",
    ]
    atheris.Setup(words, one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
