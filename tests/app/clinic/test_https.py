"""The guide's five commands, and a browser in another network namespace that opens a camera at the clinic's address."""

import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.app.clinic.conftest import RunningClinic, Serving, start, stop
from tests.clinic.conftest import WORD

GUIDE = Path(__file__).parents[3] / "docs" / "clinic.md"
NAME = "clinic.local"
ANSWERED = """() => {
    const stage = document.querySelector(".stage.full");
    return stage?.dataset.stage === "setup" && stage.querySelector(".stage-cue").textContent !== "";
}"""
"""The server has looked at a picture of the camera, and says what to do."""

HERE, THERE = "10.213.77.1", "10.213.77.2"


def commands() -> list[str]:
    """The commands of the guide that make a certificate and start the server."""
    (block,) = re.findall(r"```sh\n(NAME=.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return str(block).strip().splitlines()


@dataclass
class Phone:
    """A network namespace that reaches this machine at `HERE`, as a phone does."""

    name: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["ip", "netns", "exec", self.name, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def phone() -> Iterator[Phone]:
    """Another network namespace; the test is skipped where the kernel permits none."""
    if not sys.platform.startswith("linux") or shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("two network namespaces need Linux, ip (iproute2) and root")
    name, inner, outer = (f"{word}{os.getpid() % 100000}" for word in ("psoas", "psi", "pso"))
    steps = (
        f"ip netns add {name}",
        f"ip link add {outer} type veth peer name {inner} netns {name}",
        f"ip addr add {HERE}/30 dev {outer}",
        f"ip link set {outer} up",
        f"ip -n {name} addr add {THERE}/30 dev {inner}",
        f"ip -n {name} link set {inner} up",
        f"ip -n {name} link set lo up",
    )
    try:
        for step in steps:
            done = subprocess.run(step.split(), capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"network namespaces are not permitted here: {done.stderr.strip()}")
        yield Phone(name)
    finally:
        subprocess.run(["ip", "link", "del", outer], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


@pytest.fixture(scope="module")
def certified(running_clinic: RunningClinic) -> Path:
    """The clinic's folder with the certificate that the guide's commands make, for `NAME` and `HERE`."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    first, *others = commands()
    assert len(others) == 4
    assert first.startswith("NAME=")
    lines = [f"NAME={NAME} ADDRESS={HERE}", *others[:3]]
    folder = running_clinic.folder
    subprocess.run(["sh", "-ec", "\n".join(lines)], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def secured(running_clinic: RunningClinic, certified: Path) -> Iterator[Serving]:
    """The real server with that certificate, started by the words of the guide's last command."""
    words = commands()[-1].replace("$NAME", NAME).replace("$ADDRESS", HERE).split()
    assert words[:2] == ["psoas", "serve"]
    served = start(running_clinic.founded.url, certified, *words[2:], "--port", "0")
    yield served
    stop(served)


def test_the_certificate_is_one_for_the_name_and_the_address(secured: Serving, certified: Path) -> None:
    assert secured.url.startswith(f"https://{NAME}:")
    port = int(secured.url.rpartition(":")[2])
    context = ssl.create_default_context(cafile=str(certified / "ca.pem"))
    import socket

    for name in (NAME, HERE):
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as line,
            context.wrap_socket(line, server_hostname=name) as secure,
        ):
            assert secure.version() in ("TLSv1.2", "TLSv1.3")
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        socket.create_connection(("127.0.0.1", port), timeout=10) as line,
    ):
        context.wrap_socket(line, server_hostname="other.local")


def test_a_phone_signs_in_over_https_and_its_camera_does_the_live_stretch(
    secured: Serving,
    running_clinic: RunningClinic,
    certified: Path,
    phone: Phone,
    playwright: Playwright,
    chromium: str,
) -> None:
    members = running_clinic.members()
    port = secured.url.rpartition(":")[2]
    reached = phone.run(
        sys.executable,
        "-c",
        "import ssl, urllib.request as u, sys; "
        "print(u.urlopen(sys.argv[1], context=ssl.create_default_context(cafile=sys.argv[2]), timeout=20).status)",
        f"https://{HERE}:{port}/sign-in",
        str(certified / "ca.pem"),
    )
    assert reached.stdout == "200\n", reached.stderr
    key = subprocess.run(
        "openssl x509 -in clinic.pem -pubkey -noout | openssl pkey -pubin -outform der | "
        "openssl dgst -sha256 -binary | openssl enc -base64",
        shell=True,
        cwd=certified,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    wrapper = certified / "chromium-there"
    wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {phone.name} {chromium} "$@"\n')
    wrapper.chmod(0o755)
    browser = playwright.chromium.launch(
        executable_path=str(wrapper),
        args=[
            "--no-sandbox",
            f"--host-resolver-rules=MAP {NAME} {HERE}",
            f"--ignore-certificate-errors-spki-list={key}",  # stands for the authority that a person installs
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
        ],
    )
    try:
        page = browser.new_page()
        page.goto(secured.url)
        page.get_by_label("E-mail address").fill(members.dora.email)
        page.get_by_label("Password").fill(WORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Who sees you").wait_for()
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["secure"], cookie["sameSite"]) == ("__Host-psoas", True, "Strict")
        assert page.evaluate("window.isSecureContext")
        tracks = page.evaluate(
            "navigator.mediaDevices.getUserMedia({video: true}).then(stream => stream.getVideoTracks().length)"
        )
        assert tracks == 1
        page.goto(f"{secured.url}/")
        page.get_by_role("button", name="No, none of these").click()
        page.get_by_role("button", name="Start the camera").click()
        page.wait_for_function(ANSWERED, timeout=60_000)
    finally:
        browser.close()


def test_without_a_certificate_a_phone_is_not_answered(running_clinic: RunningClinic, phone: Phone) -> None:
    port = running_clinic.serving.url.rpartition(":")[2]
    tried = phone.run(
        sys.executable,
        "-c",
        "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=10)",
        HERE,
        port,
    )
    assert "ConnectionRefusedError" in tried.stderr
