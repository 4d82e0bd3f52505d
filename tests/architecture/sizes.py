"""Sizes that ring an alarm, names that say nothing, notes left behind, a README in each folder."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.source import CODE, Breach, parse, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE, FUNCTION, METHODS, README = 400, 40, 20, 15
FOLDERS = ("core", "db", "desktop", "server", "resources", "packaging", "tests", "bench")
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "common", "manager", "managers", "misc")
LEFT_BEHIND = re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")  # the words are searched, not left

# Too long on purpose, with the reason. An entry that is no longer needed fails.
LONG: dict[str, str] = {
    "core/errors.py": "one tree of errors, in one place: a class and a line for each",
    "db/migrations/versions/r0001_first.py": "a revision is frozen: every table of 0.1.0, once",
}


def oversized(root: Path, long: dict[str, str] = LONG) -> Iterator[Breach]:
    """Files, functions and classes over their size, and entries of ``long`` that are not needed."""
    unused = set(long)
    for breach, key in _measured(root):
        if key in long:
            unused.discard(key)
        else:
            yield breach
    for key in sorted(unused):
        yield Breach(key, 1, "listed as too long, but is not: remove it from LONG")


def _measured(root: Path) -> Iterator[tuple[Breach, str]]:
    for file, name in python_files(root, *CODE, "packaging", "bench", "tests"):
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > FILE:
            yield Breach(name, 1, f"{lines} lines, over {FILE}: split it"), name
        if name.startswith("tests/"):
            continue
        for node in ast.walk(parse(file)):
            if what := _too_big(node):
                yield Breach(name, node.lineno, what), f"{name}::{node.name}"


def _too_big(node: ast.AST) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        return f"{node.name}: {length} lines, over {FUNCTION}" if length > FUNCTION else None
    if isinstance(node, ast.ClassDef):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        methods = {child.name for child in node.body if isinstance(child, kinds)}
        return (
            f"{node.name}: {len(methods)} methods, over {METHODS}"
            if len(methods) > METHODS
            else None
        )
    return None


def nameless(root: Path) -> Iterator[Breach]:
    """Modules whose name says nothing, and notes of unfinished work."""
    for file, name in python_files(root, *CODE, "packaging", "bench", "tests"):
        if file.stem in EMPTY_NAMES or file.parent.name in EMPTY_NAMES:
            yield Breach(name, 1, "this name says nothing: name what it does")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if LEFT_BEHIND.search(line) and "LEFT_BEHIND" not in line:
                yield Breach(name, number, "unfinished work is an issue, not a comment")


def unexplained(root: Path) -> Iterator[Breach]:
    """Top folders without a README of at most 15 lines."""
    for folder in FOLDERS:
        name = f"{folder}/README.md"
        if not (root / name).is_file():
            yield Breach(name, 1, "missing: what the folder does, what may not be done here")
        elif len((root / name).read_text(encoding="utf-8").splitlines()) > README:
            yield Breach(name, README + 1, f"over {README} lines")
