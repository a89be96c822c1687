"""The catalogues, brought up to date with the code: ``python -m tests.words.catalogues``.

It extracts the messages of each folder and writes ``src/psoas/words/catalogues/LANGUAGE/FOLDER.po``: what is still
in the code, sorted, with the translation that it had, or that another folder has for the same message; French signs get
their no-break spaces (`tests.words.french`). It says how many are left. ``--missing FILE.json`` writes those without a
translation, ``--fill FILE.json`` takes them from such a file when it is filled in, ``--check`` writes nothing and fails
where a file would change.
"""

import argparse
import json
import sys
from collections import defaultdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from psoas.words import LANGUAGES
from tests.words.french import set_in_french

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "src" / "psoas" / "words" / "catalogues"
"""The catalogues beside this very file, wherever another copy of the program is installed."""
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "N_": None, "NC_": ((1, "c"), 2)}
TRANSLATED: Final = LANGUAGES[1:]
PLURAL: Final = {"de": "(n != 1)", "es": "(n != 1)", "fr": "(n >= 2)"}
HEAD: Final = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""

Key = tuple[str | None, str]


def key_of(message: Message) -> Key:
    """Context and English, the singular of a message with a count."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


@cache
def extracted() -> dict[str, Catalog]:
    """The messages in the code by folder, or by module where it lies beside the folders."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[str, Catalog] = defaultdict(Catalog)
    for name, line, message, comments, context in extract_from_dir(
        ROOT / "src", _from_src(methods), _from_src(options), KEYWORDS
    ):
        part = Path(name).parts[1].removesuffix(".py")
        found[part].add(message, None, [(f"src/{name}", line)], auto_comments=comments, context=context)
    return dict(sorted(found.items()))


def _from_src(patterns: Any) -> Any:
    """Patterns of the mapping as they are below ``src``."""
    if isinstance(patterns, dict):
        return {pattern.removeprefix("src/"): value for pattern, value in patterns.items()}
    return [(pattern.removeprefix("src/"), value) for pattern, value in patterns]


@cache
def kept(language: str) -> dict[str, Catalog]:
    """The catalogues of a language as they are on the disk, by folder."""
    catalogues = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            catalogues[path.stem] = read_po(file, locale=language)
    return catalogues


def renewed(language: str, more: dict[Key, Any]) -> dict[str, Catalog]:
    """What the catalogues of a language should be, by folder.

    Args:
        more: translations that are new, by message.
    """
    old = kept(language)
    known = {
        key_of(one): one.string for catalogue in old.values() for one in catalogue if one.id and whole(one)
    } | more
    catalogues = {}
    for part, messages in extracted().items():
        catalogues[part] = Catalog(locale=language)
        catalogues[part].mime_headers = [("Plural-Forms", f"nplurals=2; plural={PLURAL[language]};")]
        for one in messages:
            if one.id:
                text = known.get(key_of(one))
                if isinstance(text, str) and one.pluralizable:
                    text = (text, text)
                if language == "fr" and text:
                    text = (
                        set_in_french(text)
                        if isinstance(text, str)
                        else tuple(set_in_french(t) for t in text)
                    )
                catalogues[part].add(
                    one.id, text, one.locations, auto_comments=one.auto_comments, context=one.context
                )
    return catalogues


def whole(message: Message) -> bool:
    """Whether a message has its translation, for every count."""
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(texts) and not message.fuzzy


def written(catalogue: Catalog, language: str) -> bytes:
    """The content of a .po file: sorted, without lines and dates, so that it changes only where words do."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return HEAD.format(language=language, plural=PLURAL[language]).encode() + buffer.getvalue()


def missing() -> dict[str, dict[str, Any]]:
    """The messages without a translation: by English, each language with what it has; context before a ``|``."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for language in TRANSLATED:
        for catalogue in renewed(language, {}).values():
            for one in catalogue:
                if one.id and not whole(one):
                    context, english = key_of(one)
                    found[f"{context}|{english}" if context else english][language] = (
                        ["", ""] if one.pluralizable else ""
                    )
    return found


def _filled(path: Path) -> dict[str, dict[Key, Any]]:
    """New translations by language and message, from a file as `missing` writes it."""
    found: dict[str, dict[Key, Any]] = {language: {} for language in TRANSLATED}
    contexts = {
        f"{one.context}|{key_of(one)[1]}": key_of(one)
        for catalogue in extracted().values()
        for one in catalogue
        if one.context
    }
    for english, texts in json.loads(path.read_text(encoding="utf-8")).items():
        for language, text in texts.items():
            if text and all(text):
                found[language][contexts.get(english, (None, english))] = (
                    tuple(text) if isinstance(text, list) else text
                )
    return found


def main() -> None:
    """Renew the catalogues."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", type=Path, metavar="FILE.json")
    parser.add_argument("--fill", type=Path, metavar="FILE.json")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    new = _filled(chosen.fill) if chosen.fill else {language: {} for language in TRANSLATED}
    stale = []
    for language in TRANSLATED:
        catalogues = renewed(language, new[language])
        paths = {FOLDER / language / f"{part}.po": catalogue for part, catalogue in catalogues.items()}
        for path in set((FOLDER / language).glob("*.po")) - set(paths):
            stale.append(path)
            if not chosen.check:
                path.unlink()
        for path, catalogue in paths.items():
            content = written(catalogue, language)
            if not path.exists() or path.read_bytes() != content:
                stale.append(path)
                if not chosen.check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
        left = sum(not whole(one) for catalogue in catalogues.values() for one in catalogue if one.id)
        total = sum(len(catalogue) for catalogue in catalogues.values())
        print(f"{language}: {total} messages, {left} without a translation")
    if chosen.missing:
        kept.cache_clear()  # they have just been written anew
        chosen.missing.write_text(json.dumps(missing(), ensure_ascii=False, indent=1), encoding="utf-8")
    if chosen.check and stale:
        sys.exit("not up to date: " + ", ".join(path.name for path in stale))


if __name__ == "__main__":
    main()
