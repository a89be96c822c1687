"""Requests that nobody thought of, sent to the clinic's interface: ``python -m benchmarks.interface --count 10000``.

schemathesis makes them from the OpenAPI document: values that it allows, and values that it does not. Each answer is
compared with the document: its status, its content type, its schema, and what a wrong value must not get. The site runs
in this process on a PostgreSQL of its own; what it computes runs in processes with limits, as in a clinic.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

import psycopg
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err, Result
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.rows import Row, show

HOST: Final = "127.0.0.1:8443"
DOCUMENT: Final = "/api/v1/openapi.json"
LEFT_OUT: Final = frozenset({"positive_data_acceptance"})
"""Checks that do not hold: two values can be right each and wrong together, as a first value that is past the last."""

LEFT_OUT_OF_FORMS: Final = frozenset({"negative_data_rejection"})
"""Checks that do not hold where a form cannot say what the document can."""

TRUE_OR_FALSE: Final = frozenset(["true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0"])
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
WAIT_S: Final = 300.0
"""Longest wait for an answer [s]: the first one loads the program, on a busy machine, too."""

ROUNDS: Final = 40
ROOMY: Final = dict.fromkeys(("jobs_of_account", "jobs_kept", "kept_mb"), 10**9)
"""Limits of a workshop that would answer most requests with 429."""


@dataclass
class Fuzzed:
    """What became of the requests.

    Attributes:
        statuses: how often each status was the answer, by operation.
        wrong: what an answer got wrong, once each.
    """

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many requests there were."""
        return self.statuses.total()

    @property
    def faults(self) -> int:
        """How many answers were of a status of 500 or more."""
        return sum(count for (_name, status), count in self.statuses.items() if status >= 500)


