"""A trust list's own table of algorithms: what it forbids or ends, and by which proof of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.commits import canonical
from core.errors import NotCanonical
from core.signing.algorithms import (
    BUILT_IN,
    DIGESTS,
    FOREVER,
    LEAST_BITS,
    PADDINGS,
    Allowed,
    Used,
    until,
)
from core.signing.beside import judge_beside
from core.signing.detached import sign_beside
from core.signing.trust import Trust
from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.authority import NOW_MS
from tests.pki.documents import LATER_MS, once, prepared, sign, signing, trust
from tests.pki.stamping import document_timestamp, timestamped

HOUR_MS = 3_600_000
YEAR_MS = 365 * 24 * HOUR_MS
AUTHORITIES = replace(BUILT_IN[0], uses=("authority",))
"""So that the test authority, which signs by RSA 2048 and PKCS #1, may go on."""
SIGNATURES = replace(BUILT_IN[0], uses=("signature",))
CURVES = BUILT_IN[1]


def rsa(**changes: Any) -> Allowed:
    return replace(SIGNATURES, **changes)


@cache
def by_pkcs1() -> bytes:
    return sign(prepared(), "KyChinh", authority.person("chi-huy"), "pkcs1")


@cache
def by_curve() -> bytes:
    return sign(prepared(), "KyChinh", authority.curve_person())


@dataclass(frozen=True)
class Case:
    """A table, and the verdict that was written down for each kind of signature under it."""

    table: tuple[Allowed, ...]
    pss: Reason
    pkcs1: Reason
    curve: Reason


GOOD, WEAK, UNPROVEN = Reason.GOOD, Reason.WEAK, Reason.WEAK_UNPROVEN
CASES = {
    "built in": Case((), GOOD, GOOD, GOOD),
    "built in, spelt out": Case(BUILT_IN, GOOD, GOOD, GOOD),
    "RSA 3072": Case((AUTHORITIES, rsa(bits=3072), CURVES), WEAK, WEAK, GOOD),
    "no PKCS #1": Case((AUTHORITIES, rsa(paddings=("pss",)), CURVES), GOOD, WEAK, GOOD),
    "no PSS": Case((AUTHORITIES, rsa(paddings=("pkcs1",)), CURVES), WEAK, GOOD, GOOD),
    "RSA alone": Case((AUTHORITIES, SIGNATURES), GOOD, GOOD, WEAK),
    "curves alone": Case((AUTHORITIES, CURVES), WEAK, WEAK, GOOD),
    "curves of 384": Case((AUTHORITIES, SIGNATURES, replace(CURVES, bits=384)), GOOD, GOOD, WEAK),
    "SHA-384": Case((AUTHORITIES, rsa(digests=("sha384",)), CURVES), WEAK, WEAK, GOOD),
    "no authority's": Case((SIGNATURES, CURVES), WEAK, WEAK, WEAK),
    "authorities by PSS": Case(
        (SIGNATURES, replace(AUTHORITIES, paddings=("pss",)), CURVES), WEAK, WEAK, WEAK
    ),
    "ended before": Case((AUTHORITIES, rsa(end=NOW_MS), CURVES), WEAK, WEAK, GOOD),
    "ended since": Case((AUTHORITIES, rsa(end=NOW_MS + 1), CURVES), UNPROVEN, UNPROVEN, GOOD),
    "ends now": Case((AUTHORITIES, rsa(end=LATER_MS), CURVES), UNPROVEN, UNPROVEN, GOOD),
    "ends later": Case((AUTHORITIES, rsa(end=LATER_MS + 1), CURVES), GOOD, GOOD, GOOD),
    "PKCS #1 ended": Case(
        (AUTHORITIES, rsa(end=NOW_MS), rsa(paddings=("pss",)), CURVES), GOOD, WEAK, GOOD
    ),
}


def known(*table: Allowed, **changes: Any) -> Trust:
    return replace(trust(), algorithms=table, **changes)


