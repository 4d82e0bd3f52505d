"""How blocks look while they are written: labels beside the text, headings as they will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QSyntaxHighlighter, QTextCharFormat
from typing_extensions import override

from desktop.drafts.body_document import STEP, kind_at, table_at
from desktop.drafts.body_kinds import BASIS, HEADINGS, TITLE
from desktop.theme.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextBlock
    from PySide6.QtWidgets import QTextEdit

_GAP = 8


class Dress(QSyntaxHighlighter):
    """Bold for headings, italic for bases: by the kind of the block, beside undo and the text."""

    @override
    def highlightBlock(self, text: str) -> None:
        if (form := _letters(self.currentBlock())) is not None:
            self.setFormat(0, len(text), form)


def _letters(block: QTextBlock) -> QTextCharFormat | None:
    kind, form = kind_at(block), QTextCharFormat()
    if kind in HEADINGS:
        form.setFontCapitalization(QFont.Capitalization.AllUppercase)
    if kind == BASIS:
        form.setFontItalic(True)
    elif kind in HEADINGS or kind.endswith(TITLE) or _is_head(block):
        form.setFontWeight(QFont.Weight.DemiBold)
    else:
        return None
    return form


def _is_head(block: QTextBlock) -> bool:
    table = table_at(block)
    return table is not None and table.cellAt(block.position()).row() < (
        table.format().headerRowCount()
    )


def paint_labels(edit: QTextEdit, labels: Sequence[str]) -> None:
    """Paint the labels of the blocks in sight at the left of their first lines."""
    document = edit.document()
    layout, top = document.documentLayout(), edit.verticalScrollBar().value()
    bottom = top + edit.viewport().height()
    painter = QPainter(edit.viewport())
    painter.translate(-edit.horizontalScrollBar().value(), -top)
    painter.setFont(theme.font("val"))
    block = edit.cursorForPosition(edit.viewport().rect().topLeft()).block()
    while block.isValid():
        area = layout.blockBoundingRect(block)
        if area.top() > bottom:
            break
        label = labels[block.blockNumber()] if block.blockNumber() < len(labels) else ""
        if label:
            titled = kind_at(block) in HEADINGS or kind_at(block).endswith(TITLE)
            painter.setPen(theme.colour("accent" if titled else "text2"))
            _paint_label(painter, block, label, document.documentMargin())
        block = block.next()
    painter.end()


def _paint_label(painter: QPainter, block: QTextBlock, label: str, margin: float) -> None:
    layout = block.layout()
    if not layout.lineCount():
        return
    line = layout.lineAt(0)
    right = margin + block.blockFormat().indent() * theme.px(STEP) - theme.px(_GAP)
    base = layout.position() + QPointF(0, line.y())
    place = QRectF(0, base.y(), right, line.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
