"""The signatures of one file, read for judging: which there are, what each covers."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asn1crypto import cms, core, parser, x509
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from core.signing.profile import ETSI, PKCS7, TIMESTAMP
from core.signing.reading import entry
from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
    from pyhanko.pdf_utils.reader import PdfFileReader

_KNOWN = {"/Sig": (ETSI, PKCS7), "/DocTimeStamp": (TIMESTAMP,)}


class Unsupported(Exception):
    """A signature of a format that this verifier does not read."""


@dataclass(frozen=True)
class Signature:
    """One signature or document timestamp; ``covered`` bytes end where its revision ends."""

    field: str
    timestamp: bool
    subfilter: str
    embedded: EmbeddedPdfSignature
    covered: int

    @property
    def signer(self) -> cms.SignerInfo:
        return self.embedded.signer_info

    @property
    def signed_data(self) -> cms.SignedData:
        return self.embedded.signed_data

    @property
    def leaf(self) -> x509.Certificate:
        """The signer's certificate. Raises the library's CMSExtractionError when there is none."""
        return self.embedded.signer_cert

    @property
    def revision(self) -> int:
        """Counted from 0."""
        return int(self.embedded.signed_revision)

    @property
    def claimed(self) -> datetime | None:
        """The signer's own clock, if it can be read."""
        try:
            return self.embedded.self_reported_timestamp
        # a date that nobody can read is no date; the parser raises several kinds
        except Exception:  # noqa: BLE001
            return None

    @property
    def stated_reason(self) -> str:
        return str(entry(self.embedded.sig_object, "/Reason") or "")


def read_signatures(reader: PdfFileReader) -> list[Signature]:
    """All filled signature fields in signing order, each signature once.

    Raises Unsupported, or whatever the library raises on a malformed one: then nothing can be said
    of the file.
    """
    return sorted(_each(reader), key=lambda each: (each.revision, each.covered))


def _each(reader: PdfFileReader) -> Iterator[Signature]:
    seen = set()
    for name, value, holder in enumerate_sig_fields(reader, filled_status=True):
        reference = value.reference
        if reference not in seen:
            seen.add(reference)
            yield _signature(reader, name, value, holder)


def _signature(
    reader: PdfFileReader, name: str, value: IndirectObject, holder: DictionaryObject
) -> Signature:
    dictionary = value.get_object()
    kind = str(entry(dictionary, "/Type") or "/Sig")
    subfilter = str(entry(dictionary, "/SubFilter"))
    if subfilter not in _KNOWN.get(kind, ()):
        raise Unsupported
    embedded = EmbeddedPdfSignature(reader, holder, name)
    _, _, start, length = (int(number) for number in embedded.byte_range)
    return Signature(str(name), kind == "/DocTimeStamp", subfilter, embedded, start + length)


def gap_fault(pdf: bytes, signature: Signature) -> Reason | None:
    """BAD_GAP unless the bytes left out are exactly the container, in plain hexadecimal (SWA).

    After the container's DER only zeros may follow.
    """
    first, length, start, _ = (int(number) for number in signature.embedded.byte_range)
    hole = pdf[length:start]
    if first != 0 or len(hole) < 2 or signature.covered > len(pdf):
        return Reason.BAD_GAP
    try:
        content = binascii.unhexlify(hole[1:-1])
    except binascii.Error:
        return Reason.BAD_GAP
    if hole[:1] + hole[-1:] != b"<>" or content != signature.embedded.pkcs7_content:
        return Reason.BAD_GAP
    return Reason.BAD_GAP if content[parser.peek(content) :].strip(b"\x00") else None


def container(signature: Signature) -> bytes:
    """The container (DER) without the zeros that fill its hole."""
    content: bytes = signature.embedded.pkcs7_content
    return content[: parser.peek(content)]


def certificates_of(signed_data: cms.SignedData) -> tuple[x509.Certificate, ...]:
    """The X.509 certificates that travel in a container."""
    certificates = signed_data["certificates"]
    if isinstance(certificates, core.Void):
        return ()
    return tuple(each.chosen for each in certificates if each.name == "certificate")
