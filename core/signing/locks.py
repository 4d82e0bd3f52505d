"""May this field be signed now? Asked of the file before the PIN is asked of the person.

pyHanko would sign without complaint after the seal's lock, and break the seal (signing.md §7.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields

from core.signing.reading import as_broken, entry, is_hybrid
from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader

_FORBIDS_ALL = MDPPerm.NO_CHANGES.value


def obstacles(reader: PdfFileReader, field: str) -> tuple[Reason, ...]:
    """What field, locks, permissions and file structure say against signing; often nothing.

    Cheap: earlier signatures are not checked here (`may_sign` does). Raises BrokenPdf.
    """
    with as_broken():
        return tuple(dict.fromkeys(_obstacles(reader, field)))


def _obstacles(reader: PdfFileReader, field: str) -> Iterator[Reason]:
    if is_hybrid(reader):
        yield Reason.HYBRID
    found = {name: (value, holder) for name, value, holder in enumerate_sig_fields(reader)}
    if field not in found:
        yield Reason.NO_FIELD
    elif found[field][0] is not None:
        yield Reason.FIELD_FILLED
    for value, holder in found.values():
        if value is not None:
            for lock in _locks(value.get_object(), holder.get_object()):
                yield from _forbidden(lock, field)


def _forbidden(lock: DictionaryObject, field: str) -> Iterator[Reason]:
    if lock.get("/P") == _FORBIDS_ALL:
        yield Reason.DOCUMENT_LOCKED
    if "/Action" in lock and FieldMDPSpec.from_pdf_object(lock).is_locked(field):
        yield Reason.FIELD_LOCKED


def _locks(signature: DictionaryObject, holder: DictionaryObject) -> Iterator[DictionaryObject]:
    """What one signature forbids: in its own references, and in the dictionary of its field."""
    for reference in entry(signature, "/Reference") or ():
        dictionary = reference.get_object()
        if "/TransformParams" in dictionary:
            yield dictionary["/TransformParams"]
    if "/Lock" in holder:
        yield holder["/Lock"]
