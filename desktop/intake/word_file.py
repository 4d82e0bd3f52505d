"""Reads a DOCX file (ISO/IEC 29500-1) into lines and grids: its words and numbers, not its looks.

Runs in a limited child process (desktop.worker): a stranger's archive of XML. Nothing it refers to
is fetched, and no entity is resolved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from core.errors import TooLarge
from core.office.legacy_fonts import charset_of, decode
from core.office.taken import Dropped, Grid, Line, Part, Taken
from desktop.intake.word_package import opened, tag, value
from desktop.intake.word_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PARTS: Final = 20_000
MAX_SPAN: Final = 64
"""Paragraphs and tables of a file; columns that a cell may stand over."""

_LOST: Final[dict[str, Dropped]] = {
    tag("w:drawing"): "pictures",
    tag("w:pict"): "pictures",
    tag("w:object"): "objects",
    tag("w:footnoteReference"): "footnotes",
    tag("w:endnoteReference"): "footnotes",
    tag("w:commentReference"): "comments",
    tag("w:sym"): "symbols",
    tag("m:oMath"): "formulas",
    tag("w:del"): "tracked",
    tag("w:moveFrom"): "tracked",
}
_SPOKEN: Final = {
    tag("w:tab"): " ",
    tag("w:br"): "\n",
    tag("w:cr"): "\n",
    tag("w:noBreakHyphen"): "-",
}
_SILENT: Final = frozenset(map(tag, ("w:pPr", "w:rPr", "w:instrText", "w:delText")))
_HOLDERS: Final = frozenset(
    map(tag, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"))
)
_BOX, _FALLBACK = tag("w:txbxContent"), tag("mc:Fallback")
_PAGE_FURNITURE: Final = " -–\t0123456789"


def read(file: bytes) -> Taken:
    """Everything in the file. Raises TooLarge, BrokenWordFile."""
    package = opened(file)
    reading = _Reading(Styles(package))
    parts = tuple(reading.parts(package.body()))
    headers = sum(bool(_said(root).strip(_PAGE_FURNITURE)) for root in package.margins())
    if headers:
        reading.lost["headers"] = headers
    return Taken(parts, dict(reading.lost), tuple(sorted(reading.legacy)))


def _said(root: Any) -> str:
    return "".join(each.text or "" for each in root.iter(tag("w:t")))


@dataclass
class _Reading:
    styles: Styles
    lost: Counter[Dropped] = field(default_factory=Counter)
    legacy: set[str] = field(default_factory=set)
    count: int = 0

    def parts(self, parent: Any) -> Iterator[Part]:
        """Paragraphs and tables in their order, those in content controls too."""
        for element in parent.iterchildren():
            if element.tag == tag("w:p"):
                yield from self._paragraph(element)
            elif element.tag == tag("w:tbl"):
                rows = tuple(tuple(self._cells(row)) for row in self._rows(element))
                yield Grid(rows, sum(map(_is_merged, element.iter(tag("w:tcPr")))))
            elif element.tag in _HOLDERS:
                yield from self.parts(element)
            elif element.tag in _LOST:
                self.lost[_LOST[element.tag]] += 1

    def _paragraph(self, element: Any) -> Iterator[Part]:
        """Its line, then what stands in text boxes that hang on it."""
        self._limit()
        text = "".join(self._words(element))
        if text.strip():
            number = self.styles.number(element)
            yield Line(text, number, self.styles.is_bold(element), self.styles.is_centred(element))
        for box in element.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                self.lost["text_boxes"] += 1
                yield from self.parts(box)

    def _rows(self, table: Any) -> Iterator[Any]:
        self._limit()
        for element in table.iterchildren():
            if element.tag == tag("w:tr"):
                yield element
            elif element.tag in _HOLDERS:
                yield from self._rows(element)

    def _cells(self, row: Any) -> Iterator[str]:
        """The cells of a row; one over several columns is followed by empty ones."""
        for cell in row.iterchildren():
            if cell.tag in _HOLDERS:
                yield from self._cells(cell)
            if cell.tag != tag("w:tc"):
                continue
            lines = [part for part in self.parts(cell) if isinstance(part, Line)]
            yield "\n".join(f"{line.number} {line.text}".strip() for line in lines)
            span = value(cell.find(tag("w:tcPr")), "w:gridSpan")
            yield from [""] * (min(int(span), MAX_SPAN) - 1 if span.isdecimal() else 0)

    def _words(self, element: Any) -> Iterator[str]:
        for child in element.iterchildren():
            if child.tag in _LOST:
                self.lost[_LOST[child.tag]] += 1
            elif child.tag == tag("w:r") and self.styles.is_hidden(child):
                self.lost["hidden"] += 1
            elif child.tag == tag("w:r"):
                yield self._run(child)
            elif child.tag == tag("w:t"):
                yield child.text or ""
            elif child.tag in _SPOKEN:
                yield _SPOKEN[child.tag]
            elif child.tag not in _SILENT:
                yield from self._words(child)

    def _run(self, run: Any) -> str:
        """The words of a run; those in a font of before Unicode are written in Unicode."""
        paragraph = next(run.iterancestors(tag("w:p")), run)
        text, font = "".join(self._words(run)), self.styles.font(paragraph, run)
        said = decode(text, font)
        if said != text and (charset := charset_of(font)):
            self.legacy.add(charset)
        return said

    def _limit(self) -> None:
        self.count += 1
        if self.count > MAX_PARTS:
            raise TooLarge(size=self.count, limit=MAX_PARTS)


def _is_merged(cell: Any) -> bool:
    """Whether a cell stands over several columns, or begins one over several rows."""
    return value(cell, "w:gridSpan") not in ("", "1") or value(cell, "w:vMerge") == "restart"
