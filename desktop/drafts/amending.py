"""A letter that mends an issued document: a correction of its layout, or a replacement. No Qt.

Wrong content is mended by a document of the same form, wrong layout by an official letter (law:
NĐ 30/2020/NĐ-CP Đ.18).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from core.office.draft import Paragraph
from core.office.typography import bare, long_date, pad_number, short_date
from desktop import reference
from desktop.drafts.composing import blank
from desktop.drafts.replying import lowered
from desktop.drafts.writing import Office, Written, blocks

if TYPE_CHECKING:
    from db.queries.rows import DocumentPage, DocumentRow


def correction(page: DocumentPage, office: Office) -> Written:
    """A form that corrects an issued document, to everybody whom that was for."""
    row, unit = page.row, office.head.name
    about = f" {lowered(bare(row.subject))}" if row.subject else ""
    opening = f"{unit} đã ban hành {_named(row, long=True)}{about}. Nay {unit} đính chính như sau:"
    change = "Đã in: “…”.\n\nSửa lại là: “…”."
    rest = f"Các nội dung khác của {_named(row, long=False)} giữ nguyên."
    return msgspec.structs.replace(
        blank(office),
        subject=f"đính chính {_named(row, long=False)}",
        addressees="\n".join(page.fields.get("recipients") or []),
        body=blocks(f"{opening}\n\n{change}\n\n{rest}"),
    )


def replacement(page: DocumentPage, before: Written) -> Written:
    """The form of the document that is replaced, with what it replaces as its last sentence."""
    kind = _kind(page.row)
    said = f"{kind[:1].upper()}{kind[1:]} này thay thế {_named(page.row, long=True)}."
    return msgspec.structs.replace(before, body=(*before.body, Paragraph(said)))


def _named(row: DocumentRow, *, long: bool) -> str:
    """A document as another one names it: type, number and symbol, day."""
    number = f"{pad_number(row.number)}{row.suffix}/" if row.number else ""
    named = f"{_kind(row)} số {number}{row.symbol}"
    if not row.dated:
        return named
    day = date.fromisoformat(row.dated)
    return f"{named} {long_date(day)}" if long else f"{named} ngày {short_date(day)}"


def _kind(row: DocumentRow) -> str:
    found = reference.named(reference.document_types().find(row.type), "vi")
    return (found or "văn bản").lower()
