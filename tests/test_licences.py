"""Every package with terms that go with a copy of it, such as the GPL's, is named in NOTICE."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPYLEFT = re.compile(r"\bA?L?GPL|\bMPL|\bEUPL|General Public License|Mozilla Public License", re.IGNORECASE)
GPL_PARTS = re.compile(r"lib(x264|x265)\b")


def terms_of(package: str) -> set[str]:
    """Words of NOTICE that a package needs: its name, and the names of its parts under the GPL."""
    try:
        found = distribution(package)
    except PackageNotFoundError:  # of another system or version of Python
        return set()
    said = found.metadata.get_all("Classifier", []) + found.metadata.get_all("License-Expression", [])
    said += [words.partition("\n")[0] for words in found.metadata.get_all("License", [])]
    parts = {match[1] for file in found.files or () if (match := GPL_PARTS.search(file.name))}
    return {package, *parts} if parts or COPYLEFT.search(" ".join(said)) else set()


def test_the_notice_names_what_goes_with_a_copy() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    locked = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    needed = {word for package in locked for word in terms_of(package)}
    assert {"av", "x264", "x265", "psycopg"} <= needed
    missing = {word for word in needed if not re.search(rf"\b{re.escape(word)}\b", notice)}
    assert missing == set()
