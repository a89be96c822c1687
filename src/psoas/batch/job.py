"""The work on one recording, in a process of its own: analyse it and keep its rows."""

import contextlib
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from psoas.batch.clip_job import RESULT_SCHEMA, UNWRITABLE, ClipJob, hash_of, kept_result
from psoas.batch.ledger import CANNOT_TELL, DONE, FAULT, TOO_LARGE, UNREADABLE, WITH_RESULT
from psoas.batch.manifest import is_motion
from psoas.batch.tables import Rows, dataset_tables, rows_of
from psoas.body import load_body
from psoas.child_processes import Report
from psoas.errors import CannotTellError, PsoasError
from psoas.findings import Analysis
from psoas.recordings import analyse_clip, analyse_motion, load_analysis, load_pictures, person_of

NOTHING_SHOWN = "no known movement and no repetition was found in it"


def load_program() -> None:
    """Load libraries and tables once, for all recordings to come."""
    load_analysis(None)
    load_body(person_of(None, None))
    dataset_tables()


def load_for(job: ClipJob) -> None:
    """Load what the recording needs besides, once; where that fails, the recording's own process says why."""
    if not is_motion(job.path):
        with contextlib.suppress(ImportError, PsoasError):
            load_pictures("lite" if job.lite else "full")


def do_job(job: ClipJob, report: Report) -> None:
    """Analyse a recording and write its rows to ``job.result``, whole or not at all.

    Args:
        report: called with what is known so far: ``file_hash`` before the analysis, ``state`` and ``reason`` after.
            Where the folder of the results cannot be written, the state is `UNWRITABLE`.
    """
    try:
        _do_job(job, report)
    except OSError as error:
        report({"state": UNWRITABLE, "reason": error.strerror or type(error).__name__})


def _do_job(job: ClipJob, report: Report) -> None:
    """Do it.

    Raises:
        OSError: the log or the result cannot be written.
    """
    Path(job.log).parent.mkdir(parents=True, exist_ok=True)
    with Path(job.log).open("a", encoding="utf-8", buffering=1) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        began, processor = time.monotonic(), time.process_time()
        print(f"began attempt {job.attempt} of {job.name}", file=log)
        digest, rows = "", Rows()
        try:
            digest = hash_of(job)
            report({"file_hash": digest})
            if (kept := _finished_before(job, digest)) is not None:
                print(f"it was finished by another attempt: {kept['state']}", file=log)
                report(kept)
                return
            analysis = _analyse(job)
            rows = rows_of(analysis, series=job.series)
            state, reason = (DONE, "") if analysis.tells else (CANNOT_TELL, _why(analysis))
        except MemoryError:
            state, reason = TOO_LARGE, f"it needed more than {job.memory_mb:g} MB of memory"
        except CannotTellError as error:
            state, reason = CANNOT_TELL, _sentence(error)
        except (PsoasError, OSError) as error:
            state, reason = UNREADABLE, _sentence(error)
        except Exception as error:  # noqa: BLE001 - one recording costs only itself
            traceback.print_exc(file=log)
            state, reason = FAULT, f"a fault in psoas ({type(error).__name__}); the log has it"
        if _finished_before(job, digest) is None:
            _write(job, digest, state, reason, rows)
        seconds = time.monotonic() - began
        print(f"ended after {seconds:.2f} s: {state}{f', {reason}' if reason else ''}", file=log)
        used = {"seconds": seconds, "processor_s": time.process_time() - processor, "memory_mb": _memory_mb()}
        report({"state": state, "reason": reason, **used})


def _finished_before(job: ClipJob, digest: str) -> dict[str, Any] | None:
    """What another attempt has found, which goes on for a while on a worker whose batch was killed; None without it."""
    kept = kept_result(job)
    if kept is None or kept["file_hash"] != digest or kept["state"] not in WITH_RESULT:
        return None
    return {"state": kept["state"], "reason": kept["reason"]}


def _analyse(job: ClipJob) -> Analysis:
    path, person = Path(job.path), person_of(job.height_m, job.mass_kg)
    loads = person if job.loads else None
    if is_motion(job.path):
        return analyse_motion(path, height_m=job.height_m, loads=loads)
    weights: Any = "lite" if job.lite else "full"
    return analyse_clip(path, height_m=job.height_m, weights=weights, loads=loads)


def _why(analysis: Analysis) -> str:
    view = analysis.view
    if view.usable:
        return NOTHING_SHOWN
    return view.reason or NOTHING_SHOWN


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())


def _write(job: ClipJob, digest: str, state: str, reason: str, rows: Rows) -> None:
    content = {
        "schema": RESULT_SCHEMA,
        "clip": job.name,
        "file_hash": digest,
        "settings_hash": job.settings_hash,
        "version": job.version,
        "state": state,
        "reason": reason,
        "rows": rows,
    }
    place = Path(job.result)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(json.dumps(content, allow_nan=False, separators=(",", ":")), encoding="utf-8")
        part.replace(place)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _memory_mb() -> float:
    """The most memory that this process had [MB]."""
    if sys.platform == "win32":
        return 0.0
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1e6 if sys.platform == "darwin" else 1e3)
