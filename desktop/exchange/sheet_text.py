"""Texts as spreadsheets keep them (ECMA-376 §22.4.2.4, ST_Xstring): what XML cannot hold, is told.

``_x0041_`` in a file stands for the letter A, so a text that looks like that has its first sign
escaped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST: Final = 32_767
"""Letters in a cell; a longer text ends with an ellipsis."""

_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile(r"_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)|_x000[Dd]_")
_NOT_XML: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(text: str) -> str:
    """A text as it goes into a cell: lines become one, a letter that XML has not is told by its
    code.
    """
    whole = _ESCAPE.sub("_x005F_", legal(" ".join(text.split())))
    return whole if len(whole) <= MOST else whole[: MOST - 1] + "…"


def legal(text: str) -> str:
    """A text as XML can hold it: a letter that it has not is told by its code (XML 1.0 §2.2)."""
    return _NOT_XML.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def read(text: str) -> str:
    """A text out of a cell, composed and without spaces around it."""
    plain = _ESCAPED.sub(lambda found: "_" if found[0][4] in "5" else "", text)
    return unicodedata.normalize("NFC", plain).strip()
