"""Containers that are wrong in themselves, over a document that the forger wrote."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from asn1crypto import cms as asn1

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.pdf import (
    FORGED,
    plain,
    signed,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import attribute, container, content_info, with_container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.pki.authority import Holder

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

DAY = pki.DAY
USAGE, REVOKED, EXPIRED = Reason.WRONG_USAGE, Reason.REVOKED, Reason.EXPIRED
BAD_TIME, STRANGE_TIME = Reason.BAD_TIMESTAMP, Reason.UNKNOWN_TIMESTAMP
PROFILE = Reason.BAD_PROFILE


def _made(
    attributes: Callable[[bytes, Holder], list[asn1.CMSAttribute] | None], **how: object
) -> Callable[[], bytes]:
    def container_of(digest: bytes) -> bytes:
        who = pki.person()
        return content_info(who, [cms.signer(who, attributes(digest, who))], **how)  # type: ignore[arg-type]

    return lambda: signed(plain(FORGED), make=container_of)


def _spoilt(change: Callable[[asn1.SignedData], None]) -> Callable[[], bytes]:
    def container_of(digest: bytes) -> bytes:
        info = asn1.ContentInfo.load(cms.good(digest))
        change(info["content"])
        return bytes(info.dump())

    return lambda: signed(plain(FORGED), make=container_of)


def _digest(name: str, holder: Holder | None = None) -> Callable[[], bytes]:
    """Signed with another digest; the document's digest is of that kind too."""

    def make() -> bytes:
        who = holder or pki.person()
        draft = signed(plain(FORGED))
        from tests.pki.craft import signed_range

        a, b, c, d = signed_range(draft)
        digest = hashlib.new(name, draft[a : a + b] + draft[c : c + d]).digest()
        one = cms.signer(who, cms.attributes(digest, who), digest_name=name)
        return with_container(draft, content_info(who, [one]))

    return make


def _no_attributes() -> bytes:
    who = pki.person()
    draft = signed(plain(FORGED))
    from tests.pki.craft import signed_range

    a, b, c, d = signed_range(draft)
    return with_container(
        draft, content_info(who, [cms.signer(who, None, draft[a : a + b] + draft[c : c + d])])
    )


def _flip(signed_data: asn1.SignedData) -> None:
    signer = signed_data["signer_infos"][0]
    value = bytearray(signer["signature"].native)
    value[20] ^= 1
    signer["signature"] = bytes(value)


def _rename(signed_data: asn1.SignedData) -> None:
    signed_data["signer_infos"][0]["signature_algorithm"] = {"algorithm": "sha512_ecdsa"}


def _two(digest: bytes) -> bytes:
    one, other = pki.person(), pki.clerk()
    both = [cms.signer(each, cms.attributes(digest, each)) for each in (one, other)]
    return content_info(one, both)


def _replaced_certificate(digest: bytes) -> bytes:
    """The same issuer and serial number, the forger's key; the forger signs."""
    forger = pki.issue(pki.Request("Nguyễn Văn Giả Lập", 10, key="kẻ lạ"), pki.lookalike())
    return content_info(forger, [cms.signer(forger, cms.attributes(digest, pki.person()))])


def _containers() -> Table:
    def without(kind: str) -> Callable[[bytes, Holder], list[asn1.CMSAttribute]]:
        return lambda digest, who: [
            each for each in cms.attributes(digest, who) if each["type"].native != kind
        ]

    def other(digest, who):
        return [
            *without("signing_certificate_v2")(digest, who),
            cms.named(pki.clerk()),
        ]

    yield "no-attributes", "no signed attributes at all", PROFILE, _no_attributes
    yield "no-digest", "no message digest", PROFILE, _made(without("message_digest"))
    yield "no-content-type", "no content type", PROFILE, _made(without("content_type"))
    yield (
        "no-certificate-named",
        "no signing-certificate attribute under CAdES",
        PROFILE,
        _made(without("signing_certificate_v2")),
    )
    yield (
        "other-certificate-named",
        "the signing-certificate attribute names another person's certificate",
        PROFILE,
        _made(other),
    )
    yield (
        "wrong-content-type",
        "the content type says enveloped data",
        PROFILE,
        _made(
            lambda digest, who: [
                *without("content_type")(digest, who),
                attribute("content_type", "enveloped_data"),
            ]
        ),
    )
    yield (
        "two-digests",
        "two message digests, the second right",
        PROFILE,
        _made(
            lambda digest, who: [
                attribute("message_digest", bytes(32)),
                *cms.attributes(digest, who),
            ]
        ),
    )
    yield (
        "content-attached",
        "the container carries content of its own",
        PROFILE,
        _made(cms.attributes, content=b"noi dung khac"),
    )
    yield (
        "two-signers",
        "two signers in one container",
        PROFILE,
        lambda: signed(plain(FORGED), make=_two),
    )
    yield (
        "wrong-digest",
        "the message digest is of other bytes",
        Reason.WRONG_DIGEST,
        _made(lambda _, who: cms.attributes(bytes(32), who)),
    )
    yield "flipped", "a bit of the signature is flipped", Reason.WRONG_SIGNATURE, _spoilt(_flip)
    yield (
        "algorithm-renamed",
        "the signature algorithm names another digest",
        PROFILE,
        _spoilt(_rename),
    )
    yield "sha1", "signed with SHA-1", Reason.WEAK, _digest("sha1")
    yield (
        "rsa-1024",
        "signed with an RSA key of 1,024 bits",
        Reason.WEAK,
        lambda: signed(
            plain(FORGED),
            pki.issue(pki.Request("Ngô Văn Lỗi", 80), pki.issuing(), pki.old_key("yếu", 1024)),
        ),
    )
    yield (
        "certificate-swapped",
        "a certificate of the same issuer and number with the forger's key",
        PROFILE,
        lambda: signed(plain(FORGED), make=_replaced_certificate),
    )
    yield (
        "of-another-document",
        "the container of another document",
        Reason.WRONG_DIGEST,
        lambda: with_container(signed(plain(FORGED)), container(signed(plain("VAN BAN KHAC")))),
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make in _containers():
        yield Row("container", name, how, reason, make, FORGED)
