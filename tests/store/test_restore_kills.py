"""A restore that is killed, and a back-up with any byte changed, leave the database as it was or whole."""

import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

from psoas.errors import InputError
from psoas.store.backup import backup, restore
from psoas.store.database import PLACE
from psoas.store.store import Store
from tests.store.made import check, fill

KILLS, MUTANTS = 3, 30


def test_a_killed_restore_changes_all_or_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("psoas.db", "other.db"))
    with Store.open(url) as store:
        fill(store)
    path = backup(url, tmp_path / "kept.zip")
    Store.open(other).close()
    script = (
        "import os, sys, threading, pathlib\n"
        "from psoas.store import restore\n"
        "print(flush=True)\n"
        "threading.Timer(float(sys.argv[3]), os.kill, (os.getpid(), 9)).start()\n"
        "restore(sys.argv[1], pathlib.Path(sys.argv[2]))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    moments = random.Random(17)
    for _ in range(KILLS):
        words = [sys.executable, "-c", script, other, str(path), str(moments.uniform(0.01, 0.4))]
        subprocess.run(words, check=False, timeout=60, capture_output=True, env=dict(os.environ))
        with Store.open(other) as store:
            if len(store.profiles()) > 1:
                check(store)
            else:
                assert [one.name for one in store.profiles()] == ["Me"]
        assert list(tmp_path.glob(f"{PLACE}*")) == [], "the next start has removed it"
    restore(other, path)
    with Store.open(other) as store:
        check(store)


def test_a_back_up_with_any_bytes_changed_is_restored_or_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'psoas.db'}"
    with Store.open(url) as store:
        fill(store)
    whole = backup(url, tmp_path / "kept.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    other, target = tmp_path / "other.zip", f"sqlite:///{tmp_path / 'other.db'}"
    dice = random.Random(5)
    refused = []
    for number in range(MUTANTS):
        if number % 2:  # of the zip itself
            content = bytearray(whole)
            for _ in range(dice.choice((1, 1, 8))):
                content[dice.randrange(len(content))] = dice.randrange(256)
            other.write_bytes(content[: dice.choice((len(content), dice.randrange(len(content))))])
        else:  # of what is in it
            name = dice.choice(sorted(parts))
            changed = bytearray(parts[name])
            for _ in range(dice.choice((1, 3))):
                if changed:
                    changed[dice.randrange(len(changed))] = dice.choice(b'{}[]":,0129aZ\\\n\x00\xff- ')
            with zipfile.ZipFile(other, "w") as archive:
                for each, part in {**parts, name: bytes(changed)}.items():
                    archive.writestr(each, part)
        try:
            restore(target, other)
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > MUTANTS // 2
    assert all("\n" not in words for words in refused)
    with Store.open(target) as store:
        assert store.profiles()
