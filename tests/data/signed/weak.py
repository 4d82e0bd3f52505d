"""Algorithms too weak to count: digests, keys, padding, in the signer, the chain and the token."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, cast

from asn1crypto import algos, x509
from asn1crypto import cms as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.certificates import stored
from tests.data.signed.pdf import FORGED, plain, signed
from tests.data.signed.rows import Row
from tests.pki.authority import Holder
from tests.pki.craft import attribute, content_info, signed_range, with_container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

WEAK, PROFILE, BAD_TIME = Reason.WEAK, Reason.BAD_PROFILE, Reason.BAD_TIMESTAMP
_HASHES = {"md5": hashes.MD5(), "sha1": hashes.SHA1(), "sha256": hashes.SHA256()}


@cache
def _rsa(serial: int, bits: int = 2048) -> Holder:
    return pki.issue(
        pki.Request("Ngô Văn Lỗi", serial), pki.issuing(), pki.old_key(f"yếu {bits}", bits)
    )


def _covered(pdf: bytes) -> bytes:
    a, b, c, d = signed_range(pdf)
    return pdf[a : a + b] + pdf[c : c + d]


def _by(
    who: Holder,
    digest: str,
    algorithm: algos.SignedDigestAlgorithm,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """The forger's document; attributes with ``digest`` of it, ``sign`` over their DER."""
    draft = signed(plain(FORGED))
    given = cms.attributes(hashlib.new(digest, _covered(draft)).digest(), who)
    signer = cms.signer(who, given)
    signer["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": digest})
    signer["signature_algorithm"] = algorithm
    signer["signature"] = sign(asn1.CMSAttributes(given).dump())
    return with_container(draft, content_info(who, [signer]))


def _plain(who: Holder, digest: str, signing: str = "") -> Callable[[], bytes]:
    """PKCS#1 v1.5 or ECDSA with ``digest``, or ``signing`` in the signature alone."""
    signing = signing or digest
    kind = "rsa" if isinstance(who.key, rsa.RSAPrivateKey) else "ecdsa"
    named = algos.SignedDigestAlgorithm({"algorithm": f"{signing}_{kind}"})
    return lambda: _by(
        who, digest, named, lambda data: pki.signature(who.key, data, _HASHES[signing])
    )


def _pss(who: Holder, digest: str, mask: str, *, named: bool = True) -> Callable[[], bytes]:
    """RSASSA-PSS without salt, so that it comes out the same each time; RFC 4055 §3.1.

    Unnamed, everything is SHA-1 by default.
    """
    given = {
        "hash_algorithm": {"algorithm": digest},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": mask}},
        "salt_length": 0,
    }
    parameters = algos.RSASSAPSSParams(given) if named else algos.RSASSAPSSParams.load(b"0\x00")
    lock = padding.PSS(padding.MGF1(_HASHES[mask]), 0)
    key = cast("rsa.RSAPrivateKey", who.key)
    said = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})
    return lambda: _by(who, digest, said, lambda data: key.sign(data, lock, _HASHES[digest]))


def _signed_anew(given: Holder, issuer: Holder, digest: str) -> Holder:
    """The same certificate, signed by its issuer with a weak digest."""
    parsed = x509.Certificate.load(given.der)
    kind = "rsa" if isinstance(issuer.key, rsa.RSAPrivateKey) else "ecdsa"
    named = algos.SignedDigestAlgorithm({"algorithm": f"{digest}_{kind}"})
    body = parsed["tbs_certificate"]
    body["signature"] = named
    der = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": named,
            "signature_value": pki.signature(issuer.key, body.dump(), _HASHES[digest]),
        }
    ).dump()
    return Holder(given.key, load_der_x509_certificate(der), given.chain)


def _below(upper: Holder, serial: int, digest: str = "") -> bytes:
    """Signed by somebody below ``upper``, with the list of ``upper``: nothing else is wrong."""
    who = pki.issue(pki.Request("Ngô Văn Lỗi", serial), upper)
    who = _signed_anew(who, upper, digest) if digest else who
    return stored(signed(plain(FORGED), who), pki.crl(upper, {}))


def _authority(serial: int, key: pki.Key | None = None) -> Holder:
    usage = ("key_cert_sign", "crl_sign")
    request = pki.Request("CA yếu (giả lập)", serial, usage=usage, purposes=None, ca=True)
    return pki.issue(request, pki.root(), key)


def _timestamper(serial: int, key: pki.Key | None = None) -> Holder:
    request = pki.Request(
        "TSA yếu (giả lập)", serial, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True
    )
    made = pki.issue(request, pki.issuing(), key)
    return Holder(made.key, made.certificate)  # the trust list knows its issuer


