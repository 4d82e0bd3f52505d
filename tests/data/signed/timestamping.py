"""Forged and swapped timestamps, over a document that the forger wrote."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from asn1crypto import cms as asn1
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.certificates import false_authority, someone, stored
from tests.data.signed.pdf import (
    FORGED,
    append,
    plain,
    signed,
    stamped,
    stream,
    text,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes]]]

DAY = pki.DAY
USAGE, REVOKED, EXPIRED = Reason.WRONG_USAGE, Reason.REVOKED, Reason.EXPIRED
BAD_TIME, STRANGE_TIME = Reason.BAD_TIMESTAMP, Reason.UNKNOWN_TIMESTAMP
PROFILE = Reason.BAD_PROFILE


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


def rows() -> Iterator[Row]:
    for name, how, reason, make in _timestamps():
        yield Row("timestamps", name, how, reason, make, FORGED)
