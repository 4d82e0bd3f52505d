"""Certificates: expired, revoked, untrusted, misused; and what evidence is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import TrustUnreadable
from core.signing.trust import Trust, read_trust
from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.authority import NOW, NOW_MS
from tests.pki.documents import LATER_MS, once, prepared, sign, trust

DAY_MS = 86_400_000


def signed_by(kind: str, at_ms: int = NOW_MS) -> bytes:
    return sign(prepared(), "KyChinh", authority.faulty(kind), at_ms=at_ms)


@pytest.mark.parametrize(
    ("kind", "verdict", "reason"),
    [
        ("bare", Verdict.VALID, Reason.GOOD),
        ("stranger", Verdict.UNKNOWN, Reason.UNTRUSTED),
        ("self", Verdict.UNKNOWN, Reason.UNTRUSTED),
        ("lookalike", Verdict.UNKNOWN, Reason.UNTRUSTED),
        ("tls", Verdict.INVALID, Reason.WRONG_USAGE),
        ("timestamp", Verdict.INVALID, Reason.WRONG_USAGE),
        ("encipher", Verdict.INVALID, Reason.WRONG_USAGE),
        ("weak", Verdict.INVALID, Reason.WEAK),
        ("future", Verdict.INVALID, Reason.NOT_YET_VALID),
        ("expired", Verdict.INVALID, Reason.EXPIRED),
        ("revoked", Verdict.INVALID, Reason.REVOKED),
    ],
)
def test_each_fault_of_a_certificate(kind: str, verdict: Verdict, reason: Reason) -> None:
    """Signed now; absent usages are no fault."""
    report = judge(signed_by(kind), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (verdict, reason)


def test_a_ca_may_not_sign_documents() -> None:
    report = judge(sign(prepared(), "KyChinh", authority.issuing()), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.WRONG_USAGE)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("expired", Reason.EXPIRED_UNPROVEN), ("revoked", Reason.REVOKED_UNPROVEN)],
)
def test_a_claim_to_have_signed_in_time_is_no_proof(kind: str, reason: Reason) -> None:
    """The signer's own clock says twenty days ago; nothing else does."""
    report = judge(signed_by(kind, NOW_MS - 20 * DAY_MS), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNPROVEN, reason)
    assert report.signatures[0].intact


def test_the_date_of_a_revocation_is_reported() -> None:
    report = judge(signed_by("revoked"), trust(), LATER_MS)
    assert report.signatures[0].revoked_ms == NOW_MS - 10 * DAY_MS


def _lists(*crls: bytes) -> Trust:
    roots, intermediates = trust().roots, trust().intermediates
    return Trust(roots=roots, intermediates=intermediates, crls=crls)


ROOT_CRL = authority.crls()[0]
MISSING = {
    "no lists at all": _lists(),
    "root's list only": _lists(ROOT_CRL),
    "issuer's list only": _lists(authority.crls()[1]),
    "stale list": _lists(
        ROOT_CRL, authority.crl(authority.issuing(), at=NOW - timedelta(days=40), days=10)
    ),
    "list of tomorrow": _lists(
        ROOT_CRL, authority.crl(authority.issuing(), at=NOW + timedelta(days=2))
    ),
    "another CA's list": _lists(ROOT_CRL, authority.crl(authority.stranger())),
    "forged list": _lists(ROOT_CRL, authority.crl(authority.lookalike())),
}


@pytest.mark.parametrize("given", MISSING.values(), ids=MISSING.keys())
@pytest.mark.parametrize("kind", ["good", "revoked"])
def test_without_a_current_list_nothing_is_proven(given: Trust, kind: str) -> None:
    pdf = once() if kind == "good" else signed_by(kind)
    report = judge(pdf, given, LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNPROVEN, Reason.REVOCATION_UNKNOWN)


def test_the_age_of_a_stale_list_is_said() -> None:
    report = judge(once(), MISSING["stale list"], LATER_MS)
    found = report.signatures[0].revocation
    assert found is not None
    assert found.next_ms == NOW_MS - 30 * DAY_MS
    assert found.age_ms > 30 * DAY_MS


def test_a_certificate_that_names_no_list_needs_one_all_the_same() -> None:
    """The library's hard-fail mode would skip it (signing.md §10.5)."""
    request = authority.Request(
        authority.name("Không Địa Chỉ"), authority.rsa_key(40), 52, crl_address=False
    )
    pdf = sign(prepared(), "KyChinh", authority.issue(request, authority.issuing()))
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID
    assert judge(pdf, _lists(), LATER_MS).verdict is Verdict.UNPROVEN
    revoking = authority.crl(authority.issuing(), revoked={52: NOW - timedelta(days=1)})
    assert judge(pdf, _lists(ROOT_CRL, revoking), LATER_MS).verdict is Verdict.INVALID


def test_a_revoked_issuer_spoils_everybody() -> None:
    revoking = authority.crl(authority.root(), revoked={2: NOW - timedelta(days=1)})
    report = judge(once(), _lists(revoking, authority.crls()[1]), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.REVOKED)


def test_an_intermediate_alone_is_no_root() -> None:
    nowhere = Trust(intermediates=(*trust().roots, *trust().intermediates), crls=trust().crls)
    assert judge(once(), nowhere, LATER_MS).verdict is Verdict.UNKNOWN


def test_the_moment_of_judging_counts() -> None:
    """Before the lists were issued and after they ended, revocation is unknown."""
    moments = (NOW_MS - 2 * DAY_MS, NOW_MS, NOW_MS + 29 * DAY_MS, NOW_MS + 31 * DAY_MS)
    verdicts = [judge(once(), trust(), moment).verdict for moment in moments]
    assert verdicts == [Verdict.UNPROVEN, Verdict.VALID, Verdict.VALID, Verdict.UNPROVEN]


def test_trust_is_read_from_der_and_pem_and_bundles() -> None:
    root, issuing = authority.root(), authority.issuing()
    both = authority.pem(root.certificate) + authority.pem(issuing.certificate)
    assert read_trust([both]).roots == (root.der, issuing.der)
    assert read_trust([root.der], [issuing.der]) == read_trust(
        [authority.pem(root.certificate)], [authority.pem(issuing.certificate)]
    )


@pytest.mark.parametrize("rubbish", [b"", b"x", b"0\x82", b"-----BEGIN CERTIFICATE-----\n", once()])
def test_what_is_no_certificate_is_refused(rubbish: bytes) -> None:
    with pytest.raises(TrustUnreadable):
        read_trust([rubbish])
    with pytest.raises(TrustUnreadable):
        read_trust(crls=[rubbish])


def test_a_list_is_not_taken_for_a_certificate() -> None:
    with pytest.raises(TrustUnreadable):
        read_trust([ROOT_CRL])
    with pytest.raises(TrustUnreadable):
        read_trust(crls=[authority.root().der])
