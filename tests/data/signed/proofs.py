"""Wrong certificates, wrong times, wrong containers, over a document that the forger wrote."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from asn1crypto import cms as asn1
from asn1crypto import x509
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.pdf import (
    FORGED,
    append,
    plain,
    signature,
    signed,
    stamped,
    stream,
    text,
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


def claimed(days: float) -> bytes:
    """A signature dictionary whose own clock says NOW + ``days``."""
    at = pki.NOW + days * DAY
    return signature().replace(
        b"D:20261122083000+07'00'", at.strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    )


def by(holder: Holder, days: float = 0, make: Callable[[bytes], bytes] | None = None) -> bytes:
    """The forger's document, signed by ``holder`` whose clock says NOW + ``days``."""
    return signed(plain(FORGED), holder, make, value=claimed(days))


def someone(serial: int, **given: object) -> Holder:
    return pki.person("Ngô Văn Lỗi", serial, **given)


def _usage() -> Table:
    purposes = {
        "server": (Purpose.SERVER_AUTH,), "code": (Purpose.CODE_SIGNING,), "ocsp": (Purpose.OCSP_SIGNING,),  # noqa: E501
        "timestamp": (Purpose.TIME_STAMPING,), "ipsec": (Purpose.IPSEC_IKE,), "smartcard": (Purpose.SMARTCARD_LOGON,),  # noqa: E501
    }  # fmt: skip
    for number, (name, given) in enumerate(purposes.items()):
        for critical in (False, True) if name == "server" else (True,):
            label = f"purpose-{name}" + ("-critical" if critical and name == "server" else "")
            how = f"the certificate's only purpose is {name}" + (
                ", marked critical" if critical else ""
            )
            yield (
                label,
                how,
                USAGE,
                lambda given=given, critical=critical, number=number: by(
                    someone(400 + number * 2 + critical, purposes=given, critical_purposes=critical)
                ),
            )
    for number, usage in enumerate(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign")
    ):
        yield (
            f"usage-{usage.replace('_', '-')}",
            f"the key may be used for {usage} only",
            USAGE,
            (lambda usage=usage, number=number: by(someone(420 + number, usage=(usage,)))),
        )
    yield (
        "usage-none",
        "the list of usages is there and empty of any that signs",
        USAGE,
        lambda: by(someone(430, usage=("key_encipherment", "data_encipherment"), purposes=None)),
    )
    yield (
        "authority",
        "the issuing authority signs a document itself",
        USAGE,
        lambda: by(pki.issuing()),
    )


def _revoked() -> Table:
    revoked = someone(41)
    yield (
        "ten-days",
        "signed by its own clock now, revoked ten days ago",
        REVOKED,
        lambda: by(revoked),
    )
    yield "long-ago", "revoked 400 days ago", REVOKED, lambda: by(someone(411, start=-500))
    yield (
        "same-instant",
        "revoked at the very second that the signature claims",
        REVOKED,
        lambda: by(someone(412)),
    )
    yield (
        "claims-later",
        "the signature claims a day after the revocation",
        REVOKED,
        lambda: by(someone(413), -2),
    )
    yield (
        "issuer",
        "the authority that issued the certificate was revoked",
        REVOKED,
        lambda: by(pki.issue(pki.Request("Ngô Văn Lỗi", 31), pki.revoked_issuing())),
    )
    yield (
        "backdated",
        "claims a time before the revocation; nothing proves it",
        Reason.REVOKED_UNPROVEN,
        lambda: by(revoked, -20),
    )
    yield (
        "no-claim",
        "says nothing of when; nothing proves a time before the revocation",
        Reason.REVOKED_UNPROVEN,
        lambda: signed(
            plain(FORGED), revoked, value=signature().replace(b"/M (D:20261122083000+07'00')", b"")
        ),
    )
    yield (
        "token-too-late",
        "a good token proves a time after the revocation",
        REVOKED,
        lambda: by(revoked, -20, lambda digest: cms.proven(digest, revoked, pki.NOW - 9 * DAY)),
    )
    yield (
        "old-list-embedded",
        "the file carries a genuine list from before the revocation",
        REVOKED,
        lambda: stored(by(revoked), pki.crl(pki.issuing(), {}, at=-12, days=40)),
    )
    yield (
        "forged-list-embedded",
        "the file carries a list by an authority of the same name and another key",
        REVOKED,
        lambda: stored(by(revoked), pki.crl(pki.lookalike(), {})),
    )
    yield (
        "strangers-token",
        "a stranger's token claims a time before the revocation",
        Reason.REVOKED_UNPROVEN,
        lambda: by(revoked, -20, lambda digest: _by_stranger(digest, revoked, pki.NOW - 20 * DAY)),
    )


