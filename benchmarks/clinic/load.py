"""Fifty people at once on the clinic's pages, with two live stretches beside them.

    python -m benchmarks.clinic [--people N] [--stretches N] [--seconds S]

A PostgreSQL of its own that writes to the disk, the real `psoas serve` over HTTPS, and accounts that have signed in by
the form. Each person asks for a page with its styles, scripts and connection as a browser does, stays on it for 5 to
15 s, and asks for the next by the mix of their role, see `visitors.MIX`: 40 clients, 9 clinicians, one owner. The time
is from the request of a page to its last byte. The visitors run on the same cores as server and database.
"""

import asyncio
import os
import ssl
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import psutil
from playwright.async_api import async_playwright
from tests.store.postgres import running_server

from benchmarks.clinic.made import MadeClinic, Serving, certificate, make_clinic, serving_clinic
from benchmarks.clinic.stretches import Filmed, film_of, stretch
from benchmarks.clinic.visitors import Times, Visitor
from benchmarks.rows import Row
from benchmarks.timing import machine

PEOPLE, STRETCHES, SECONDS = 50, 2, 120.0
WARM_S: Final = 30.0
"""Time before anything counts: each visitor has loaded the files that a browser keeps [s]."""

MOST_S: Final = 0.3
LEAST_FPS: Final = 12.0
CORES: Final = 2


def rows(people: int = PEOPLE, stretches: int = STRETCHES, seconds: float = SECONDS) -> list[Row]:
    """Measure the load: a row for the pages, one for the stretches and one for the processor."""
    with running_server(durable=True) as server, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        clinic = make_clinic(server, folder)
        cert, key = certificate(folder)
        words = ("--tls-cert", str(cert), "--tls-key", str(key))
        with serving_clinic(clinic.url, folder, *words) as served:
            return asyncio.run(_load(clinic, served, cert, (people, stretches), seconds))


async def _load(
    clinic: MadeClinic, served: Serving, cert: Path, count: tuple[int, int], seconds: float
) -> list[Row]:
    clients = [one for one in clinic.accounts if one.role == "client"]
    filming = clients[: count[1]]
    others = [one for one in clinic.accounts if one not in filming][: count[0]]
    trusted = ssl.create_default_context(cafile=str(cert))
    visitors = [
        Visitor(served.address, account, trusted, seed) for seed, account in enumerate((*others, *filming))
    ]
    try:
        for start in range(0, len(visitors), 4):
            await asyncio.gather(*(one.sign_in() for one in visitors[start : start + 4]))
        times, films = Times(), [Filmed() for _ in filming]
        began = time.monotonic() + WARM_S
        end = began + seconds
        async with async_playwright() as playing:
            browser = await playing.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            film = film_of()
            tasks = [
                asyncio.create_task(
                    stretch(browser, served.address, _cookies(one, served.address), film, end, filmed)
                )
                for one, filmed in zip(visitors[len(others) :], films, strict=True)
            ]
            tasks += [
                asyncio.create_task(one.stay(end, times, lambda: time.monotonic() >= began))
                for one in visitors[: len(others)]
            ]
            await asyncio.sleep(max(began - time.monotonic(), 0.0))
            before = _processor_s(served)
            await asyncio.sleep(max(end - time.monotonic(), 0.0))
            used_s = _processor_s(served) - before
            await asyncio.gather(*tasks)
            await browser.close()
    finally:
        for one in visitors:
            await one.close()
    rates = [film.rate(began, end) for film in films]
    return _rows(len(others), times, rates, films, used_s / seconds)


def _cookies(visitor: Visitor, address: str) -> dict[str, str]:
    return {one.key: one.value for one in visitor.browser.cookie_jar}


def _processor_s(served: Serving) -> float:
    """Processor time of the server and its children so far [s]."""
    server = psutil.Process(served.process.pid)
    return sum(sum(one.cpu_times()[:2]) for one in (server, *server.children(recursive=True)))


def _rows(
    people: int, times: Times, rates: Sequence[float], films: Sequence[Filmed], cores: float
) -> list[Row]:
    every = [one for page in times.pages.values() for one in page]
    slowest = max(times.pages, key=lambda page: _p95(times.pages[page]))
    wrong = "; ".join(sorted(set(times.failures))[:3]) or "no failure"
    found = [
        Row(
            f"clinic, pages for {people} people",
            f"p95 <= {1000 * MOST_S:.0f} ms",
            f"p95 {1000 * _p95(every):.0f} ms, median {1000 * median(every):.0f} ms of {len(every)} pages; slowest "
            f"{slowest}, p95 {1000 * _p95(times.pages[slowest]):.0f} ms; files p95 {1000 * _p95(times.files):.0f} ms; "
            f"{wrong}",
            _p95(every) <= MOST_S and not times.failures,
        )
    ]
    if films:
        took = [one for film in films for one in film.took]
        found.append(
            Row(
                f"clinic, {len(films)} live stretches beside them",
                f">= {LEAST_FPS:.0f} pictures/s each",
                f"{', '.join(f'{rate:.1f}' for rate in rates)} pictures/s; answered in {1000 * median(took):.0f} ms, "
                f"p95 {1000 * _p95(took):.0f} ms",
                min(rates) >= LEAST_FPS,
            )
        )
    load = f"server {cores:.2f} cores; {machine()}"
    return [*found, Row("clinic, processor", f"on {CORES} cores", load, os.cpu_count() == CORES)]


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else max(values, default=0.0)
