"""Reads the project's Python files for the rules: what a file uses, by full name, and where."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = ("core", "db", "desktop", "server", "resources")


@dataclass(frozen=True, order=True)
class Breach:
    """One place where a rule is broken, printed as editors and people find it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@cache
def parse(file: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def python_files(root: Path, *folders: str) -> Iterator[tuple[Path, str]]:
    """Every Python file below the folders, with its name relative to the root."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            yield file, file.relative_to(root).as_posix()


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Modules and their members that the file imports or touches: ``datetime.datetime.now``, 12."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}", node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _dotted(node, known)):
            yield name, node.lineno


def _dotted(node: ast.Attribute, known: dict[str, str]) -> str | None:
    parts = [node.attr]
    value = node.value
    while isinstance(value, ast.Attribute):
        parts.append(value.attr)
        value = value.value
    if isinstance(value, ast.Name) and value.id in known:
        return ".".join([known[value.id], *reversed(parts)])
    return None


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Everything called, members with a leading dot: ``open``, ``.setStyleSheet``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}", node


def strings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """String constants, without docstrings."""
    docs = {id(node.body[0].value) for node in ast.walk(tree) if _starts_with_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value, node.lineno


def _starts_with_docstring(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and bool(node.body) and isinstance(node.body[0], ast.Expr)


def within(name: str, family: tuple[str, ...]) -> str | None:
    """The member of the family that the dotted name is, or lies below."""
    return next((one for one in family if name == one or name.startswith(f"{one}.")), None)
