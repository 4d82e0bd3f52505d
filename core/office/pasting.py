"""What a clipboard holds, from Word, LibreOffice, Google Docs or a web page, as parts of a draft.

Only words, their lines and tables are taken. Fonts, comments meant for one program, scripts and
hidden text go silently; pictures and notes, which a reader would miss, are counted. Text of fonts
of before Unicode is written in Unicode (core.office.legacy_fonts).
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from typing_extensions import override

from core.errors import TooLarge
from core.office.draft import MAX_COLUMNS, Block, Table, clean
from core.office.html_fonts import Face, face, rules
from core.office.legacy_fonts import charset_of, decode
from core.office.recognising import blocks, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.office.taken import Dropped

MAX_LETTERS: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 200
MAX_CELLS: Final = 20_000
MAX_SPAN: Final = 1000

_UNSEEN: Final = frozenset({"head", "script", "style", "title", "del", "template", "noscript"})
_LINES: Final = frozenset("p div li h1 h2 h3 h4 h5 h6 tr blockquote pre ol ul table dt dd".split())
_EMPTY: Final = frozenset(
    "br img hr meta link input col wbr base area source embed o:p v:imagedata".split()
)
_HIDDEN: Final = re.compile(r"display:none|mso-hide:all|visibility:hidden|mso-element:comment")
_NOTE: Final = re.compile(r"mso-(?:foot|end)note-id")
_NOTES: Final = re.compile(r"mso-element:(?:foot|end)note-list")


class Pasted(NamedTuple):
    """Parts in their order, what could not come along, and the charsets (``TCVN3``, ``VNI``) that
    were written in Unicode.
    """

    blocks: tuple[Block, ...]
    dropped: Mapping[Dropped, int]
    legacy: tuple[str, ...] = ()


def pasted(html: str, text: str) -> Pasted:
    """The parts of what is pasted; ``text`` is what counts where there is no HTML, or no end to it.

    Labels that another program counted are taken off, since a draft counts its own.
    """
    try:
        reader = _read(html)
    except TooLarge:
        return Pasted(blocks(text.split("\n")), {"layout": 1})
    found = reader.parts()
    if not found:
        return Pasted(blocks(text.split("\n")), dict(reader.dropped))
    return Pasted(found, dict(+reader.dropped), tuple(sorted(reader.legacy)))


def _read(html: str) -> _Reader:
    if len(html) > MAX_LETTERS:
        raise TooLarge(limit=MAX_LETTERS)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Open(NamedTuple):
    """An element that is not closed yet."""

    tag: str
    unseen: bool = False
    face: Face = Face()


class _Reader(HTMLParser):
    """Gathers lines and tables; what stands in a table within a table is text of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped, self.legacy = Counter["Dropped"](), set[str]()
        self._parts: list[tuple[str, bool] | _Grid] = []
        self._line, self._bold = "", True
        self._open: list[_Open] = []
        self._rules: dict[str, str] = {}
        self._counts: list[tuple[str, int]] = []
        self._tables, self._cells = 0, 0

    def parts(self) -> tuple[Block, ...]:
        """What was gathered."""
        self._end_line()
        made, lines = list[Block](), list[tuple[str, bool]]()
        for part in self._parts:
            if isinstance(part, _Grid):
                made += [*told(lines), *part.told(self.dropped)]
                lines = []
            else:
                lines.append(part)
        return (*made, *told(lines))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _EMPTY:
            self._empty(tag)
            return
        if len(self._open) >= MAX_DEPTH:
            raise TooLarge(limit=MAX_DEPTH)
        around = self._open[-1].face if self._open else Face()
        unseen = self._unseen() or self._hides(tag, said)
        self._open.append(_Open(tag, unseen, face(tag, said, self._rules, around)))
        if self._unseen():
            return
        if tag == "table":
            self._begin_table()
        elif tag in ("td", "th"):
            self._begin_cell(said)
        elif tag in _LINES:
            self._begin_line(tag, said)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in (one.tag for one in self._open):
            return
        while self._open:
            one = self._open.pop()
            if not one.unseen:
                self._close(one.tag)
            if one.tag == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        now = self._open[-1] if self._open else _Open("")
        if now.tag == "style":
            self._rules |= rules(data)
        if now.unseen:
            return
        if data.strip():
            self._bold = self._bold and now.face.bold
        said = decode(data, now.face.font)
        if said != data and (charset := charset_of(now.face.font)):
            self.legacy.add(charset)
        self._line += re.sub(r"[\s\u00a0]+", " ", said)

    # -- inside --------------------------------------------------------------------------------

    def _unseen(self) -> bool:
        return bool(self._open) and self._open[-1].unseen

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
            self._parts.append(_Grid())

    def _begin_cell(self, said: Mapping[str, str]) -> None:
        self._end_line()
        wide, high = _span(said, "colspan"), _span(said, "rowspan")
        self._cells += wide
        if self._cells > MAX_CELLS:
            raise TooLarge(limit=MAX_CELLS)
        if self._tables == 1 and (grid := self._grid()):
            grid.begin_cell(wide, high)

    def _begin_line(self, tag: str, said: dict[str, str]) -> None:
        if tag == "p" and [one.tag for one in self._open[-2:-1] if not one.unseen] == ["li"]:
            return  # the words of an entry stand behind its label
        self._end_line()
        if tag in ("ol", "ul"):
            self._counts.append((said.get("type", "1") if tag == "ol" else "-", 0))
        elif tag == "li":
            self._line = self._label()
        elif tag == "tr" and self._tables == 1 and (grid := self._grid()):
            grid.rows.append([])

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
        if tag == "tr" and self._tables == 1 and (grid := self._grid()):
            grid.end_row()
        if tag == "table":
            self._tables -= 1

    def _grid(self) -> _Grid | None:
        last = self._parts[-1] if self._parts and self._tables else None
        return last if isinstance(last, _Grid) else None

    def _end_line(self) -> None:
        line, self._line = clean(self._line.replace("\u00a0", " ")), ""
        bold, self._bold = self._bold, True
        grid = self._grid()
        if not line:
            return
        if grid is None:
            self._parts.append((line, bold))
        else:
            grid.add(line)