@pytest.mark.parametrize("name", CASES)
def test_what_a_table_makes_of_a_signature(name: str) -> None:
    case = CASES[name]
    by = known(*case.table)
    files = {"pss": once(), "pkcs1": by_pkcs1(), "curve": by_curve()}
    assert {kind: judge(pdf, by, LATER_MS).reason for kind, pdf in files.items()} == {
        "pss": case.pss,
        "pkcs1": case.pkcs1,
        "curve": case.curve,
    }


@pytest.mark.parametrize(
    ("name", "verdict", "detail"),
    [
        ("RSA 3072", Verdict.INVALID, "RSA-2048 PSS SHA256"),
        ("authorities by PSS", Verdict.INVALID, "RSA-2048 PKCS1 SHA256"),
        ("ended since", Verdict.UNPROVEN, "RSA-2048 PSS SHA256"),
    ],
)
def test_the_algorithm_is_named_in_a_pdf_and_beside_a_file(
    name: str, verdict: Verdict, detail: str
) -> None:
    by = known(*CASES[name].table)
    means = signing(authority.person("chi-huy"))
    del means["key_size"]
    signature = sign_beside(b"du lieu gia lap", at_ms=NOW_MS, **means)
    reports = judge(once(), by, LATER_MS), judge_beside(b"du lieu gia lap", signature, by, LATER_MS)
    for report in reports:
        [entry] = report.signatures
        assert (report.verdict, entry.detail, entry.intact) == (verdict, detail, True)


def _stamped(at_ms: int) -> dict[str, bytes]:
    return {"token": timestamped(once(), at_ms), "document": document_timestamp(once(), at_ms)}


@pytest.mark.parametrize("kind", ["token", "document"])
def test_a_proven_time_before_the_end_is_enough(kind: str) -> None:
    """However late the file is judged; proven at the end it is too late for good."""
    at = NOW_MS + HOUR_MS
    pdf = _stamped(at)[kind]
    ended = known(AUTHORITIES, rsa(end=at + 1))
    assert judge(pdf, ended, at + HOUR_MS).reason is GOOD
    late = judge(pdf, known(AUTHORITIES, rsa(end=at)), at + HOUR_MS)
    assert (late.verdict, late.reason) == (Verdict.INVALID, WEAK)
    before = judge(pdf, ended, at + HOUR_MS).signatures[0]
    assert before.proven_ms == at


@pytest.mark.parametrize("kind", ["token", "document"])
def test_a_timestamp_whose_own_algorithm_ended_proves_nothing(kind: str) -> None:
    at = NOW_MS + HOUR_MS
    table = (SIGNATURES, replace(AUTHORITIES, end=at + HOUR_MS))
    pdf = _stamped(at)[kind]
    assert judge(pdf, known(*table), at + HOUR_MS - 1).reason is GOOD
    report = judge(pdf, known(*table), at + HOUR_MS)
    assert report.verdict is Verdict.UNPROVEN
    assert report.signatures[0].proven_ms is None


def test_only_the_timestamp_authorities_that_are_named_count() -> None:
    pdf = timestamped(once(), NOW_MS + 1)
    own = known(timestampers=(authority.timestamper().der,))
    assert judge(pdf, own, LATER_MS).signatures[0].proven_ms == NOW_MS + 1
    other = judge(pdf, known(timestampers=(authority.agency().der,)), LATER_MS)
    assert (other.verdict, other.reason) == (Verdict.UNPROVEN, Reason.UNKNOWN_TIMESTAMP)
    assert other.signatures[0].proven_ms is None


def test_an_authority_that_is_named_still_needs_a_root() -> None:
    """A stranger's timestamps are not believed for being in the list."""
    subject = authority.name("TSA lạ")
    purposes = (ExtendedKeyUsageOID.TIME_STAMPING,)
    request = authority.Request(
        subject, authority.rsa_key(70), 71, purposes=purposes, critical_purposes=True
    )
    stranger = authority.issue(request, authority.stranger())
    pdf = timestamped(once(), NOW_MS + 1, stranger)
    report = judge(pdf, known(timestampers=(stranger.der,)), LATER_MS)
    assert report.reason is Reason.UNKNOWN_TIMESTAMP


