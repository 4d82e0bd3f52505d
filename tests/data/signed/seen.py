"""What another program than ours shows of a hostile file, where that is not the forged words.

Most rows need no word here: poppler prints what their forger wrote. The others say which program
does, or why there is nothing forged to be seen; a test holds each of them to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.data.signed.pdf import FORGED, TRUE

if TYPE_CHECKING:
    from tests.data.signed.rows import Row

How = Literal["words", "over", "drawn", "refused"]


@dataclass(frozen=True)
class Seen:
    """``words`` are printed by ``viewer``; or are laid over the signed ones, so that poppler draws
    another page and prints what differs; or the page is drawn otherwise; or neither poppler nor
    PDFium opens the file. ``why`` says why none of it is forged.
    """

    how: How
    viewer: Literal["poppler", "pdfium"] = "poppler"
    words: str = ""
    why: str = ""


_SYMBOLS = "✣★✩ ✑✐✐ ✴✲✩✥✵ ✤✯✮✧"
_OVER = Seen("over", words="CHI 900")
_BY_PDFIUM = Seen("words", "pdfium", FORGED)
_GONE = Seen("drawn", why="no words are forged: what was signed is not drawn any more")
_NO_WORDS = Seen("drawn", why="what is added is no text")
_SHUT = Seen("refused", why="nothing that could be forged is left to open")
_LOCKED = Seen("refused", why="a password is asked for that opens nothing")
_OTHER_LETTERS = Seen("words", words=_SYMBOLS)
_NULL = Seen(
    "words",
    "pdfium",
    FORGED,
    "by the standard the sheet over these words is null; PDFium and poppler still draw it",
)
_TOUCHED = Seen("words", words=TRUE, why="the forged part is seen only by whoever touches it")
_STILL_UNDER = Seen(
    "words",
    "pdfium",
    FORGED,
    "they stood under the sheet when it was signed, and are still drawn so",
)
_SAME = Seen("words", words=TRUE, why="what is wrong lies beside what is drawn")

_SEEN = {
    "bombs/arrays": _GONE,
    "bombs/content": _GONE,
    "bombs/dictionaries": _SAME,
    "bombs/numbers": _SAME,
    "bombs/object-stream": _GONE,
    "bombs/table": _SAME,
    "broken/encrypted": _LOCKED,
    "broken/half": _SHUT,
    "broken/no-pages": _SHUT,
    "broken/no-root": _SHUT,
    "broken/zeros": _SHUT,
    "certification-annotation/p3-highlight": _NO_WORDS,
    "certification-signature/approval-characteristics": _NO_WORDS,
    "certification-signature/timestamp-characteristics": _NO_WORDS,
    "certification-signature/timestamp-square": _NO_WORDS,
    "certification-signature/timestamp-script": _TOUCHED,
    "certification-signature/unsigned-script": _TOUCHED,
    "certification-signature/unsigned-rollover": _TOUCHED,
    "differentials/content-twice-declared": _BY_PDFIUM,
    "differentials/generation": _GONE,
    "differentials/row-of-no-type": _NULL,
    "differentials/row-of-no-type-wide": _NULL,
    "differentials/leftover-freed": _SAME,
    "differentials/leftover-font-used": _OTHER_LETTERS,
    "differentials/root-of-old": _SHUT,
    "incremental-saving/undeclared-between": _SAME,
    "loops/length-itself": _GONE,
    "loops/pages": _GONE,
    "loops/reference-itself": _GONE,
    "shadow-hide-and-replace/catalog": _BY_PDFIUM,
    "shadow-hide/overlay-freed": _STILL_UNDER,
    "shadow-hide/overlay-shrunk": _BY_PDFIUM,
    "shadow-hide/overlay-transparent": _BY_PDFIUM,
    "shadow-hide/table-without-sheet": _BY_PDFIUM,
    "shadow-replace/dangling-annotation": _OVER,
    "shadow-replace/dangling-annotations": _OVER,
    "shadow-replace/dangling-content": _OVER,
    "shadow-replace/dangling-form": _OVER,
    "shadow-replace/dangling-freed": _OVER,
    "shadow-replace/dangling-state": _BY_PDFIUM,
    "shadow-replace/font-of-symbols": _OTHER_LETTERS,
    "shadow-replace/missing-font": _OTHER_LETTERS,
}
_LAID_OVER = {"certification-annotation", "certification-signature"}
"""Kinds of which every file is so."""


def seen(row: Row) -> Seen:
    """What is seen of a row's file."""
    if found := _SEEN.get(f"{row.kind}/{row.name}"):
        return found
    if row.kind in _LAID_OVER:
        return _OVER
    return _SAME if row.shows == TRUE else Seen("words", words=row.shows)


def unknown(names: set[str]) -> set[str]:
    """Rows that are spoken of here and are not there."""
    return set(_SEEN) - names
