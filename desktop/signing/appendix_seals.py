"""The agency's signature on the appendices of a document that are files of their own (NĐ 30/2020
PL I, III.1): in the corner of a PDF as text, beside every other file as a file. No Qt.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from core.commits.file_bodies import APPENDIX
from core.errors import NotFound
from core.office.day import VIETNAM
from core.office.numbering import Number
from core.signing.detached import sign_beside
from core.signing.fields import NAMES
from core.signing.places import places
from db.actions import files
from db.actions.appendices import Seal
from db.actions.marks import Signature
from db.queries import documents
from desktop.forms import stamps
from desktop.signing import setting
from desktop.signing.setting import Intent
from desktop.signing.trust import evidence, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.acting import Store
    from db.queries.rows import DocumentPage, FileRow
    from desktop.signing.setting import Hand

PDF: Final = "application/pdf"
REASON: Final = "Ký số cơ quan trên phụ lục"


def seals(store: Store, document: str, agency: Hand) -> tuple[Seal, ...]:
    """One signature for each appendix file. Raises NotFound, BlobMissing, and what signing raises;
    then there is none.
    """
    page = documents.page(store, document)
    if page is None:
        raise NotFound(kind="document")
    return tuple(_seals(store, page, agency))


def said(page: DocumentPage, at: int) -> str:
    """What the corner says: number and symbol, then the time in Vietnam (ISO 8601's zone)."""
    row, moment = page.row, datetime.datetime.fromtimestamp(at // 1000, VIETNAM)
    number = Number(row.number, row.suffix).text() if row.number else ""
    zone = f"{moment:%z}"
    return f"{number}/{row.symbol}; {moment:%d-%m-%Y %H:%M:%S} {zone[:3]}:{zone[3:]}"


def _seals(store: Store, page: DocumentPage, agency: Hand) -> Iterator[Seal]:
    words = said(page, agency.at)
    for file in page.files:
        if file.role == APPENDIX:
            yield _seal(file, files.content(store, file.blob), words, agency)


def _seal(file: FileRow, content: bytes, words: str, agency: Hand) -> Seal:
    if file.type == PDF and any(one.name == NAMES["dau"] for one in places(content)):
        return Seal(file.slot, file.blob, _in_corner(content, words, agency))
    return Seal(file.slot, file.blob, _beside(content, agency), beside=True)


def _in_corner(pdf: bytes, words: str, agency: Hand) -> Signature:
    intent = Intent(NAMES["dau"], "seal", lambda box: stamps.corner((words,), box), REASON)
    return setting.set_signature(pdf, intent, agency)


def _beside(content: bytes, agency: Hand) -> Signature:
    key, known = agency.key, evidence(agency.trust, agency.key.certificate)
    made = sign_beside(
        content,
        sign=key.sign,
        certificate=key.certificate,
        chain=key.chain,
        mechanism=key.mechanism,
        at_ms=agency.at,
    )
    return Signature(
        NAMES["dau"],
        "seal",
        made,
        fingerprint(key.certificate),
        agency.at,
        known.crl,
        known.crl_until,
        reason=REASON,
        means=setting.means_of(key),
    )
