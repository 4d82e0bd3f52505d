"""Tables in the editor of blocks: from cell to cell, rows and columns more and fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor, QTextLength, QTextTable

from core.office.draft import MAX_COLUMNS, MAX_ROWS, Table
from desktop.announce import announce
from desktop.drafts.body_document import insert_table, read_table, table_at
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QTextEdit

STEP: Final = 5
LEAST: Final = 4
"""Percents of the text's width: what a column is widened by, and the narrowest of one."""
NEW = Table((("", "", ""), ("", "", "")))


def go_on(edit: QTextEdit, table: QTextTable, by: int) -> bool:
    """Tab: the next cell, a new row behind the last; False at the first one backwards."""
    cell = table.cellAt(edit.textCursor())
    place = cell.row() * table.columns() + cell.column() + by
    if place < 0:
        return False
    row, column = divmod(place, table.columns())
    if row >= table.rows():
        if row >= MAX_ROWS:
            return False
        table.appendRows(1)
    edit.setTextCursor(table.cellAt(row, column).lastCursorPosition())
    return True


def go_down(edit: QTextEdit, table: QTextTable) -> None:
    """Enter: the cell below, behind the last row out of the table."""
    cell = table.cellAt(edit.textCursor())
    if cell.row() + 1 < table.rows():
        edit.setTextCursor(table.cellAt(cell.row() + 1, cell.column()).lastCursorPosition())
    else:
        cursor = QTextCursor(edit.document())
        cursor.setPosition(table.lastPosition() + 1)
        edit.setTextCursor(cursor)
    edit.ensureCursorVisible()


def begin_table(edit: QTextEdit) -> None:
    """A new table behind the block with the cursor, the keyboard in its first cell."""
    cursor = edit.textCursor()
    if table_at(cursor.block()) is not None:
        return
    cursor.beginEditBlock()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    start = cursor.position()
    insert_table(cursor, NEW)
    cursor.endEditBlock()
    cursor.setPosition(start + 1)
    edit.setTextCursor(cursor)


def more_rows(edit: QTextEdit) -> None:
    """One more row below the cursor."""

    def lengthen(table: QTextTable, row: int, _column: int) -> None:
        if table.rows() < MAX_ROWS:
            table.insertRows(row + 1, 1)

    _change(edit, lengthen)


def more_columns(edit: QTextEdit) -> None:
    """One more column at the right of the cursor; the widths are even then."""

    def widen(table: QTextTable, _row: int, column: int) -> None:
        if table.columns() < MAX_COLUMNS:
            table.insertColumns(column + 1, 1)
            _even(table)

    _change(edit, widen)


def fewer_rows(edit: QTextEdit) -> None:
    """The row of the cursor goes, with the last one the table."""
    _change(edit, lambda table, row, _: table.removeRows(row, 1))


def fewer_columns(edit: QTextEdit) -> None:
    """The column of the cursor goes, with the last one the table."""

    def narrow(table: QTextTable, _row: int, column: int) -> None:
        left = table.columns() - 1
        table.removeColumns(column, 1)
        if left:
            _even(table)

    _change(edit, narrow)


def turn_head(edit: QTextEdit) -> None:
    """Whether the first row stands again on each page."""

    def turn(table: QTextTable, _row: int, _column: int) -> None:
        form = table.format()
        form.setHeaderRowCount(0 if form.headerRowCount() else 1)
        table.setFormat(form)

    _change(edit, turn)


def widen(edit: QTextEdit, by: int = STEP) -> None:
    """The column of the cursor so many percent wider, or narrower; the others give the room."""

    def change(table: QTextTable, _row: int, column: int) -> None:
        before = read_table(table).widths or (1,) * table.columns()
        widths = widened(before, column, by)
        form = table.format()
        lengths = [QTextLength(QTextLength.Type.PercentageLength, one) for one in widths]
        form.setColumnWidthConstraints(lengths)
        table.setFormat(form)
        announce(word("drafts.column_width", n=widths[column]))

    _change(edit, change)


def widened(widths: Sequence[int], column: int, by: int) -> tuple[int, ...]:
    """Whole percents of 100 in all, one column so many more; none is narrower than ``LEAST``."""
    now = _share(widths, 100)
    others = [*now[:column], *now[column + 1 :]]
    if not others:
        return (100,)
    mine = min(max(now[column] + by, LEAST), 100 - LEAST * len(others))
    shared = _share(others, 100 - mine)
    return (*shared[:column], mine, *shared[column:])


def _share(parts: Sequence[int], whole: int) -> list[int]:
    """Divide whole percents as these parts stand to each other."""
    found = [max(LEAST, part * whole // sum(parts)) for part in parts]
    while left := whole - sum(found):
        most = max(range(len(found)), key=lambda place: (found[place], -place))
        least = min(range(len(found)), key=lambda place: (found[place], place))
        found[least if left > 0 else most] += 1 if left > 0 else -1
    return found


def _even(table: QTextTable) -> None:
    form = table.format()
    form.clearColumnWidthConstraints()
    table.setFormat(form)


def _change(edit: QTextEdit, work: Callable[[QTextTable, int, int], object]) -> None:
    """Do something to the table with the cursor, as one step."""
    cursor = edit.textCursor()
    table = table_at(cursor.block())
    if table is None:
        return
    cell = table.cellAt(cursor)
    row, column = cell.row(), cell.column()
    cursor.beginEditBlock()
    work(table, row, column)
    cursor.endEditBlock()