def _tokened(make: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """A right signature with the token that ``make`` gives for its value."""

    def container_of(digest: bytes) -> bytes:
        der = cms.good(digest)
        return cms.with_token(der, make(cms.value_of(der)))

    return lambda: signed(plain(FORGED), make=container_of)


def _sha256(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def _weakly_signed(token: bytes, who: Holder) -> bytes:
    """The token signed anew, with SHA-1 throughout."""
    parsed = asn1.ContentInfo.load(token)
    data = parsed["content"]
    info = data["encap_content_info"]["content"].parsed.dump()
    signer = data["signer_infos"][0]
    given = [
        each if each["type"].native != "message_digest"
        else attribute("message_digest", hashlib.sha1(info, usedforsecurity=False).digest())
        for each in signer["signed_attrs"]
    ]  # fmt: skip
    data["digest_algorithms"] = [{"algorithm": "sha1"}]
    data["signer_infos"] = [cms.signer(who, given, digest_name="sha1")]
    return bytes(parsed.dump())


def _signers() -> Table:
    yield "sha1-rsa", "SHA-1 with an RSA key", WEAK, _plain(_rsa(800), "sha1")
    yield "md5-rsa", "MD5 with an RSA key", WEAK, _plain(_rsa(801), "md5")
    yield (
        "sha1-in-the-signature",
        "the document's digest is SHA-256, the signature over it is made with SHA-1",
        PROFILE,
        _plain(_rsa(802), "sha256", "sha1"),
    )
    yield (
        "sha1-in-the-attributes",
        "the document's digest is SHA-1, the signature over it is made with SHA-256",
        WEAK,
        _plain(pki.person(), "sha1", "sha256"),
    )
    yield "pss-sha1", "RSASSA-PSS with SHA-1", WEAK, _pss(_rsa(803), "sha1", "sha1")
    yield (
        "pss-mask-sha1",
        "RSASSA-PSS with SHA-256 whose mask is made with SHA-1",
        WEAK,
        _pss(_rsa(804), "sha256", "sha1"),
    )
    yield (
        "pss-parameters-left-out",
        "RSASSA-PSS that names no parameters: SHA-1 by default, against what the digest says",
        WEAK,
        _pss(_rsa(805), "sha256", "sha256", named=False),
    )
    yield "rsa-1536", "an RSA key of 1,536 bits", WEAK, _plain(_rsa(806, 1536), "sha256")
    yield "rsa-512", "an RSA key of 512 bits", WEAK, _plain(_rsa(807, 512), "sha256")
    yield (
        "pss-rsa-1024",
        "RSASSA-PSS with a key of 1,024 bits",
        WEAK,
        _pss(_rsa(808, 1024), "sha256", "sha256"),
    )
    short = ec.derive_private_key(pki._seed("ngắn", 184), ec.SECP192R1())
    yield (
        "p-192",
        "a curve of 192 bits",
        WEAK,
        _plain(pki.issue(pki.Request("Ngô Văn Lỗi", 809), pki.issuing(), short), "sha256"),
    )


def _chains() -> Table:
    old = _authority(819, pki.old_key("yếu 2048"))
    yield (
        "certificate-sha1",
        "the certificate is signed with SHA-1",
        WEAK,
        lambda: _below(_authority(820), 810, "sha1"),
    )
    yield (
        "certificate-md5",
        "the certificate is signed with MD5",
        WEAK,
        lambda: _below(old, 811, "md5"),
    )
    yield (
        "authority-sha1",
        "the issuing authority's certificate is signed with SHA-1",
        WEAK,
        lambda: _below(_signed_anew(_authority(812), pki.root(), "sha1"), 813),
    )
    yield (
        "authority-rsa-1024",
        "the issuing authority signs with an RSA key of 1,024 bits",
        WEAK,
        lambda: _below(_authority(814, pki.old_key("yếu 1024", 1024)), 815),
    )


def _tokens() -> Table:
    yield (
        "token-over-sha1",
        "a good authority's token over the SHA-1 of the signature",
        BAD_TIME,
        _tokened(
            lambda value: cms.token(
                hashlib.sha1(value, usedforsecurity=False).digest(), algorithm="sha1"
            )
        ),
    )
    yield (
        "token-rsa-1024",
        "a token by an authority whose RSA key has 1,024 bits",
        BAD_TIME,
        _tokened(
            lambda value: cms.token(
                _sha256(value), holder=_timestamper(816, pki.old_key("yếu 1024", 1024))
            )
        ),
    )
    yield (
        "token-signed-with-sha1",
        "a token that its authority signed with SHA-1",
        BAD_TIME,
        _tokened(
            lambda value: _weakly_signed(
                cms.token(_sha256(value), holder=_timestamper(817)), _timestamper(817)
            )
        ),
    )
    yield (
        "token-certificate-sha1",
        "a token by an authority whose certificate is signed with SHA-1",
        BAD_TIME,
        _tokened(
            lambda value: cms.token(
                _sha256(value),
                holder=_signed_anew(_timestamper(818), pki.issuing(), "sha1"),
            )
        ),
    )


def rows() -> Iterator[Row]:
    for table in (_signers(), _chains(), _tokens()):
        for name, how, reason, make in table:
            yield Row("weak-algorithm", name, how, reason, make, FORGED)
