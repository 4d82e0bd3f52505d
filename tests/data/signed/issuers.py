"""Signers of a wrong issuer, over a document that the forger wrote."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from asn1crypto import x509

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.certificates import by, stored
from tests.data.signed.pdf import (
    FORGED,
    plain,
    signed,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import attribute, content_info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

DAY = pki.DAY
USAGE, REVOKED, EXPIRED = Reason.WRONG_USAGE, Reason.REVOKED, Reason.EXPIRED
BAD_TIME, STRANGE_TIME = Reason.BAD_TIMESTAMP, Reason.UNKNOWN_TIMESTAMP
PROFILE = Reason.BAD_PROFILE


def _issuers() -> Table:
    unknown = Reason.UNTRUSTED
    yield (
        "stranger",
        "an authority that nobody trusts",
        unknown,
        lambda: by(pki.issue(pki.Request("Kẻ Lạ", 81), pki.stranger())),
    )
    yield (
        "lookalike",
        "an authority with the trusted one's name and another key",
        unknown,
        lambda: by(pki.issue(pki.Request("Kẻ Lạ", 82), pki.lookalike())),
    )
    yield (
        "self-signed",
        "a certificate of its own making with the commander's name",
        unknown,
        lambda: by(pki.issue(pki.Request("Nguyễn Văn Giả Lập", 10, key="kẻ lạ"))),
    )
    yield (
        "root-lookalike",
        "a chain up to a root with the trusted one's name and another key",
        unknown,
        lambda: by(
            pki.issue(
                pki.Request("Kẻ Lạ", 83),
                pki.authority(
                    "CA trung gian lạ",
                    84,
                    pki.authority("CA gốc của bộ mẫu (giả lập)", 1, start=-900, key="nhái gốc"),
                ),
            )
        ),
    )
    yield (
        "person-as-issuer",
        "issued by a person's good certificate",
        Reason.BAD_CHAIN,
        lambda: by(pki.issue(pki.Request("Kẻ Lạ", 85), pki.person())),
    )
    yield (
        "path-too-long",
        "below an authority that may have no authority below it",
        Reason.BAD_CHAIN,
        _too_long,
    )
    yield (
        "authority-without-usage",
        "issued by an authority whose key may not sign certificates",
        Reason.BAD_CHAIN,
        lambda: by(
            pki.issue(
                pki.Request("Kẻ Lạ", 89),
                pki.issue(
                    pki.Request(
                        "CA sai quyền (giả lập)", 90, usage=("crl_sign",), purposes=None, ca=True
                    ),
                    pki.root(),
                ),
            )
        ),
    )
    yield "chain-withheld", "the file does not carry the authority between", unknown, _withheld
    yield (
        "certificate-edited",
        "the name inside a good certificate is changed by a letter",
        Reason.BAD_CHAIN,
        _edited_certificate,
    )


def _too_long() -> bytes:
    """With the lists of both authorities, so that nothing else is wrong."""
    upper = pki.authority("CA không con (giả lập)", 88, pki.root(), path_length=0)
    lower = pki.authority("CA con (giả lập)", 87, upper)
    lists = (pki.crl(upper, {}), pki.crl(lower, {}))
    return stored(by(pki.issue(pki.Request("Kẻ Lạ", 86), lower)), *lists)


def _withheld() -> bytes:
    middle = pki.authority("CA vắng mặt (giả lập)", 91, pki.root())
    who = pki.issue(pki.Request("Người Vắng", 92), middle)
    return signed(
        plain(FORGED),
        make=lambda digest: content_info(
            who, [cms.signer(who, cms.attributes(digest, who))], certificates=(who.der,)
        ),
    )


def _edited_certificate() -> bytes:
    who = pki.person()
    edited = who.der.replace("Giả Lập".encode(), "Giả Lạp".encode(), 1)
    assert x509.Certificate.load(edited).native != x509.Certificate.load(who.der).native

    def make(digest: bytes) -> bytes:
        named = cms.tsp.SigningCertificateV2(
            {"certs": [cms.tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(edited).digest()})]}
        )
        given = [*cms.attributes(digest, who)[:2], attribute("signing_certificate_v2", named)]
        return content_info(who, [cms.signer(who, given)], certificates=(edited, *who.chain_der))

    return signed(plain(FORGED), make=make)


def rows() -> Iterator[Row]:
    for name, how, reason, make in _issuers():
        yield Row("wrong-issuer", name, how, reason, make, FORGED)
