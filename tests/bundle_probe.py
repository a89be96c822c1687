"""Runs inside of a root that holds a folder of psoas and the C library: python bundle_probe.py FOLDER; prints JSON."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any


def main() -> None:
    """Use the folder as a person does, and print what came of it."""
    folder = Path(sys.argv[1])
    home = Path(os.environ["HOME"])
    os.chdir(home)
    result: dict[str, Any] = {"programs": sorted(str(one) for one in Path("/bin").iterdir())}

    def run(name: str, *words: str) -> dict[str, Any]:
        done = subprocess.run([folder / name, *words], capture_output=True, text=True, check=False)
        return {"code": done.returncode, "printed": done.stdout, "complained": done.stderr}

    result["demo"] = run("psoas", "demo", "--json", "demo.json")
    result["repetitions"] = len(json.loads(Path("demo.json").read_text())["reps"])
    result["report"] = Path("psoas-demo/report.html").stat().st_size

    with subprocess.Popen([folder / "Start psoas"], stdout=subprocess.PIPE, text=True) as coach:
        try:
            assert coach.stdout is not None
            line = coach.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http://"))
            result["pages"] = {}
            for path in ("people", "body", "evidence", "static/psoas.css", "offline"):
                with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:
                    result["pages"][path] = [answer.status, len(answer.read())]
            result["again"] = run("Start psoas")
            result["stop"] = run("Stop psoas")
            result["ended"] = coach.wait(20)
        finally:
            coach.kill()  # it waits for nobody where something above failed
    result["batch"] = run("psoas", "batch", str(folder))
    result["at_login"] = run("psoas", "coach", "--at-login", "on")
    result["entry"] = (home / ".config/autostart/psoas-coach.desktop").read_text()
    result["seconds"] = time.process_time()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
