"""Signatures by another program: pyHanko with its defaults and the clock of the tests."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from tests.pki.authority import NOW

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

    from tests.pki.authority import Holder


class _Signer(PdfSigner):
    """By the clock of the tests: a claim that lies after the judging counts against a signature."""

    @override
    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = NOW
        return session


def signer(holder: Holder, *, prefer_pss: bool = False) -> SimpleSigner:
    """pyHanko's own signer for a holder."""
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in holder.chain_der)
    der = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    key = keys.PrivateKeyInfo.load(der)
    return SimpleSigner(x509.Certificate.load(holder.der), key, store, prefer_pss=prefer_pss)


def foreign(
    pdf: bytes,
    field: str,
    holder: Holder,
    *,
    box: tuple[int, int, int, int] | None = None,
    certify: MDPPerm | None = None,
    pades: bool = False,
) -> bytes:
    """Signed by another program: in an existing field, or in a new one with ``box``."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    new = SigFieldSpec(field, box=box) if box else None
    output = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _Signer(metadata, signer(holder), new_field_spec=new).sign_pdf(writer, output=output)
    return output.getvalue()
