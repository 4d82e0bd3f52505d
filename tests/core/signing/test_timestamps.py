"""Proven time: what it saves, what it does not, and forged proofs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.signing.trust import Trust
from core.signing.verify import Level, Reason, Verdict, judge
from tests.pki import authority
from tests.pki.authority import NOW, NOW_MS
from tests.pki.craft import revise
from tests.pki.documents import LATER_MS, five, once, prepared, sign, trust
from tests.pki.stamping import (
    document_timestamp,
    security_store,
    signature_value,
    timestamped,
    token,
    with_token,
)

DAY_MS = 86_400_000
EARLY_MS = NOW_MS - 20 * DAY_MS
SOON_MS = NOW_MS + 600_000


def early(kind: str) -> bytes:
    """Signed twenty days ago by a certificate that was good then."""
    return sign(prepared(), "KyChinh", authority.faulty(kind), at_ms=EARLY_MS)


def test_a_token_raises_the_level_and_proves_the_time() -> None:
    (entry,) = judge(timestamped(once(), SOON_MS), trust(), LATER_MS).signatures
    assert (entry.verdict, entry.level) == (Verdict.VALID, Level.T)
    assert (entry.claimed_ms, entry.proven_ms) == (NOW_MS, SOON_MS)


def test_a_document_timestamp_proves_all_before_it() -> None:
    pdf = document_timestamp(once(), SOON_MS)
    report = judge(pdf, trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert [entry.role for entry in report.signatures] == ["chinh", "timestamp"]
    assert (report.signatures[0].level, report.signatures[0].proven_ms) == (Level.T, SOON_MS)
    assert report.signatures[0].changes == ("Timestamp",)
    assert report.signatures[1].level is None


def test_a_document_timestamp_is_allowed_under_the_seals_lock() -> None:
    report = judge(document_timestamp(five(), SOON_MS), trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert [entry.level for entry in report.signatures] == [Level.T] * 5 + [None]


def test_a_later_signatures_token_proves_earlier_signatures() -> None:
    second = sign(once(), "SoVanBan", authority.person("van-thu"))
    entries = judge(timestamped(second, SOON_MS, number=1), trust(), LATER_MS).signatures
    assert [entry.proven_ms for entry in entries] == [SOON_MS, SOON_MS]


@pytest.mark.parametrize("kind", ["expired", "revoked"])
def test_what_happened_after_the_proven_time_does_no_harm(kind: str) -> None:
    at = EARLY_MS + 600_000
    for pdf in (timestamped(early(kind), at), document_timestamp(early(kind), at)):
        report = judge(pdf, trust(), LATER_MS)
        assert report.verdict is Verdict.VALID
        assert report.signatures[0].proven_ms == at


@pytest.mark.parametrize(
    ("kind", "reason"), [("expired", Reason.EXPIRED), ("revoked", Reason.REVOKED)]
)
def test_a_time_proven_too_late_is_final(kind: str, reason: Reason) -> None:
    report = judge(timestamped(early(kind), SOON_MS), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.INVALID, reason)


def test_evidence_in_the_file_makes_it_last() -> None:
    """LT: nothing from outside but the root is needed; LTA: and a timestamp seals that."""
    fresh = authority.crl(authority.issuing(), at=NOW + timedelta(minutes=70))
    crls = (authority.crls()[0], fresh)
    stamped = document_timestamp(once(), SOON_MS)
    stored = security_store(stamped, crls)
    archived = document_timestamp(stored, LATER_MS)
    at = LATER_MS + 7_200_000
    for pdf, level in ((stamped, Level.T), (stored, Level.LT), (archived, Level.LTA)):
        report = judge(pdf, trust(), at)
        assert report.verdict is Verdict.VALID
        assert report.signatures[0].level is level
    years_later = NOW_MS + 700 * DAY_MS
    alone = Trust(roots=trust().roots)
    assert judge(archived, alone, at).signatures[0].verdict is Verdict.VALID
    # then the authority's own list is stale, and a further timestamp was due before
    assert judge(archived, trust(), years_later).verdict is Verdict.UNPROVEN


def test_evidence_is_named_among_the_changes() -> None:
    report = judge(security_store(once(), authority.crls()), trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].changes == ("Evidence",)


def test_a_copied_token_lowers_the_verdict() -> None:
    """Right in itself, but of another signature."""
    other = timestamped(once("KyNhay1"), SOON_MS)
    assert signature_value(other) != signature_value(once())
    copied = with_token(once(), token(bytes(32), SOON_MS))
    (entry,) = judge(copied, trust(), LATER_MS).signatures
    assert (entry.verdict, entry.reason) == (Verdict.UNPROVEN, Reason.BAD_TIMESTAMP)
    assert (entry.level, entry.proven_ms) == (Level.B, None)


@pytest.mark.parametrize("kind", ["stranger", "self", "bare"])
def test_a_token_of_no_timestamp_authority_proves_nothing(kind: str) -> None:
    forger = authority.faulty(kind)
    for pdf in (
        timestamped(early("expired"), EARLY_MS, forger),
        document_timestamp(early("expired"), EARLY_MS, forger),
    ):
        report = judge(pdf, trust(), LATER_MS)
        assert report.verdict is not Verdict.VALID
        assert report.signatures[0].proven_ms is None
        assert report.signatures[0].verdict is Verdict.UNPROVEN


def test_a_token_from_the_future_proves_nothing() -> None:
    (entry,) = judge(timestamped(once(), LATER_MS + DAY_MS), trust(), LATER_MS).signatures
    assert (entry.verdict, entry.proven_ms) == (Verdict.UNPROVEN, None)


def test_a_document_timestamp_whose_data_changed_is_wrong() -> None:
    pdf = bytearray(document_timestamp(once(), SOON_MS))
    pdf[20] ^= 1
    report = judge(bytes(pdf), trust(), LATER_MS)
    assert report.verdict is Verdict.INVALID


def test_evidence_changed_under_a_document_timestamp_is_wrong() -> None:
    """The signature before it does not cover the evidence; the timestamp does."""
    stored = security_store(once(), authority.crls())
    pdf = bytearray(document_timestamp(stored, SOON_MS))
    place = stored.index(authority.crls()[1][-100:])
    pdf[place] ^= 1
    report = judge(bytes(pdf), trust(), LATER_MS)
    assert report.signatures[0].intact
    assert report.signatures[1].reason is Reason.WRONG_DIGEST
    assert report.verdict is Verdict.INVALID


def test_removed_evidence_is_noticed() -> None:
    archived = document_timestamp(security_store(once(), authority.crls()), SOON_MS)

    def drop(writer: object) -> None:
        del writer.root["/DSS"]  # type: ignore[attr-defined]
        writer.update_root()  # type: ignore[attr-defined]

    assert judge(revise(archived, drop), trust(), LATER_MS).verdict is Verdict.ALTERED
