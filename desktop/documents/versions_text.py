"""Two versions of a draft as one text: inline, or side by side; what went is struck out, what came
is underlined, and their colours say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit

from core.office import anchoring, comparing
from core.office.comparing import Row, Run
from core.office.typography import roman
from desktop import reference
from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.words import bind, follow, word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.office.anchoring import Found, Place
    from core.office.catalogue import Item
    from core.office.draft_lines import Line

AROUND: Final = 3
"""Lines that did not change that are shown around one that did, in a long text."""
LONG: Final = 200
"""Lines from which what did not change is left out."""
PIECE: Final = 20
"""Rows of one table: Qt takes longer for a large table than for the same rows in several."""
_CODES: Final[dict[str, Callable[[str], Item | None]]] = {
    "template": lambda code: reference.families().find(code),
    "type": lambda code: reference.document_types().find(code),
    "urgency": lambda code: reference.urgencies().find(code),
}
"""Lines that name something by its code: nobody wrote them, and nothing is said about them."""
_TONES: Final = {"removed": ("danger", "danger_soft"), "added": ("ok", "ok_soft")}


class Shown(NamedTuple):
    """What stands in a block of the text: a line of the older or newer version, after so many
    letters that are not its own.
    """

    line: Line
    newer: bool
    before: int
    runs: tuple[Run, ...]


class VersionsText(QTextEdit):
    """Read only; letters are selected by mouse or Shift and the arrows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._beside, self._written = False, 0
        self._changes: list[int] = []
        self._unfolded: frozenset[int] = frozenset()
        self.shown: dict[int, Shown] = {}
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAcceptRichText(False)
        bind(self, lambda: self.setAccessibleName(word("versions.text")))
        bind(self, self._draw)
        follow(self, theme.changed, self._draw)

    def show_rows(self, rows: Sequence[Row], *, beside: bool) -> None:
        """Show the rows of a comparison."""
        if rows is not self._rows:
            self._unfolded = frozenset()
        self._rows, self._beside = rows, beside
        self._draw()

    def unfold(self, place: Place) -> bool:
        """Show the line of a place that was left out; whether there is such a line."""
        rights = [(at, row.right) for at, row in enumerate(self._rows) if row.right is not None]
        found = anchoring.find([line for _, line in rights], place)
        if found is None:
            return False
        self._unfolded |= {rights[found.line][0]}
        self._draw()
        return True

    def count(self) -> int:
        """How many places differ."""
        return len(self._changes)

    def step(self, by: int) -> None:
        """Go to the next place that differs, or back; from the last one on to the first."""
        if not self._changes:
            return
        here = self.textCursor().block().blockNumber()
        later = [one for one in self._changes if one > here]
        earlier = [one for one in self._changes if one < here]
        if by > 0:
            wanted = later[0] if later else self._changes[0]
        else:
            wanted = earlier[-1] if earlier else self._changes[-1]
        self.go(QTextCursor(self.document().findBlockByNumber(wanted)))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        place = self._changes.index(wanted) + 1
        announce(word("versions.at", place=place, count=len(self._changes)))

    def go(self, cursor: QTextCursor) -> None:
        """Put the keyboard somewhere, seen in the upper third."""
        self.setTextCursor(cursor)
        top = self.cursorRect(cursor).top() - self.viewport().height() // 4
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top)

    def selected(self) -> tuple[Shown, int, int] | None:
        """The line in which a selection begins, and from which of its letters until before which;
        None where nothing of a line is selected.
        """
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        found = self.shown.get(block.blockNumber())
        if not cursor.hasSelection() or found is None:
            return None
        last = block.position() + block.length() - 1
        ends = (cursor.selectionStart(), min(cursor.selectionEnd(), last))
        start, end = (_letter(found, block.text(), one - block.position()) for one in ends)
        return (found, start, end) if start < end else None

    def letters_of(self, place: Place) -> QTextCursor | None:
        """The letters of a place in the newer version; None where they are not shown."""
        lines = [row.right for row in self._rows if row.right is not None]
        found = anchoring.find(lines, place)
        if found is None:
            return None
        line = lines[found.line]
        blocks = (at for at, one in self.shown.items() if one.newer and one.line is line)
        number = next(blocks, None)
        return self._stretch(number, found) if number is not None else None

    def mark(self, places: Sequence[Place]) -> None:
        """Ground the letters about which something was said."""
        form = _plain("warn")
        form.setBackground(theme.colour("warn_soft"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        marks = []
        for cursor in filter(None, map(self.letters_of, places)):
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self.setExtraSelections(marks)

    def _stretch(self, number: int, found: Found) -> QTextCursor:
        block, shown = self.document().findBlockByNumber(number), self.shown[number]
        start = _unit(shown, block.text(), found.start)
        last = _unit(shown, block.text(), found.end - 1) + 1
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # -- inside --------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.clear()
        self.document().setDefaultFont(theme.font("body"))
        self.document().setDocumentMargin(theme.px(12))
        self.shown, self._changes, self._written = {}, [], 0
        items = list(_items(self._rows, self._unfolded))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        table, before = None, "same"
        for at, one in enumerate(items):
            if self._beside and at % PIECE == 0:
                cursor.movePosition(QTextCursor.MoveOperation.End)
                table = self._table(cursor, min(PIECE, len(items) - at))
            if isinstance(one, str):
                self._caption(cursor, table, one)
                continue
            first = self._row(cursor, table, one)
            if one.kind != "same" and before == "same":
                self._changes.append(first)
            before = one.kind
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _table(self, cursor: QTextCursor, rows: int) -> QTextTable:
        shape = QTextTableFormat()
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        shape.setBorder(0)
        shape.setCellPadding(theme.px(2))
        shape.setCellSpacing(0)
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        shape.setColumnWidthConstraints([half, half])
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return cursor.insertTable(rows, 2, shape)

    def _caption(self, cursor: QTextCursor, table: QTextTable | None, text: str) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(theme.px(10))
        place = self._begin(cursor, table, 0, new=True)
        place.setBlockFormat(block)
        place.insertText(text, _plain("text3", theme.font("section")))

    def _row(self, cursor: QTextCursor, table: QTextTable | None, row: Row) -> int:
        """Write a row; returns the block in which it begins."""
        if table is None:
            line = row.right or row.left
            place = self._begin(cursor, None, 0, new=True)
            self._line(place, row, line, comparing.inline(row), newer=row.right is not None)
            return place.block().blockNumber()
        sides = ((row.left, row.left_runs, False), (row.right, row.right_runs, True))
        firsts = []
        for column, (line, runs, newer) in enumerate(sides):
            place = self._begin(cursor, table, column, new=not column)
            firsts.append(place.block().blockNumber())
            self._line(place, row, line, runs, newer=newer)
        return firsts[0] if row.left is not None else firsts[1]

    def _begin(
        self, cursor: QTextCursor, table: QTextTable | None, column: int, *, new: bool
    ) -> QTextCursor:
        """Where the next line is written: the same cursor inline, a cell side by side."""
        if new:
            self._written += 1
        if table is not None:
            return table.cellAt((self._written - 1) % PIECE, column).firstCursorPosition()
        if self._written > 1:
            cursor.insertBlock(QTextBlockFormat())
        return cursor

    def _line(
        self,
        place: QTextCursor,
        row: Row,
        line: Line | None,
        runs: tuple[Run, ...],
        *,
        newer: bool,
    ) -> None:
        if line is None:
            return
        block = QTextBlockFormat()
        block.setBottomMargin(theme.px(4))
        block.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        place.setBlockFormat(block)
        front = f"{line.label} " if line.label else ""
        if row.moved:
            front = f"{word('versions.moved')} {front}"
        place.insertText(front, _plain("text3"))
        for run in runs:
            place.insertText(_worded(line, run.text), _format(run.kind))
        if _find(line) is not None:
            return
        self.shown[place.block().blockNumber()] = Shown(line, newer, len(front), runs)


def _find(line: Line) -> Callable[[str], Item | None] | None:
    return _CODES.get(line.kind) if line.part != "facts" else None


def _worded(line: Line, text: str) -> str:
    """A code by its name; what the drafter wrote as it is."""
    find = _find(line)
    return reference.named(find(text), words.language, text) if find else text


def _letter(shown: Shown, text: str, units: int) -> int:
    """Which letter of its line stands at a place of a block, which Qt counts in UTF-16; what the
    other version had there counts nothing.
    """
    at = len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")) - shown.before
    other, found = ("removed" if shown.newer else "added"), 0
    for run in shown.runs:
        step = max(0, min(at, len(run.text)))
        found += 0 if run.kind == other else step
        at -= len(run.text)
    return found


def _unit(shown: Shown, text: str, letter: int) -> int:
    """Where a letter of its line stands in a block."""
    other, at = ("removed" if shown.newer else "added"), shown.before
    for run in shown.runs:
        if run.kind != other and letter < len(run.text):
            at += letter
            break
        at += len(run.text)
        letter -= 0 if run.kind == other else len(run.text)
    return len(text[:at].encode("utf-16-le")) // 2


def folded(rows: Sequence[Row], wanted: frozenset[int] = frozenset()) -> Iterator[Row | int]:
    """The rows of a long text without those far from any change and from those that are wanted;
    numbers say how many are left out.
    """
    changed = [at for at, row in enumerate(rows) if row.kind != "same"]
    if len(rows) < LONG or not changed:
        yield from rows
        return
    near = {at for one in (*changed, *wanted) for at in range(one - AROUND, one + AROUND + 1)}
    out = 0
    for at, row in enumerate(rows):
        if at not in near:
            out += 1
            continue
        if out:
            yield out
        out = 0
        yield row
    if out:
        yield out


def _items(rows: Sequence[Row], wanted: frozenset[int]) -> Iterator[Row | str]:
    """The rows under the names of their parts, and how many lines are left out between them."""
    part = ""
    for one in folded(rows, wanted):
        if isinstance(one, int):
            yield word("versions.unchanged", n=one)
            continue
        if (line := one.right or one.left) and line.part != part:
            part = line.part
            yield part_name(part)
        yield one


def part_name(part: str) -> str:
    """What a part of a draft is called on screen."""
    name, _, number = part.partition("-")
    said = word(f"versions.part.{name}")
    return f"{said} {roman(int(number))}" if number else said


def _plain(tone: str, font: QFont | None = None) -> QTextCharFormat:
    found = QTextCharFormat()
    found.setForeground(theme.colour(tone))
    if font is not None:
        found.setFont(font)
    return found


def _format(kind: str) -> QTextCharFormat:
    if kind not in _TONES:
        return _plain("text")
    tone, ground = _TONES[kind]
    found = _plain(tone)
    found.setBackground(theme.colour(ground))
    found.setFontStrikeOut(kind == "removed")
    found.setFontUnderline(kind == "added")
    return found