def fuzz(
    site: ASGIApp,
    host: str,
    token: str,
    count: int,
    *,
    seed: int | None = None,
    found: Fuzzed | None = None,
    progress: Callable[[Fuzzed], None] = lambda found: None,
) -> Fuzzed:
    """Send requests to the interface of a site, about as many of each operation.

    Args:
        host: name and port under which the site answers.
        token: with every scope.
        count: of requests, about.
        seed: makes one round whose requests are the same each time; None goes on with others until there are enough.
        found: takes up what became of them; None takes an empty one.
        progress: called after each round.
    """
    load_all_checks()
    checks = [one for one in CHECKS.get_all() if one.__name__ not in LEFT_OUT]
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_asgi(DOCUMENT, _reached_as(site, host))
    found = found or Fuzzed()
    rounds = 1 if seed is not None else ROUNDS
    ways = [(_operation(one), mode) for one in schema.get_all_operations() for mode in MODES]
    share = max(1, count // (len(ways) * rounds))
    # checks of the requests send wrong tokens, for which the site would shut this network out
    with patch("psoas.clinic.Attempts.check"):
        while found.count < count:
            for operation, mode in list(ways):
                before = found.count
                with suppress(Unsatisfiable):  # where nothing is sent, no value can be wrong
                    _fuzz_one(operation, mode, share, headers, checks, found, seed)
                if found.count - before < share:  # it has no more values to choose from
                    ways.remove((operation, mode))
            progress(found)
            if seed is not None or not ways:
                break
    return found


def _reached_as(site: ASGIApp, host: str) -> ASGIApp:
    """The site as those reach it who know its name; another name is refused, which is tested elsewhere."""

    async def named(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in scope.get("headers", ()) if pair[0] != b"host"]
        await site({**scope, "headers": [*headers, (b"host", host.encode())]}, receive, send)

    return named


def _operation(read: Result[Any, InvalidSchema]) -> Any:
    """An operation of the document, as schemathesis read it."""
    if isinstance(read, Err):
        raise read.err()
    return read.ok()


def _fuzz_one(
    operation: Any,
    mode: GenerationMode,
    count: int,
    headers: dict[str, str],
    checks: list[Any],
    found: Fuzzed,
    seed: int | None,
) -> None:
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=seed is not None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        response = case.call(headers=headers, timeout=WAIT_S)
        found.statuses[operation.label, response.status_code] += 1
        left_out = LEFT_OUT_OF_FORMS if _is_right_in_a_form(case) else frozenset()
        held = [one for one in checks if one.__name__ not in left_out]
        try:
            case.validate_response(response, checks=held, headers=headers)
        except FailureGroup as group:
            for one in group.exceptions:
                found.wrong.setdefault(f"{operation.label}: {type(one).__name__}", f"{one}"[:800])

    send()


def _is_right_in_a_form(case: Any) -> bool:
    """Whether a value that is wrong in JSON may be right in a form, where all that is sent is bytes without a type.

    Each file is right, whatever its bytes are; an empty field is left out; true and false are words.
    """
    if not isinstance(case.body, dict) or case.media_type != "multipart/form-data":
        return False
    properties = case.operation.get_body_for_media_type(case.media_type).form_properties
    return any(
        one == "" or (_is_file(schema) and not isinstance(one, str | bytes)) or _is_said(schema, one)
        for name, value in case.body.items()
        for schema in (properties.get(name, {}), properties.get(name, {}).get("items", {}))
        for one in (value if isinstance(value, list) else [value])
    )


def _is_file(schema: dict[str, Any]) -> bool:
    return schema.get("contentMediaType") == "application/octet-stream"


def _is_said(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is a word for true or false, where one of them is wanted."""
    return schema.get("type") == "boolean" and str(value).lower() in TRUE_OR_FALSE


@contextmanager
def fresh_site() -> Iterator[tuple[ASGIApp, str]]:
    """A clinic of its own for the run: its site, and a token with every scope."""
    from tests.clinic.conftest import join
    from tests.store.postgres import running_server

    from psoas.app.clinic.server import built_clinic
    from psoas.app.clinic_api.jobs import Workshop
    from psoas.clinic import SCOPES, Clinic, set_up
    from psoas.service import Order

    with running_server() as server, TemporaryDirectory() as folder:
        server.make_admin()
        admin, root = server.owned_database()
        made = set_up(admin, "anna@example.org")
        assert made.url is not None
        assert made.invitation is not None
        with Clinic.open(made.url, folder=Path(folder)) as clinic, closing(Workshop()) as workshop:
            anna = join(clinic, made.invitation)
            ben = join(clinic, clinic.invite(anna.secret, "ben@example.org", "Ben", "clinician"))
            clinic.add_person(ben.secret, "Dora")
            token = clinic.tokens.make(ben.secret, "schemathesis", SCOPES, 30)
            with psycopg.connect(root, autocommit=True) as connection:
                connection.execute(
                    "UPDATE clinic.limits SET value = 10000000 WHERE name = 'token_requests_min'"
                )
            workshop.limits = workshop.limits | ROOMY
            name, _colon, port = HOST.partition(":")
            site, _coach = built_clinic(
                clinic, Path(), f"http://{HOST}", int(port), [name], tls=False, workshop=workshop
            )
            workshop.at_once(Order("show", {"posture": "standing"})).result()  # loads the program
            yield site, token


def row_of(found: Fuzzed, wall_s: float) -> Row:
    """The line of the table."""
    by_status = Counter[int]()
    for (_name, status), count in found.statuses.items():
        by_status[status] += count
    counted = ", ".join(f"{status}: {count:,}" for status, count in sorted(by_status.items()))
    return Row(
        "requests from the interface's own document",
        "no status of 5xx in 10,000",
        f"{found.faults} in {found.count:,}, wrong answers {len(found.wrong)}, {wall_s / 60:.0f} min ({counted})",
        found.faults == 0 and not found.wrong and found.count >= 10_000,
    )


def main() -> int:
    """Print the row; 1 where something was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    began, found = time.monotonic(), Fuzzed()

    def progress(now: Fuzzed) -> None:
        print(f"{now.count:,} requests, {now.faults} of 5xx", file=sys.stderr, flush=True)

    with fresh_site() as (site, token), suppress(KeyboardInterrupt):  # what there is until then is shown
        fuzz(site, HOST, token, given.count, found=found, progress=progress)
    show([row_of(found, time.monotonic() - began)])
    for name, what in found.wrong.items():
        print(f"\n{name}\n{what}")
    return int(found.faults > 0 or bool(found.wrong))


if __name__ == "__main__":
    raise SystemExit(main())
