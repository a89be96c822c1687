"""A batch: what is still to be done, its outcomes in the ledger, and the dataset of all."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from psoas import __version__
from psoas.batch.clip_job import ClipJob, JobOutcome, hash_of, kept_result, log_path, result_path
from psoas.batch.cluster import Workers, dask_client, outcomes
from psoas.batch.ledger import KILLED, LEDGER, LOCK, TOO_LARGE, TOO_LONG, WITH_RESULT, Ledger, LedgerRow
from psoas.batch.manifest import BatchClip, Manifest
from psoas.batch.postgres_ledger import open_ledger
from psoas.batch.settings import BatchSettings, BatchVersions, batch_versions
from psoas.errors import UsageError
from psoas.timeseries import Progress
from psoas.words import N_, _

BATCH_SCHEMA: Final = "psoas.batch/1"


@dataclass(frozen=True)
class BatchRun:
    """What a run did.

    Attributes:
        counts: recordings of the manifest in each state.
        fresh: attempts of this run; adopted: results that an earlier run had left without an entry in the ledger.
        seconds, processor_s: of the attempts of this run, summed [s].
    """

    counts: Mapping[str, int]
    fresh: int
    adopted: int
    seconds: float
    processor_s: float


def check_batch_folder(out: Path) -> None:
    """Refuse a folder that holds something else.

    Raises:
        UsageError: a file, or a folder with files that are no batch.
    """
    if out.is_dir() and (not any(out.iterdir()) or any((out / name).exists() for name in (LEDGER, LOCK))):
        return
    if out.exists():
        raise UsageError(
            _(
                "{folder} holds something other than a batch of psoas; choose another folder for --out",
                folder=out,
            )
        )


def run_batch(
    manifest: Manifest,
    settings: BatchSettings,
    out: Path,
    *,
    workers: int = 1,
    address: str | None = None,
    again: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _sentence: None,
) -> BatchRun:
    """Run all recordings that are not finished; the ledger has what became of them.

    A recording is run again where its file, its forces, the settings or the program changed, and one that was stopped
    at a limit where the limit is higher now.

    Args:
        out: the folder of the results, made where it is missing.
        workers: processes on this computer, where ``address`` is None.
        address: of a Dask scheduler.
        again: try recordings again that could not be read, were killed or stopped.
        progress: called with ``recordings``, how many are finished, and of how many.
        say: called with a sentence when the scheduler at ``address`` has no worker any more, and when it has one again.

    Raises:
        UsageError: the folder is in use, or holds something else.
        InputError: there is no scheduler, or a worker cannot run psoas.
    """
    check_batch_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    versions = batch_versions(settings.lite)
    total = len(manifest.clips)
    fresh, ended, seconds, processor_s = 0, 0, 0.0, 0.0
    with open_ledger(out, settings.ledger) as ledger:
        plan = _Plan(out.absolute(), settings, versions, ledger, again)
        jobs = plan.jobs(manifest.clips)
        first = next(jobs, None)
        if first is not None:
            with dask_client(min(workers, total), address) as client:
                counted = Workers(client, address, say)
                for job, outcome in outcomes(client, chain([first], jobs), plan.is_tried_again, counted):
                    ledger.record(plan.row(job, outcome))
                    fresh += 1
                    seconds, processor_s = seconds + outcome.seconds, processor_s + outcome.processor_s
                    ended += not plan.is_tried_again(job, outcome)
                    if progress is not None:
                        progress(N_("recordings"), plan.skipped + ended, total)
        counts = Counter(row.state for _clip, row in ledger.rows(manifest.clips) if row is not None)
    return BatchRun(counts, fresh, plan.adopted, seconds, processor_s)


class _Plan:
    """Decides which recordings are run, and what is kept of them."""

    def __init__(
        self, out: Path, settings: BatchSettings, versions: BatchVersions, ledger: Ledger, again: bool
    ) -> None:
        self._out, self._settings, self._version = out, settings, versions.key
        self._ledger, self._again = ledger, again
        self._names = lru_cache(maxsize=64)(_names_in)
        self.skipped, self.adopted = 0, 0

    def jobs(self, clips: tuple[BatchClip, ...]) -> Iterator[ClipJob]:
        """The recordings that are not finished."""
        for clip, known in self._ledger.rows(clips):
            job = self._job(clip)
            row = known if known is not None and self._is_same(job, known) else None
            if self._is_finished(job, row) if row is not None else self._adopt(job):
                self.skipped += 1
                continue
            if row is not None and row.state == KILLED and not self._again:
                job = replace(job, attempt=row.attempts + 1)
            yield job

    def is_tried_again(self, job: ClipJob, outcome: JobOutcome) -> bool:
        """Whether an attempt that was killed has another one after it."""
        return outcome.state == KILLED and job.attempt <= self._settings.retries

    def row(self, job: ClipJob, outcome: JobOutcome) -> LedgerRow:
        """The entry for an attempt."""
        return LedgerRow(
            name=job.name,
            stamp=_stamp(job),
            file_hash=outcome.file_hash,
            settings_hash=job.settings_hash,
            version=job.version,
            state=outcome.state,
            reason=outcome.reason,
            seconds=outcome.seconds,
            processor_s=outcome.processor_s,
            memory_mb=outcome.memory_mb,
            attempts=job.attempt,
            time_limit_s=job.time_s,
            memory_limit_mb=job.memory_mb,
        )

    def _job(self, clip: BatchClip) -> ClipJob:
        return ClipJob(
            name=clip.name,
            path=clip.path,
            beside=self._beside(clip),
            height_m=clip.height_m,
            mass_kg=clip.mass_kg,
            lite=self._settings.lite,
            loads=self._settings.loads,
            series=self._settings.series,
            result=str(result_path(self._out, clip.name)),
            log=str(log_path(self._out, clip.name)),
            settings_hash=self._settings.hash_for(clip),
            version=self._version,
            time_s=self._settings.time_s,
            memory_mb=self._settings.memory_mb,
        )

    def _beside(self, clip: BatchClip) -> tuple[str, ...]:
        """Files of forces that `psoas check` would read with a motion file."""
        from psoas.recordings import force_names

        if not clip.is_motion:
            return ()
        path = Path(clip.path)
        names = self._names(path.parent)
        return tuple(
            str(path.with_name(name))
            for wanted in force_names(path)
            for name in names.get(wanted, ())
            if name != path.name
        )

    def _is_finished(self, job: ClipJob, row: LedgerRow) -> bool:
        if row.state in WITH_RESULT:
            return Path(job.result).exists()
        if self._again or self._raised(row):
            return False
        return row.state != KILLED or row.attempts > self._settings.retries

    def _raised(self, row: LedgerRow) -> bool:
        """Whether the limit at which a recording was stopped is higher now."""
        if row.state == TOO_LONG:
            return self._settings.time_s > row.time_limit_s
        return row.state == TOO_LARGE and self._settings.memory_mb > row.memory_limit_mb

    def _is_same(self, job: ClipJob, row: LedgerRow) -> bool:
        """Whether file, settings and program are those of the entry; a file with another time is read to know."""
        if (row.settings_hash, row.version) != (job.settings_hash, job.version):
            return False
        stamp = _stamp(job)
        if stamp == row.stamp:
            return True
        if _hash(job) != row.file_hash or not row.file_hash:
            return False
        self._ledger.record(replace(row, stamp=stamp))
        return True

    def _adopt(self, job: ClipJob) -> bool:
        """Keep a result that was written just before an earlier run was killed."""
        result = kept_result(job)
        if result is None or result["file_hash"] != _hash(job):
            return False
        outcome = JobOutcome(result["state"], result["reason"], result["file_hash"])
        self._ledger.record(self.row(job, outcome))
        self.adopted += 1
        return True


def _stamp(job: ClipJob) -> str:
    """Size and time of the files of a recording."""
    words = []
    for path in (job.path, *job.beside):
        try:
            found = Path(path).stat()
        except OSError:
            words.append("none")
            continue
        words.append(f"{found.st_size}:{found.st_mtime_ns}")
    return " ".join(words)


def _hash(job: ClipJob) -> str:
    """The hash of a recording; empty where it cannot be read."""
    try:
        return hash_of(job)
    except OSError:
        return ""


def _names_in(folder: Path) -> Mapping[str, list[str]]:
    """The names in a folder by their form in lower case; none where it is gone, which its recordings say themselves."""
    names: dict[str, list[str]] = {}
    with suppress(OSError):
        for name in sorted(entry.name for entry in os.scandir(folder)):
            names.setdefault(name.lower(), []).append(name)
    return names


def batch_json(run: BatchRun, manifest: Manifest, out: Path) -> dict[str, Any]:
    """The result for other programs, schema ``psoas.batch/1``."""
    return {
        "schema": BATCH_SCHEMA,
        "program": __version__,
        "recordings": len(manifest.clips),
        "left_out": dict(manifest.left_out),
        "states": dict(sorted(run.counts.items())),
        "attempts": run.fresh,
        "adopted": run.adopted,
        "seconds": round(run.seconds, 3),
        "processor_s": round(run.processor_s, 3),
        "folder": str(out),
    }
