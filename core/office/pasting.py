"""What a clipboard holds, from Word, LibreOffice, Google Docs or a web page, as parts of a draft.

Only words, their lines and tables are taken. Fonts, comments meant for one program, scripts and
hidden text go silently; pictures and notes, which a reader would miss, are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from typing_extensions import override

from core.errors import TooLarge
from core.office.draft import MAX_COLUMNS, Block, Table, clean
from core.office.recognising import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LETTERS: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 200
MAX_CELLS: Final = 20_000

_UNSEEN: Final = frozenset({"head", "script", "style", "title", "del", "template", "noscript"})
_LINES: Final = frozenset("p div li h1 h2 h3 h4 h5 h6 tr blockquote pre ol ul table dt dd".split())
_EMPTY: Final = frozenset(
    "br img hr meta link input col wbr base area source embed o:p v:imagedata".split()
)
_HIDDEN: Final = re.compile(r"display:none|mso-hide:all|visibility:hidden|mso-element:comment")
_NOTE: Final = re.compile(r"mso-(?:foot|end)note-id")
_NOTES: Final = re.compile(r"mso-element:(?:foot|end)note-list")


class Pasted(NamedTuple):
    """Parts in their order, and what could not come along: ``pictures``, ``footnotes``."""

    blocks: tuple[Block, ...]
    dropped: Mapping[str, int]


def pasted(html: str, text: str) -> Pasted:
    """The parts of what is pasted; ``text`` is what counts where there is no HTML, or no end to it.

    Labels that another program counted are taken off, since a draft counts its own.
    """
    try:
        reader = _read(html)
    except TooLarge:
        reader = _Reader()
    found = reader.parts()
    if not found:
        return Pasted(blocks(text.split("\n")), {})
    return Pasted(found, dict(reader.dropped))


def _read(html: str) -> _Reader:
    if len(html) > MAX_LETTERS:
        raise TooLarge(limit=MAX_LETTERS)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Gathers lines and tables; what stands in a table within a table is text of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped = Counter[str]()
        self._parts: list[str | list[list[str]]] = []
        self._line = ""
        self._open: list[tuple[str, bool]] = []
        self._counts: list[tuple[str, int]] = []
        self._tables, self._cells = 0, 0

    def parts(self) -> tuple[Block, ...]:
        """What was gathered."""
        self._end_line()
        made, lines = list[Block](), list[str]()
        for part in self._parts:
            if isinstance(part, str):
                lines.append(part)
            else:
                made += [*blocks(lines), *_table(part)]
                lines = []
        return (*made, *blocks(lines))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _EMPTY:
            self._empty(tag)
            return
        if len(self._open) >= MAX_DEPTH:
            raise TooLarge(limit=MAX_DEPTH)
        self._open.append((tag, self._unseen() or self._hides(tag, said)))
        if self._unseen():
            return
        if tag == "table":
            self._begin_table()
        elif tag in ("td", "th"):
            self._begin_cell()
        elif tag in _LINES:
            self._begin_line(tag, said)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        while self._open:
            name, unseen = self._open.pop()
            if not unseen:
                self._close(name)
            if name == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        if not self._unseen():
            self._line += re.sub(r"[\s\u00a0]+", " ", data)

    # -- inside --------------------------------------------------------------------------------

    def _unseen(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _hides(self, tag: str, said: dict[str, str]) -> bool:
        style = re.sub(r"\s", "", said.get("style", "")).lower()
        kind = said.get("class", "").lower()
        if _NOTE.search(style) or kind in ("sdfootnoteanc", "sdendnoteanc"):
            self.dropped["footnotes"] += 1
            return True
        notes = _NOTES.search(style) or said.get("id", "").startswith(("sdfootnote", "sdendnote"))
        return bool(tag in _UNSEEN or notes or _HIDDEN.search(style))

    def _empty(self, tag: str) -> None:
        if self._unseen():
            return
        if tag == "br":
            self._end_line()
        elif tag in ("img", "v:imagedata", "embed"):
            self.dropped["pictures"] += 1

    def _begin_table(self) -> None:
        self._end_line()
        self._tables += 1
        if self._tables == 1:
            self._parts.append([])

    def _begin_cell(self) -> None:
        self._end_line()
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise TooLarge(limit=MAX_CELLS)
        if self._tables == 1 and (grid := self._grid()):
            grid[-1].append("")

    def _begin_line(self, tag: str, said: dict[str, str]) -> None:
        if tag == "p" and self._open[-2:-1] == [("li", False)]:
            return  # the words of an entry stand behind its label
        self._end_line()
        if tag in ("ol", "ul"):
            self._counts.append((said.get("type", "1") if tag == "ol" else "-", 0))
        elif tag == "li":
            self._line = self._label()
        elif tag == "tr" and self._tables == 1 and (grid := self._grid()) is not None:
            grid.append([])

    def _label(self) -> str:
        kind, count = self._counts.pop() if self._counts else ("-", 0)
        self._counts.append((kind, count + 1))
        if kind == "-":
            return "- "
        return "a) " if kind in "aA" else f"{min(count + 1, 999)}. "

    def _close(self, tag: str) -> None:
        if tag in _LINES or tag in ("td", "th"):
            self._end_line()
        if tag in ("ol", "ul") and self._counts:
            self._counts.pop()
        if tag == "table":
            self._tables -= 1

    def _grid(self) -> list[list[str]] | None:
        last = self._parts[-1] if self._parts and self._tables else None
        return last if isinstance(last, list) else None

    def _end_line(self) -> None:
        line, self._line = clean(self._line.replace("\u00a0", " ")), ""
        grid = self._grid()
        if not line:
            return
        if grid is None:
            self._parts.append(line)
        elif grid and grid[-1]:
            grid[-1][-1] = f"{grid[-1][-1]} {line}".strip()


def _table(rows: list[list[str]]) -> list[Block]:
    """A table; one that is too wide, or a single cell, is told line by line."""
    rows = [row for row in rows if any(row)]
    wide = max(map(len, rows), default=0)
    if wide > MAX_COLUMNS or sum(map(len, rows)) < 2:
        return list(blocks(cell for row in rows for cell in row))
    return [Table(rows=tuple((*row, *[""] * (wide - len(row))) for row in rows))]
