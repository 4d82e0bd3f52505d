"""How a text may hide in a file: its spellings as bytes, to be searched for where none may be."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def spellings(text: str) -> set[bytes]:
    """The text composed and decomposed, in both cases and folded; UTF-8, UTF-16, base64, hex."""
    forms = {normalize(form, text) for form in ("NFC", "NFD")}
    forms |= {form.lower() for form in forms} | {form.upper() for form in forms} | {_unmarked(text)}
    encoded = {form.encode(name) for form in forms for name in ("utf-8", "utf-16-le", "utf-16-be")}
    return (
        encoded
        | {spelled for data in encoded for spelled in _base64(data)}
        | {data.hex().encode() for data in encoded}
    )


def found(texts: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Each file and text of which some spelling stands in that file."""
    wanted = {text: spellings(text) for text in texts}
    hits = []
    for path in files:
        data = path.read_bytes() + b"\n" + str(path).encode()
        hits += [
            f"{path}: {text}" for text, forms in wanted.items() if any(f in data for f in forms)
        ]
    return hits


def _unmarked(text: str) -> str:
    """Lower case without marks, as an index of words keeps it."""
    letters = normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not combining(letter))


def _base64(data: bytes) -> Iterator[bytes]:
    """The middle of the text's base64 at each of the three places where it may begin."""
    for shift in range(3):
        for alphabet in (None, b"-_"):
            spelled = base64.b64encode(bytes(shift) + data, alphabet)
            first = -(-shift * 4 // 3)
            usable = (len(data) + shift) // 3 * 4
            yield spelled[first:usable]