def test_a_revocation_list_by_an_algorithm_that_does_not_count_says_nothing() -> None:
    """The chain is of SHA-256 and goes on; the issuing authority's list is by SHA-512."""
    issuing = authority.issuing()
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuing.certificate.subject)
        .last_update(authority.NOW - timedelta(hours=1))
        .next_update(authority.NOW + timedelta(days=30))
        .sign(issuing.key, hashes.SHA512())
        .public_bytes(Encoding.DER)
    )
    lists = (authority.crls()[0], made)
    assert judge(once(), known(crls=lists), LATER_MS).reason is GOOD
    narrow = replace(AUTHORITIES, digests=("sha256",))
    report = judge(once(), known(SIGNATURES, narrow, crls=lists), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNPROVEN, Reason.REVOCATION_UNKNOWN)


ROWS = st.builds(
    lambda key, bits, digests, padding, uses, end: {
        "key": key,
        "bits": bits,
        "digests": digests,
        "paddings": padding,
        "uses": uses,
        "end": end,
    },
    st.sampled_from(("rsa", "ec")),
    st.sampled_from((1, 255, 256, 384, 1024, 2047, 2048, 3072, 4096)),
    st.lists(st.sampled_from((*DIGESTS, "sha1", "md5", "md2", "shake128")), max_size=4),
    st.lists(st.sampled_from((*PADDINGS, "none")), max_size=2),
    st.lists(st.sampled_from(("signature", "authority", "anything")), max_size=2),
    st.none() | st.integers(-1, NOW_MS + YEAR_MS),
)
USED = st.builds(
    Used,
    st.sampled_from(("rsa", "ec", "dsa", "ed25519")),
    st.sampled_from((1024, 2047, 2048, 3072, 4096, 192, 256, 384)),
    st.sampled_from(("", "pkcs1", "pss")),
    st.sampled_from((*DIGESTS, "sha1", "md5")),
)
USES = st.sampled_from(("signature", "authority"))


@given(st.lists(ROWS, max_size=4), USED, USES)
def test_no_row_that_can_be_read_reaches_beyond_the_built_in_table(
    rows: list[dict[str, Any]], used: Used, use: Any
) -> None:
    """Whatever a list says: a row below the floor is refused, and the others only narrow."""
    table: list[Allowed] = []
    for row in rows:
        spelt = {name: value for name, value in row.items() if value is not None}
        try:
            table.append(canonical.decode_as(Allowed, canonical.encode(spelt)))
        except NotCanonical:
            continue
    floor = until(BUILT_IN, used, use)
    assert floor in {0, FOREVER}
    assert until(tuple(table), used, use) <= floor
    for each in table:
        assert each.bits >= LEAST_BITS[each.key]
        assert set(each.digests) <= set(DIGESTS)


@given(st.lists(st.sampled_from(BUILT_IN), max_size=2), ROWS, USED, USES)
def test_a_row_more_never_takes_anything_away(
    before: list[Allowed], row: dict[str, Any], used: Used, use: Any
) -> None:
    try:
        more = msgspec.convert(row, Allowed)
    except msgspec.ValidationError:
        return
    assert until((*before, more), used, use) >= until(tuple(before), used, use)


@pytest.mark.parametrize(
    "row",
    [
        {"key": "rsa", "bits": 2047, "digests": ["sha256"], "paddings": ["pss"]},
        {"key": "rsa", "bits": 2048, "digests": ["sha1"], "paddings": ["pss"]},
        {"key": "rsa", "bits": 2048, "digests": ["sha256"]},
        {"key": "rsa", "bits": 2048, "digests": [], "paddings": ["pss"]},
        {"key": "ec", "bits": 255, "digests": ["sha256"]},
        {"key": "ec", "bits": 256, "digests": ["sha256"], "paddings": ["pss"]},
        {"key": "dsa", "bits": 3072, "digests": ["sha256"]},
        {"key": "ec", "bits": 256, "digests": ["sha256"], "more": 1},
    ],
)
def test_a_row_below_the_floor_is_none(row: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode_as(Allowed, canonical.encode(row))
