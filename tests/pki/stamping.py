"""A timestamp authority and the later evidence: tokens, document timestamps, the security store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import algos, cms, keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.signing.prepare import Appender
from tests.pki import authority
from tests.pki.authority import Holder
from tests.pki.craft import add_unsigned, container, with_container


def token(imprint: bytes, at_ms: int, holder: Holder | None = None) -> cms.ContentInfo:
    """A timestamp over a SHA-256 digest, by our TSA or by ``holder``."""
    by = holder or authority.timestamper()
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in by.chain_der)
    der = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        x509.Certificate.load(by.der),
        keys.PrivateKeyInfo.load(der),
        certs_to_embed=store,
        fixed_dt=datetime.fromtimestamp(at_ms / 1000, UTC),
    )
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": tsp.MessageImprint(
                {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "hashed_message": imprint,
                }
            ),
            "cert_req": True,
        }
    )
    return stamper.request_tsa_response(request)["time_stamp_token"]


def signature_value(pdf: bytes, number: int = 0) -> bytes:
    """The raw signature in the n-th container."""
    signer = cms.ContentInfo.load(container(pdf, number))["content"]["signer_infos"][0]
    return bytes(signer["signature"].native)


def with_token(pdf: bytes, given: cms.ContentInfo, number: int = 0) -> bytes:
    """The n-th signature with a token among its unsigned attributes."""
    der = add_unsigned(container(pdf, number), "signature_time_stamp_token", given)
    return with_container(pdf, der, number)


def timestamped(pdf: bytes, at_ms: int, holder: Holder | None = None, number: int = 0) -> bytes:
    """The n-th signature with a right token of ``at_ms``."""
    imprint = hashlib.sha256(signature_value(pdf, number)).digest()
    return with_token(pdf, token(imprint, at_ms, holder), number)


def document_timestamp(pdf: bytes, at_ms: int, holder: Holder | None = None) -> bytes:
    """A document timestamp appended in a revision of its own."""
    writer = Appender(BytesIO(pdf))
    embedding = PdfCMSEmbedder().write_cms(f"DauThoiGian{at_ms}", writer)
    next(embedding)
    embedding.send(SigObjSetup(DocumentTimestamp(bytes_reserved=24_576)))
    prepared, output = embedding.send(SigIOSetup("sha256", in_place=True))
    prepared.fill_with_cms(output, token(prepared.document_digest, at_ms, holder))
    return bytes(output.getvalue())


def security_store(pdf: bytes, crls: tuple[bytes, ...]) -> bytes:
    """The chain's certificates and ``crls`` appended as /DSS."""
    output = BytesIO(pdf)
    writer = Appender(output)
    chain = (authority.root(), authority.issuing(), authority.timestamper())
    from asn1crypto import crl

    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[x509.Certificate.load(each.der) for each in chain],
        crls=[crl.CertificateList.load(each) for each in crls],
    )
    writer.write_in_place()
    return output.getvalue()
