"""Finds the files shipped with the program: in a checkout, an installation or a frozen bundle.

``name`` is a path below this folder with forward slashes (``i18n/errors.json``). Only names that
our own code spells out come here, never one from a document or a user.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def path(name: str) -> Path:
    """Where the file or folder lies on disk. Raises FileNotFoundError when it was not shipped."""
    found = Path(str(files(__name__).joinpath(*name.split("/"))))
    if not found.exists():
        raise FileNotFoundError(name)
    return found


def text(name: str) -> str:
    """The file's text, UTF-8. Raises FileNotFoundError when it was not shipped."""
    return path(name).read_text(encoding="utf-8")
