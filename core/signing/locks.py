"""May this field be signed now? Asked of the file before the PIN is asked of the person.

pyHanko would sign without complaint after the seal's lock, and break the seal (signing.md §7.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data

from core.signing.reading import as_broken, is_hybrid
from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.reader import PdfFileReader


def obstacles(reader: PdfFileReader, field: str) -> tuple[Reason, ...]:
    """What field, locks, permissions and file structure say against signing; often nothing.

    Cheap: earlier signatures are not checked here (`may_sign` does). Raises BrokenPdf.
    """
    with as_broken():
        return tuple(dict.fromkeys(_obstacles(reader, field)))


def _obstacles(reader: PdfFileReader, field: str) -> Iterator[Reason]:
    if is_hybrid(reader):
        yield Reason.HYBRID
    known = [value for name, value, _ in enumerate_sig_fields(reader) if name == field]
    if not known:
        yield Reason.NO_FIELD
    elif known[0] is not None:
        yield Reason.FIELD_FILLED
    certified = read_certification_data(reader)
    if certified is not None and certified.permission == MDPPerm.NO_CHANGES:
        yield Reason.DOCUMENT_LOCKED
    for name, _, holder in enumerate_sig_fields(reader, filled_status=True):
        earlier = EmbeddedPdfSignature(reader, holder, name)
        if earlier.docmdp_level == MDPPerm.NO_CHANGES:
            yield Reason.DOCUMENT_LOCKED
        if (lock := _field_lock(earlier)) is not None and lock.is_locked(field):
            yield Reason.FIELD_LOCKED


def _field_lock(earlier: EmbeddedPdfSignature) -> FieldMDPSpec | None:
    """The fields that an earlier signature locked: in itself, else in its field's dictionary."""
    if earlier.fieldmdp is not None:
        return earlier.fieldmdp
    if "/Lock" not in earlier.sig_field:
        return None
    return FieldMDPSpec.from_pdf_object(earlier.sig_field["/Lock"])
