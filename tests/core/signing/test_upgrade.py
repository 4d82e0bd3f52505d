"""Later upgrades: what is appended, when it is refused, and that it outlives its certificates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from asn1crypto import tsp, x509

from core.errors import EvidenceUnconfigured, EvidenceUnfit, EvidenceUnreachable
from core.signing.appending import with_timestamp
from core.signing.report import Level, Reason, Verdict
from core.signing.services import Query, Service
from core.signing.trust import Trust
from core.signing.upgrade import Outcome, Stage, upgrade
from core.signing.verify import judge
from tests.pki import authority
from tests.pki.authority import NOW, NOW_MS, Request, issue, name, rsa_key
from tests.pki.documents import five, once, prepared, sign, trust
from tests.pki.poppler import pdfsig
from tests.pki.responder import OpenSsl, Responder
from tests.pki.stamping import token

if TYPE_CHECKING:
    from pathlib import Path

MINUTE_MS = 60_000
DAY_MS = 86_400_000
SOON_MS = NOW_MS + 10 * MINUTE_MS
ROOT = Trust(roots=trust().roots)


def at(responder: Responder, pdf: bytes, held: Trust | None = None) -> Outcome:
    """Upgraded at the responder's own time."""
    return upgrade(pdf, held or trust(), responder.ask, responder.at_ms)


@cache
def archived() -> bytes:
    """One signature, upgraded as far as it goes."""
    done = at(Responder(SOON_MS), once())
    assert (done.stage, done.trouble, done.incident) == (Stage.LTA, None, None)
    return done.data


def test_an_upgrade_only_appends_and_reaches_the_last_level() -> None:
    assert archived().startswith(once())
    report = judge(archived(), ROOT, SOON_MS + MINUTE_MS)
    assert report.verdict is Verdict.VALID
    assert [each.role for each in report.signatures] == ["chinh", "timestamp", "timestamp"]
    assert report.signatures[0].level is Level.LTA
    assert len(archived()) - len(once()) <= 35_000


def test_every_signature_under_the_seals_lock_is_completed_at_once() -> None:
    responder = Responder(SOON_MS)
    done = at(responder, five())
    assert done.stage is Stage.LTA
    report = judge(done.data, ROOT, SOON_MS + MINUTE_MS)
    assert report.verdict is Verdict.VALID
    assert {each.level for each in report.signatures[:5]} == {Level.LTA}
    # four signers and the timestamp authority; each asked about once, and the CA by its own list
    assert responder.asked.count(Service.OCSP) == 5
    assert responder.asked.count(Service.TIMESTAMP) == 2
    assert len(done.data) - len(five()) <= 35_000


def test_what_is_complete_is_left_alone() -> None:
    responder = Responder(SOON_MS + MINUTE_MS)
    done = at(responder, archived())
    assert (done.data, done.stage, responder.asked) == (archived(), Stage.LTA, [])
    assert done.next_ms == _end_of(authority.timestamper()) - 90 * DAY_MS


def test_an_authority_whose_tokens_keep_growing_is_asked_twice_and_no_more() -> None:
    asked: list[int] = []

    def growing(query: Query) -> bytes:
        imprint = tsp.TimeStampReq.load(query.request)["message_imprint"]["hashed_message"].native
        asked.append(len(asked))
        given = token(imprint, SOON_MS, authority.timestamper())
        given["content"]["certificates"] = [
            *given["content"]["certificates"],
            *[x509.Certificate.load(authority.issuing().der)] * (20 * len(asked)),
        ]
        answer = {"status": {"status": "granted"}, "time_stamp_token": given}
        return bytes(tsp.TimeStampResp(answer).dump())

    with pytest.raises(EvidenceUnfit):
        with_timestamp(once(), growing)
    assert len(asked) == 2


def _end_of(holder: authority.Holder) -> int:
    return int(holder.certificate.not_valid_after_utc.timestamp() * 1000)


