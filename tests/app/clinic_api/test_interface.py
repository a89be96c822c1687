"""The interface answers what the commands answer, to whom has a token for it."""

import asyncio
import errno
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from starlette.requests import Request
from typer.testing import CliRunner

from psoas.app.clinic_api import api_gate
from psoas.app.clinic_api.jobs import Workshop
from psoas.cli.app import app
from psoas.clinic import limits
from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import COOKIE
from tests.app.clinic_api.conftest import Program, Tokens
from tests.clinic.conftest import Members

ALL = ("check", "body", "load", "day")


def printed(*words: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    done = CliRunner().invoke(app, [*words, "--json", "-"])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def finished(program: Program, token: str, job: dict[str, Any]) -> dict[str, Any]:
    """A job once it has ended."""
    for _count in range(600):
        found: dict[str, Any] = program("GET", f"/jobs/{job['id']}", token).json()
        if found["ended_at"] is not None:
            return found
        time.sleep(0.2)
    pytest.fail("the job did not end")


def motion() -> bytes:
    """A motion file of a second."""
    rows = "\n".join(f"{0.01 * i:.2f}\t{0.1 * i:.2f}\t{-0.1 * i:.2f}" for i in range(200))
    head = "walk\nversion=1\nnRows=200\nnColumns=3\ninDegrees=yes\nendheader\ntime\thip_flexion_r\thip_flexion_l\n"
    return (head + rows + "\n").encode()


CALENDAR = b"""BEGIN:VCALENDAR
END:VCALENDAR
"""


def test_the_same_json_as_the_commands(
    program: Program, tokens: Tokens, unlimited: None, tmp_path: Path
) -> None:
    """One test for all answers, for a clinic takes a while to make."""
    token = tokens(*ALL)
    swept = program(
        "POST",
        "/body/sweep",
        token,
        json={"coordinate": "hip_flexion_r", "start": -20, "stop": 100, "step": 30},
    )
    assert (swept.status_code, swept.json()) == (200, printed("body", "sweep", "hip_flexion_r", "-20:100:30"))
    shown = program("POST", "/body/show", token, json={"posture": "half_kneeling", "height_cm": 180})
    assert shown.json() | {"files": {}} == printed(
        "body", "show", "--pose", "half_kneeling", "--height", "180", "--out", str(tmp_path / "a.png")
    ) | {"files": {}}
    loaded = program("POST", "/load/postures", token, json={"postures": ["standing"], "mass_kg": 80})
    assert loaded.json() == printed("load", "standing", "--mass", "80")

    path = tmp_path / "walk.mot"
    path.write_bytes(motion())
    job = program("POST", "/check", token, files={"file": ("../../walk.mot", motion())})
    assert job.status_code == 202
    assert job.json()["state"] in ("queued", "running")
    assert job.headers["location"] == f"/api/v1/jobs/{job.json()['id']}"
    done = finished(program, token, job.json())
    answer = program("GET", f"/jobs/{done['id']}/result", token)
    assert done["result"] == f"/api/v1/jobs/{done['id']}/result"
    expected = printed("check", str(path), "--out", str(tmp_path / "out"))
    assert answer.json() == expected | {"source": expected["source"] | {"file": "walk.mot"}, "files": {}}
    part = program("GET", f"/jobs/{done['id']}/result", token, headers={"range": "bytes=x"})
    assert (part.status_code, part.content) == (200, answer.content), "an answer is given whole"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert program("DELETE", f"/jobs/{done['id']}", token).status_code == 204
    assert program("GET", f"/jobs/{done['id']}", token).status_code == 404


def test_a_bad_file_fails_its_job_with_one_sentence(
    program: Program, tokens: Tokens, unlimited: None
) -> None:
    token = tokens("check", "load", "day")
    for path, files, data in (
        ("/check", {"file": ("clip.mp4", b"no clip")}, {}),
        ("/check", {"file": ("clip", b"")}, {}),
        ("/load/recording", {"file": ("walk.trc", b"\x00\x01")}, {}),
        ("/day", {"files": ("steps.csv", b"a,b\n")}, {"timezone": "Europe/Paris"}),
        ("/day", {"files": ("plan.ics", CALENDAR)}, {"timezone": "Nowhere/At_All"}),
    ):
        job = program("POST", path, token, files=files, data=data)
        assert job.status_code == 202, job.text
        done = finished(program, token, job.json())
        answer = program("GET", f"/jobs/{done['id']}/result", token)
        assert (done["state"], done["result"], answer.status_code) == ("failed", None, 422)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"] == done["says"]
        assert done["says"].count("\n") == 0
        assert "/tmp" not in done["says"]


def test_wrong_requests_get_their_status(program: Program, tokens: Tokens, unlimited: None) -> None:
    token = tokens(*ALL)
    sweep = {"coordinate": "hip_flexion_r", "start": 0, "stop": 10, "step": 5}
    clip = {"file": ("a.mp4", b"x")}
    for method, path, more, status in (
        ("POST", "/body/sweep", {"json": sweep | {"step": 0}}, 422),
        ("POST", "/body/sweep", {"json": sweep | {"step": -5}}, 422),
        ("POST", "/body/sweep", {"json": sweep | {"step": 1e-9}}, 422),
        ("POST", "/body/sweep", {"json": sweep | {"stop": 500}}, 422),
        ("POST", "/body/sweep", {"json": sweep | {"pose": {"hip_flexion_l": 500}}}, 422),
        ("POST", "/body/sweep", {"json": sweep | {"more": 1}}, 422),
        (
            "POST",
            "/body/sweep",
            {"content": b'{"step": NaN}', "headers": {"content-type": "application/json"}},
            422,
        ),
        ("POST", "/body/sweep", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        (
            "POST",
            "/body/sweep",
            {"content": b"[" * 9999, "headers": {"content-type": "application/json"}},
            400,
        ),
        ("POST", "/body/sweep", {"content": b"a=b", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", "/body/sweep", {"content": b" " * 2**21}, 413),
        ("POST", "/load/postures", {"json": {"postures": []}}, 422),
        ("POST", "/load/postures", {"json": {"postures": ["flying"]}}, 422),
        ("POST", "/check", {"files": {"file": ("a.exe", b"x")}}, 415),
        ("POST", "/check", {"files": clip | {"forces": ("a.mot", b"x")}}, 422),
        ("POST", "/check", {"files": {"file": ("a.mot", b"x")}, "data": {"person": "2"}}, 422),
        ("POST", "/check", {"files": {"file": ("a.mot?", b"x")}, "data": {"person": "2"}}, 422),
        ("POST", "/check", {"files": {"file": ("a.mot", b"x"), "forces": ("a.xml", b"x")}}, 415),
        ("POST", "/load/recording", {"files": {"file": ("a.mot", b"x"), "forces": ("a.xml", b"x")}}, 415),
        ("POST", "/day", {"files": [("files", ("a", b"x"))] * 30, "data": {"timezone": "UTC"}}, 400),
        ("POST", "/check", {"files": clip, "data": {"sex": "x" * 20_000}}, 400),
        ("POST", "/check", {"files": clip, "data": {"height_cm": "nan"}}, 422),
        (
            "POST",
            "/check",
            {"content": b"--", "headers": {"content-type": "multipart/form-data; boundary=a"}},
            422,
        ),
        ("POST", "/check", {"content": b"--", "headers": {"content-type": "multipart/form-data"}}, 400),
        (
            "POST",
            "/day",
            {"files": {"files": ("a", b"x")}, "data": {"timezone": "UTC", "start": "2026-02-30 08:00"}},
            422,
        ),
        ("GET", "/jobs/unknown", {}, 404),
        ("GET", "/jobs/unknown/result", {}, 404),
        ("GET", "/nothing", {}, 404),
        ("PUT", "/jobs", {}, 405),
        ("GET", "/people", {}, 403),
    ):
        answer = program(method, path, token, **more)
        assert (path, answer.status_code) == (path, status), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert program("PUT", "/jobs", token).headers["allow"] == "GET"


def test_nobody_comes_in_without_a_token(
    program: Program, tokens: Tokens, members: Members, outside: Any
) -> None:
    for given in (None, "", "x", "psoas_x", members.ben.secret, "é"):
        answer = program(
            "GET", "/token", headers={} if given is None else {"authorization": f"Bearer {given}".encode()}
        )
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    cookie = {"cookie": f"{COOKIE}={members.ben.secret}"}
    assert program("GET", "/people", headers=cookie).status_code == 401, "a cookie opens nothing"
    token = tokens("body")
    assert outside.get("/clients", headers={"cookie": f"{COOKIE}={token}"}).status_code == 303
    foreign = {"origin": "http://evil.example"}
    assert program("POST", "/body/show", token, json={}, headers=foreign).status_code == 403
    assert program("POST", "/body/show", token, json={}, headers={"host": "evil.example"}).status_code == 421
    assert program("GET", "/openapi.json").json()["info"]["title"] == "psoas"
    assert outside.get("/api").status_code == 200


def test_a_token_is_for_its_scopes_and_sees_the_jobs_of_its_account(
    program: Program, tokens: Tokens, members: Members
) -> None:
    check, day = tokens("check"), tokens("day")
    job = program("POST", "/check", check, files={"file": ("a.mot", b"x")}).json()
    assert program("POST", "/day", check, files={"files": ("a", b"x")}).status_code == 403
    assert [one["id"] for one in program("GET", "/jobs", check).json()["jobs"]] == [job["id"]]
    for other in (day, tokens("check", member=members.cleo), tokens("check", member=members.anna)):
        assert program("GET", "/jobs", other).json() == {"jobs": []}
        for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/result")):
            assert program(method, f"/jobs/{job['id']}{path}", other).status_code == 404
    assert program("GET", f"/jobs/{job['id']}", tokens("check")).status_code == 200


def test_people_are_those_of_the_token_s_clinician(
    program: Program, tokens: Tokens, members: Members, clinic: Clinic
) -> None:
    token = tokens("people")
    assert program("GET", "/people", token).json() == {
        "people": [{"id": members.dora.person, "name": "Dora"}]
    }
    answer = program("GET", f"/people/{members.dora.person}/fhir", token)
    assert answer.headers["content-type"] == "application/fhir+json"
    Bundle.model_validate_json(answer.text)
    assert answer.json()["entry"][0]["resource"]["name"][0]["text"] == "Dora"
    for person, status in ((members.emil.person, 403), (99, 403), (0, 422), (2**31, 422)):
        assert program("GET", f"/people/{person}/fhir", token).status_code == status
    trail = clinic.trail(members.anna.secret, most=20)
    assert ("refused", "token a program: FHIR", members.emil.person) in {
        (one.action, one.subject, one.person) for one in trail
    }
    clinic.end_care(members.anna.secret, members.ben.id, members.dora.person)
    assert program("GET", f"/people/{members.dora.person}/fhir", token).status_code == 403
    assert program("GET", "/people", token).json() == {"people": []}


def test_a_token_that_asks_too_often_waits(program: Program, tokens: Tokens, founded: Any) -> None:
    founded.as_root("UPDATE clinic.limits SET value = 3 WHERE name = 'token_requests_min'")
    token = tokens("body")
    assert [program("GET", "/token", token).status_code for _count in range(4)] == [200, 200, 200, 429]
    answer = program("GET", "/token", token)
    assert 1 <= int(answer.headers["retry-after"]) <= 20
    assert program("GET", "/token", tokens("body")).status_code == 200, "each token has a limit of its own"


def test_a_full_queue_refuses_before_it_reads(
    program: Program, tokens: Tokens, workshop: Workshop, unlimited: None
) -> None:
    workshop.limits = workshop.limits | {"jobs_of_account": 1, "jobs_at_once": 0}
    token = tokens("check")
    first = program("POST", "/check", token, files={"file": ("a.mot", b"x")})
    assert program("GET", f"/jobs/{first.json()['id']}/result", token).status_code == 409
    answer = program("POST", "/check", token, files={"file": ("a.mot", b"x")})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert program("DELETE", f"/jobs/{first.json()['id']}", token).status_code == 204
    assert program("POST", "/check", token, files={"file": ("a.mot", b"x")}).status_code == 202


def test_answers_speak_the_language_that_is_wanted(program: Program, tokens: Tokens) -> None:
    answer = program("GET", "/nothing", tokens("body"), headers={"accept-language": "de"})
    assert answer.status_code == 404
    assert "Adresse" in answer.json()["detail"]


def test_wrong_tokens_keep_their_network_out_and_programs_that_were_right_go_on(
    program: Program, tokens: Tokens, unlimited: None
) -> None:
    token, unseen = tokens("body"), tokens("body")
    assert program("GET", "/token", token).status_code == 200
    for number in range(limits()["address_failures"]):
        assert program("GET", "/token", f"psoas_{number}").status_code == 401
    for other in ("psoas_x", unseen):
        answer = program("GET", "/token", other)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, str(limits()["address_window_s"]))
        assert answer.headers["content-type"] == "application/problem+json"
    assert program("GET", "/token", token).status_code == 200
    assert program("GET", "/token").status_code == 401


def test_files_that_come_too_slowly_or_find_no_disk_are_a_problem_and_leave_nothing(
    program: Program, tokens: Tokens, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, clip = tokens("check"), {"file": ("a.mp4", b"x")}

    async def slow(*_: object, **__: object) -> None:
        await asyncio.sleep(60)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(Request, "form", slow)
        workshop.limits = workshop.limits | {"upload_s": 0}
        assert program("POST", "/check", token, files=clip).status_code == 408
    workshop.limits = workshop.limits | {"upload_s": 60}
    with monkeypatch.context() as patch:
        patch.setattr("psoas.app.clinic_api.routes.save", full)
        answer = program("POST", "/check", token, files=clip)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "disk" in answer.json()["detail"]
    made = workshop.new_folder()
    assert list(made.parent.iterdir()) == [made]


def test_asking_for_a_job_again_and_again_is_one_entry_and_each_answer_one_of_its_own(
    program: Program, tokens: Tokens, unlimited: None, members: Members, clinic: Clinic
) -> None:
    """A program that asked for its job every two seconds used to fill the trail."""
    token, other = tokens("day", "people"), tokens("day")
    job = program(
        "POST", "/day", token, files={"files": ("a.ics", CALENDAR)}, data={"timezone": "UTC"}
    ).json()
    done = finished(program, token, job)
    for _count in range(5):
        assert program("GET", f"/jobs/{job['id']}", token).json() == done
        assert program("GET", "/jobs", token).status_code == 200
        program("GET", f"/jobs/{job['id']}/result", token)
        program("GET", f"/people/{members.dora.person}/fhir", token)
    assert program("GET", f"/jobs/{job['id']}", other).status_code == 200
    assert program("GET", "/jobs/unknown", other).status_code == 404
    written = Counter(one.subject for one in clinic.trail(members.anna.secret, most=200))
    assert written[f"token a program: GET /api/v1/jobs/{job['id']}"] == 2, "one of each token"
    assert written["token a program: GET /api/v1/jobs"] == 1
    assert written["token a program: GET /api/v1/jobs/unknown"] == 1
    assert written[f"token a program: GET /api/v1/jobs/{job['id']}/result"] == 5
    assert written[f"token a program: GET /api/v1/people/{members.dora.person}/fhir"] == 5
    assert written["token a program: FHIR"] == 5


def test_an_entry_of_asking_for_a_job_stands_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [0.0]
    monkeypatch.setattr(api_gate, "monotonic", lambda: now_s[0])
    monkeypatch.setattr(api_gate, "MOST_POLLED", 2)
    polls = api_gate.Polls()
    polls.add(b"token", "one")
    assert polls.has(b"token", "one")
    assert not polls.has(b"other", "one")
    now_s[0] = limits()["poll_s"]
    assert not polls.has(b"token", "one")
    for name in ("one", "two", "three"):
        polls.add(b"token", name)
    assert [polls.has(b"token", name) for name in ("one", "two", "three")] == [False, True, True]