class _Grid:
    """A table as it is read: a cell over several columns or rows has its words in the first place
    that it takes, and nothing in the others.
    """

    def __init__(self) -> None:
        self.rows = list[list[str]]()
        self._cell, self._merged = -1, 0
        self._below: dict[int, int] = {}

    def begin_cell(self, wide: int, high: int) -> None:
        """The next cell of the last row, over so many columns and rows."""
        if not self.rows:
            return
        self.end_row()
        row = self.rows[-1]
        self._cell = len(row)
        row += [""] * wide
        self._merged += wide > 1 or high > 1
        if high > 1:
            self._below |= dict.fromkeys(range(self._cell, len(row)), high - 1)

    def end_row(self) -> None:
        """Go past the places that cells of rows above reach down to."""
        row = self.rows[-1] if self.rows else []
        while self._below.get(len(row)):
            self._below[len(row)] -= 1
            row.append("")

    def add(self, line: str) -> None:
        """One more line of the cell that was begun."""
        if self.rows and self.rows[-1]:
            self.rows[-1][self._cell] = f"{self.rows[-1][self._cell]} {line}".strip()

    def told(self, dropped: Counter[Dropped]) -> list[Block]:
        """A table; one that is too wide, or a single cell, is told line by line."""
        rows = [row for row in self.rows if any(row)]
        wide = max(map(len, rows), default=0)
        if wide > MAX_COLUMNS or sum(map(len, rows)) < 2:
            dropped["wide_tables"] += wide > MAX_COLUMNS
            return list(blocks(cell for row in rows for cell in row))
        dropped["merged"] += self._merged
        return [Table(rows=tuple((*row, *[""] * (wide - len(row))) for row in rows))]


def _span(said: Mapping[str, str], name: str) -> int:
    """Over how many columns or rows a cell stands."""
    text = said.get(name, "")
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(found, 1), MAX_SPAN)