def test_another_producers_answers_do_as_well(tmp_path: Path) -> None:
    """Timestamps and OCSP answers by the openssl program, at the time that it is."""
    now = datetime.now(UTC)
    held = Trust(
        roots=trust().roots,
        intermediates=trust().intermediates,
        crls=(authority.crl(authority.root(), at=now), authority.crl(authority.issuing(), at=now)),
    )
    now_ms = int(now.timestamp() * 1000)
    done = upgrade(once(), held, OpenSsl(tmp_path).ask, now_ms)
    assert (done.stage, done.trouble) == (Stage.LTA, None)
    assert judge(done.data, ROOT, now_ms + MINUTE_MS).signatures[0].level is Level.LTA


@pytest.mark.parametrize("gone", ["revoked", "expired"])
def test_what_happens_to_a_certificate_afterwards_does_no_harm(gone: str) -> None:
    """Two years on: the signer's certificate was revoked, or has ended long ago."""
    end = NOW + timedelta(days=100)
    holder = issue(
        Request(name("Trịnh Văn Sau Này"), rsa_key(80), 80, end=end, ocsp_address=True),
        authority.issuing(),
    )
    signed = sign(prepared(), "KyChinh", holder)
    done = at(Responder(SOON_MS), signed)
    assert done.stage is Stage.LTA
    later = NOW + timedelta(days=700)
    revoked = {80: NOW + timedelta(days=50)} if gone == "revoked" else {}
    lists = (
        authority.crl(authority.root(), at=later, number=90),
        authority.crl(authority.issuing(), at=later, revoked=revoked, number=90),
    )
    held = Trust(roots=trust().roots, intermediates=trust().intermediates, crls=lists)
    later_ms = int(later.timestamp() * 1000)
    report = judge(done.data, held, later_ms)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level is Level.LTA
    assert judge(signed, held, later_ms).verdict is not Verdict.VALID


def test_an_archive_is_renewed_before_its_authority_ends() -> None:
    """And then outlives the certificate of the first timestamp authority."""
    end = NOW + timedelta(days=400)
    purposes = (authority.Purpose.TIME_STAMPING,)
    brief = issue(
        Request(name("TSA ngắn hạn"), rsa_key(81), 81, end=end, purposes=purposes,
                critical_purposes=True, ocsp_address=True),
        authority.issuing(),
    )  # fmt: skip
    first = at(Responder(SOON_MS, stamper=brief), once())
    assert first.next_ms == int(end.timestamp() * 1000) - 90 * DAY_MS
    due = Responder(first.next_ms + DAY_MS)
    fresh = Trust(
        roots=trust().roots,
        intermediates=trust().intermediates,
        crls=(due.crl(authority.root()), due.crl(authority.issuing())),
    )
    renewed = at(due, first.data, fresh)
    assert (renewed.stage, renewed.trouble) == (Stage.LTA, None)
    assert renewed.data.startswith(first.data)
    assert len(renewed.data) > len(first.data)
    after = Responder(int(end.timestamp() * 1000) + 30 * DAY_MS)
    held = Trust(
        roots=trust().roots,
        intermediates=trust().intermediates,
        crls=(after.crl(authority.root()), after.crl(authority.issuing())),
    )
    assert judge(renewed.data, held, after.at_ms).verdict is Verdict.VALID
    assert judge(first.data, held, after.at_ms).verdict is not Verdict.VALID


@pytest.mark.parametrize("serial", [12, 70])
def test_a_revoked_certificate_is_an_incident(serial: int) -> None:
    """The signer's or the timestamp authority's: the file stays as it was."""
    responder = Responder(SOON_MS, revoked={serial: NOW - timedelta(days=1)})
    done = at(responder, once())
    assert done.data == once()
    assert done.incident is not None
    assert done.stage is Stage.B


@pytest.mark.parametrize("kind", ["expired", "revoked", "stranger", "self"])
def test_what_does_not_verify_is_never_touched(kind: str) -> None:
    responder = Responder(SOON_MS)
    pdf = sign(prepared(), "KyChinh", authority.faulty(kind))
    done = at(responder, pdf)
    assert (done.data, done.incident is None, responder.asked) == (pdf, False, [])


