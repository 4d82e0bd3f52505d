"""Minutes of handing dossiers to the archive (Biên bản giao nhận hồ sơ, tài liệu) as a PDF
(NĐ 30/2020/NĐ-CP Đ.31, PL V; domain.md §6). What only the two sides know, as the state of the
papers, has dots to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.number_words import in_words
from core.office.typography import short_date
from desktop.forms.dossier_paper import BOLD, ITALIC, Head, Signer, blank, sentence, signers, write

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from desktop.forms.book import Printing
    from desktop.forms.layout import Atom

TITLE: Final = ("BIÊN BẢN", "Giao nhận hồ sơ, tài liệu")
DECREE: Final = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"
)
COPIES: Final = "Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./."
DOTS: Final = "………………"
BY_HAND: Final = "\x00"
"""Before a line that ends in dots to write on."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who gives or takes: name with rank, post, unit; empty where it is written by hand."""

    name: str = ""
    post: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was handed over: its name, the days of its documents, how much; ``year`` is that of the
    list of dossiers (0: none).
    """

    giver: Party
    taker: Party
    name: str
    since: datetime.date | None
    until: datetime.date | None
    year: int
    dossiers: int
    documents: int
    files: int


def render(head: Head, minutes: Minutes, how: Printing) -> bytes:
    """The minutes' PDF; a letter that the font lacks is told by its code."""
    return write(head, TITLE, list(_body(head, minutes)), how)


def _body(head: Head, minutes: Minutes) -> Iterator[Atom]:
    yield from sentence(DECREE, ITALIC)
    if minutes.year:
        yield from sentence(f"Căn cứ Danh mục hồ sơ năm {minutes.year} của {head.agency},", ITALIC)
    yield from sentence("Chúng tôi gồm:")
    yield from _side("BÊN GIAO:", minutes.giver)
    yield from _side("BÊN NHẬN:", minutes.taker)
    yield from sentence("Thống nhất lập biên bản giao nhận hồ sơ, tài liệu với nội dung như sau:")
    *before, list_ = _what(minutes)
    yield from before
    copies = sentence(COPIES)
    names = (minutes.giver.name, minutes.taker.name)
    words = ("ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN")
    signed = signers([Signer(word, name) for word, name in zip(words, names, strict=True)])
    yield (*list_, *(piece for atom in copies for piece in atom), *signed)


def _what(minutes: Minutes) -> Iterator[Atom]:
    """The five points."""
    since, until = (short_date(one) if one else DOTS for one in (minutes.since, minutes.until))
    files, papers = counted(minutes.files), counted(minutes.documents)
    for line in (
        f"1. Tên khối tài liệu giao nộp: {minutes.name}.",
        f"2. Thời gian của hồ sơ, tài liệu: từ ngày {since} đến ngày {until}.",
        "3. Số lượng tài liệu:",
        "a) Đối với hồ sơ, tài liệu giấy:",
        BY_HAND + "- Tổng số hộp (cặp):",
        BY_HAND + "- Tổng số hồ sơ (đơn vị bảo quản):",
        BY_HAND + "- Quy ra mét giá:",
        "b) Đối với hồ sơ, tài liệu điện tử:",
        f"- Tổng số hồ sơ: {counted(minutes.dossiers)} hồ sơ;",
        f"- Tổng số tệp tin trong hồ sơ: {files} tệp tin, của {papers} văn bản.",
        BY_HAND + "4. Tình trạng tài liệu giao nộp:",
        "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo biên bản này.",
    ):
        text = line.removeprefix(BY_HAND)
        yield from blank(text) if line.startswith(BY_HAND) else sentence(text)


def _side(word: str, party: Party) -> Iterator[Atom]:
    yield from sentence(word, BOLD)
    for name, value in (
        ("Đại diện:", party.name),
        ("Chức vụ:", party.post),
        ("Đơn vị:", party.unit),
    ):
        yield from sentence(f"- {name} {value}") if value else blank(f"- {name}")


def counted(count: int) -> str:
    """``12 (mười hai)``."""
    return f"{count:,} ({in_words(count)})".replace(",", ".")
