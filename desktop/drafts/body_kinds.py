"""The kinds of blocks as an editor of text knows them: what follows by Enter, what a beginning that
is typed stands for, which kind is a step deeper. No Qt.

A kind is a word; ``+`` at its end says that the text is a heading (Điều and khoản with a title).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.draft import (
    Article,
    Basis,
    Block,
    Clause,
    Heading,
    Item,
    Paragraph,
    Point,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PARAGRAPH, BASIS, CELL = "paragraph", "basis", "cell"
TITLE: Final = "+"
HEADINGS: Final = ("part", "chapter", "section", "subsection")
KINDS: Final = (PARAGRAPH, *HEADINGS, "article", "clause", "point", "item", BASIS)
"""In the order of their digits, ``Ctrl+Alt+0`` to ``Ctrl+Alt+9``."""
_MAKE: Final[dict[str, Callable[[str], Block]]] = {
    PARAGRAPH: Paragraph,
    BASIS: Basis,
    "part": lambda text: Heading("part", text),
    "chapter": lambda text: Heading("chapter", text),
    "section": lambda text: Heading("section", text),
    "subsection": lambda text: Heading("subsection", text),
    "article": Article,
    "article+": lambda text: Article(text, titled=True),
    "clause": Clause,
    "clause+": lambda text: Clause(text, titled=True),
    "point": Point,
    "item": Item,
}
_AFTER: Final = {"article+": PARAGRAPH, "clause+": PARAGRAPH} | dict.fromkeys(HEADINGS, "article")
_LADDERS: Final = (("article", "clause", "point", "item"), HEADINGS)
_NUMBER: Final = r"\s(?:[IVXLC]{1,7}|\d{1,3})[.:]?\s"
_BEGINNINGS: Final = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"\d{1,3}\.\s", "clause"),
        (r"[a-zđ]{1,2}\)\s", "point"),
        (r"[-–—+•*]\s", "item"),
        (r"Điều\s\d{1,4}[.:]\s", "article"),
        (rf"Phần{_NUMBER}", "part"),
        (rf"Chương{_NUMBER}", "chapter"),
        (rf"Mục{_NUMBER}", "section"),
        (rf"Tiểu mục{_NUMBER}", "subsection"),
    )
)
BASES: Final = "Căn cứ "
"""How a basis begins."""
LONGEST: Final = 16
"""Letters of the longest beginning that stands for a kind."""


def kind_of(block: Block) -> str:
    """The kind of a block."""
    match block:
        case Heading(level=level):
            return level
        case Table():
            return CELL
        case Article(titled=True) | Clause(titled=True):
            return type(block).__name__.lower() + TITLE
    return type(block).__name__.lower()


def made(kind: str, text: str) -> Block:
    """A block of a kind."""
    return _MAKE[kind](text)


def is_kept(block: Block) -> bool:
    """Whether a block says anything: a heading may do so by its number alone."""
    return isinstance(block, Heading | Table) or bool(block.text)


def after(kind: str) -> str:
    """What Enter begins at the end of a block of this kind."""
    return _AFTER.get(kind, kind)


def stepped(kind: str, by: int) -> str:
    """The kind so many levels deeper; the same where there is none."""
    plain = kind.removesuffix(TITLE)
    for ladder in _LADDERS:
        if plain in ladder:
            place = ladder.index(plain) + by
            return ladder[place] if 0 <= place < len(ladder) else kind
    return kind


def titled(kind: str) -> str:
    """The same kind with its text as a heading, or without; Điều and khoản have both."""
    if kind.endswith(TITLE):
        return kind.removesuffix(TITLE)
    return kind + TITLE if kind in ("article", "clause") else kind


def begun(typed: str, *, at_top: bool) -> tuple[str, int] | None:
    """The kind that a typed beginning stands for, and how many of its letters are a label;
    ``at_top``: only bases stand above.
    """
    if at_top and typed == BASES:
        return BASIS, 0
    for pattern, kind in _BEGINNINGS:
        if pattern.fullmatch(typed):
            return kind, len(typed)
    return None
