"""Certificates of a wrong use or at a wrong time, over a document that the forger wrote."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

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
)  # fmt: skip
from tests.data.signed.rows import Row

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


def rows() -> Iterator[Row]:
    for kind, table in (
        ("wrong-usage", _usage),
        ("revoked", _revoked),
        ("expired", _expired),
        ("not-yet-valid", _future),
    ):
        for name, how, reason, make in table():
            yield Row(kind, name, how, reason, make, FORGED)
