"""One signature: pre-checks, then PAdES B-B appended to the bytes (signing.md §8).

The private key stays outside: `sign` gets the bytes to be signed and returns the raw signature. The
hole for the container is fixed, so the key is asked exactly once and nothing is built twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject

from core.errors import KeyFailed, SigningRefused
from core.signing import cms
from core.signing.locks import obstacles
from core.signing.prepare import Appender
from core.signing.reading import as_broken, open_reader
from core.signing.report import Reason
from core.signing.verify import unaltered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyhanko.pdf_utils.generic import IndirectObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

# hexadecimal digits kept free for the container, and what one timestamp token may need of them
_HOLE = 24_576
_TIMESTAMP = 6_144
_VIETNAM = timezone(timedelta(hours=7))
_SHA256 = hashes.SHA256()


def sign_pdf(  # noqa: PLR0913 - every value of one signature, named by its caller
    pdf: bytes,
    field: str,
    *,
    sign: Callable[[bytes], bytes],
    certificate: bytes,
    chain: Sequence[bytes],
    mechanism: cms.Mechanism,
    key_size: int,
    reason: str,
    role: str | None,
    stamp: bytes | None,
    at_ms: int,
) -> bytes:
    """The PDF with one more signature, in the empty ``field``, by the holder of ``certificate``.

    Certificates are DER; ``chain`` holds those of the CAs, to be embedded; ``key_size`` is in bits;
    ``role`` is KT., TL. or TUQ. with the post (into /Reason and the claimed-role attribute);
    ``stamp`` is a one-page PDF drawn for the field's box, None for nothing visible; ``at_ms`` is
    the signer's own clock.

    Raises as `open_reader`; SigningRefused before the key is asked; KeyFailed when the answer does
    not verify with the certificate.
    """
    reader = open_reader(pdf)
    if found := obstacles(reader, field):
        raise SigningRefused(reason=found[0].value, field=field)
    identity = cms.Identity(certificate, tuple(chain), mechanism)
    placeholder = SignatureObject(
        timestamp=datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(_VIETNAM),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason if role is None or role in reason else f"{role} – {reason}",
        bytes_reserved=_hole(identity, key_size),
    )
    prepared, output = _append(reader, field, placeholder, stamp)
    attributes = cms.signed_attributes(prepared.document_digest, identity, role)
    signature = sign(attributes)
    confirm(certificate, mechanism, signature, attributes)
    prepared.fill_with_cms(output, cms.signed_data(attributes, signature, identity))
    return output.getvalue()


def _append(
    reader: PdfFileReader, field: str, placeholder: SignatureObject, stamp: bytes | None
) -> tuple[PreparedByteRangeDigest, BytesIO]:
    """The file with one more revision, all but the container; and the digest to be signed."""
    with as_broken():
        writer = Appender.from_reader(reader)
        embedding = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
        widget = next(embedding)
        if stamp is not None:
            _show(writer, widget, stamp)
        embedding.send(SigObjSetup(placeholder, mdp_setup=_lock_of(widget.get_object())))
        prepared, output = embedding.send(SigIOSetup("sha256", in_place=True))
    return prepared, output


def may_sign(pdf: bytes, field: str) -> tuple[Reason, ...]:
    """Why ``field`` may not be signed now; empty when it may. To be asked before the PIN.

    Field, locks and permissions as in `sign_pdf`, and whether every earlier signature still holds.
    Raises as `open_reader`.
    """
    found = obstacles(open_reader(pdf), field)
    return found if unaltered(pdf) else (*found, Reason.BROKEN_EARLIER)


def _hole(identity: cms.Identity, key_size: int) -> int:
    """Even number of hexadecimal digits: certificates, signature, attributes and a timestamp."""
    certificates = len(identity.certificate) + sum(map(len, identity.chain))
    return max(_HOLE, 2 * (certificates + key_size // 8 + 1024 + _TIMESTAMP))


def _lock_of(field: DictionaryObject) -> SigMDPSetup | None:
    """What the field's lock demands, repeated inside the signature (ISO 32000-2 §12.8.2)."""
    if "/Lock" not in field:
        return None
    lock = field["/Lock"]
    return SigMDPSetup(
        "sha256",
        field_lock=FieldMDPSpec.from_pdf_object(lock),
        docmdp_perms=MDPPerm(int(lock["/P"])) if "/P" in lock else None,
    )


def _show(writer: IncrementalPdfFileWriter, field: IndirectObject, stamp: bytes) -> None:
    """Make the stamp's page the field's appearance.

    Imported afresh for every signature: an imported object belongs to the file that it was first
    written to, and would leave a dangling reference in a second one (signing.md §6).
    """
    widget = get_single_field_annot(field.get_object())
    page = writer.import_page_as_xobject(PdfFileReader(BytesIO(stamp)))
    widget[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): page})
    writer.update_container(widget)


def confirm(
    certificate: bytes, mechanism: cms.Mechanism, signature: bytes, attributes: bytes
) -> None:
    """Raise KeyFailed unless the certificate's own public key accepts the signature."""
    public = x509.load_der_x509_certificate(certificate).public_key()
    try:
        if mechanism == "ecdsa" and isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, attributes, ec.ECDSA(_SHA256))
        elif mechanism == "pss" and isinstance(public, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(_SHA256), _SHA256.digest_size)
            public.verify(signature, attributes, pss, _SHA256)
        elif mechanism == "pkcs1" and isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, attributes, padding.PKCS1v15(), _SHA256)
        else:
            raise KeyFailed
    except InvalidSignature as error:
        raise KeyFailed from error
