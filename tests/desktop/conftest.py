"""Windows in tests: the fonts and the look of the application, words for the made-up register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop import phrases
from desktop.theme.theme import Look, theme
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

SAMPLE_WORDS = {
    "sample.number": ("Số đến", "No."),
    "sample.day": ("Ngày đến", "Date"),
    "sample.code": ("Số, ký hiệu", "Code"),
    "sample.title": ("Trích yếu", "Subject"),
    "sample.sender": ("Cơ quan gửi", "Sender"),
    "sample.lead": ("Xử lý", "Lead"),
    "sample.due": ("Hạn", "Due"),
    "sample.due_state": ("Hạn · Trạng thái", "Due · State"),
    "sample.state": ("Trạng thái", "State"),
    "sample.empty": ("Sổ năm 2027 chưa có văn bản nào.", "No documents in the 2027 book yet."),
    "sample.register": ("Đăng ký văn bản", "Register"),
    "sample.import": ("Nhập tệp", "Import"),
    "sample.list": ("Sổ văn bản đến", "Incoming register"),
    "sample.views": ("Mục của sổ", "Views"),
    "sample.preview": ("Nội dung văn bản", "Pages"),
    "sample.all": ("Tất cả", "All"),
    "sample.open": ("Chưa xử lý", "Open"),
    "sample.soon": ("Đến hạn", "Due soon"),
    "sample.late": ("Quá hạn", "Late"),
    "sample.wait": ("Chờ bút phê", "Awaiting directive"),
    "sample.book": ("Sổ công văn đến 2026 · {n} văn bản", "Incoming book 2026 · {n} documents"),
    "sample.done": ("Đã giao {n} văn bản", "Assigned {n} documents"),
    "sample.long": ("ẾỖẬẲ ỵgặ", "ẾỖẬẲ ỵgặ"),
}


@pytest.fixture(scope="session", autouse=True)
def _dress(qapp: QApplication) -> Iterator[None]:
    """The application's look and language, once."""
    theme.start(Look("light"))
    words.set_language("vi")
    yield
    words.set_language("vi")


@pytest.fixture(autouse=True, scope="session")
def _sample_words() -> None:
    """The words of the made-up register stand beside the real ones."""
    table = phrases.tables()
    assert isinstance(table, dict)
    table.update({key: {"vi": vi, "en": en} for key, (vi, en) in SAMPLE_WORDS.items()})