def test_an_altered_file_is_never_touched() -> None:
    pdf = bytearray(once())
    pdf[30] ^= 1
    done = at(Responder(SOON_MS), bytes(pdf))
    assert done.data == bytes(pdf)
    assert done.incident is not None
    unsigned = at(Responder(SOON_MS), prepared())
    assert (unsigned.data, unsigned.incident) == (prepared(), Reason.NO_SIGNATURE)


def test_old_answers_are_kept_for_now_and_asked_again_after_the_next_list() -> None:
    """Only lists, and the newest was made before the signature: LT for the time being."""
    made = NOW - timedelta(days=1)
    responder = Responder(SOON_MS, list_at=made, unknown={Service.OCSP})
    first = at(responder, once())
    assert first.stage is Stage.INTERIM
    assert first.next_ms == int((made + timedelta(days=30, hours=1)).timestamp() * 1000)
    again = at(responder, first.data)
    assert (again.data, again.stage) == (first.data, Stage.INTERIM)
    fresh = Responder(SOON_MS + 40 * DAY_MS, unknown={Service.OCSP})
    last = at(fresh, first.data)
    assert (last.stage, last.trouble) == (Stage.LTA, None)
    assert last.data.startswith(first.data)


def test_an_answer_of_the_same_second_is_new_enough() -> None:
    """Timestamps know milliseconds, answers about certificates do not."""
    done = at(Responder(SOON_MS + 700), once())
    assert (done.stage, done.trouble) == (Stage.LTA, None)


def test_without_a_network_nothing_changes_and_a_timestamp_is_kept() -> None:
    nothing = at(Responder(SOON_MS, down={Service.TIMESTAMP}), once())
    assert (nothing.data, nothing.stage) == (once(), Stage.B)
    assert isinstance(nothing.trouble, EvidenceUnreachable)
    half = at(Responder(SOON_MS, down={Service.OCSP}), once())
    assert isinstance(half.trouble, EvidenceUnreachable)
    assert half.stage is Stage.T
    assert judge(half.data, trust(), SOON_MS + MINUTE_MS).signatures[0].level is Level.T
    whole = at(Responder(SOON_MS + MINUTE_MS), half.data)
    assert whole.stage is Stage.LTA
    assert whole.data.startswith(half.data)


@pytest.mark.parametrize("answer", [b"", b"0", b"\x30\x03\x02\x01\x02", bytes(2 << 20)])
@pytest.mark.parametrize("service", list(Service))
def test_a_useless_answer_is_trouble(service: Service, answer: bytes) -> None:
    responder = Responder(SOON_MS, unknown={Service.OCSP} if service is Service.CRL else set())
    done = upgrade(
        once(),
        ROOT_AND_CA,
        lambda query: answer if query.service is service else responder.ask(query),
        SOON_MS,
    )
    assert isinstance(done.trouble, EvidenceUnfit)
    assert done.data.startswith(once())


ROOT_AND_CA = Trust(roots=trust().roots, intermediates=trust().intermediates)


def test_a_timestamp_over_something_else_is_trouble() -> None:
    responder = Responder(SOON_MS)

    def swapped(query: object) -> bytes:
        return responder.stamp(_other_request())

    done = upgrade(once(), trust(), swapped, SOON_MS)
    assert isinstance(done.trouble, EvidenceUnfit)
    assert done.data == once()


def _other_request() -> bytes:
    from core.signing.services import timestamp_query

    return timestamp_query(bytes(32)).request


def test_services_that_nobody_configured_are_named() -> None:
    done = at(Responder(SOON_MS, unknown=set(Service)), once())
    assert isinstance(done.trouble, EvidenceUnconfigured)
    assert done.data == once()


def test_a_clock_that_lies_behind_the_authority_does_not_matter() -> None:
    done = upgrade(once(), trust(), Responder(SOON_MS).ask, NOW_MS)
    assert done.stage is Stage.LTA


def test_another_program_finds_the_signature_still_good(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(authority.pem(authority.root().certificate))
    said = pdfsig(archived(), root)
    (signed,) = [each for each in said if "KyChinh" in each]
    assert "Signature is Valid" in signed
    assert "Certificate is Trusted" in signed
