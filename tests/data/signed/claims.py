"""Signatures that say they were made at a time that has not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import cms as asn1

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.certificates import by, claimed, someone
from tests.data.signed.pdf import FORGED, append, filled, plain, signature, signed, stamped, widget
from tests.data.signed.rows import Row
from tests.pki.craft import attribute, content_info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

AHEAD, DAY, HOUR = Reason.CLAIM_AHEAD, pki.DAY, 1 / 24  # of judging: an hour after NOW
SECOND = HOUR / 3600


def _by_attribute(days: float, entry: bytes) -> bytes:
    """The signing-time attribute says NOW + ``days``; ``entry`` stands as /M, if anything."""

    def make(digest: bytes) -> bytes:
        who = pki.person()
        at = attribute("signing_time", asn1.Time({"utc_time": pki.NOW + days * DAY}))
        return content_info(who, [cms.signer(who, cms.attributes(digest, who, at))])

    value = signature(subfilter=b"/adbe.pkcs7.detached")
    value = value.replace(b"/M (D:20261122083000+07'00')", entry)
    return signed(plain(FORGED), make=make, value=value)


def _second(days: float) -> bytes:
    """A second signature, whose clock says NOW + ``days``."""
    later = {
        5: b"<< /Fields [7 0 R 20 0 R] /SigFlags 3 >>",
        3: _page(),
        20: widget("Ky2", 21, b"320 500 540 560"),
        21: claimed(days),
    }
    return filled(append(signed(plain(FORGED)), later), pki.clerk())


def _page() -> bytes:
    return plain()[3].replace(b"[7 0 R]", b"[7 0 R 20 0 R]")


def _claims() -> Table:
    who = pki.person()
    yield "two-days", "claims to be signed the day after tomorrow", AHEAD, lambda: by(who, 2)
    yield "a-year", "claims to be signed in a year", AHEAD, lambda: by(who, 365)
    yield (
        "a-second-too-much",
        "claims a second more than clocks and time zones may differ",
        AHEAD,
        lambda: by(who, 1 + HOUR + SECOND),
    )
    yield (
        "attribute",
        "the signing-time attribute is two days ahead and nothing else says when",
        AHEAD,
        lambda: _by_attribute(2, b""),
    )
    yield (
        "attribute-against-entry",
        "the signing-time attribute is two days ahead, the dictionary says now",
        AHEAD,
        lambda: _by_attribute(2, b"/M (D:20261122083000+07'00')"),
    )
    yield (
        "second-signature",
        "the second of two signatures is a year ahead",
        AHEAD,
        lambda: _second(365),
    )
    yield (
        "behind-the-certificate",
        "claims a time after the certificate's end, which has not come either",
        Reason.EXPIRED,
        lambda: by(who, 4000),
    )
    yield (
        "of-a-revoked",
        "claims next year; the certificate was revoked ten days ago",
        Reason.REVOKED,
        lambda: by(someone(41), 365),
    )
    yield (
        "of-a-stranger",
        "claims next year, by an authority that nobody trusts",
        Reason.UNTRUSTED,
        lambda: by(pki.issue(pki.Request("Kẻ Lạ", 93), pki.stranger()), 365),
    )
    yield (
        "document-timestamp",
        "a good authority's document timestamp from tomorrow",
        Reason.BAD_TIMESTAMP,
        lambda: stamped(signed(plain(FORGED)), lambda digest: cms.token(digest, pki.AT + DAY)),
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make in _claims():
        yield Row("claimed-ahead", name, how, reason, make, FORGED)
