"""The last page of a dossier bound for reading: what the copy is, and what it does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.forms.dossier_paper import Head, sentence, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.forms.book import Printing
    from desktop.forms.layout import Atom

TITLE: Final = ("GHI CHÚ VỀ BẢN GHÉP",)
COPY: Final = (
    "Bản ghép này chỉ để đọc: nội dung các trang được chép từ tệp của từng văn bản, theo thứ tự "
    "thời gian. Chữ ký số chỉ kiểm tra được trên tệp gốc đi kèm."
)
ABSENT: Final = "Các tệp sau không có trang nào trong bản ghép:"


def render(head: Head, absent: Sequence[str], how: Printing) -> bytes:
    """The note's PDF; ``absent`` names the files that could not be bound."""
    return write(head, TITLE, list(_body(absent)), how)


def _body(absent: Sequence[str]) -> Iterator[Atom]:
    yield from sentence(COPY)
    if absent:
        yield from sentence(ABSENT)
        for name in absent:
            yield from sentence(f"- {name}")
