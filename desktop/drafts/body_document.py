"""The blocks of a draft as the blocks of a QTextDocument, and back.

The kind stands in the format of each block, so that undoing takes it along; a table is a table of
Qt. Labels are no text: they are counted anew (core.office.draft_labels) where a kind has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from core.office.draft import Block, Paragraph, Table, clean
from core.office.draft_labels import labels
from desktop.drafts.body_kinds import BASIS, CELL, HEADINGS, PARAGRAPH, is_kept, kind_of, made
from desktop.theme.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KIND: Final = QTextFormat.Property.UserProperty.value + 1
GUTTER: Final = 5
"""Steps of indent that the longest label needs; a step is ``STEP`` px."""
STEP: Final = 15
_INDENTS: Final = {"clause": GUTTER, "point": GUTTER + 1, "item": GUTTER + 2}
_PERCENT: Final = QTextLength.Type.PercentageLength


# -- one block ------------------------------------------------------------------------------------


def style(kind: str) -> QTextBlockFormat:
    """The format of a block of a kind."""
    made = QTextBlockFormat()
    made.setProperty(_KIND, kind)
    made.setIndent(_INDENTS.get(kind.rstrip("+"), GUTTER))
    made.setBottomMargin(theme.px(4))
    if kind in HEADINGS:
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        made.setTopMargin(theme.px(6))
    return made


def kind_at(block: QTextBlock) -> str:
    """The kind of a block; what Qt begins by itself is a paragraph."""
    return str(block.blockFormat().stringProperty(_KIND)) or PARAGRAPH


def table_at(block: QTextBlock) -> QTextTable | None:
    """The table that a block is a cell of."""
    # the stubs of PySide say that there always is one
    found: QTextTable | None = QTextCursor(block).currentTable()
    return found


def only_bases_above(block: QTextBlock) -> bool:
    """Whether a basis can stand here."""
    above = block.previous()
    while above.isValid():
        if above.text() and kind_at(above) != BASIS:
            return False
        above = above.previous()
    return True


# -- writing --------------------------------------------------------------------------------------


def insert(cursor: QTextCursor, body: Sequence[Block], *, fresh: bool) -> None:
    """Write blocks where the cursor stands; ``fresh``: into its own empty block first."""
    for block in body:
        if isinstance(block, Table):
            insert_table(cursor, block)
            fresh = True
            continue
        if fresh:
            cursor.setBlockFormat(style(kind_of(block)))
        else:
            cursor.insertBlock(style(kind_of(block)), QTextCharFormat())
        cursor.insertText(block.text)
        fresh = False


def insert_table(cursor: QTextCursor, content: Table) -> None:
    """Write a table; the cursor stands in the empty block behind it. Short rows are filled up."""
    columns = max(map(len, content.rows), default=0)
    if not columns:
        return
    table = cursor.insertTable(len(content.rows), columns, table_style(content))
    for row, cells in enumerate(content.rows):
        for column, text in enumerate(cells):
            table.cellAt(row, column).firstCursorPosition().insertText(text)
    cursor.setPosition(table.lastPosition() + 1)
    cursor.setBlockFormat(style(PARAGRAPH))


def table_style(content: Table) -> QTextTableFormat:
    """How a table looks in the editor; its widths and heading rows stand in it."""
    made = QTextTableFormat()
    made.setBorder(1)
    made.setBorderCollapse(True)
    made.setBorderBrush(theme.colour("control"))
    made.setCellPadding(theme.px(4))
    made.setTopMargin(theme.px(4))
    made.setBottomMargin(theme.px(6))
    made.setWidth(QTextLength(_PERCENT, 100))
    made.setHeaderRowCount(content.head)
    if content.widths:
        made.setColumnWidthConstraints([QTextLength(_PERCENT, one) for one in content.widths])
    return made


# -- reading --------------------------------------------------------------------------------------


def read_table(table: QTextTable) -> Table:
    """What stands in a table."""
    rows = tuple(
        tuple(_cell(table, row, column) for column in range(table.columns()))
        for row in range(table.rows())
    )
    lengths = table.format().columnWidthConstraints()
    widths = tuple(round(one.rawValue()) for one in lengths if one.type() == _PERCENT)
    head = min(table.format().headerRowCount(), table.rows())
    return Table(rows, head, widths if len(widths) == table.columns() else ())


def _cell(table: QTextTable, row: int, column: int) -> str:
    cell = table.cellAt(row, column)
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
    return clean(cursor.selectedText())


def tidy(text: str) -> str:
    """What ``clean`` gives, at once for text that is clean already: nearly every block is."""
    plain = text.isprintable() and is_normalized("NFC", text)
    return text if plain and "  " not in text and text == text.strip(" ") else clean(text)


def read_blocks(document: QTextDocument) -> Iterator[tuple[str, Block | None]]:
    """Kind and content of every block of a document; a table is the content of its first cell."""
    block, inside = document.begin(), -1
    while block.isValid():
        if block.blockNumber() <= inside:
            yield CELL, None
        elif (table := table_at(block)) is not None:
            inside = document.findBlock(table.lastPosition()).blockNumber()
            yield CELL, read_table(table)
        else:
            kind = kind_at(block)
            yield kind, made(kind, tidy(block.text()))
        block = block.next()


class Reading:
    """What stands in a document, read anew only where it changes: a key in a text of a hundred
    pages costs one block.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document, self._stale = document, True
        self._kinds, self._parts = list[str](), list[Block | None]()
        self._labels: tuple[str, ...] = ()
        document.contentsChange.connect(self._change)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks that say anything."""
        self._read()
        return tuple(part for part in self._parts if part is not None and is_kept(part))

    def labels(self) -> tuple[str, ...]:
        """What stands before each block of the document, by its number."""
        self._read()
        return self._labels

    def _read(self) -> None:
        if not self._stale:
            return
        found = list(read_blocks(self._document))
        self._kinds, self._parts = [kind for kind, _ in found], [part for _, part in found]
        self._labels = labels([part or Paragraph() for part in self._parts])
        self._stale = False

    def _change(self, at: int, _removed: int, added: int) -> None:
        if self._stale or self._document.blockCount() != len(self._parts):
            self._stale = True
            return
        block = self._document.findBlock(at)
        while block.isValid() and block.position() <= at + added and not self._stale:
            self._stale = not self._took(block)
            block = block.next()

    def _took(self, block: QTextBlock) -> bool:
        """Read one block anew; False where its kind has changed, and so its label."""
        place, table = block.blockNumber(), table_at(block)
        kind = CELL if table is not None else kind_at(block)
        if kind != self._kinds[place]:
            return False
        if table is None:
            self._parts[place] = made(kind, tidy(block.text()))
            return True
        first = self._document.findBlock(table.firstPosition()).blockNumber()
        before, now = self._parts[first], read_table(table)
        self._parts[first] = now
        return isinstance(before, Table) and _shape(before) == _shape(now)


def _shape(table: Table) -> tuple[int, int]:
    return len(table.rows), len(table.rows[0])
