"""A signature beside a file is judged as one in a PDF: chain, lists, time, the very bytes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asn1crypto import cms, pem
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.beside import judge_beside
from core.signing.detached import sign_beside
from core.signing.report import Level, Reason, Report, Verdict
from core.signing.trust import Trust, read_trust
from tests.pki import authority
from tests.pki.authority import NOW_MS, Holder
from tests.pki.documents import LATER_MS, signing, trust

CONTENT = b"DU LIEU GIA LAP\n" * 40


def beside(holder: Holder, at_ms: int = NOW_MS) -> bytes:
    given = {name: value for name, value in signing(holder).items() if name != "key_size"}
    return sign_beside(CONTENT, at_ms=at_ms, **given)


def judged(signature: bytes, content: bytes = CONTENT, known: Trust | None = None) -> Report:
    return judge_beside(content, signature, known or trust(), LATER_MS)


@pytest.mark.parametrize("holder", [authority.agency, authority.curve_person])
def test_a_good_one_names_signer_chain_list_and_time(holder: object) -> None:
    signer = holder()  # type: ignore[operator]
    report = judged(beside(signer))
    assert (report.verdict, report.reason) == (Verdict.VALID, Reason.GOOD)
    [entry] = report.signatures
    assert entry.certificate is not None
    assert (
        entry.certificate.sha256 == signer.certificate.fingerprint(authority.hashes.SHA256()).hex()
    )
    assert len(entry.certificate.chain) == 2
    assert entry.revocation is not None
    assert (entry.level, entry.claimed_ms, entry.intact) == (Level.B, NOW_MS, True)


def test_another_file_is_not_what_was_signed() -> None:
    report = judged(beside(authority.agency()), CONTENT + b" ")
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.WRONG_DIGEST)


def test_nobody_is_trusted_who_is_in_no_list() -> None:
    report = judged(beside(authority.agency()), known=Trust())
    assert (report.verdict, report.reason) == (Verdict.UNKNOWN, Reason.UNTRUSTED)
    assert judged(beside(authority.stranger())).reason is Reason.WRONG_USAGE  # an authority's own


def test_without_a_list_of_revocations_it_is_never_valid() -> None:
    roots = [authority.pem(authority.root().certificate)]
    bare = read_trust(roots, [authority.pem(authority.issuing().certificate)])
    report = judged(beside(authority.agency()), known=bare)
    assert (report.verdict, report.reason) == (Verdict.UNPROVEN, Reason.REVOCATION_UNKNOWN)


def test_a_revoked_certificate_is_not_believed() -> None:
    signer = authority.agency()
    listed = authority.crl(
        authority.issuing(),
        at=authority.NOW + timedelta(minutes=30),
        revoked={signer.certificate.serial_number: authority.NOW - timedelta(days=1)},
    )
    roots = [authority.pem(authority.root().certificate)]
    cas = [authority.pem(authority.issuing().certificate)]
    known = read_trust(roots, cas, [*authority.crls(), listed])
    assert judged(beside(signer), known=known).verdict in {Verdict.INVALID, Verdict.UNPROVEN}


def test_a_container_that_carries_the_file_itself_or_has_two_signers_is_no_such_signature() -> None:
    made = beside(authority.agency())
    within = cms.ContentInfo.load(made)
    within["content"]["encap_content_info"]["content"] = CONTENT
    assert judged(within.dump(force=True)).verdict is Verdict.INVALID
    twice = cms.ContentInfo.load(made)
    [signer] = twice["content"]["signer_infos"]
    twice["content"]["signer_infos"] = [signer, signer.copy()]
    assert judged(twice.dump(force=True)).verdict is not Verdict.VALID
    assert judged(made + b"\0").verdict is Verdict.UNREADABLE


def test_it_may_come_as_text() -> None:
    assert judged(pem.armor("PKCS7", beside(authority.agency()))).verdict is Verdict.VALID


MADE = beside(authority.agency())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(MADE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_never_shown_valid_with_another_signer(place: int, turn: int) -> None:
    """Of what is not signed itself, as a certificate that travels along, a byte may be another."""
    broken = bytearray(MADE)
    broken[place] ^= turn
    report = judged(bytes(broken))
    if report.verdict is Verdict.VALID:
        [entry] = report.signatures
        [good] = judged(MADE).signatures
        assert entry.certificate == good.certificate
        assert entry.claimed_ms == good.claimed_ms


@given(st.binary(max_size=300))
def test_nothing_that_is_no_signature_is_one(data: bytes) -> None:
    assert judged(data).verdict is Verdict.UNREADABLE
