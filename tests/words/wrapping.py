"""Words for people that stand in the code without being a message: found in the syntax tree of each file.

A text is suspected when it has two words, or a word beside a value. It is cleared as a docstring; in a call that makes
or marks a message; in a type; as the message of an exception for programmers; as what a parser takes (`CLEARED_CALLS`);
or by a pattern of `folders.ALLOWED`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.words.folders import ALLOWED, WITHOUT_WORDS

SOURCE: Final = Path(__file__).parents[2] / "src" / "psoas"

MESSAGES: Final = {"_", "ngettext", "pgettext", "N_", "NC_"}
CLEARED_CALLS: Final = {
    "Argument",
    "Option",
    "Typer",
    "TypeVar",
    "compile",
    "filterwarnings",
    "getLogger",
    "importorskip",
    "read_data",
}
"""Calls whose texts are no words for people, or are translated elsewhere, as those of Typer's help pages."""
FOR_PROGRAMMERS: Final = {
    "AssertionError",
    "AttributeError",
    "IndexError",
    "KeyError",
    "NotImplementedError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}
CACHES: Final = {"cache", "lru_cache", "cached_property"}

_TWO_WORDS: Final = re.compile(r"[^\W\d_]{2,}[,;:]? +[^\W\d_]{2,}")
_WORD_AND_VALUE: Final = re.compile(r"(\0[,;:]? *[( ][^\W\d_]{3,})|([^\W\d_]{3,}[,;:]? [( ]*\0)")


def parts_with_words() -> list[str]:
    """The folders of ``src/psoas`` and the modules beside them, but those without words for people."""
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__", "__main__"}
    return sorted((folders | modules) - set(WITHOUT_WORDS))


def files_of(part: str) -> list[Path]:
    """The Python files of a folder, or the module."""
    folder = SOURCE / part
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def unwrapped(path: Path) -> list[str]:
    """Each suspected text of a file with its line."""
    name = path.relative_to(SOURCE).as_posix()
    allowed = [re.compile(pattern) for place, pattern in ALLOWED if name.startswith(place)]
    return [
        f"{name}:{line}: {text}"
        for line, text in _suspected(ast.parse(path.read_text(encoding="utf-8")))
        if not any(one.search(text) for one in allowed)
    ]


def _suspected(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return  # a docstring
        case ast.Call(func=function) if _name(function) in MESSAGES | CLEARED_CALLS:
            for one in node.args[1:] + [keyword.value for keyword in node.keywords]:
                if _name(function) in MESSAGES and not isinstance(one, ast.Constant):
                    yield from _suspected(one)
            return
        case ast.Raise(exc=ast.Call(func=function)) if _name(function) in FOR_PROGRAMMERS:
            return
        case ast.Subscript(value=value) if _name(value) == "Literal":
            return
        case ast.Assert(test=test):
            yield from _suspected(test)
            return
        case ast.Constant(value=str(text)):
            if _is_for_people(text):
                yield node.lineno, text
            return
        case ast.JoinedStr(values=parts):
            text = _written(node)
            if _is_for_people(text):
                yield node.lineno, text.replace("\0", "{}")
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _suspected(part.value)
            return
    for child in ast.iter_child_nodes(node):
        yield from _suspected(child)


def _is_for_people(text: str) -> bool:
    return bool(_TWO_WORDS.search(text) or _WORD_AND_VALUE.search(text))


def _written(text: ast.JoinedStr) -> str:
    """An f-string with a zero character for each value."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in text.values)


def _name(function: ast.AST) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def early(path: Path) -> list[str]:
    """Messages that are translated once for all: while a module is imported, or in a function that keeps its result."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(SOURCE).as_posix()
    return [f"{name}:{line}" for line in _early(tree, once=True)]


def _early(node: ast.AST, once: bool) -> Iterator[int]:
    if isinstance(node, ast.Call) and _name(node.func) in {"_", "ngettext", "pgettext"} and once:
        yield node.lineno
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        kept = {_name(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list}
        for one in [*node.decorator_list, node.args]:
            yield from _early(one, once)
        for one in node.body:
            yield from _early(one, bool(kept & CACHES))
        return
    for child in ast.iter_child_nodes(node):
        yield from _early(child, once and not isinstance(node, ast.Lambda))


def messages_of(path: Path) -> Iterator[tuple[str | None, str]]:
    """Each message that a file marks or translates, with its context, wherever in the code it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in MESSAGES:
            match [one.value if isinstance(one, ast.Constant) else None for one in node.args]:
                case [str(context), str(text), *_] if _name(node.func) in {"pgettext", "NC_"}:
                    yield context, text
                case [str(text), *_] if _name(node.func) not in {"pgettext", "NC_"}:
                    yield None, text


def rebound(path: Path) -> list[str]:
    """Places that use ``_`` as a name of their own in a file that translates with it; mypy does not see those."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(isinstance(node, ast.alias) and node.name == "_" for node in ast.walk(tree)):
        return []
    name = path.relative_to(SOURCE).as_posix()
    stored = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.arg) and node.arg == "_")
    ]
    return [f"{name}:{line}" for line in stored]
