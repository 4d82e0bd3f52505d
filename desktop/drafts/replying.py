"""A reply begins with what it answers: addressee, subject and first sentence. No Qt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.typography import bare, long_date, short_date
from desktop import reference
from desktop.drafts.composing import blank
from desktop.drafts.writing import Office, Written, blocks

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow

_LETTER: Final = "văn bản"


def reply(row: DocumentRow, office: Office) -> Written:
    """A form that answers an incoming document, in the words that official letters use."""
    day = date.fromisoformat(row.document_date) if row.document_date else None
    name = reference.named(reference.document_types().find(row.type), "vi") or _LETTER
    named = f"{name.lower()} số {row.code}" if row.code else name.lower()
    short = f"{named} ngày {short_date(day)}" if day else named
    long = f"{named} {long_date(day)}" if day else named
    about = f" {lowered(bare(row.subject))}" if row.subject else ""
    opening = f"Phúc đáp {long} của {row.issuer}{about}, {office.head.name} có ý kiến như sau:"
    return msgspec.structs.replace(
        blank(office),
        subject=f"trả lời {short}",
        addressees=row.issuer,
        body=blocks(opening),
    )


def lowered(text: str) -> str:
    """A subject inside a sentence: after ``về việc``, or quoted where it does not begin so."""
    start = next((mark for mark in ("v/v ", "về việc ") if text.lower().startswith(mark)), "")
    return f"về việc {text[len(start) :]}" if start else f"về “{text}”"
