"""Certificates and revocation answers that a PDF carries: in signatures and its security store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import IndirectObject, StreamObject

from core.signing.chain import Evidence
from core.signing.reading import entry
from core.signing.signatures import Signature, certificates_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader


def of_file(reader: PdfFileReader, signatures: Iterable[Signature]) -> Evidence:
    """Everything that the file offers to judge itself with; ISO 32000-2 §12.8.4.3 for the store."""
    certificates = [
        certificate for each in signatures for certificate in certificates_of(each.signed_data)
    ]
    return Evidence(tuple(certificates)) + stored(reader)


def stored(reader: PdfFileReader) -> Evidence:
    """What the file's security store holds."""
    store = entry(reader.root, "/DSS")
    return Evidence(
        tuple(map(x509.Certificate.load, _streams(store, "/Certs", DecodePurpose.CERTIFICATE))),
        tuple(map(crl.CertificateList.load, _streams(store, "/CRLs", DecodePurpose.CRL))),
        tuple(map(ocsp.OCSPResponse.load, _streams(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE))),
    )


def _streams(store: DictionaryObject | None, key: str, purpose: DecodePurpose) -> Iterator[bytes]:
    for reference in (entry(store, key) or ()) if store is not None else ():
        stream = reference.get_object()
        if isinstance(stream, StreamObject):
            yield stream.read_data(purpose)


def answers(
    certificate: x509.Certificate, issuer: x509.Certificate, found: Evidence
) -> Iterator[tuple[datetime, datetime]]:
    """When each answer about a certificate was given, and until when it is in force."""
    for each in found.crls:
        if each.issuer == issuer.subject:
            yield term(each)
    for response in found.ocsps:
        for single in response.response_data["responses"]:
            if single["cert_id"]["serial_number"].native == certificate.serial_number:
                said: datetime = single["this_update"].native
                yield said, single["next_update"].native or said


def term(found: crl.CertificateList) -> tuple[datetime, datetime]:
    """When a revocation list was made, and when the next one is due."""
    fields = found["tbs_cert_list"]
    said: datetime = fields["this_update"].native
    return said, fields["next_update"].native or said


def revision(reader: PdfFileReader) -> int:
    """The revision, from 0, that last wrote the security store; 0 when there is none."""
    if "/DSS" not in reader.root:
        return 0
    value = reader.root.raw_get("/DSS")
    holder = value.reference if isinstance(value, IndirectObject) else reader.root_ref
    return int(reader.xrefs.get_last_change(holder))
