"""What is told of a paste: what was left out, what was rewritten, what is too much."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData

from core.office.draft import MAX_BLOCKS, MAX_ROWS, Paragraph, Table
from desktop.drafts.body_paste import Notice
from desktop.drafts.editor import Editor


def clip(html: str, text: str = "x") -> QMimeData:
    made = QMimeData()
    made.setText(text)
    if html:
        made.setHtml(html)
    return made


@pytest.fixture
def editor(qapp: object) -> Editor:
    return Editor()


def test_what_was_left_out_is_said_above_the_form_until_the_next_paste(editor: Editor) -> None:
    html = (
        "<p style='font-family:.VnTime'>ViÖt</p><img src=a><img src=b>"
        "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>"
    )
    editor.body.insertFromMimeData(clip(html))
    assert editor.body.blocks() == (Paragraph("Việt"), Table((("a", ""), ("b", "c"))))
    assert editor.pasting.text == (
        "Đã dán. Không đưa vào được: 1 ô gộp (chữ nằm ở ô đầu), 2 hình. "
        "Chữ phông TCVN3 đã chuyển sang Unicode. Hãy đọc lại chỗ vừa dán."
    )
    editor.body.insertFromMimeData(clip("<p>Hai</p>"))
    assert editor.pasting.text == ""


def test_an_appendix_tells_it_too(editor: Editor) -> None:
    editor.parts.add_appendix()
    editor.parts.front().body.insertFromMimeData(clip("<p>Hai<img src=a></p>"))
    assert "1 hình" in editor.pasting.text


@pytest.mark.parametrize(
    ("html", "key"),
    [
        ("<p>a</p>" * MAX_BLOCKS, "drafts.pasted_too_much"),
        (
            f"<table>{'<tr><td>a</td><td>b</td></tr>' * (MAX_ROWS + 1)}</table>",
            "drafts.pasted_long_table",
        ),
    ],
    ids=["blocks", "rows"],
)
def test_what_is_too_much_changes_nothing(editor: Editor, html: str, key: str) -> None:
    editor.body.set_blocks((Paragraph("Đã có"),))
    told = list[Notice]()
    editor.body.pasted.connect(told.append)
    editor.body.insertFromMimeData(clip(html))
    assert [notice.key for notice in told] == [key]
    assert editor.body.blocks() == (Paragraph("Đã có"),)