def stored(pdf: bytes, *crls: bytes) -> bytes:
    """Revocation lists appended as /DSS."""
    names = b" ".join(b"%d 0 R" % (60 + number) for number in range(len(crls)))
    objects = {60 + number: stream(crl) for number, crl in enumerate(crls)}
    catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS 50 0 R >>"
    return append(pdf, {1: catalog, 50: b"<< /CRLs [%s] >>" % names} | objects)


@cache
def false_authority() -> Holder:
    """A timestamp authority that nobody here trusts."""
    request = pki.Request(
        "TSA giả mạo", 71, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True
    )
    return pki.issue(request, pki.stranger())


def _by_stranger(digest: bytes, holder: Holder | None, at: object = pki.NOW) -> bytes:
    der = cms.good(digest, holder)
    return cms.with_token(der, cms.token(cms.imprint(der), at, false_authority()))  # type: ignore[arg-type]


def _expired() -> Table:
    old = someone(500, end=-1)
    yield "yesterday", "expired yesterday, claims to be signed now", EXPIRED, lambda: by(old)
    yield (
        "a-second-ago",
        "expired a second before it claims to be signed",
        EXPIRED,
        lambda: by(someone(501, end=-1 / 86400)),
    )
    yield (
        "long-ago",
        "expired 300 days ago",
        EXPIRED,
        lambda: by(someone(502, start=-700, end=-300)),
    )
    yield (
        "backdated",
        "claims a time before it expired; nothing proves it",
        Reason.EXPIRED_UNPROVEN,
        lambda: by(old, -20),
    )
    yield (
        "no-claim",
        "says nothing of when; nothing proves a time before it expired",
        Reason.EXPIRED_UNPROVEN,
        lambda: signed(
            plain(FORGED), old, value=signature().replace(b"/M (D:20261122083000+07'00')", b"")
        ),
    )
    yield (
        "unreadable-claim",
        "claims a time that nobody can read",
        Reason.EXPIRED_UNPROVEN,
        lambda: signed(
            plain(FORGED), old, value=signature().replace(b"D:20261122083000", b"hom qua")
        ),
    )
    yield (
        "token-too-late",
        "a good token proves a time after it expired",
        EXPIRED,
        lambda: by(old, -20, lambda digest: cms.proven(digest, old, pki.NOW)),
    )
    yield (
        "timestamp-too-late",
        "a good document timestamp proves a time after it expired",
        EXPIRED,
        lambda: stamped(by(old, -20), cms.token),
    )
    yield (
        "strangers-token",
        "a stranger's token claims a time before it expired",
        Reason.EXPIRED_UNPROVEN,
        lambda: by(old, -20, lambda digest: _by_stranger(digest, old, pki.NOW - 20 * DAY)),
    )
    yield (
        "issuer",
        "the authority's own certificate expired",
        EXPIRED,
        lambda: by(
            pki.issue(
                pki.Request("Ngô Văn Lỗi", 32),
                pki.authority("CA hết hạn (giả lập)", 6, pki.root(), start=-800, end=-2),
            )
        ),
    )


def _future() -> Table:
    early = Reason.NOT_YET_VALID
    for name, days in (
        ("tomorrow", 1),
        ("next-year", 365),
        ("in-a-second", 3601 / 86400),
        ("in-a-decade", 3000),
    ):
        yield (
            name,
            "the certificate begins after the moment of judging",
            early,
            (lambda days=days: by(someone(600 + int(days), start=days, end=3649))),
        )
    yield (
        "claims-later",
        "the certificate begins tomorrow and the signature claims the day after",
        early,
        lambda: by(someone(611, start=1), 2),
    )
    yield (
        "claims-before",
        "good now, but the signature claims a time before the certificate began",
        early,
        lambda: by(someone(612, start=-5), -9),
    )
    yield (
        "claims-a-second-before",
        "good now, but the signature claims a second before the certificate began",
        early,
        lambda: by(someone(613, start=-5), -5 - 1 / 86400),
    )
    yield (
        "token-before",
        "a good token is older than the certificate",
        early,
        lambda: by(
            someone(614, start=-5),
            0,
            lambda digest: cms.proven(digest, someone(614, start=-5), pki.NOW - 9 * DAY),
        ),
    )
    yield (
        "issuer",
        "the authority's own certificate begins tomorrow",
        early,
        lambda: by(
            pki.issue(
                pki.Request("Ngô Văn Lỗi", 33),
                pki.authority("CA của ngày mai (giả lập)", 7, pki.root(), start=1),
            )
        ),
    )


@cache
def _other() -> bytes:
    """Another document's good token."""
    der = container(signed(plain("VAN BAN KHAC"), make=cms.proven))
    return bytes(
        asn1.ContentInfo.load(der)["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"][
            0
        ].dump()
    )


def _tokened(make: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """A right signature with what ``make`` gives for its digest as a token."""

    def container_of(digest: bytes) -> bytes:
        der = cms.good(digest)
        return cms.with_token(der, make(cms.imprint(der)))

    return lambda: signed(plain(FORGED), make=container_of)


def _edited(token: bytes, old: bytes, new: bytes) -> bytes:
    assert old in token
    return token.replace(old, new, 1)


def _timestamps() -> Table:
    self_made = pki.issue(
        pki.Request("TSA tự phong", 72, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True)
    )
    late = someone(700, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True, end=-1)
    gone = someone(414, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True)
    yield (
        "token-stranger",
        "a token by an authority that nobody trusts",
        STRANGE_TIME,
        _tokened(lambda i: cms.token(i, holder=false_authority())),
    )
    yield (
        "token-self",
        "a token by a self-made authority",
        STRANGE_TIME,
        _tokened(lambda i: cms.token(i, holder=self_made)),
    )
    yield (
        "token-person",
        "a token by a person's certificate",
        BAD_TIME,
        _tokened(lambda i: cms.token(i, holder=pki.person())),
    )
    yield (
        "token-copied",
        "the token of another document's signature",
        BAD_TIME,
        _tokened(lambda _: _other()),
    )
    yield (
        "token-empty-imprint",
        "a token over zeros",
        BAD_TIME,
        _tokened(lambda _: cms.token(bytes(32))),
    )
    yield (
        "token-future",
        "a token from a time that has not come",
        BAD_TIME,
        _tokened(lambda i: cms.token(i, pki.AT + DAY)),
    )
    yield (
        "token-backdated",
        "the time inside a good token is changed by a year",
        BAD_TIME,
        _tokened(lambda i: _edited(cms.token(i), b"20261122", b"20251122")),
    )
    yield (
        "token-expired-authority",
        "a token by an authority whose certificate has expired",
        STRANGE_TIME,
        _tokened(lambda i: cms.token(i, pki.NOW - 5 * DAY, late)),
    )
    yield (
        "token-revoked-authority",
        "a token by an authority that was revoked",
        BAD_TIME,
        _tokened(lambda i: cms.token(i, holder=gone)),
    )
    yield (
        "token-other-certificate",
        "a token that names another authority's certificate as its own",
        BAD_TIME,
        _tokened(lambda i: cms.token(i, named_holder=false_authority())),
    )
    yield (
        "document-stranger",
        "a document timestamp by an authority that nobody trusts",
        STRANGE_TIME,
        lambda: stamped(signed(plain(FORGED)), lambda d: cms.token(d, holder=false_authority())),
    )
    yield (
        "document-copied",
        "a document timestamp copied from another document",
        Reason.WRONG_DIGEST,
        lambda: stamped(
            signed(plain(FORGED)), lambda _: cms.token(hashlib.sha256(b"khac").digest())
        ),
    )
    yield (
        "document-backdated",
        "the time inside a document timestamp is changed by a year",
        Reason.WRONG_DIGEST,
        lambda: stamped(
            signed(plain(FORGED)), lambda d: _edited(cms.token(d), b"20261122", b"20251122")
        ),
    )
    yield (
        "document-signature",
        "an ordinary signature in place of a document timestamp's token",
        BAD_TIME,
        lambda: stamped(signed(plain(FORGED)), cms.good),
    )
    yield (
        "document-altered",
        "the page changed behind a document timestamp",
        Reason.CHANGED,
        lambda: append(stamped(signed(), cms.token), {4: stream(text(FORGED))}),
    )
    yield (
        "evidence-removed",
        "the security store is dropped behind a document timestamp",
        Reason.CHANGED,
        lambda: append(
            stamped(stored(signed(plain(FORGED)), pki.crl(pki.issuing(), pki.REVOKED)), cms.token),
            {1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>"},
        ),
    )


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
    for kind, table in (
        ("wrong-usage", _usage),
        ("revoked", _revoked),
        ("expired", _expired),
        ("not-yet-valid", _future),
        ("wrong-issuer", _issuers),
        ("timestamps", _timestamps),
        ("container", _containers),
    ):
        for name, how, reason, make in table():
            yield Row(kind, name, how, reason, make, FORGED)
